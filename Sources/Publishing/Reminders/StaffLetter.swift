import Kernel
import Storage

/// A mail to one person of the house about one event: planned once, one attempt that may have an effect, settled.
struct StaffLetter: Sendable, Equatable, Identifiable {
    /// What it is about; its subject is a post, or an account for the last two.
    enum Matter: String, Sendable, CaseIterable, SQLBindable {
        /// A post has waited for a day for those who approve it.
        case review
        /// Its hour is near, and they are asked again.
        case deadline
        /// Its hour is nearer still: communication and administrators are told.
        case escalated
        /// What the look ahead stopped.
        case held
        case tokenEnding = "token_ending"
        case tokenDied = "token_died"

        static let ofPosts: [Matter] = [.review, .deadline, .escalated, .held]
        static let ofApproval: [Matter] = [.review, .deadline, .escalated]
    }
    enum State: String, Sendable, CaseIterable, SQLBindable {
        case ready
        /// In the mail server's hands, or was when a node died.
        case armed
        case sent
        /// Nobody knows whether it left: it is not sent again.
        case unknown
        case refused
    }

    let id: Int64
    let matter: Matter
    let subject: Int64
    /// Which of several of the same matter: a round of approval, a hold, a token.
    let event: String
    let person: Int64
    let state: State
    let plannedAt: Instant
    let settledAt: Instant?
}

extension StaffLetter {
    init(_ row: Row) throws {
        id = try row.int64("id")
        matter = try row.value("matter")
        subject = try row.int64("subject")
        event = try row.text("event")
        person = try row.int64("person")
        state = try row.value("state")
        plannedAt = try row.instant("planned_at")
        settledAt = try row.optionalInstant("settled_at")
    }
}

/// SQL of letters to the staff.
enum LetterStore {
    /// Days for which a letter is remembered.
    static let memory = 400

    /// False when this person was told of this event already, or is about to be.
    static func insert(
        _ id: Int64, _ matter: StaffLetter.Matter, _ subject: Int64, _ event: String, to person: Int64,
        at now: Instant, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO staff_letter (id, matter, subject, event, person, state, planned_at)
            VALUES ($1, $2, $3, $4, $5, 'ready', $6) ON CONFLICT (matter, subject, event, person) DO NOTHING
            """, [id, matter, subject, event, person, now]) == 1
    }

    static func find(_ id: Int64, in connection: any Connection) throws -> StaffLetter? {
        try connection.one("SELECT * FROM staff_letter WHERE id = $1", [id]).map(StaffLetter.init)
    }

    /// Whether anybody was to be told of this event.
    static func knows(
        _ matter: StaffLetter.Matter, _ subject: Int64, _ event: String, in connection: any Connection
    ) throws -> Bool {
        try connection.one(
            "SELECT id FROM staff_letter WHERE matter = $1 AND subject = $2 AND event = $3 LIMIT 1",
            [matter, subject, event]) != nil
    }

    /// What those who prepare a post see of its letters, in their order.
    static func settled(_ post: Int64, in connection: any Connection) throws -> [StaffLetter] {
        let matters = StaffLetter.Matter.ofPosts.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try connection.query(
            """
            SELECT * FROM staff_letter WHERE subject = $1 AND matter IN (\(matters))
              AND state IN ('sent', 'unknown', 'refused') ORDER BY planned_at, matter, person LIMIT 200
            """, [post]
        ).map(StaffLetter.init)
    }

    /// From the moment when this is kept, the attempt may have been made. False when somebody was faster.
    static func arm(_ id: Int64, in connection: any Connection) throws -> Bool {
        try connection.execute("UPDATE staff_letter SET state = 'armed' WHERE id = $1 AND state = 'ready'", [id]) == 1
    }

    static func settle(
        _ id: Int64, _ state: StaffLetter.State, error: String?, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            "UPDATE staff_letter SET state = $2, error = $3, settled_at = $4 WHERE id = $1 AND state <> 'sent'",
            [id, state, error, now])
    }

    /// What is not needed now is forgotten, so that it may be planned again.
    static func drop(_ id: Int64, in connection: any Connection) throws {
        try connection.execute("DELETE FROM staff_letter WHERE id = $1 AND state = 'ready'", [id])
    }

    static func forget(at now: Instant, in connection: any Connection) throws {
        try connection.execute("DELETE FROM staff_letter WHERE planned_at < $1", [now.adding(days: -memory)])
    }
}
