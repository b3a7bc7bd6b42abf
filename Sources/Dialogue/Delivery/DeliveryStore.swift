import Kernel
import Storage

/// SQL of what leaves.
enum DeliveryStore {
    static func find(_ reply: Int64, in connection: any Connection) throws -> Delivery? {
        try connection.one("SELECT * FROM delivery WHERE reply = $1", [reply]).map(Delivery.init)
    }

    /// What waits for a person, or waits at all, oldest first.
    static func open(in connection: any Connection) throws -> [Delivery] {
        try connection.query(
            """
            SELECT * FROM delivery WHERE state IN ('ready', 'armed', 'unknown', 'held') ORDER BY queued_at LIMIT 500
            """, []
        ).map(Delivery.init)
    }

    static func last(_ limit: Int, in connection: any Connection) throws -> [Delivery] {
        try connection.query(
            """
            SELECT * FROM delivery WHERE state IN ('sent', 'refused') ORDER BY settled_at DESC, reply LIMIT $1
            """, [limit]
        ).map(Delivery.init)
    }

    static func waiting(in connection: any Connection) throws -> Int {
        try connection.one("SELECT COUNT(*) AS n FROM delivery WHERE state IN ('unknown', 'held')", [])?.int("n") ?? 0
    }

    /// From here on the network may have it. False when somebody else was faster.
    static func arm(
        _ delivery: Delivery, channel: Int64, holder: String, at now: Instant, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE delivery SET state = 'armed', channel = $3, holder = $4, armed_at = $5, tries = tries + 1
            WHERE reply = $1 AND state = 'ready' AND key = $2
            """, [delivery.reply, delivery.key, channel, holder, now]) == 1
    }

    /// Moves it on from where it was seen to stand. False when it has moved meanwhile.
    static func move(
        _ delivery: Delivery, to state: Delivery.State, because reason: Delivery.Reason?, error: String? = nil,
        at now: Instant, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE delivery SET state = $4, reason = $5, error = $6, settled_at = $7
            WHERE reply = $1 AND state = $2 AND key = $3
            """, [delivery.reply, delivery.state, delivery.key, state, reason?.rawValue, error, now]) == 1
    }

    /// Writes down what became of the attempt that was made at `armed`, also where it has been given up for unknown
    /// meanwhile: who made it knows best. False when a person has said otherwise.
    static func settle(
        _ reply: Int64, armed: Instant, to state: Delivery.State, because reason: Delivery.Reason?, error: String?,
        at now: Instant, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE delivery SET state = $3, reason = $4, error = $5, settled_at = $6
            WHERE reply = $1 AND armed_at = $2 AND state IN ('armed', 'unknown')
            """, [reply, armed, state, reason?.rawValue, error, now]) == 1
    }

    /// Refused for the moment: nothing was published, and it is tried again. The attempt is forgotten with it.
    /// - Parameter due: from when on it may be tried, where the network asked for it.
    static func postpone(
        _ delivery: Delivery, due: Instant, error: String?, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE delivery SET state = 'ready', due_at = $3, reason = 'waiting', error = $4, armed_at = NULL,
              holder = NULL, tries = $5
            WHERE reply = $1 AND key = $2 AND state IN ('ready', 'armed', 'unknown')
            """, [delivery.reply, delivery.key, due, error, delivery.tries]) == 1
    }

    static func forgetAttempt(_ delivery: Delivery, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE delivery SET armed_at = NULL, holder = NULL WHERE reply = $1 AND key = $2 AND state = 'held'",
            [delivery.reply, delivery.key])
    }

    static func sent(_ reply: Int64, id: String?, url: String?, in connection: any Connection) throws {
        try connection.execute("UPDATE delivery SET network_id = $2, url = $3 WHERE reply = $1", [reply, id, url])
    }

    static func looked(_ reply: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute("UPDATE delivery SET looked_at = $2 WHERE reply = $1", [reply, now])
    }

    /// On its way again, because a person says so.
    static func release(_ delivery: Delivery, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE delivery SET state = 'ready', due_at = $4, tries = 0, settled_at = NULL, error = NULL
            WHERE reply = $1 AND state = $2 AND key = $3
            """, [delivery.reply, delivery.state, delivery.key, now]) == 1
    }
}

extension Delivery {
    init(_ row: Row) throws {
        reply = try row.int64("reply")
        channel = try row.optionalInt64("channel")
        state = try row.value("state")
        key = try row.text("key")
        queuedAt = try row.instant("queued_at")
        dueAt = try row.instant("due_at")
        tries = try row.int("tries")
        armedAt = try row.optionalInstant("armed_at")
        holder = try row.optionalText("holder")
        lookedAt = try row.optionalInstant("looked_at")
        settledAt = try row.optionalInstant("settled_at")
        networkID = try row.optionalText("network_id")
        url = try row.optionalText("url")
        reason = try row.optionalText("reason").flatMap(Reason.init)
        error = try row.optionalText("error")
    }
}
