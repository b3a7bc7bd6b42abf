import Foundation
import Kernel
import Logging
import Storage
import TestKit
import Testing

@Suite("Backup and restore", .timeLimit(.minutes(2)))
struct BackupTests {
    private static let pair = [
        Migration(
            "test-0001", "CREATE TABLE lefty (id INT64 PRIMARY KEY, text TEXT NOT NULL)",
            "CREATE TABLE righty (id INT64 PRIMARY KEY)"),
        TextIndex("thing_text").migration("test-0002"),
    ]

    private func write(_ number: Int, to database: Database) async throws {
        try await database.write { connection in
            try connection.execute(
                "INSERT INTO lefty (id, text) VALUES ($1, $2)", number, String(repeating: "été ", count: 50))
            try connection.execute("INSERT INTO righty (id) VALUES ($1)", number)
            var sheet = WordSheet()
            try TextIndex("thing_text").insert(
                id: Int64(number), words: IndexedWords(["ete", "numero", "\(number)"]), on: &sheet, in: connection)
            try EventLog.append("written", subject: Int64(number), at: Instant(microseconds: 0), in: connection)
        }
    }

    /// Backs `source` up while a writer writes, restores into `target`, and compares.
    private func roundTrip(_ source: Database, to target: Database.Location, _ folder: String) async throws {
        for number in 0..<300 { try await write(number, to: source) }
        let writer = Task {
            var number = 300
            while !Task.isCancelled {
                try await write(number, to: source)
                number += 1
            }
        }
        let file = folder + "/copy"
        let summary = try await Backup.make(of: source, to: file)
        writer.cancel()
        _ = try? await writer.value
        #expect(summary.bytes > 1_000)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.contains("partial") } == [])
        try await Backup.restore(file, to: target)
        let restored = try Database.open(target, logger: Logger(label: "test"))
        try await restored.migrate(Self.pair)
        let row = try await restored.read {
            try $0.one(
                "SELECT (SELECT count(*) FROM lefty) AS a, (SELECT count(*) FROM righty) AS b, (SELECT count(*) FROM event) AS c"
            )
        }
        let count = try row?.int("a") ?? 0
        #expect(try count >= 300 && row?.int("b") == count && row?.int("c") == count)
        let same = "SELECT id, text FROM lefty WHERE id < $1 ORDER BY id"
        let (before, after) = (
            try await source.read { try $0.query(same, count) }, try await restored.read { try $0.query(same, count) }
        )
        #expect(
            try before.map { "\(try $0.int("id")) \(try $0.text("text"))" }
                == after.map { "\(try $0.int("id")) \(try $0.text("text"))" })
        let found = try await TextIndexTests.find("été", in: restored, "thing_text")
        #expect(found.count == count)
        try await write(1_000_000, to: restored)
        let again = await #expect(throws: Failure.self) { try await Backup.make(of: source, to: file) }
        #expect(again?.kind == .conflict)
        let occupied = await #expect(throws: Failure.self) { try await Backup.restore(file, to: target) }
        #expect(occupied?.kind == .conflict)
        try await restored.close()
        try await Backup.restore(file, to: target, force: true)
        let forced = try Database.open(target, logger: Logger(label: "test"))
        #expect(try await forced.read { try $0.one("SELECT count(*) AS n FROM lefty")?.int("n") } == count)
        try await forced.close()
    }

    @Test("SQLite: whole, while a writer writes, into an empty place or by force, keeping what was there")
    func sqlite() async throws {
        try await onSQLite(Self.pair) { database, _ in
            try await inTemporaryFolder { folder in
                try await roundTrip(database, to: .folder(folder + "/new"), folder)
                let kept = try FileManager.default.contentsOfDirectory(atPath: folder + "/new").filter {
                    $0.contains("before-restore")
                }
                #expect(!kept.isEmpty)
                let used = try Database.open(.folder(folder + "/new"), logger: Logger(label: "test"))
                let busy = await #expect(throws: Failure.self) {
                    try await Backup.restore(folder + "/copy", to: .folder(folder + "/new"), force: true)
                }
                #expect(busy?.cause.hasSuffix("is in use: stop the server first") == true)
                try await used.close()
            }
        }
    }

    @Test("PostgreSQL: the same")
    func postgresql() async throws {
        try await onPostgreSQL(Self.pair) { database, url in
            let other = try PostgreSQLServer.url(of: "restored_" + UUID().uuidString.prefix(8).lowercased(), at: url)
            let name = URL(string: other)?.lastPathComponent ?? ""
            try PostgreSQLServer.run("CREATE DATABASE \(name) TEMPLATE template0", at: url)
            defer { try? PostgreSQLServer.run("DROP DATABASE \(name) WITH (FORCE)", at: url) }
            try await inTemporaryFolder { try await roundTrip(database, to: .postgresql(other), $0) }
        }
    }

    @Test("what is damaged, foreign, absent or of the other engine is refused on one line, and nothing is left behind")
    func refused() async throws {
        try await onSQLite(Self.pair) { database, _ in
            try await inTemporaryFolder { folder in
                for number in 0..<200 { try await write(number, to: database) }
                _ = try await Backup.make(of: database, to: folder + "/good")
                var bytes = try Data(contentsOf: URL(filePath: folder + "/good"))
                for index in stride(from: 9_000, to: bytes.count, by: 3) { bytes[index] ^= 0x5A }
                try bytes.write(to: URL(filePath: folder + "/damaged"))
                try Data("PGDMP truncated".utf8).write(to: URL(filePath: folder + "/cut"))
                try Data("id,text\n".utf8).write(to: URL(filePath: folder + "/foreign"))
                for name in ["damaged", "cut", "foreign", "absent"] {
                    let target: Database.Location =
                        name == "cut" ? .postgresql("postgresql://127.0.0.1:1/x") : .folder(folder + "/to")
                    let failure = await #expect(throws: Failure.self) {
                        try await Backup.restore(folder + "/" + name, to: target)
                    }
                    #expect(
                        failure?.kind == .unusable && failure?.cause.contains("\n") == false,
                        "\(name): \(failure?.cause ?? "")")
                }
                let crossed = await #expect(throws: Failure.self) {
                    try await Backup.restore(folder + "/good", to: .postgresql("postgresql://127.0.0.1:1/x"))
                }
                #expect(crossed?.kind == .unusable)
                #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/to").isEmpty)
            }
        }
    }
}
