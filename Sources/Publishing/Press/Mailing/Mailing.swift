import Kernel
import Storage

/// A release on its way to the press list, once a version.
struct Mailing: Sendable, Equatable, Identifiable {
    enum State: String, Sendable, CaseIterable, SQLBindable { case sending, held, done, cancelled }

    /// Why it waits for a person: words `press.held_…`.
    enum Reason: String, Sendable, CaseIterable, SQLBindable {
        /// Nothing could leave for half an hour: offered, not sent.
        case late
        /// The store was put back from a backup: some of it may have left from another.
        case restored
        /// The release changed, or the check blocks it now.
        case changed, blocked
    }

    let id: Int64
    let release: Int64
    let version: Int
    let person: Int64
    let state: State
    let reason: Reason?
    let createdAt: Instant
    /// When something of it last left, or was to leave.
    let movedAt: Instant

    init(_ row: Row) throws {
        id = try row.int64("id")
        release = try row.int64("release_id")
        version = try row.int("version")
        person = try row.int64("person")
        state = try row.value("state")
        reason = try row.optionalValue("reason")
        createdAt = try row.instant("created_at")
        movedAt = try row.instant("moved_at")
    }
}

/// One mail to one subscriber.
struct PressMail: Sendable, Equatable, Identifiable {
    enum State: String, Sendable, CaseIterable, SQLBindable {
        case ready, armed, sent, refused, unknown, cancelled
    }

    let id: Int64
    let mailing: Int64
    let subscriber: Int64
    let state: State
    let tries: Int
    let waitUntil: Instant?
    let armedAt: Instant?
    /// Lease of the job that armed it.
    let holder: String?

    /// Attempts that the mail server put off, before it counts as refused.
    static let most = 6

    /// When what was put off is tried again: after 2, 4, 8 … minutes, 20 at most.
    func next(at now: Instant) -> Instant {
        now.adding(seconds: min(1_200, 120 * Double(1 << min(tries, 6))))
    }

    init(_ row: Row) throws {
        id = try row.int64("id")
        mailing = try row.int64("mailing")
        subscriber = try row.int64("subscriber")
        state = try row.value("state")
        tries = try row.int("tries")
        waitUntil = try row.optionalInstant("wait_until")
        armedAt = try row.optionalInstant("armed_at")
        holder = try row.optionalText("holder")
    }
}

/// What became of a mailing.
struct MailingReport: Sendable, Equatable {
    let mailing: Mailing
    let counts: [PressMail.State: Int]
}
