/// Finds which care services a text speaks of, by the names and synonyms that the hospital gives them: without accents,
/// hyphens or capitals, in the plural as in the singular, the longest name first. « En urgence » and « état d'urgence »
/// name no service; « passé aux urgences » does.
public struct ServiceNames: Sendable {
    private struct Name: Sendable {
        let id: Int64
        let words: [UInt64]
    }

    /// Names by their first word, longest first.
    private var names: [UInt64: [Name]] = [:]
    private let idioms: PhraseBook<Bool>

    /// `names` of each service, its own first; names of no letter are ignored.
    public init(_ services: [(id: Int64, names: [String])]) {
        for service in services {
            for name in service.names {
                let words = Self.words(Reading(name))
                guard let first = words.first else { continue }
                names[first, default: []].append(Name(id: service.id, words: words))
            }
        }
        for (first, list) in names { names[first] = list.sorted { $0.words.count > $1.words.count } }
        idioms = PhraseBook(Self.idioms.map { (true, $0) })
    }

    /// Identifiers of the services named in `text`, in the order in which they first appear.
    public func services(in text: String) -> [Int64] {
        guard !names.isEmpty else { return [] }
        let reading = Reading(text)
        let words = Self.words(reading)
        let idle = Set(idioms.matches(reading).flatMap { Array($0.tokens) })
        var found: [Int64] = []
        var index = 0
        while index < words.count {
            guard !idle.contains(index), let longest = match(words, at: index) else {
                index += 1
                continue
            }
            for name in longest where !found.contains(name.id) { found.append(name.id) }
            index += longest[0].words.count
        }
        return found
    }

    /// The longest names that begin here: several when two services bear the same one.
    private func match(_ words: [UInt64], at index: Int) -> [Name]? {
        let fitting = (names[words[index]] ?? []).filter { name in
            index + name.words.count <= words.count && words[index..<index + name.words.count].elementsEqual(name.words)
        }
        guard let length = fitting.first?.words.count else { return nil }
        return fitting.filter { $0.words.count == length }
    }

    /// Hash of each token without its plural: « urgences » and « urgence », « hôpitaux » and « hôpital ».
    private static func words(_ reading: Reading) -> [UInt64] {
        reading.tokens.map { token in
            var bytes = Array(reading.bytes[token.bytes])
            guard token.kind == .word, bytes.count > 3 else { return token.hash }
            if bytes.suffix(3).elementsEqual("aux".utf8), bytes.count > 5 {
                bytes.replaceSubrange(bytes.count - 2..<bytes.count, with: "l".utf8)
            } else if bytes.last == UInt8(ascii: "s") || bytes.last == UInt8(ascii: "x") {
                bytes.removeLast()
            }
            return Hash.word(bytes)
        }
    }

    /// « Urgence » where it is no place.
    private static let idioms = [
        "en/d/l extreme/ urgence", "etat d urgence",
        "numero*/appel*/cas/situation*/opere*/hospitalise*/transport*/transfer*/admis* d urgence",
        "urgence absolue/vitale/relative",
        "pas une/d urgence", "une urgence", "toute urgence", "urgence/urgences vitales/absolues", "plan d urgence",
        "soins d urgence", "il y a urgence", "aucune urgence", "l urgence de/du/climatique",
    ]
}
