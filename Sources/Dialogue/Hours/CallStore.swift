import Kernel
import Storage

/// The tables `call`, `call_mention` and `call_told`.
enum CallStore {
    static func find(_ id: Int64, in connection: any Connection) throws -> Call {
        guard let row = try connection.one("SELECT * FROM call WHERE id = $1", [id]) else {
            throw Failure(.notFound, "no call \(id)")
        }
        return try call(row)
    }

    /// The call that something said belongs to.
    static func of(mention: Int64, in connection: any Connection) throws -> Int64? {
        try connection.one("SELECT call FROM call_mention WHERE mention = $1", [mention])?.int64("call")
    }

    static func open(in connection: any Connection) throws -> [Call] {
        try connection.query("SELECT * FROM call WHERE closed_at IS NULL ORDER BY opened_at, id LIMIT 200", [])
            .map(call)
    }

    static func closed(limit: Int, in connection: any Connection) throws -> [Call] {
        try connection.query(
            "SELECT * FROM call WHERE closed_at IS NOT NULL ORDER BY closed_at DESC, id DESC LIMIT $1", [limit]
        ).map(call)
    }

    /// An open call in the same conversation, or of what was answered.
    static func near(mention: Int64, parent: Int64?, in connection: any Connection) throws -> Int64? {
        let beside = try connection.one(
            """
            SELECT c.id FROM conversation_message mine
            JOIN conversation_message other ON other.conversation = mine.conversation
            JOIN call_mention m ON m.mention = other.mention
            JOIN call c ON c.id = m.call AND c.closed_at IS NULL
            WHERE mine.mention = $1 ORDER BY c.id LIMIT 1
            """, [mention])?.int64("id")
        if let beside { return beside }
        guard let parent else { return nil }
        return try connection.one(
            """
            SELECT c.id FROM call_mention m JOIN call c ON c.id = m.call AND c.closed_at IS NULL WHERE m.mention = $1
            """, [parent])?.int64("id")
    }

    /// False when there was one of this mention already.
    static func insert(_ id: Int64, mention: Int64, at now: Instant, in connection: any Connection) throws -> Bool {
        let count = try connection.execute(
            """
            INSERT INTO call (id, mention, opened_at, rung, round, next_at) VALUES ($1, $2, $3, -1, 0, $3)
            ON CONFLICT (mention) DO NOTHING
            """, [id, mention, now])
        if count == 1 { _ = try join(mention, to: id, in: connection) }
        return count == 1
    }

    static func join(_ mention: Int64, to call: Int64, in connection: any Connection) throws -> Bool {
        try connection.execute(
            "INSERT INTO call_mention (mention, call) VALUES ($1, $2) ON CONFLICT (mention) DO NOTHING",
            [mention, call]
        ) == 1
    }

    /// False when somebody else moved it meanwhile.
    static func climb(_ call: Call, to rung: Call.Rung, next: Instant?, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE call SET rung = $3, next_at = $4
            WHERE id = $1 AND rung = $2 AND round = $5 AND taken_by IS NULL AND closed_at IS NULL
            """, [call.id, call.rung?.rawValue ?? -1, rung.rawValue, next, call.round]) == 1
    }

    static func wait(_ call: Call, until next: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE call SET next_at = $2 WHERE id = $1 AND closed_at IS NULL
              AND (next_at = $3 OR (next_at IS NULL AND $3 = -1))
            """, [call.id, next, call.nextAt ?? Instant(microseconds: -1)]) == 1
    }

    static func take(_ id: Int64, by person: Int64, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE call SET taken_by = $2, taken_at = $3, next_at = $4
            WHERE id = $1 AND taken_by IS NULL AND closed_at IS NULL
            """, [id, person, now, now.adding(seconds: Call.reminder)]) == 1
    }

    /// Whoever took it has left: it is begun anew.
    static func release(_ call: Call, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE call SET taken_by = NULL, taken_at = NULL, rung = -1, round = round + 1, next_at = $3
            WHERE id = $1 AND taken_by = $2 AND closed_at IS NULL
            """, [call.id, call.takenBy, now]) == 1
    }

    static func close(
        _ id: Int64, _ outcome: Call.Outcome, note: String, by person: Int64, at now: Instant,
        in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE call SET closed_by = $2, closed_at = $3, outcome = $4, note = $5, next_at = NULL
            WHERE id = $1 AND closed_at IS NULL
            """, [id, person, now, outcome.rawValue, note]) == 1
    }

    // MARK: Who was told

    static func tell(
        _ person: Int64, of call: Int64, step: Int, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO call_told (call, person, step, told_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
            """, [call, person, step, now])
    }

    static func tellings(of call: Int64, in connection: any Connection) throws -> [Telling] {
        try connection.query("SELECT * FROM call_told WHERE call = $1 ORDER BY told_at, step, person", [call])
            .map(telling)
    }

    static func mailed(_ telling: Telling, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE call_told SET mailed_at = $4 WHERE call = $1 AND person = $2 AND step = $3",
            [telling.call, telling.person, telling.step, now])
    }

    /// Open calls of which somebody was told.
    static func concerning(_ person: Int64, in connection: any Connection) throws -> [Call] {
        try connection.query(
            """
            SELECT * FROM call c WHERE closed_at IS NULL AND EXISTS (
              SELECT 1 FROM call_told t WHERE t.call = c.id AND t.person = $1)
            ORDER BY opened_at, id LIMIT 20
            """, [person]
        ).map(call)
    }

    static func mentions(of call: Int64, in connection: any Connection) throws -> [Int64] {
        try connection.query("SELECT mention FROM call_mention WHERE call = $1 ORDER BY mention LIMIT 50", [call]).map {
            try $0.int64("mention")
        }
    }

    /// The conversation in which something said stands, once the inbox has one.
    static func conversation(of mention: Int64, in connection: any Connection) throws -> Int64? {
        try connection.one("SELECT conversation FROM conversation_message WHERE mention = $1", [mention])?
            .int64("conversation")
    }

    private static func call(_ row: Row) throws -> Call {
        Call(
            id: try row.int64("id"), mention: try row.int64("mention"), openedAt: try row.instant("opened_at"),
            rung: Call.Rung(rawValue: try row.int("rung")), round: try row.int("round"),
            nextAt: try row.optionalInstant("next_at"), takenBy: try row.optionalInt64("taken_by"),
            takenAt: try row.optionalInstant("taken_at"), closedBy: try row.optionalInt64("closed_by"),
            closedAt: try row.optionalInstant("closed_at"), outcome: try row.optionalValue("outcome"),
            note: try row.optionalText("note"))
    }

    private static func telling(_ row: Row) throws -> Telling {
        Telling(
            call: try row.int64("call"), person: try row.int64("person"), step: try row.int("step"),
            toldAt: try row.instant("told_at"), mailedAt: try row.optionalInstant("mailed_at"))
    }
}
