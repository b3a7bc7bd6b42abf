import Kernel
import Networks
import Storage

/// One message of a post on its way to one account, and what is known of it.
struct Parcel: Sendable, Equatable {
    enum State: String, Sendable, CaseIterable, SQLBindable {
        case ready, armed, sent, refused, unknown, held, withdrawn, cancelled

        /// Whether nothing more will happen to it by itself.
        var isOver: Bool { [.sent, .refused, .withdrawn, .cancelled].contains(self) }
    }

    /// Why it stands where it stands: words `publishing.why_…`.
    enum Reason: String, Sendable, CaseIterable, SQLBindable {
        /// Due while nothing could leave: offered, not sent.
        case late
        /// The store was put back from a backup, or copied: it may have left from another.
        case restored
        /// The account is gone, or its token is taken no more.
        case channel, token
        /// The check, or a limit of the network, stops it now.
        case blocked, limits
        /// The post was parked, changed, or its approval is not whole any more.
        case parked, changed
        /// An image cannot be shown there on this day: no release, or one that has ended.
        case release
        /// What it was to be published with cannot be read.
        case media
        /// The network's own no.
        case network
        /// The network says that it has this text already.
        case duplicate
        /// The money set aside for this network is spent.
        case budget
        /// The network asked us to wait, is at work on our files, or could not be reached: it is tried again.
        case waiting
        /// No answer came, or one that says nothing.
        case unanswered
        /// A part before it did not leave.
        case before
        /// A person says that it left, or took it back.
        case confirmed, dropped
        /// The network was looked through and had it.
        case found
    }

    let id: Int64
    let post: Int64
    let version: Int
    let channel: Int64
    /// 0 for the post itself.
    let ordinal: Int
    let role: Piece.Role
    /// As it leaves, or as it stands.
    var text: String
    let state: State
    /// The same for each attempt at the same message.
    let key: String
    /// When it should leave.
    let dueAt: Instant
    /// Not before this: the network asked for it, is at work on our files, or could not be reached.
    let waitUntil: Instant?
    /// The same where the network itself asked: what waits for that is not late.
    let askedUntil: Instant?
    let tries: Int
    let armedAt: Instant?
    /// Lease of the job that armed it.
    let holder: String?
    let lookedAt: Instant?
    let settledAt: Instant?
    let prepared: Prepared?
    let sent: Sent?
    let reason: Reason?
    /// What the network said, in its own words.
    let error: String?
    let figures: PostFigures?
    let figuresAt: Instant?
}

// MARK: - Rules

extension Parcel {
    /// Seconds after which what has not left is a person's affair.
    static let patience = 1_800.0
    /// Seconds that a network may have us wait (1 s to 1 h), whatever it asks for.
    static let waits = 1.0...3_600
    /// Attempts that were refused for the moment, before a person looks.
    static let most = 24

    /// Whether it should have left long ago: the server was down, sending was stopped, the network could not be reached.
    func isLate(at now: Instant) -> Bool {
        now.seconds(since: max(dueAt, askedUntil ?? dueAt)) > Self.patience
    }

    /// When a message that was refused for the moment is tried again.
    func next(after asked: Double?, at now: Instant) -> Instant { Self.next(after: asked, since: dueAt, at: now) }

    /// The same for whatever was begun at `begun`.
    static func next(after asked: Double?, since begun: Instant, at now: Instant) -> Instant {
        // As long again as it has waited: often at first, then less and less.
        let unsaid = min(max(now.seconds(since: begun), 15), 600)
        let wanted = asked.map { $0.isFinite ? $0 : waits.upperBound } ?? unsaid
        return now.adding(seconds: min(max(wanted, waits.lowerBound), waits.upperBound))
    }

    /// Whether it may have been published already without our knowing: it is looked for before it is sent again.
    var mayBeOut: Bool { armedAt != nil || reason == .restored || reason == .unanswered }
}
