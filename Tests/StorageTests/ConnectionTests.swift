import Kernel
import Logging
import Storage
import TestKit
import Testing

@Suite("Both engines behind one connection")
struct ConnectionTests {
    private static let table = Migration(
        "test-0001-thing",
        """
        CREATE TABLE thing (
            id INT64 PRIMARY KEY, parent INT64 REFERENCES thing (id), name TEXT UNIQUE, size REAL, data BYTES
        )
        """)

    @Test("values of every type come back as they were written")
    func values() async throws {
        try await onBothEngines([Self.table]) { database in
            let text = "l'été à 20 °C — “ça”, \\ ' \" $1 \u{1F600}"
            try await database.write {
                try $0.execute(
                    "INSERT INTO thing (id, name, size, data) VALUES ($1, $2, $3, $4)",
                    Int64.min, text, 0.1 + 0.2, [0, 1, 0xFF, 0x5C] as [UInt8])
                try $0.execute(
                    "INSERT INTO thing (id, name, size, data) VALUES ($1, $2, $3, $4)", Int64.max, "", 5, [] as [UInt8])
                try $0.execute("INSERT INTO thing (id, name) VALUES ($1, $2)", 0, nil as String?)
            }
            let rows = try await database.read { try $0.query("SELECT * FROM thing ORDER BY id") }
            #expect(try rows.map { try $0.int64("id") } == [.min, 0, .max])
            #expect(try rows[0].text("name") == text)
            #expect(try rows[0].real("size") == 0.1 + 0.2)
            #expect(try rows[0].bytes("data") == [0, 1, 0xFF, 0x5C])
            #expect(try rows[1].optionalText("name") == nil)
            #expect(try rows[2].text("name") == "" && rows[2].bytes("data") == [] && rows[2].real("size") == 5)
            #expect(throws: Failure.self) { try rows[0].int("name") }
            #expect(throws: Failure.self) { try rows[0].int("absent") }
            #expect(throws: Failure.self) { try rows[1].text("name") }
        }
    }

    @Test("a parameter may be null, used twice, a limit, and stand beside a literal that looks like one")
    func parameters() async throws {
        try await onBothEngines([Self.table]) { database in
            try await database.write { connection in
                for number in 1...10 {
                    try connection.execute("INSERT INTO thing (id, name) VALUES ($1, $2)", number, "n\(number)")
                }
                let sql = """
                    SELECT id, '$1 ''$2' AS literal FROM thing -- $3
                    WHERE ($1 IS NULL OR name = $1) /* $4 */ AND id <> $3 ORDER BY id LIMIT $2
                    """
                for _ in 0..<2 {
                    let all = try connection.query(sql, nil as String?, 3, 1)
                    #expect(try all.map { try $0.int("id") } == [2, 3, 4])
                    #expect(try all[0].text("literal") == "$1 '$2")
                    #expect(try connection.query(sql, "n7", 3, 1).map { try $0.int("id") } == [7])
                }
                #expect(try connection.one("SELECT 1 AS one WHERE $1 IS NULL", nil as Int?)?.int("one") == 1)
                #expect(try connection.one("SELECT 1 AS one WHERE $1 IS NULL", 5) == nil)
            }
        }
    }

    @Test("sums, counts and averages have the same types on both engines")
    func aggregates() async throws {
        try await onBothEngines([Self.table]) { database in
            try await database.write { connection in
                for number in 1...4 {
                    try connection.execute("INSERT INTO thing (id, size) VALUES ($1, $2)", number, 0.5)
                }
                let row = try connection.one(
                    "SELECT count(*) AS n, sum(id) AS total, avg(id) AS mean, sum(size) AS size FROM thing")
                #expect(try row?.int("n") == 4 && row?.int("total") == 10)
                #expect(try row?.real("mean") == 2.5 && row?.real("size") == 2)
            }
        }
    }

