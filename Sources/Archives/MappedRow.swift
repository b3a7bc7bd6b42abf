import Foundation
import Kernel

/// Makes an arrival of a row, whatever the row was cut from.
struct MappedRow {
    let mapping: Mapping
    private let dates: WrittenDate

    init(_ mapping: Mapping) {
        self.mapping = mapping
        dates = WrittenDate(order: mapping.dateOrder, zone: TimeZone(identifier: mapping.zone))
    }

    /// - Parameter cells: the cells of a field's columns, in order, empty ones left out.
    func arrival(_ cells: (Mapping.Field) -> [String]) throws(Refusal) -> Arrival {
        func value(_ field: Mapping.Field) -> String? {
            cells(field).first ?? mapping[constant: field]
        }
        guard let written = value(.publishedAt) else { throw Refusal("published_at: empty") }
        guard let publishedAt = dates.instant(written) else {
            throw Refusal("published_at: not a date; expected like \(example)")
        }
        let texts = cells(.text)
        let text = texts.isEmpty ? mapping[constant: .text] ?? "" : texts.joined(separator: "\n")
        let rating = try value(.rating).map { written throws(Refusal) in
            try Self.rating(written, best: mapping.bestMark)
        }
        let network = try Self.network(value(.network))
        let author = value(.author)
        return Arrival(
            id: value(.id)
                ?? Checkpoint.identifier(network.rawValue, author ?? "", String(publishedAt.microseconds), text),
            network: network, kind: try Self.kind(value(.kind)) ?? (rating == nil ? .post : .review), author: author,
            title: value(.title), text: text, publishedAt: publishedAt, url: value(.url), rating: rating,
            parent: value(.parent), reach: try value(.reach).map { written throws(Refusal) in try Self.count(written) },
            language: value(.language))
    }

    private var example: String { mapping.dateOrder == .dayFirst ? "31/12/2024 14:30" : "12/31/2024 2:30 PM" }

    private static func network(_ written: String?) throws(Refusal) -> Network {
        guard let written else { throw Refusal("network: no column and no constant; one of \(Network.names)") }
        if let network = Network(rawValue: written) { return network }
        let word = written.folded
        if let network = Network(rawValue: word) ?? networks[word] { return network }
        throw Refusal("network: not one of \(Network.names)")
    }

    private static func kind(_ written: String?) throws(Refusal) -> MentionKind? {
        guard let written else { return nil }
        if let kind = MentionKind(rawValue: written) { return kind }
        let word = written.folded
        if let kind = MentionKind(rawValue: word) ?? kinds[word] { return kind }
        throw Refusal("kind: not one of \(MentionKind.names)")
    }

    /// "4", "4,5", "4/5", "8/10", "FIVE", "quatre étoiles", "★★★☆☆" → 1 to 5.
    static func rating(_ written: String, best: Double) throws(Refusal) -> Double {
        guard let (mark, scale) = mark(written.trimmed, best: best), scale > 0, mark >= 0, mark <= scale else {
            throw Refusal(
                "rating: not a mark out of \(best.formatted(.number.grouping(.never).locale(Locale(identifier: "en"))))"
            )
        }
        if scale == 5 && mark >= 1 { return mark }
        // Our scale starts at 1: the worst mark of any scale is one star.
        return max(1, (mark * 50 / scale).rounded() / 10)
    }

    private static func mark(_ written: String, best: Double) -> (Double, Double)? {
        if let plain = Double(written) { return plain.isFinite ? (plain, best) : nil }
        let full = written.unicodeScalars.count { $0 == "★" || $0 == "⭐" }
        if full > 0 { return (Double(full), 5) }
        let word = written.folded
        if let number = numbers[word.split(separator: " ").first.map(String.init) ?? ""] { return (Double(number), 5) }
        if word.hasPrefix("star_rating_unspecified") { return nil }
        let parts = written.replacing(",", with: ".").split(separator: "/").map { $0.split(separator: " ").first ?? "" }
        guard let first = parts.first.flatMap({ Double($0) }), parts.count <= 2, first.isFinite else { return nil }
        return (first, parts.count == 2 ? Double(parts[1]) ?? 0 : best)
    }

    /// "1 234", "1,234", "12": a count of people.
    static func count(_ written: String) throws(Refusal) -> Int {
        let digits = written.filter { !$0.isWhitespace && $0 != "\u{202F}" }.replacing(",", with: "")
        guard let count = Int(digits), count >= 0 else { throw Refusal("reach: not a whole number") }
        return count
    }

    private static let networks: [String: Network] = [
        "twitter": .x, "x (twitter)": .x, "tweet": .x, "fb": .facebook, "insta": .instagram, "ig": .instagram,
        "yt": .youtube, "google reviews": .google, "avis google": .google, "google business": .google, "gmb": .google,
        "google my business": .google, "google maps": .google, "google business profile": .google, "site": .web,
        "site web": .web, "presse": .web, "press": .web, "blog": .web, "autre": .other, "enquete": .other,
        "survey": .other, "interne": .own, "bsky": .bluesky, "fediverse": .activitypub,
    ]

    private static let kinds: [String: MentionKind] = [
        "tweet": .post, "publication": .post, "message": .post, "status": .post, "statut": .post, "toot": .post,
        "commentaire": .comment, "reply": .comment, "reponse": .comment, "avis": .review, "verbatim": .review,
        "recommandation": .review, "recommendation": .review, "news": .article, "actualite": .article, "reel": .video,
    ]

    private static let numbers: [String: Int] = [
        "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4,
        "cinq": 5,
    ]
}

extension StringProtocol {
    /// Lower case, without accents, trimmed, single spaces: what words are compared by.
    var folded: String {
        folding(options: [.diacriticInsensitive, .caseInsensitive], locale: nil).split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
    }
}
