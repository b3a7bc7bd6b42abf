import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

@Suite struct ImportPageTests {
    private func onBoth(_ test: @escaping (ImportHouse) async throws -> Void) async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            try await inTemporaryFolder { folder in try await test(try await ImportHouse(database, folder: folder)) }
        }
    }

    /// Files that wait, beside the name of their folder.
    private static func waiting(_ folder: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: folder + "/uploads")) ?? []).filter { $0 != "folder.id" }
    }

    @Test("a table goes from upload over preview, mapping and trial to its import; its file is forgotten afterwards")
    func table() async throws {
        try await onBoth { house in
            let path = try await house.visit { page async throws in
                let taken = try await page.upload(Array(InventedExport.table.utf8), named: "enquête <b>.csv")
                let path = try #require(taken.location)
                let shown = try await page.visitor.get(path)
                #expect(shown.status == 200)
                #expect(shown.text.contains("enquête &lt;b&gt;.csv"))
                #expect(shown.text.contains("Six heures d") && shown.text.contains("3 mentions seraient importées"))
                #expect(shown.text.contains("1 ligne serait refusée"))
                // The person says that the third column is no date, and sees what that would do.
                let fields = [
                    ("column0", "text"), ("column1", ""), ("column2", ""), ("column3", "author"),
                    ("network", "own"), ("kind", "review"), ("order", "day"),
                ]
                let tried = try await page.visitor.post(path + "/try", fields, from: path)
                #expect(tried.status == 200)
                #expect(tried.text.contains("4 lignes seraient refusées"))
                #expect(try await house.number("SELECT COUNT(*) AS n FROM mention") == 0)
                return path
            }
            #expect(Self.waiting(house.folder).count == 1)
            let right = [
                ("column0", "text"), ("column1", "rating"), ("column2", "published_at"), ("column3", "author"),
                ("network", "own"), ("kind", "review"), ("order", "month"), ("purpose", "Enquête de sortie"),
            ]
            try await house.visit { page async throws in
                let without = try await page.visitor.post(path + "/start", right + [("retention", "0")], from: path)
                #expect(without.status == 400)
                #expect(without.text.contains("role=\"alert\""))
                let started = try await page.visitor.post(path + "/start", right + [("retention", "90")], from: path)
                #expect(started.location == path)
                let twice = try await page.visitor.post(path + "/start", right + [("retention", "90")], from: path)
                #expect(twice.status == 409)
            }
            #expect(try await house.work() == 1)
            try await house.visit { page async throws in
                let done = try await page.visitor.get(path)
                #expect(done.text.contains("Terminé"))
                #expect(done.text.contains("<dd>3</dd>"))
                #expect(done.text.contains("Ligne 4"))
            }
            #expect(Self.waiting(house.folder) == [])
            #expect(try await house.number("SELECT COUNT(*) AS n FROM import_run WHERE path IS NOT NULL") == 0)
            let kept = try await house.database.read { connection in
                try connection.query("SELECT rating, published_at, network FROM mention ORDER BY id", [])
            }
            #expect(try kept.map { try $0.optionalReal("rating") ?? 0 } == [5, 1, 3])
            // Month first: 03/04 is the fourth of March.
            #expect(
                try kept.map { try $0.instant("published_at").iso8601.prefix(10) } == [
                    "2026-03-04", "2026-04-04", "2026-06-04",
                ])
            #expect(
                try await house.number(
                    "SELECT MIN(o.retention_days) AS n FROM mention m JOIN origin o ON o.id = m.origin") == 90)
            #expect(try await house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'import.started'") == 1)
        }
    }

    @Test("a network's own export needs no mapping, and its run is shown in English too")
    func canonical() async throws {
        try await onBoth { house in
            try await house.visit { page async throws in
                let taken = try await page.upload(Array(InventedExport.canonical(12, bad: 6).utf8), named: "a.jsonl")
                let path = try #require(taken.location)
                let shown = try await page.visitor.get(path)
                #expect(!shown.text.contains("name=\"column0\""))
                #expect(shown.text.contains("10 mentions seraient importées"))
                #expect(try await page.visitor.get("/imports").text.contains("a.jsonl"))
            }
        }
    }

    @Test("unknown and hostile files are refused in words, and nothing of them stays")
    func hostile() async throws {
        try await onBoth { house in
            try await house.visit { page async throws in
                let noise: [UInt8] = (0..<9_000).map { UInt8(truncatingIfNeeded: $0 &* 193 ^ ($0 >> 3)) }
                for (name, bytes) in [
                    ("bruit.bin", noise), ("a.zip", [0x50, 0x4B, 3, 4] + noise), ("b.csv", [0, 0, 0, 0] + noise),
                ] {
                    let refused = try await page.upload(bytes, named: name)
                    #expect(refused.status == 400, "\(name)")
                    #expect(refused.text.contains("Ce fichier ne peut pas être lu"), "\(name)")
                }
                let none = try await page.upload([], named: "")
                #expect(none.status == 400)
                #expect(none.text.contains("Choisissez d’abord un fichier."))
            }
            #expect(Self.waiting(house.folder) == [])
            #expect(try await house.number("SELECT COUNT(*) AS n FROM import_run") == 0)
        }
    }

    @Test("a run is stopped from its page in the middle, and goes on from there to its end")
    func stop() async throws {
        try await onBoth { house in
            let content = InventedExport.canonical(3_000)
            let path = try await house.visit { page async throws in
                let path = try #require(try await page.upload(Array(content.utf8), named: "a.jsonl").location)
                let started = try await page.visitor.post(
                    path + "/start", [("purpose", "essai"), ("retention", "365")], from: path)
                #expect(started.location == path)
                return path
            }
            let id = try #require(Int64(path.split(separator: "/").last ?? ""))
            let working = Task { try await house.work() }
            while try await house.importer.run(id).count.read == 0 { try await Task.sleep(for: .milliseconds(5)) }
            try await house.visit { page async throws in
                let stopped = try await page.visitor.post(path + "/stop", [], from: path)
                #expect(stopped.status == 303)
            }
            _ = try await working.value
            let stopped = try await house.importer.run(id)
            #expect(stopped.state == .stopped)
            #expect((500..<3_000).contains(stopped.count.read))
            #expect(Self.waiting(house.folder).count == 1)
            try await house.visit { page async throws in
                #expect(try await page.visitor.get(path).text.contains("Reprendre"))
                let again = try await page.visitor.post(
                    path + "/start", [("purpose", "essai"), ("retention", "365")], from: path)
                #expect(again.location == path)
            }
            #expect(try await house.work() == 1)
            let ended = try await house.importer.run(id)
            #expect(ended.state == .done)
            #expect((ended.count.read, ended.count.new, ended.count.duplicate) == (3_000, 3_000, 0))
            #expect(Self.waiting(house.folder) == [])
        }
    }

    @Test("a node that stops in mid-import leaves the run to the next one")
    func handedOver() async throws {
        try await onBoth { house in
            let content = InventedExport.canonical(3_000)
            let id = try await house.visit { page async throws in
                let path = try #require(try await page.upload(Array(content.utf8), named: "a.jsonl").location)
                _ = try await page.visitor.post(
                    path + "/start", [("purpose", "essai"), ("retention", "365")], from: path)
                return try #require(Int64(path.split(separator: "/").last ?? ""))
            }
            let queue = JobQueue(house.database, clock: house.house.time.clock)
            let handlers = try house.actions.handlers()
            let job = try #require(try await queue.take(1, kinds: Array(handlers.keys), owner: "one").first)
            let handle = try #require(handlers[job.kind])
            let working = Task { try await handle(job) }
            while try await house.importer.run(id).count.read == 0 { try await Task.sleep(for: .milliseconds(5)) }
            working.cancel()
            await #expect(throws: CancellationError.self) { try await working.value }
            #expect(try await house.importer.run(id).state == .running)
            try await handle(job)
            let ended = try await house.importer.run(id)
            #expect((ended.state, ended.count.read, ended.count.new, ended.count.duplicate) == (.done, 3_000, 3_000, 0))
        }
    }

    @Test("a run that waits can be dropped with its file; those who may not gather see no imports")
    func rights() async throws {
        try await onBoth { house in
            let path = try await house.visit { page async throws in
                try #require(try await page.upload(Array(InventedExport.canonical(3).utf8), named: "a.jsonl").location)
            }
            for name in ["clinician", "emergencies"] {
                try await house.visit(as: name) { page async throws in
                    #expect(try await page.visitor.get(path).status == 403)
                    #expect(try await page.visitor.get("/imports").status == 403)
                }
            }
            try await house.visit { page async throws in
                let dropped = try await page.visitor.post(path + "/remove", [], from: path)
                #expect(dropped.location?.hasPrefix("/imports?") == true)
                #expect(try await page.visitor.get(path).status == 404)
            }
            #expect(Self.waiting(house.folder) == [])
        }
    }
}
