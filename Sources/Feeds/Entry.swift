public import Kernel

/// One item of a feed.
public struct Entry: Sendable, Codable, Equatable {
    /// The publisher's identifier; else the link; else a hash of title, date and text that stays the same from one
    /// reading to the next.
    public var id: String = ""
    public var link: String?
    public var links: [FeedLink] = []
    public var title: String?
    var summaryText: DeferredText?
    var contentText: DeferredText?
    public var authors: [FeedPerson] = []
    public var published: Instant?
    public var updated: Instant?
    public var categories: [String] = []
    public var enclosures: [Enclosure] = []
    /// BCP 47; the feed's own where the entry says nothing.
    public var language: String?
    /// Page of the comments.
    public var comments: String?
    /// How many comments (RSS module `slash`, Atom threading RFC 4685).
    public var commentCount: Int?
    /// Identifier of what it answers (RFC 4685 `thr:in-reply-to`).
    public var inReplyTo: String?
    /// Where an aggregator took it from (RSS and Atom `source`).
    public var source: String?
    /// Stars (`media:starRating`, `media:rating` as a number), where given.
    public var rating: Double?
    public var image: String?

    public init() {}

    private enum CodingKeys: String, CodingKey {
        case id, link, links, title, authors, published, updated, categories, enclosures, language, comments
        case commentCount, inReplyTo, source, rating, image
        case summaryText = "summary"
        case contentText = "content"
    }

    /// What the publisher gives as summary. Its HTML is read at each asking: ask once.
    public var summary: RichText? {
        get { summaryText?.text }
        set { summaryText = newValue.map { .read($0) } }
    }

    /// The whole text, where the feed carries it. Its HTML is read at each asking: ask once.
    public var content: RichText? {
        get { contentText?.text }
        set { contentText = newValue.map { .read($0) } }
    }

    /// The longest honest text of the entry: content, else summary, else title.
    public var text: String {
        for rich in [contentText, summaryText] {
            if let plain = rich?.text.plain, !plain.isEmpty { return plain }
        }
        return title ?? ""
    }

    /// The entry in the form that every network and every export shares.
    ///
    /// - Parameters:
    ///   - feed: gives what the entry leaves out, and makes a short guid (`42`) unique.
    ///   - collectedAt: stands in for an absent date, and for one that lies in the future.
    public func arrival(in feed: Feed, collectedAt: Instant) -> Arrival {
        let said = published ?? updated ?? collectedAt
        return Arrival(
            id: id.contains(":") ? id : "\(feed.id ?? feed.selfLink ?? feed.link ?? feed.title ?? "")#\(id)",
            network: .web, kind: .article, author: (authors.first ?? feed.author).flatMap { $0.name ?? $0.email },
            title: title, text: text, publishedAt: min(said, collectedAt), url: link ?? source, rating: rating,
            parent: inReplyTo, language: language ?? feed.language)
    }

    /// Gives the entry its identifier where the publisher gave none.
    mutating func identify() {
        guard id.isEmpty else { return }
        if let link {
            id = link
        } else {
            let parts = [title ?? "", published.map { String($0.microseconds) } ?? "", text]
            id = "urn:resonance:entry:" + StableHash.hex(parts.joined(separator: "\u{1F}"))
        }
    }
}
