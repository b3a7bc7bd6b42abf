import Dispatch
import Kernel
import Logging

/// PostgreSQL through libpq: a bounded pool of connections, each on its own thread.
struct PostgreSQLBackend: Backend {
    let engine = Engine.postgresql
    let url: String
    let pool: PostgreSQLPool
    let listener: PostgreSQLListener

    /// How often a transaction that collided with another is run before the caller hears of it.
    private static let attempts = 12

    /// Fails at once when the server cannot be reached, so that a node says so when it starts.
    init(url: String, logger: Logger) throws {
        self.url = url
        pool = PostgreSQLPool(url: url, capacity: 10)
        listener = PostgreSQLListener(url: url, logger: logger)
        let probe = PostgreSQLSession(url: url)
        defer { probe.disconnect() }
        try probe.connect()
    }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await pool.withSession {
            try $0.transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", body)
        }
    }

    func write<T: Sendable>(
        _ isolation: Isolation, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T {
        let begin = "BEGIN ISOLATION LEVEL \(isolation == .serial ? "SERIALIZABLE" : "READ COMMITTED")"
        for attempt in 1..<Self.attempts {
            do { return try await pool.withSession { try $0.transaction(begin, body) } } catch is Collision {
                let ceiling = min(1_000, 5 << attempt)
                try await Task.sleep(for: .milliseconds(Int.random(in: 1...ceiling)))
            }
        }
        do { return try await pool.withSession { try $0.transaction(begin, body) } } catch let collision as Collision {
            throw Failure(.unavailable, "\(collision.cause), \(Self.attempts) times in a row")
        }
    }

    func wakeUps(_ topic: WakeTopic) -> AsyncStream<Void> { listener.stream(topic) }

    func close() async throws {
        listener.stop()
        pool.close()
    }
}

/// Two transactions could not both be right (SQLSTATE 40001 or 40P01): this one was undone and may be run again.
struct Collision: Error {
    let cause: String
}
