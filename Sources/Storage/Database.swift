public import Logging

/// The one seam over SQLite and PostgreSQL. A value that may be passed around freely.
public struct Database: Sendable {
    /// Where the data lives.
    public enum Location: Sendable {
        /// A private database that is gone with the process: tests and dry runs.
        case memory
        /// `DIR/resonance.sqlite`; the folder is made when missing.
        case folder(String)
        /// A connection URL, `postgresql://user@host/name`.
        case postgresql(String)
    }

    /// The SQLite file's name inside its folder.
    public static let fileName = "resonance.sqlite"

    let backend: any Backend

    public var engine: Engine { backend.engine }

    init(backend: any Backend) { self.backend = backend }

    /// Opens the database. Throws `.unavailable` or `.unusable` with one line that says what to mend.
    public static func open(_ location: Location, logger: Logger) throws -> Database {
        switch location {
        case .memory: Database(backend: try SQLiteBackend(folder: nil))
        case .folder(let folder): Database(backend: try SQLiteBackend(folder: folder))
        case .postgresql(let url): Database(backend: try PostgreSQLBackend(url: url, logger: logger))
        }
    }

    /// Reads one snapshot: every statement of `body` sees the same moment.
    public func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await backend.read(body)
    }

    /// Runs one transaction: everything that `body` wrote is kept, or nothing when it throws. On PostgreSQL the
    /// body is run again when two nodes collide, so it must have no effect outside the database.
    @discardableResult
    public func write<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await backend.write(.serial, body)
    }

    /// A transaction that sees what others commit meanwhile, for statements that lock the rows they pick.
    @discardableResult
    func writeLocking<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T {
        try await backend.write(.locking, body)
    }

    /// Brings the schema to the end of `migrations`, after Storage's own. See `Migrator`.
    public func migrate(_ migrations: [Migration]) async throws {
        try await Migrator(database: self).run(Migration.storage + migrations)
    }

    /// Closes every connection. Reads and writes throw afterwards.
    public func close() async throws { try await backend.close() }
}

/// How far a transaction is kept from others. SQLite has one writer, so that both are the same there.
enum Isolation: Sendable {
    /// As if transactions ran one after the other; collisions are run again.
    case serial
    /// Row locks only.
    case locking
}

/// What an engine must know how to do.
protocol Backend: Sendable {
    var engine: Engine { get }
    func read<T: Sendable>(_ body: @escaping @Sendable (any Connection) throws -> T) async throws -> T
    func write<T: Sendable>(
        _ isolation: Isolation, _ body: @escaping @Sendable (any Connection) throws -> T
    ) async throws -> T
    func wakeUps(_ topic: WakeTopic) -> AsyncStream<Void>
    func close() async throws
}
