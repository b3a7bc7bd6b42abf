public import Kernel

/// A source of what is said: a feed, a watched page, an account, a hashtag, a search, an import.
public struct Origin: Sendable, Equatable, Identifiable {
    public enum Kind: String, Sendable, CaseIterable {
        case feed
        /// A page without a feed: its text is compared with what it was.
        case page
        case mastodonAccount = "mastodon_account"
        case mastodonTag = "mastodon_tag"
        case mastodonSearch = "mastodon_search"
        /// An account of ours: what is said to it, and what it says. Made with its channel, and with its token.
        case mastodonMentions = "mastodon_mentions"
        case blueskyAuthor = "bluesky_author"
        case blueskySearch = "bluesky_search"
        case activitypubActor = "activitypub_actor"
        /// Files given by hand.
        case files

        /// Whether a service loop reads it.
        public var isFetched: Bool { self != .files }

        /// Whether its server may ask who we are.
        public var takesToken: Bool { network == .mastodon }

        /// Whether somebody adds it by its address alone; an account of ours comes with its channel.
        public var isAdded: Bool { isFetched && self != .mastodonMentions }

        /// Where what it brings was said; nil for files, which say it themselves.
        public var network: Network? {
            switch self {
            case .feed, .page: .web
            case .mastodonAccount, .mastodonTag, .mastodonSearch, .mastodonMentions: .mastodon
            case .blueskyAuthor, .blueskySearch: .bluesky
            case .activitypubActor: .activitypub
            case .files: nil
            }
        }
    }

    public enum State: String, Sendable, CaseIterable {
        case active, paused
        /// Failed for a week or answered 410 Gone: nobody asks it any more until a person says so.
        case dead
    }

    public let id: Int64
    public let kind: Kind
    public let network: Network
    /// URL of a feed, a page or an ActivityPub actor; `@name@server`, `#tag@server`, `words@server`; a Bluesky handle
    /// or search.
    public let address: String
    public let label: String
    public let purpose: String
    public let retentionDays: Int
    public let owner: Int64?
    public let state: State
    /// CSS selector of the part of a page that matters.
    public let selector: String?
    public let intervalSeconds: Int
    public let nextAt: Instant
    /// The last visit, whatever came of it.
    public let lastRunAt: Instant?
    /// The last time that it said something new.
    public let lastHeardAt: Instant?
    public let lastError: String?
    /// Visits that failed since the last one that did not.
    public let failures: Int
    public let failingSince: Instant?
    public let etag: String?
    public let modified: String?
    public internal(set) var cursor: String?
    /// Of the watched page's text when it was last read.
    public let digest: String?
    public let hub: OriginHub?
    /// Until when a node listens to its stream, unless it renews; nil while nobody does.
    public let streamedUntil: Instant?
    /// What its server knows us by, as it lies in the store (`NetworkReaders.reader`).
    let sealedToken: [UInt8]?
    public let createdAt: Instant
    /// Set once somebody took it away: it is listed nowhere, and its mentions live out their retention.
    public let removedAt: Instant?
}

/// The WebSub hub that a feed advertises, and how far our subscription with it has come (W3C WebSub).
public struct OriginHub: Sendable, Equatable {
    public let url: String
    public let topic: String
    /// Known to the hub and to us; signs each delivery.
    let secret: String
    /// End of the lease that the hub confirmed; nil while it has confirmed nothing.
    public let until: Instant?
    public let askedAt: Instant?
    public let error: String?

    /// Whether deliveries may be counted on at `now`.
    public func isLive(at now: Instant) -> Bool { (until ?? now) > now }
}

extension String {
    /// Without the blanks at both ends.
    var trimmed: String {
        var view = self[...]
        while let first = view.first, first.isWhitespace { view.removeFirst() }
        while let last = view.last, last.isWhitespace { view.removeLast() }
        return String(view)
    }

    var nonEmpty: String? { isEmpty ? nil : self }
}
