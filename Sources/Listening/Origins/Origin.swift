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
        case blueskyAuthor = "bluesky_author"
        case blueskySearch = "bluesky_search"
        case activitypubActor = "activitypub_actor"
        /// Files given by hand.
        case files

        /// Whether a service loop reads it.
        public var isFetched: Bool { self != .files }
    }

    public enum State: String, Sendable, CaseIterable {
        case active, paused
        /// Failed for a week or answered 410 Gone: nobody asks it any more until a person says so.
        case dead
    }

    public let id: Int64
    public let kind: Kind
    public let network: Network
    /// URL of a feed or a page; `@name@server`, `#tag@server`, `words@server`; a Bluesky handle or search.
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
    public let lastRunAt: Instant?
    public let lastHeardAt: Instant?
    public let lastError: String?
    public let failures: Int
    public let etag: String?
    public let modified: String?
    public let cursor: String?
    /// Of the watched page's text when it was last read.
    public let digest: String?
}

/// A source as a form or a command asks for it. Checked before it becomes an `Origin`.
public struct OriginDraft: Sendable, Equatable {
    public var kind: Origin.Kind
    public var network: Network
    public var address: String
    public var label: String
    public var purpose: String
    public var retentionDays: Int
    public var owner: Int64?
    public var selector: String?

    public init(
        kind: Origin.Kind, network: Network = .web, address: String, label: String, purpose: String,
        retentionDays: Int, owner: Int64? = nil, selector: String? = nil
    ) {
        self.kind = kind
        self.network = network
        self.address = address
        self.label = label
        self.purpose = purpose
        self.retentionDays = retentionDays
        self.owner = owner
        self.selector = selector
    }

    /// The draft with blanks trimmed.
    /// - Throws: `Failure(.unusable)` for the first rule broken. A source without a purpose or a retention is refused:
    ///   GDPR, article 5(1)(b) and (e).
    public func checked() throws -> OriginDraft {
        var draft = self
        draft.address = address.trimmed
        draft.label = label.trimmed.isEmpty ? draft.address : label.trimmed
        draft.purpose = purpose.trimmed
        draft.selector = selector?.trimmed.nonEmpty
        func refuse(_ cause: String, _ words: String) -> Failure { Failure(.unusable, cause, words: words) }
        guard !draft.purpose.isEmpty else { throw refuse("a source needs a purpose (GDPR, article 5)", "origin.no-purpose") }
        guard (1...3650).contains(retentionDays) else {
            throw refuse("retention is from 1 to 3650 days (GDPR, article 5)", "origin.no-retention")
        }
        guard !draft.address.isEmpty, draft.address.utf8.count <= 2_000 else {
            throw refuse("the source's address is missing", "origin.no-address")
        }
        guard draft.label.count <= 200, draft.purpose.count <= 2_000 else {
            throw refuse("the label or the purpose is too long", "origin.too-long")
        }
        if kind == .feed || kind == .page {
            guard draft.address.hasPrefix("http://") || draft.address.hasPrefix("https://") else {
                throw refuse("a feed or a page has an address in http or https", "origin.not-http")
            }
        }
        return draft
    }
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
