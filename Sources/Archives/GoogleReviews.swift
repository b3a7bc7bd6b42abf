import Foundation
import Kernel

/// `reviews.json` of a Takeout of Google Business Profile: reviews by visitors, and what the establishment answered. The
/// answer is an arrival of its own (a comment by us, whose parent is the review), so that neither hides the other.
struct GoogleReviews {
    private static let stars = ["ONE": 1.0, "TWO": 2, "THREE": 3, "FOUR": 4, "FIVE": 5]

    func read(_ piece: Piece, _ said: inout [Said]) throws(Refusal) {
        let json = try piece.json()
        guard let name = json["name"]?.text ?? json["reviewId"]?.text else {
            throw Refusal("name: missing; expected accounts/…/locations/…/reviews/…")
        }
        guard let written = json["createTime"]?.text, let publishedAt = CanonicalExport.instant(written) else {
            throw Refusal("createTime: missing or not a date")
        }
        let id = Self.identifier(name)
        said.append(
            .arrival(
                Arrival(
                    id: id, network: .google, kind: .review, author: json["reviewer"]?["displayName"]?.text,
                    text: Self.original(json["comment"]?.text ?? ""), publishedAt: publishedAt,
                    rating: try rating(json["starRating"])), own: false))
        try readReply(json["reviewReply"], to: id, &said)
    }

    private func readReply(_ reply: JSON?, to id: String, _ said: inout [Said]) throws(Refusal) {
        guard let text = reply?["comment"]?.text else { return }
        guard let written = reply?["updateTime"]?.text, let publishedAt = CanonicalExport.instant(written) else {
            throw Refusal("reviewReply.updateTime: missing or not a date")
        }
        said.append(
            .arrival(
                Arrival(
                    id: "\(id)/reply", network: .google, kind: .comment, text: Self.original(text),
                    publishedAt: publishedAt, parent: id), own: true))
    }

    private func rating(_ json: JSON?) throws(Refusal) -> Double? {
        guard let word = json?.text, word != "STAR_RATING_UNSPECIFIED" else { return nil }
        if let stars = Self.stars[word] ?? Double(word) { return stars }
        throw Refusal("starRating: not one of ONE, TWO, THREE, FOUR, FIVE")
    }

    /// One location may stand under several accounts: the account is no part of a review's identity.
    private static func identifier(_ name: String) -> String {
        name.range(of: "locations/").map { String(name[$0.lowerBound...]) } ?? name
    }

    /// The visitor's own words: Google puts its translation before them, or after.
    static func original(_ comment: String) -> String {
        if let original = comment.range(of: "(Original)") {
            let words = comment[original.upperBound...]
            return String(words[..<(words.range(of: "(Translated by Google)")?.lowerBound ?? words.endIndex)]).trimmed
        }
        if let translated = comment.range(of: "(Translated by Google)"), translated.lowerBound > comment.startIndex {
            return String(comment[..<translated.lowerBound]).trimmed
        }
        return comment
    }
}
