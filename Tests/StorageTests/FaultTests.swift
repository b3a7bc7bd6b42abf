import Foundation
import GRDBSQLite
import Kernel
import Logging
import ServiceLifecycle
@testable import Storage
import Synchronization
import TestKit
import Testing

@Suite("Faults", .timeLimit(.minutes(2)))
struct FaultTests {
    private static let thing = Migration("test-0001-thing", "CREATE TABLE thing (id INT64 PRIMARY KEY)")

    /// Runs `test` on each engine, with the location as the crash helper takes it.
    private func onBoth(_ test: (Database, String) async throws -> Void) async throws {
        try await onSQLite([Self.thing], test)
        try await onPostgreSQL([Self.thing], test)
    }

    /// Starts another node, waits until it is in the middle of `mode`, and kills it.
    private func kill(in mode: String, _ place: String) async throws {
        let node = Process()
        node.executableURL = URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
            .appending(path: "StorageCrashHelper")
        node.arguments = [mode, place]
        let output = Pipe()
        node.standardOutput = output
        try node.run()
        let line = try await Blocking.run { output.fileHandleForReading.availableData }
        #expect(line == Data("ready\n".utf8))
        Foundation.kill(node.processIdentifier, SIGKILL)
        node.waitUntilExit()
        #expect(node.terminationReason == .uncaughtSignal)
    }

    @Test("kill -9 in mid-transaction: nothing of it is left, and others go on")
    func midTransaction() async throws {
        try await onBoth { database, place in
            try await database.write { try $0.execute("INSERT INTO thing (id) VALUES (1)") }
            try await kill(in: "transaction", place)
            try await database.write { try $0.execute("INSERT INTO thing (id) VALUES (2)") }
            let rows = try await database.read { try $0.query("SELECT id FROM thing ORDER BY id") }
            #expect(try rows.map { try $0.int("id") } == [1, 2])
        }
    }

    @Test("kill -9 in mid-migration: the step is undone whole and done again by the next start")
    func midMigration() async throws {
        try await onBoth { database, place in
            try await kill(in: "migration", place)
            let slow = Migration(
                "test-0002-slow", "CREATE TABLE slow (id INT64 PRIMARY KEY)", "INSERT INTO slow (id) VALUES (7)")
            try await database.migrate([Self.thing, slow])
            #expect(try await database.read { try $0.query("SELECT id FROM slow").map { try $0.int("id") } } == [7])
        }
    }

    @Test("kill -9 of a node that holds a lease: another node does the job when the lease ends")
    func heldLease() async throws {
        try await onBoth { database, place in
            try await database.write { try JobQueue.enqueue("work", in: $0) }
            let start = ContinuousClock.now
            try await kill(in: "lease", place)
            #expect(try await JobQueue(database).counts() == ["running": 1])
            let attempts = Mutex<[Int]>([])
            let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
            let runner = JobRunner(
                JobQueue(database, lease: 2),
                handlers: ["work": { job in attempts.withLock { $0.append(job.attempt) } }],
                logger: logger)
            let group = ServiceGroup(services: [runner], logger: logger)
            let running = Task { try await group.run() }
            while try await !JobQueue(database).counts().isEmpty { try await Task.sleep(for: .milliseconds(20)) }
            #expect(ContinuousClock.now - start > .seconds(1.5), "not before the lease had ended")
            await group.triggerGracefulShutdown()
            try await running.value
            #expect(attempts.withLock { $0 } == [2])
        }
    }

    @Test("a full disk is said, undoes the transaction, and the database goes on when there is room")
    func fullDisk() async throws {
        try await onSQLite([Self.thing]) { database, _ in
            try await limitPages(of: database, to: 60)
            let full = await #expect(throws: Failure.self) {
                try await database.write { connection in
                    for number in 0..<200_000 { try connection.execute("INSERT INTO thing (id) VALUES ($1)", number) }
                }
            }
            #expect(full?.kind == .unavailable && full?.cause.contains("full") == true)
            #expect(try await count(database) == 0)
            try await limitPages(of: database, to: 1_000_000)
            try await database.write { try $0.execute("INSERT INTO thing (id) VALUES (1)") }
            #expect(try await count(database) == 1)
        }
    }

    @Test("a database that another program keeps locked is said to be unavailable, and works again afterwards")
    func locked() async throws {
        try await onSQLite([Self.thing]) { database, folder in
            var other: OpaquePointer?
            sqlite3_open(folder + "/resonance.sqlite", &other)
            defer { sqlite3_close(other) }
            #expect(sqlite3_exec(other, "BEGIN IMMEDIATE", nil, nil, nil) == SQLITE_OK)
            let busy = await #expect(throws: Failure.self) {
                try await database.write { try $0.execute("INSERT INTO thing (id) VALUES (1)") }
            }
            #expect(busy?.kind == .unavailable)
            #expect(try await count(database) == 0, "reading goes on")
            sqlite3_exec(other, "ROLLBACK", nil, nil, nil)
            try await database.write { try $0.execute("INSERT INTO thing (id) VALUES (1)") }
        }
    }

    @Test("commits survive a power cut: the writer waits for the disk")
    func synchronous() async throws {
        try await onSQLite([Self.thing]) { database, _ in
            let (mode, journal) = try await database.write { connection in
                (
                    try connection.one("PRAGMA synchronous")?.int("synchronous"),
                    try connection.one("PRAGMA journal_mode")?.text("journal_mode")
                )
            }
            #expect(mode == 2 && journal == "wal")
        }
    }

    @Test("a file that is no database is refused on one line")
    func notADatabase() async throws {
        try await inTemporaryFolder { folder in
            try Data(repeating: 65, count: 5_000).write(to: URL(filePath: folder + "/resonance.sqlite"))
            let failure = #expect(throws: Failure.self) {
                _ = try Database.open(.folder(folder), logger: Logger(label: "test"))
            }
            #expect(failure?.kind == .unusable && failure?.cause.contains("\n") == false)
        }
    }

    private func count(_ database: Database) async throws -> Int? {
        try await database.read { try $0.one("SELECT count(*) AS n FROM thing")?.int("n") }
    }

    private func limitPages(of database: Database, to pages: Int) async throws {
        try await database.write { _ = try $0.query("PRAGMA max_page_count = \(pages)") }
    }
}
