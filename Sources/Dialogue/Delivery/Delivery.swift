import Kernel
import Storage

/// A reply on its way out, and what is known of it.
struct Delivery: Sendable, Equatable {
    enum State: String, Sendable, CaseIterable, SQLBindable {
        /// Waits its turn.
        case ready
        /// In the network's hands, or was when its node died.
        case armed
        case sent
        /// The network said no, or we did: nothing was published.
        case refused
        /// Nobody can tell whether it was published: a person says.
        case unknown
        /// Nothing was published, and nothing will be until a person says so.
        case held
    }

    /// Why it stands where it stands: words `channels.why_…`.
    enum Reason: String, Sendable, CaseIterable, SQLBindable {
        /// Queued for too long: what was right then may not be any more.
        case late
        /// The store was put back from a backup, or copied: it may have left from another.
        case restored
        /// No account of ours answers on that network.
        case channel
        /// Our account's token is taken no more.
        case token
        /// The check blocks it now.
        case blocked
        /// What it answers has changed since, or is gone.
        case changed, gone
        /// The network's own no.
        case network
        /// The network took it, and its moderation took it away again.
        case moderated
        /// A network asked us to wait, or could not be reached: it is tried again.
        case waiting
        /// No answer came, or one that says nothing.
        case unanswered
        /// A person took it back.
        case dropped
        /// A person says that it left, or the network was looked through and had it.
        case confirmed, found
    }

    let reply: Int64
    let channel: Int64?
    let state: State
    /// The same for each attempt at the same publication.
    let key: String
    let queuedAt: Instant
    /// When it may be tried: the moment of queueing, or the one that the network asked for.
    let dueAt: Instant
    let tries: Int
    /// The moment of the last attempt; nil while there was none.
    let armedAt: Instant?
    /// Lease of the job that made it.
    let holder: String?
    let lookedAt: Instant?
    let settledAt: Instant?
    let networkID: String?
    let url: String?
    let reason: Reason?
    /// What the network said, in its own words.
    let error: String?
}

// MARK: - Rules

extension Delivery {
    /// Seconds after which what has not left is a person's affair.
    static let patience = 1_800.0
    /// Seconds that a network may have us wait (1 s to 1 h), whatever it asks for.
    static let waits = 1.0...3_600
    /// Attempts that the network refused for the moment, before a person looks.
    static let most = 12

    /// Whether it should have left long ago: the server was down, or sending was stopped.
    func isLate(at now: Instant) -> Bool { now.seconds(since: dueAt) > Self.patience }

    /// When a reply that was refused for the moment is tried again.
    func next(after asked: Double?, at now: Instant) -> Instant {
        // As long again as it has waited: often at first, then less and less.
        let unsaid = min(max(now.seconds(since: queuedAt), 15), 600)
        let wanted = asked.map { $0.isFinite ? $0 : Self.waits.upperBound } ?? unsaid
        return now.adding(seconds: min(max(wanted, Self.waits.lowerBound), Self.waits.upperBound))
    }

    /// Whether it may have been published already without our knowing: it is looked for before it is sent again.
    var mayBeOut: Bool { armedAt != nil || reason == .restored || reason == .unanswered }
}
