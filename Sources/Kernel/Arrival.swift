/// Where something was said.
public enum Network: String, CaseIterable, Sendable, Codable {
    case mastodon, bluesky, activitypub, facebook, instagram, threads, x, youtube, linkedin, google
    /// A site's feed or a watched page: press, blogs, associations.
    case web
    /// Our own reviews, gathered by the hospital itself.
    case own
    /// A survey or another tool's table.
    case other
}

public enum MentionKind: String, CaseIterable, Sendable, Codable {
    case post, comment, review, article, video
}

/// One thing that was said, as a feed, an export or a network gives it, before anybody has read it.
/// Its fields are those of the canonical form of `resonance import` (one JSON object a line, snake_case keys).
public struct Arrival: Sendable, Equatable {
    /// The network's own identifier, unique within the network.
    public var id: String
    public var network: Network
    public var kind: MentionKind
    /// Handle or name, as given; pseudonymised by the store.
    public var author: String?
    public var title: String?
    /// Plain text: markup is gone before it gets here.
    public var text: String
    public var publishedAt: Instant
    public var url: String?
    /// Stars, 1 to 5.
    public var rating: Double?
    /// Network identifier of what it answers.
    public var parent: String?
    /// People who may have seen it (followers, views), where the network says.
    public var reach: Int?
    /// BCP 47, where the source says; our own guess is made later.
    public var language: String?
    /// True when our own account speaks: kept for the thread, never counted as an opinion.
    public var own: Bool

    public init(
        id: String, network: Network, kind: MentionKind = .post, author: String? = nil, title: String? = nil,
        text: String, publishedAt: Instant, url: String? = nil, rating: Double? = nil, parent: String? = nil,
        reach: Int? = nil, language: String? = nil, own: Bool = false
    ) {
        self.id = id
        self.network = network
        self.kind = kind
        self.author = author
        self.title = title
        self.text = text
        self.publishedAt = publishedAt
        self.url = url
        self.rating = rating
        self.parent = parent
        self.reach = reach
        self.language = language
        self.own = own
    }
}
