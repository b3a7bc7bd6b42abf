import Foundation
import Kernel

/// Guesses what columns are: by their names first, in French and in English, then by what they hold.
struct ColumnGuess {
    /// Per column; nil where nothing is sure enough to be proposed.
    let fields: [Mapping.Field?]
    let mapping: Mapping

    init(names: [String], rows: [[String]]) {
        let columns = names.indices.map { index in rows.map { $0.indices.contains(index) ? $0[index].trimmed : "" } }
        var fields = [Mapping.Field?](repeating: nil, count: names.count)
        for (index, name) in names.enumerated() {
            guard let field = Self.field(named: name), field == .text || !fields.contains(field) else { continue }
            if Self.suits(columns[index], field) { fields[index] = field }
        }
        for field in [Mapping.Field.text, .publishedAt, .rating, .url] where !fields.contains(field) {
            let free = fields.indices.filter { fields[$0] == nil && Self.field(named: names[$0]) == nil }
            if let best = Self.best(free, columns, for: field) { fields[best] = field }
        }
        self.fields = fields
        mapping = Self.mapping(names, columns, fields)
    }

    /// A first row that names known columns, or that looks unlike all the others.
    static func isHeader(_ first: [String], over rows: [[String]]) -> Bool {
        let named = first.count { field(named: $0) != nil }
        if named >= 2 || (named == 1 && first.allSatisfy { $0.utf8.count < 40 }) { return true }
        let looksLikeData = first.contains {
            isDate($0, .dayFirst) || Double($0.replacing(",", with: ".")) != nil || $0.utf8.count > 60
        }
        return !looksLikeData && !rows.isEmpty && first.allSatisfy { !$0.trimmed.isEmpty }
    }

    private static func mapping(_ names: [String], _ columns: [[String]], _ fields: [Mapping.Field?]) -> Mapping {
        var mapping = Mapping()
        for field in Mapping.Field.allCases {
            mapping[field] = fields.indices.filter { fields[$0] == field }.map { names[$0] }
        }
        if let dates = fields.firstIndex(of: .publishedAt) { mapping.dateOrder = order(columns[dates]) }
        if let marks = fields.firstIndex(of: .rating) { mapping.bestMark = bestMark(columns[marks]) }
        if !fields.contains(.network) { mapping[constant: .network] = Network.other.rawValue }
        return mapping
    }

    /// Whether a column that bears a field's name can be it: a "source" column of insurers is no network.
    private static func suits(_ cells: [String], _ field: Mapping.Field) -> Bool {
        let filled = cells.filter { !$0.isEmpty }
        if filled.isEmpty { return true }
        let row = MappedRow(Mapping())
        func share(_ test: (String) -> Bool) -> Bool { filled.count(where: test) * 2 > filled.count }
        switch field {
        case .publishedAt: return share { isDate($0, .dayFirst) || isDate($0, .monthFirst) }
        case .rating: return share { (try? MappedRow.rating($0, best: 100)) != nil }
        case .reach: return share { (try? MappedRow.count($0)) != nil }
        case .url: return share { $0.asWebAddress(longest: 2048) != nil }
        case .network, .kind:
            return share { cell in
                (try? row.arrival {
                    $0 == field ? [cell] : $0 == .publishedAt ? ["2020-01-01"] : $0 == .network ? ["other"] : []
                })
                    != nil
            }
        case .language: return share { $0.asLanguageTag != nil }
        case .id: return Set(filled).count == filled.count
        case .author, .title, .text, .parent: return true
        }
    }

    private static func best(_ free: [Int], _ columns: [[String]], for field: Mapping.Field) -> Int? {
        func filled(_ index: Int) -> [String] { columns[index].filter { !$0.isEmpty } }
        switch field {
        case .text:
            let lengths = free.map { index in
                (index, filled(index).map(\.utf8.count).reduce(0, +) / max(1, filled(index).count))
            }
            return lengths.max { $0.1 < $1.1 }.flatMap { $0.1 >= 20 ? $0.0 : nil }
        case .rating:
            return free.first { index in
                let cells = filled(index)
                return cells.count > 1
                    && cells.allSatisfy { (try? MappedRow.rating($0, best: 5)) != nil && $0.utf8.count <= 5 }
            }
        default:
            return free.first { index in !filled(index).isEmpty && suits(columns[index], field) }
        }
    }

