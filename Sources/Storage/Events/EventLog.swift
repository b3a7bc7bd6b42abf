public import Kernel

/// How domains meet: what happened is written in the same transaction as the change, and each consumer reads it in
/// order, from a position of its own. What is read is never skipped, however late its transaction ends (`Horizon`).
public struct EventLog: Sendable {
    let database: Database

    public init(_ database: Database) { self.database = database }

    /// Tells that `kind` happened to `subject`, when and if the caller's transaction is kept.
    public static func append(
        _ kind: String, subject: Int64, payload: String = "{}", at: Instant, in connection: any Connection
    ) throws {
        try Horizon.announce(connection)
        try connection.execute(
            "INSERT INTO event (kind, subject, payload, at) VALUES ($1, $2, $3, $4)", kind, subject, payload, at)
        connection.wake(.events)
    }

    /// Gives the next events, at most `limit`, to `body` and moves the consumer behind them, all in one transaction:
    /// what `body` writes happens once for each event. When it throws, the position stays.
    ///
    /// Returns how many were given; 0 also when another node is consuming under this name at this moment.
    @discardableResult
    public func consume(
        as name: String, limit: Int = 100, _ body: @escaping @Sendable (Event, any Connection) throws -> Void
    ) async throws -> Int {
        // Before the transaction, whose snapshot must be younger than the horizon.
        let horizon = try await database.read { try Horizon.position($0) }
        return try await database.write { connection in
            guard let start = try Self.position(of: name, connection) else { return 0 }
            let rows = try connection.query(
                """
                SELECT id, kind, subject, payload, at FROM event WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3
                """, start, horizon, limit)
            for row in rows { try body(Event(row), connection) }
            if let last = rows.last {
                try connection.execute(
                    "UPDATE event_consumer SET position = $2 WHERE name = $1", name, last.int64("id"))
            }
            return rows.count
        }
    }

    /// Erases events from before `instant` that every consumer has read. Returns how many.
    @discardableResult
    public func prune(before instant: Instant) async throws -> Int {
        try await database.write { connection in
            try connection.execute(
                "DELETE FROM event WHERE at < $1 AND id <= (SELECT coalesce(min(position), 0) FROM event_consumer)",
                instant)
        }
    }

    /// Where `name` stands, locked until the transaction ends; nil when another node holds it.
    private static func position(of name: String, _ connection: any Connection) throws -> Int64? {
        try connection.execute(
            "INSERT INTO event_consumer (name, position) VALUES ($1, 0) ON CONFLICT (name) DO NOTHING", name)
        return try connection.one(
            "SELECT position FROM event_consumer WHERE name = $1 \(connection.skippingLocked)", name)?.int64("position")
    }
}

extension Connection {
    /// The one place where the engines lock rows differently: SQLite has a single writer and needs nothing.
    var skippingLocked: String { engine == .postgresql ? "FOR UPDATE SKIP LOCKED" : "" }

    /// Wakes this process's listeners once the transaction is kept; PostgreSQL does it with a trigger, for all nodes.
    func wake(_ topic: WakeTopic) { (self as? SQLiteConnection)?.wake(topic) }
}
