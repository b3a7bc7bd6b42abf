import Kernel
import Logging

/// PostgreSQL through libpq.
struct PostgreSQLBackend: Backend {
    let engine = Engine.postgresql

    init(url: String, logger: Logger) throws { throw Failure(.unavailable, "PostgreSQL comes with the next commit") }

    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        throw Failure(.unavailable, "PostgreSQL comes with the next commit")
    }

    func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        throw Failure(.unavailable, "PostgreSQL comes with the next commit")
    }

    func close() async throws {}
}