    private static func isDate(_ cell: String, _ order: DateOrder) -> Bool {
        cell.utf8.count >= 6 && WrittenDate(order: order, zone: nil).instant(cell) != nil
    }

    /// Day first, unless a month would then be over 12 and the other order explains every cell.
    private static func order(_ cells: [String]) -> DateOrder {
        let filled = cells.filter { !$0.isEmpty }
        let pairs = filled.compactMap { cell -> (Int, Int)? in
            let numbers = cell.split { !$0.isASCII || !$0.isNumber }.compactMap { Int($0) }
            return numbers.count >= 3 && numbers[0] <= 31 && numbers[1] <= 31 ? (numbers[0], numbers[1]) : nil
        }
        let dayFirst = pairs.contains { $0.0 > 12 }
        let monthFirst = pairs.contains { $0.1 > 12 }
        return monthFirst && !dayFirst ? .monthFirst : .dayFirst
    }

    private static func bestMark(_ cells: [String]) -> Double {
        let marks = cells.filter { !$0.contains("/") }.compactMap { Double($0.replacing(",", with: ".")) }
        let highest = marks.max() ?? 5
        return [5, 10, 20, 100].first { highest <= $0 } ?? 5
    }

    static func field(named name: String) -> Mapping.Field? {
        let plain = name.folded.map { $0.isLetter || $0.isNumber ? $0 : " " }
        return names[String(plain).split(separator: " ").joined(separator: " ")]
    }

    private static let names: [String: Mapping.Field] = Dictionary(
        uniqueKeysWithValues: [
            (
                Mapping.Field.id,
                [
                    "id", "identifiant", "identifier", "review id", "comment id", "post id", "numero", "ref",
                    "reference", "uuid", "guid", "tweet id", "id avis", "avis id", "n", "no",
                ]
            ),
            (.network, ["network", "reseau", "source", "plateforme", "platform", "site", "canal", "channel", "media"]),
            (.kind, ["kind", "type", "nature", "content type", "type de contenu"]),
            (
                .author,
                [
                    "author", "auteur", "name", "nom", "user", "username", "utilisateur", "pseudo", "reviewer",
                    "reviewer name", "display name", "nom de l auteur", "author name", "screen name", "from", "de",
                    "compte",
                    "patient", "handle",
                ]
            ),
            (.title, ["title", "titre", "objet", "subject", "sujet", "titre de l avis", "review title"]),
            (
                .text,
                [
                    "text", "texte", "commentaire", "comment", "comments", "avis", "review", "review text", "message",
                    "contenu", "content", "body", "verbatim", "description", "tweet", "full text", "commentaires",
                    "texte de l avis", "points forts", "points faibles", "points positifs", "points negatifs",
                    "opinion",
                    "temoignage", "reponse libre", "corps",
                ]
            ),
            (
                .publishedAt,
                [
                    "published at", "date", "created at", "publie le", "date de publication", "date publication",
                    "datetime", "timestamp", "time", "horodatage", "date de l avis", "review date", "date avis",
                    "cree le",
                    "date heure", "jour", "published", "created", "create time", "date de creation", "created time",
                    "date du commentaire", "posted at", "date de depot",
                ]
            ),
            (.url, ["url", "lien", "link", "adresse", "permalink", "permalien", "review url"]),
            (
                .rating,
                [
                    "rating", "note", "stars", "etoiles", "score", "star rating", "nombre d etoiles", "evaluation",
                    "appreciation", "satisfaction", "note globale", "rate", "note sur 5",
                ]
            ),
            (.parent, ["parent", "in reply to", "en reponse a", "parent id", "reply to"]),
            (.reach, ["reach", "portee", "followers", "abonnes", "vues", "views", "impressions", "audience"]),
            (.language, ["language", "langue", "lang"]),
        ].flatMap { field, names in names.map { ($0, field) } })
}
