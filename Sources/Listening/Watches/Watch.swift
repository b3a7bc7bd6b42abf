public import Kernel
import Opinion
import Storage

/// A named question asked of everything that arrives. Like a source, it has a purpose and a retention.
public struct Watch: Sendable, Equatable, Identifiable {
    public let id: Int64
    public let name: String
    /// In the words of `TextQuery`.
    public let query: String
    /// ISO 639-1 codes; empty for any language.
    public let languages: [String]
    /// Empty for any network.
    public let networks: [Network]
    /// Sources; empty for any.
    public let origins: [Int64]
    public let owner: Int64?
    public let purpose: String
    public let retentionDays: Int
    /// Whether a new mention raises an alert (at most one in 15 minutes).
    public let tells: Bool
    public let toldAt: Instant?
    public let lastRunAt: Instant?
    public let lastError: String?
    /// How far back it has been asked of what was said before it: mentions from this key on. Nil once it is done.
    let pastBefore: Int64?
    /// Mentions of before that it found so far.
    public let pastFound: Int
    public let createdAt: Instant

    /// The oldest moment that it has been asked of; nil once it has been asked of everything.
    public var pastReached: Instant? { pastBefore.map(MentionKey.instant) }
}

/// A watch as a form asks for it.
public struct WatchDraft: Sendable, Equatable {
    public var name: String
    public var query: String
    public var languages: [String]
    public var networks: [Network]
    public var origins: [Int64]
    public var owner: Int64?
    public var purpose: String
    public var retentionDays: Int
    public var tells: Bool

    public init(
        name: String, query: String, languages: [String] = [], networks: [Network] = [], origins: [Int64] = [],
        owner: Int64? = nil, purpose: String, retentionDays: Int, tells: Bool = false
    ) {
        self.name = name
        self.query = query
        self.languages = languages
        self.networks = networks
        self.origins = origins
        self.owner = owner
        self.purpose = purpose
        self.retentionDays = retentionDays
        self.tells = tells
    }

    /// - Throws: `Failure(.unusable)` for the first rule broken (GDPR, article 5, as for sources).
    public func checked() throws -> WatchDraft {
        var draft = self
        draft.name = name.trimmed
        draft.query = query.trimmed
        draft.purpose = purpose.trimmed
        func refuse(_ cause: String, _ words: String) -> Failure { Failure(.unusable, cause, words: words) }
        guard !draft.name.isEmpty, draft.name.count <= 120 else {
            throw refuse("a watch has a name of 1 to 120 characters", "listening.watch_no_name")
        }
        guard !draft.purpose.isEmpty else {
            throw refuse("a watch needs a purpose (GDPR, article 5)", "listening.watch_no_purpose")
        }
        guard OriginDraft.retention.contains(retentionDays) else {
            throw refuse("retention is from 1 to 3650 days (GDPR, article 5)", "listening.watch_no_retention")
        }
        draft.languages = Array(Set(languages.map { $0.lowercased() }.filter { (2...3).contains($0.utf8.count) }))
            .sorted()
        draft.networks = Array(Set(networks)).sorted { $0.rawValue < $1.rawValue }
        draft.origins = Array(Set(origins)).sorted()
        _ = try TextQuery(draft.query)
        return draft
    }
}

/// A watch ready to be asked of arrivals.
struct LiveWatch: Sendable {
    let id: Int64
    let query: TextQuery
    let languages: Set<String>
    let networks: Set<Network>
    let origins: Set<Int64>

    /// Whether the item is one that this watch reads at all; its words are matched apart.
    /// - Parameter roads: the sources that brought it.
    func wants(_ item: ReadArrival, roads: Set<Int64>) -> Bool {
        wants(
            network: item.arrival.network, roads: roads, language: item.judgement?.language ?? item.arrival.language)
    }

    func wants(network: Network, roads: Set<Int64>, language: String?) -> Bool {
        (networks.isEmpty || networks.contains(network)) && (origins.isEmpty || !origins.isDisjoint(with: roads))
            && (languages.isEmpty || languages.contains(language ?? ""))
    }
}

extension LiveWatch {
    /// Throws `Failure(.unusable)` when the words cannot be read.
    init(_ watch: Watch) throws {
        self.init(
            id: watch.id, query: try TextQuery(watch.query), languages: Set(watch.languages),
            networks: Set(watch.networks), origins: Set(watch.origins))
    }

    init(_ draft: WatchDraft) throws {
        self.init(
            id: 0, query: try TextQuery(draft.query), languages: Set(draft.languages), networks: Set(draft.networks),
            origins: Set(draft.origins))
    }
}
