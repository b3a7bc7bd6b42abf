import Kernel

/// Applies migrations in order, each in its own transaction, and refuses a schema it does not know. Two nodes may
/// migrate at once: the second waits, then finds the work done.
struct Migrator {
    let database: Database

    private static let table = "CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, checksum TEXT NOT NULL)"

    /// Any number that no other program uses as its advisory lock.
    private static let lock: Int64 = 0x5253_4F4E_414E_4345

    func run(_ migrations: [Migration]) async throws {
        try checkNames(migrations)
        try await database.writeLocking { connection in
            try Self.takeLock(connection)
            try connection.execute(Self.table)
        }
        let applied = try await database.read { try Self.applied($0) }
        try check(applied, against: migrations)
        for migration in migrations where applied[migration.name] == nil {
            try await database.writeLocking { try Self.apply(migration, $0) }
        }
    }

    private static func apply(_ migration: Migration, _ connection: any Connection) throws {
        try takeLock(connection)
        if try applied(connection)[migration.name] != nil { return }
        for statement in migration.statements(for: connection.engine) { try connection.execute(statement) }
        try connection.execute(
            "INSERT INTO migration (name, checksum) VALUES ($1, $2)", migration.name, migration.checksum)
    }

    /// SQLite's write transaction is exclusive already. PostgreSQL's must see what the node before committed while it
    /// waited here, which is why the transaction is a locking one.
    private static func takeLock(_ connection: any Connection) throws {
        guard connection.engine == .postgresql else { return }
        // A migration may take its time, and so may waiting for the node that is at it.
        try connection.execute("SET LOCAL statement_timeout = 0")
        try connection.execute("SET LOCAL lock_timeout = 0")
        try connection.execute("SELECT pg_advisory_xact_lock($1)", lock)
    }

    private static func applied(_ connection: any Connection) throws -> [String: String] {
        let rows = try connection.query("SELECT name, checksum FROM migration")
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.text("name"), try $0.text("checksum")) })
    }

    private func checkNames(_ migrations: [Migration]) throws {
        var seen: Set<String> = []
        for migration in migrations where !seen.insert(migration.name).inserted {
            throw Failure(.broken, "two migrations are called \(migration.name)")
        }
    }

    private func check(_ applied: [String: String], against migrations: [Migration]) throws {
        let known = Dictionary(uniqueKeysWithValues: migrations.map { ($0.name, $0.checksum) })
        for (name, checksum) in applied.sorted(by: { $0.key < $1.key }) {
            guard let expected = known[name] else {
                throw Failure(
                    .unusable, "the database holds migration \(name), unknown to this version: use a newer one")
            }
            guard expected == checksum else {
                throw Failure(.unusable, "migration \(name) was edited after it was applied: restore its first text")
            }
        }
    }
}
