import Foundation
import Kernel

/// One review (https://developers.google.com/my-business/reference/rest/v4/accounts.locations.reviews), read leniently.
struct BusinessReview: Sendable {
    let name: String
    let author: String?
    /// 1 to 5.
    let stars: Double?
    let text: String
    let createdAt: Instant
    let changedAt: Instant
    let reply: BusinessReply?

    private static let words = ["ONE": 1.0, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5]

    init?(_ json: JSON, now: Instant) {
        guard let name = Fields.id(json["name"].string), name.contains("/reviews/"),
            let created = Fields.moment(json["createTime"].string, now: now)
        else { return nil }
        (self.name, createdAt) = (name, created)
        changedAt = Fields.moment(json["updateTime"].string, now: now) ?? created
        author = json["reviewer"]["displayName"].string.map { String(Fields.text($0).prefix(200)) }
        stars = json["starRating"].string.flatMap { Self.words[$0] }
        text = Fields.text(Self.original(json["comment"].string ?? ""))
        reply = BusinessReply(json["reviewReply"], now: now)
    }

    var id: String { BusinessInterface.identifier(name) }

    var arrival: Arrival {
        Arrival(
            id: id, network: .google, kind: .review, author: author, text: text, publishedAt: createdAt, rating: stars)
    }

    /// What we answered, as an arrival of its own; nil for what Google shows to nobody.
    var answer: Arrival? {
        guard let reply else { return nil }
        if case .rejected = reply.moderation { return nil }
        return Arrival(
            id: "\(id)/reply", network: .google, kind: .comment, text: reply.text, publishedAt: reply.changedAt,
            parent: id, own: true)
    }

    /// The visitor's own words: Google puts its translation before them, or after.
    static func original(_ comment: String) -> String {
        let mark = "(Translated by Google)"
        if let original = comment.range(of: "(Original)") {
            let words = comment[original.upperBound...]
            return String(words[..<(words.range(of: mark)?.lowerBound ?? words.endIndex)])
        }
        if let translated = comment.range(of: mark), translated.lowerBound > comment.startIndex {
            return String(comment[..<translated.lowerBound])
        }
        return comment
    }
}