    @Test("rows changed are counted, and a statement that changes none says 0")
    func counts() async throws {
        try await onBothEngines([Self.table]) { database in
            try await database.write { connection throws in
                #expect(try connection.execute("INSERT INTO thing (id, name) VALUES (1, 'a'), (2, 'b')") == 2)
                #expect(try connection.execute("UPDATE thing SET size = $1 WHERE id > $2", 1.5, 9) == 0)
                #expect(try connection.execute("SELECT id FROM thing") == 0)
                #expect(
                    try connection.execute("INSERT INTO thing (id, name) VALUES (3, 'a') ON CONFLICT DO NOTHING") == 0)
                #expect(try connection.one("DELETE FROM thing WHERE id = 2 RETURNING name")?.text("name") == "b")
            }
        }
    }

    @Test("a stream stops when told, holds other statements meanwhile, and even itself")
    func streaming() async throws {
        try await onBothEngines([Self.table]) { database in
            try await database.write { connection in
                for number in 1...1_200 { try connection.execute("INSERT INTO thing (id) VALUES ($1)", number) }
                var seen = 0, inner = 0
                let sql = "SELECT id FROM thing WHERE id > $1 ORDER BY id"
                try connection.each(sql, [100]) { row in
                    seen += 1
                    if seen == 1 {
                        try connection.each(sql, [1_100]) { _ in
                            inner += 1; return true
                        }
                    }
                    try connection.execute("UPDATE thing SET size = 1 WHERE id = $1", row.int("id"))
                    return seen < 1_050
                }
                #expect(seen == 1_050 && inner == 100)
                #expect(try connection.one("SELECT count(*) AS n FROM thing WHERE size = 1")?.int("n") == 1_050)
            }
        }
    }

    @Test("what a failed body wrote is gone, and the cause names the constraint but no row")
    func rollback() async throws {
        try await onBothEngines([Self.table]) { database in
            let failure = await #expect(throws: Failure.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO thing (id, name) VALUES (1, 'Mme Secret')")
                    try connection.execute("INSERT INTO thing (id, name) VALUES (2, 'Mme Secret')")
                }
            }
            #expect(failure?.kind == .conflict)
            #expect(failure?.cause.contains("Secret") == false && failure?.cause.contains("thing") == true)
            let orphan = await #expect(throws: Failure.self) {
                try await database.write { try $0.execute("INSERT INTO thing (id, parent) VALUES (1, 99)") }
            }
            #expect(orphan?.kind == .conflict)
            let left = try await database.read { try $0.one("SELECT count(*) AS n FROM thing")?.int("n") }
            #expect(left == 0)
            let typo = await #expect(throws: Failure.self) { try await database.read { _ = try $0.query("SELEC 1") } }
            #expect(typo?.kind == .broken && typo?.cause.contains("\n") == false)
        }
    }

    @Test("a swallowed error does not let half a transaction through on PostgreSQL")
    func swallowed() async throws {
        try await onPostgreSQL([Self.table]) { database, _ in
            await #expect(throws: Failure.self) {
                try await database.write { connection in
                    try connection.execute("INSERT INTO thing (id) VALUES (1)")
                    _ = try? connection.execute("INSERT INTO thing (id) VALUES (1)")
                }
            }
        }
    }

    @Test("a read cannot write, sees one moment, and a connection kept beyond its body only throws")
    func readsAreSnapshots() async throws {
        try await onBothEngines([Self.table]) { database in
            await #expect(throws: Failure.self) {
                try await database.read { _ = try $0.execute("INSERT INTO thing (id) VALUES (1)") }
            }
            let kept = Kept()
            try await database.read { kept.connection = $0 }
            #expect(throws: Failure.self) { try kept.connection?.query("SELECT 1") }
            await #expect(throws: Failure.self) { try await database.read { _ = try $0.query("SELECT $1", []) } }
        }
    }

    @Test("writers that collide are run again, and none of their work is lost")
    func collisions() async throws {
        try await onBothEngines([Self.table]) { database in
            try await database.write { try $0.execute("INSERT INTO thing (id, size) VALUES (1, 0)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<40 {
                    group.addTask {
                        try await database.write { connection in
                            let size = try connection.one("SELECT size FROM thing WHERE id = 1")?.real("size") ?? 0
                            try connection.execute("UPDATE thing SET size = $1 WHERE id = 1", size + 1)
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.read { try $0.one("SELECT size FROM thing")?.real("size") } == 40)
        }
    }

    @Test("a connection that the server ended is replaced")
    func replaced() async throws {
        try await onPostgreSQL { database, url in
            let pid = try await database.read { try $0.one("SELECT pg_backend_pid() AS pid")?.int("pid") ?? 0 }
            try PostgreSQLServer.run("SELECT pg_terminate_backend(\(pid))", at: url)
            let next = try await database.read { try $0.one("SELECT pg_backend_pid() AS pid")?.int("pid") ?? 0 }
            #expect(next != pid)
            let killed = await #expect(throws: Failure.self) {
                try await database.write { _ = try $0.query("SELECT pg_terminate_backend(pg_backend_pid())") }
            }
            #expect(killed?.kind == .unavailable)
            #expect(try await database.read { try $0.one("SELECT 1 AS one")?.int("one") } == 1)
        }
    }

    @Test("a server that is not there is said on one line")
    func absent() {
        let failure = #expect(throws: Failure.self) {
            _ = try Database.open(.postgresql("postgresql://nobody@127.0.0.1:1/none"), logger: Logger(label: "test"))
        }
        #expect(failure?.kind == .unavailable && failure?.cause.contains("\n") == false)
    }

    /// Smuggles a connection out of its body; each body has ended before it is looked at.
    private final class Kept: @unchecked Sendable {
        var connection: (any Connection)?
    }
}
