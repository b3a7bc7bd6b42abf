public import Kernel

/// How domains meet: what happened is written in the same transaction as the change, and each consumer reads it in
/// order, from a position of its own.
///
/// On PostgreSQL a position is given when the row is inserted, and rows show when they are committed, so that a reader
/// who goes by position alone skips what commits late. Events are therefore ordered by transaction, and a reader stops
/// before the oldest transaction that is still running (`pg_snapshot_xmin`): nothing can appear behind it. Within one
/// transaction, the order of `append` is kept.
public struct EventLog: Sendable {
    private let database: Database

    public init(_ database: Database) { self.database = database }

    /// Tells that `kind` happened to `subject`, when and if the caller's transaction is kept.
    public static func append(
        _ kind: String, subject: Int64, payload: String = "{}", at: Instant, in connection: any Connection
    ) throws {
        let transaction =
            switch connection.engine {
            case .sqlite: "SELECT 0, $1, $2, $3, $4"
            case .postgresql: "SELECT shift + \(currentTransaction), $1, $2, $3, $4 FROM event_clock"
            }
        try connection.execute(
            "INSERT INTO event (transaction_id, kind, subject, payload, at) \(transaction)", kind, subject, payload, at)
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
        try await database.write { connection in
            guard let start = try Self.position(of: name, connection) else { return 0 }
            let rows = try connection.query(Self.following(connection.engine), start.0, start.1, limit)
            for row in rows { try body(Self.event(row), connection) }
            if let last = rows.last {
                try connection.execute(
                    "UPDATE event_consumer SET transaction_id = $2, position = $3 WHERE name = $1",
                    name, last.int64("transaction_id"), last.int64("position"))
            }
            return rows.count
        }
    }

    /// Erases events from before `instant` that every consumer has read. Returns how many.
    @discardableResult
    public func prune(before instant: Instant) async throws -> Int {
        try await database.write { connection in
            try connection.execute(
                """
                DELETE FROM event WHERE at < $1 AND NOT EXISTS (
                    SELECT 1 FROM event_consumer c
                    WHERE (c.transaction_id, c.position) < (event.transaction_id, event.position))
                """, instant)
        }
    }

    private static let currentTransaction = "pg_current_xact_id()::text::bigint"
    private static let horizon = "pg_snapshot_xmin(pg_current_snapshot())::text::bigint"

    private static func following(_ engine: Engine) -> String {
        let settled = engine == .sqlite ? "" : "AND transaction_id < (SELECT shift + \(horizon) FROM event_clock)"
        return """
            SELECT transaction_id, position, kind, subject, payload, at FROM event
            WHERE (transaction_id, position) > ($1, $2) \(settled)
            ORDER BY transaction_id, position LIMIT $3
            """
    }

    /// Where `name` stands, locked until the transaction ends; nil when another node holds it.
    private static func position(of name: String, _ connection: any Connection) throws -> (Int64, Int64)? {
        try connection.execute(
            """
            INSERT INTO event_consumer (name, transaction_id, position) VALUES ($1, -1, 0)
            ON CONFLICT (name) DO NOTHING
            """, name)
        let row = try connection.one(
            "SELECT transaction_id, position FROM event_consumer WHERE name = $1 \(connection.skippingLocked)", name)
        return try row.map { (try $0.int64("transaction_id"), try $0.int64("position")) }
    }

    private static func event(_ row: Row) throws -> Event {
        Event(
            kind: try row.text("kind"), subject: try row.int64("subject"), payload: try row.text("payload"),
            at: try row.instant("at"))
    }

    /// A dump restored into another PostgreSQL cluster meets transaction numbers that begin again: shifts them so
    /// that new events stay behind old ones. Called at the end of each migration, before anybody appends.
    static func keepAhead(_ connection: any Connection) throws {
        guard connection.engine == .postgresql else { return }
        try connection.execute(
            """
            UPDATE event_clock SET shift = last.id + 1
            FROM (SELECT max(transaction_id) AS id FROM event) last
            WHERE last.id >= shift + \(currentTransaction)
            """)
    }
}

extension Connection {
    /// The one place where the engines lock rows differently: SQLite has a single writer and needs nothing.
    var skippingLocked: String { engine == .postgresql ? "FOR UPDATE SKIP LOCKED" : "" }

    /// Wakes this process's listeners once the transaction is kept; PostgreSQL does it with a trigger, for all nodes.
    func wake(_ topic: WakeTopic) { (self as? SQLiteConnection)?.wake(topic) }
}
