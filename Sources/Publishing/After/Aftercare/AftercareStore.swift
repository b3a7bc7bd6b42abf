import Kernel
import Networks
import Storage

/// What a network still does with a message that has left, and still waits for.
struct MessageAftercare: Sendable {
    enum State: String, Sendable, CaseIterable, SQLBindable {
        case open, done
        /// Waits for a person.
        case trouble
        /// A person leaves it as it is, or the message was taken back.
        case left
    }
    enum Captions: String, Sendable, CaseIterable, SQLBindable { case open, given, none }
    enum Why: String, Sendable, CaseIterable, SQLBindable { case video, captions, gone, late }

    let sending: Int64
    let state: State
    let captions: Captions
    let tries: Int
    let since: Instant
    let why: Why?
    let error: String?

    init(_ row: Row) throws {
        sending = try row.int64("sending")
        (state, captions, tries) = (try row.value("state"), try row.value("captions"), try row.int("tries"))
        since = try row.instant("since")
        why = try row.optionalText("why").flatMap(Why.init)
        error = try row.optionalText("error")
    }
}

/// SQL of what networks still do.
enum AftercareStore {
    /// Begins for a video that has left, or was found to have; from the start where it leaves a second time.
    static func begin(_ parcel: Parcel, at now: Instant, in connection: any Connection) throws {
        guard parcel.role == .post,
            try connection.one("SELECT id FROM channel WHERE id = $1 AND network = 'youtube'", [parcel.channel]) != nil
        else { return }
        let first = now.adding(seconds: AftercareRun.shortest)
        try connection.execute(
            """
            INSERT INTO sending_aftercare (sending, state, captions, since, next_at) VALUES ($1, 'open', 'open', $2, $3)
            ON CONFLICT (sending) DO UPDATE SET state = 'open', captions = 'open', tries = 0, since = excluded.since,
              next_at = excluded.next_at, why = NULL, error = NULL
            """, [parcel.id, now, first])
        try AftercareRun.carry(parcel.id, at: first, in: connection)
    }

    static func find(_ sending: Int64, in connection: any Connection) throws -> MessageAftercare? {
        try connection.one("SELECT * FROM sending_aftercare WHERE sending = $1", [sending]).map(MessageAftercare.init)
    }

    static func of(_ post: Int64, in connection: any Connection) throws -> [Int64: MessageAftercare] {
        let rows = try connection.query(
            "SELECT a.* FROM sending_aftercare a JOIN sending s ON s.id = a.sending WHERE s.post = $1", [post])
        return Dictionary(uniqueKeysWithValues: try rows.map(MessageAftercare.init).map { ($0.sending, $0) })
    }

    static func due(by moment: Instant, in connection: any Connection) throws -> [Int64] {
        try connection.query(
            "SELECT sending FROM sending_aftercare WHERE state = 'open' AND next_at <= $1 LIMIT 500", [moment]
        ).map { try $0.int64("sending") }
    }

    /// What waits for a person, oldest first: not of a message that was taken back meanwhile.
    static func waiting(in connection: any Connection) throws -> [MessageAftercare] {
        try connection.query(
            """
            SELECT a.* FROM sending_aftercare a JOIN sending s ON s.id = a.sending
            WHERE a.state = 'trouble' AND s.state = 'sent' ORDER BY a.since LIMIT 500
            """, []
        ).map(MessageAftercare.init)
    }

    static func waitingCount(in connection: any Connection) throws -> Int {
        let row = try connection.one(
            """
            SELECT COUNT(*) AS n FROM sending_aftercare a JOIN sending s ON s.id = a.sending
            WHERE a.state = 'trouble' AND s.state = 'sent'
            """, [])
        return try row?.int("n") ?? 0
    }

    // MARK: Moving

    static func captions(_ sending: Int64, _ captions: MessageAftercare.Captions, in connection: any Connection) throws
    {
        try connection.execute(
            "UPDATE sending_aftercare SET captions = $2 WHERE sending = $1 AND state = 'open'", [sending, captions])
    }

    static func later(_ sending: Int64, until moment: Instant, error: String?, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE sending_aftercare SET tries = tries + 1, next_at = $2, error = $3
            WHERE sending = $1 AND state = 'open'
            """, [sending, moment, error])
    }

    /// False when it has moved meanwhile.
    @discardableResult
    static func move(
        _ sending: Int64, from: MessageAftercare.State, to state: MessageAftercare.State,
        because why: MessageAftercare.Why? = nil, error: String? = nil, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            "UPDATE sending_aftercare SET state = $3, why = $4, error = $5 WHERE sending = $1 AND state = $2",
            [sending, from, state, why?.rawValue, error]) == 1
    }

    /// From the start, but for the subtitles that are there already.
    static func again(_ sending: Int64, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE sending_aftercare SET state = 'open', tries = 0, since = $2, next_at = $2, why = NULL, error = NULL
            WHERE sending = $1 AND state = 'trouble'
            """, [sending, now]) == 1
    }
}
