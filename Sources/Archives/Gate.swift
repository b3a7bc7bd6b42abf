import Kernel

/// The last look at an arrival before it leaves: one rule for every format.
struct Gate: Sendable {
    /// Nothing was said on a network before.
    private static let earliest = Instant(microseconds: 631_152_000_000_000)
    private static let handle = 512
    private static let title = 1_000
    private static let address = 2_048

    private let latest: Instant
    private let longest: Int

    init(now: Instant, limits: ArchiveLimits) {
        latest = now.adding(days: 2)
        longest = limits.text
    }

    /// - Throws: `Refusal` naming the field.
    func admit(_ arrival: Arrival) throws(Refusal) -> Arrival {
        var arrival = arrival
        arrival.text = arrival.text.asPlainText
        if arrival.text.isEmpty && arrival.rating == nil { throw Refusal("text: empty, and no rating") }
        if arrival.text.isLonger(than: longest) { throw Refusal("text: longer than \(longest) characters") }
        arrival.id = arrival.id.asOneLine
        if arrival.id.isEmpty { throw Refusal("id: empty") }
        if arrival.id.isLonger(than: Self.handle) { throw Refusal("id: longer than \(Self.handle) characters") }
        guard arrival.publishedAt >= Self.earliest else { throw Refusal("published_at: before 1990") }
        guard arrival.publishedAt <= latest else { throw Refusal("published_at: in the future") }
        try tidy(&arrival)
        return arrival
    }

    private func tidy(_ arrival: inout Arrival) throws(Refusal) {
        arrival.author = arrival.author?.asOneLine.orNil
        arrival.title = arrival.title?.asOneLine.orNil
        arrival.parent = arrival.parent?.asOneLine.orNil
        arrival.language = arrival.language?.asLanguageTag
        arrival.url = arrival.url?.asWebAddress(longest: Self.address)
        if let author = arrival.author, author.isLonger(than: Self.handle) {
            throw Refusal("author: longer than \(Self.handle) characters")
        }
        if let parent = arrival.parent, parent.isLonger(than: Self.handle) {
            throw Refusal("parent: longer than \(Self.handle) characters")
        }
        if let title = arrival.title, title.isLonger(than: Self.title) {
            throw Refusal("title: longer than \(Self.title) characters")
        }
        if let rating = arrival.rating, !(rating >= 1 && rating <= 5) { throw Refusal("rating: not between 1 and 5") }
        if let reach = arrival.reach, reach < 0 { throw Refusal("reach: negative") }
    }
}
