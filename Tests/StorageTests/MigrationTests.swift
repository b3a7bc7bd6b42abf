import Kernel
import Logging
import Storage
import TestKit
import Testing

@Suite("Migrations")
struct MigrationTests {
    private let first = Migration(
        "test-0001", "CREATE TABLE a (id INT64 PRIMARY KEY, t TEXT NOT NULL DEFAULT 'INT64', b BYTES, r REAL)")
    private let second = Migration(
        "test-0002", "ALTER TABLE a ADD COLUMN more INT64", "CREATE TABLE k (id TEXT PRIMARY KEY) WITHOUT ROWID")

    @Test("are applied once, in order, and neutral types hold their values")
    func once() async throws {
        try await onBothEngines([first]) { database in
            try await database.migrate([first, second])
            try await database.migrate([first, second])
            try await database.write {
                try $0.execute("INSERT INTO a (id, b, r, more) VALUES (1, $1, 0.5, 7)", [1] as [UInt8])
            }
            let row = try await database.read { try $0.one("SELECT * FROM a") }
            #expect(try row?.text("t") == "INT64" && row?.int("more") == 7 && row?.bytes("b") == [1])
        }
    }

    @Test("tables are strict on SQLite")
    func strict() async throws {
        try await onBothEngines([first]) { database in
            await #expect(throws: Failure.self) {
                try await database.write {
                    _ = try $0.execute("INSERT INTO a (id, t) VALUES ($1, 'x')", "not a number")
                }
            }
        }
    }

    @Test("one that was edited or is unknown is refused on one line that names it")
    func refused() async throws {
        try await onBothEngines([first, second]) { database in
            let edited = Migration("test-0001", "CREATE TABLE a (id INT64 PRIMARY KEY)")
            let one = await #expect(throws: Failure.self) { try await database.migrate([edited, second]) }
            #expect(one?.cause == "migration test-0001 was edited after it was applied: restore its first text")
            let two = await #expect(throws: Failure.self) { try await database.migrate([first]) }
            #expect(two?.cause == "the database holds migration test-0002, unknown to this version: use a newer one")
            let twice = await #expect(throws: Failure.self) { try await database.migrate([first, second, second]) }
            #expect(twice?.cause == "two migrations are called test-0002")
        }
    }

    @Test("one that fails leaves nothing of itself behind")
    func atomic() async throws {
        try await onBothEngines([first]) { database in
            let bad = Migration("test-0003", "CREATE TABLE half (id INT64)", "CREATE TABLE a (id INT64)")
            await #expect(throws: Failure.self) { try await database.migrate([first, bad]) }
            let good = Migration("test-0003", "CREATE TABLE half (id INT64)")
            try await database.migrate([first, good])
        }
    }

    @Test("two nodes may migrate at once")
    func together() async throws {
        try await onSQLite { _, folder in
            try await migrateTogether { try Database.open(.folder(folder), logger: Logger(label: "test")) }
        }
        try await onPostgreSQL { _, url in
            try await migrateTogether { try Database.open(.postgresql(url), logger: Logger(label: "test")) }
        }
    }

    private func migrateTogether(_ open: () throws -> Database) async throws {
        let nodes = try (0..<4).map { _ in try open() }
        let list =
            [first, second] + (0..<10).map { Migration("test-1\($0)", "CREATE TABLE t\($0) (id INT64 PRIMARY KEY)") }
        try await withThrowingTaskGroup(of: Void.self) { group in
            for node in nodes { group.addTask { try await node.migrate(list) } }
            try await group.waitForAll()
        }
        let count = try await nodes[0].read {
            try $0.one("SELECT count(*) AS n FROM migration WHERE name LIKE 'test-%'")?.int("n")
        }
        #expect(count == 12)
        for node in nodes { try await node.close() }
    }
}
