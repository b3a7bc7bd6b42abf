import Logging
public import Storage

extension Database {
    /// A private database in memory, migrated, for tests that need no second engine.
    public static func inMemory(_ migrations: [Migration] = []) async throws -> Database {
        let database = try Database.open(.memory, logger: Logger(label: "test"))
        try await database.migrate(migrations)
        return database
    }
}
