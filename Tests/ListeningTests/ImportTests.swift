import Archives
import Foundation
import Kernel
import Storage
import Synchronization
import TestKit
import Testing

@testable import Listening

@Suite struct ImportTests {
    private func onBoth(_ test: @escaping (ImportHouse) async throws -> Void) async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            try await inTemporaryFolder { folder in try await test(try await ImportHouse(database, folder: folder)) }
        }
    }

    @Test("a dry run reads, refuses and shows, and keeps nothing")
    func dryRun() async throws {
        try await onBoth { house in
            let path = try house.write("avis.jsonl", InventedExport.canonical(30, bad: 10))
            let rehearsal = try ImportRehearsal.run(ImportOrder(.file(path)))
            #expect(rehearsal.arrivals == 27)
            #expect(rehearsal.refused == 3)
            #expect(rehearsal.reasons.map(\.line) == [10, 20, 30])
            #expect(try await house.number("SELECT COUNT(*) AS n FROM mention") == 0)
            #expect(try await house.number("SELECT COUNT(*) AS n FROM import_run") == 0)
        }
    }

    @Test("a file's import waits for a node that has the file, whoever asked for it, and does not die of waiting")
    func elsewhere() async throws {
        try await onBoth { house in
            let person = try StreamHouse.person("communication")
            let clock = house.house.time.clock
            let far = ImportActions(
                database: house.database, importer: house.importer, clock: clock, folder: house.folder + "/far")
            let path = try house.write("avis.jsonl", InventedExport.canonical(30))
            let run = try await house.actions.receive(path, name: "avis.jsonl", by: person)
            #expect(try far.rehearse(run, mapping: nil) == nil)
            #expect(try house.actions.rehearse(run, mapping: nil)?.arrivals == 30)
            try await far.start(run.id, mapping: nil, purpose: "essai", retentionDays: 30, by: person)
            let queue = JobQueue(house.database, clock: clock)
            for _ in 0..<20 {
                house.house.time.move(7_200)
                #expect(try await queue.take(9, kinds: Array(far.handlers().keys), owner: "far") == [])
            }
            #expect(try await house.work() == 1)
            #expect(try await house.actions.find(run.id).state == .done)
            // The same folder, mounted elsewhere, is the same folder.
            try FileManager.default.createSymbolicLink(
                atPath: house.folder + "/mounted", withDestinationPath: house.folder + "/uploads")
            let mounted = ImportActions(
                database: house.database, importer: house.importer, clock: clock, folder: house.folder + "/mounted")
            #expect(try Set(mounted.handlers().keys) == Set(house.actions.handlers().keys))
        }
    }

    @Test("an import whose file somebody took away fails with a word, once")
    func takenAway() async throws {
        try await onBoth { house in
            let person = try StreamHouse.person("communication")
            let run = try await house.actions.receive(
                try house.write("avis.jsonl", InventedExport.canonical(3)), name: "avis.jsonl", by: person)
            try await house.actions.start(run.id, mapping: nil, purpose: "essai", retentionDays: 30, by: person)
            try FileManager.default.removeItem(atPath: try #require(run.path))
            #expect(try await house.work() == 1)
            let ended = try await house.actions.find(run.id)
            #expect(ended.state == .failed && ended.error?.contains("give it again") == true)
            #expect(try await house.number("SELECT COUNT(*) AS n FROM job") == 0)
        }
    }

    @Test("refused lines are counted and kept with their number and why; the others are taken")
    func refusals() async throws {
        try await onBoth { house in
            let path = try house.write(
                "avis.jsonl",
                InventedExport.canonical(2) + "pas du JSON\n"
                    + #"{"id":"x","network":"minitel","text":"a","published_at":"2026-01-01T00:00:00Z"}"# + "\n"
                    + #"{"id":"y","network":"google","text":"a","published_at":"demain"}"# + "\n"
                    + #"{"id":"z","network":"google","text":"Très bien reçu","published_at":"2026-01-01T00:00:00Z"}"#
                    + "\n")
            let run = try await house.importer.run(ImportOrder(.file(path)))
            #expect(run.state == .done)
            #expect(run.format == .canonical)
            #expect((run.count.read, run.count.new, run.count.duplicate, run.count.refused) == (6, 3, 0, 3))
            let refusals = try await house.importer.refusals(run.id)
            #expect(refusals.map(\.line) == [3, 4, 5])
            #expect(refusals.allSatisfy { !$0.reason.isEmpty && !$0.reason.contains("\n") })
        }
    }

    @Test("the same file again, under another name, by a page or zipped of its lines, is all duplicates")
    func again() async throws {
        try await onBoth { house in
            let content = InventedExport.canonical(40)
            let first = try await house.importer.run(ImportOrder(.file(try house.write("a.jsonl", content))))
            #expect((first.count.new, first.count.duplicate) == (40, 0))
            let state = try await house.state()
            let second = try await house.importer.run(ImportOrder(.file(try house.write("a.jsonl", content))))
            #expect((second.count.new, second.count.duplicate) == (0, 40))
            #expect(second.id != first.id)
            let third = try await house.importer.run(ImportOrder(.bytes(Array(content.utf8), name: "b.jsonl")))
            #expect((third.count.new, third.count.duplicate) == (0, 40))
            #expect(try await house.state() == state)
        }
    }

    @Test("a run that is stopped goes on where it was, to the state of a run in one piece")
    func resume() async throws {
        try await onBoth { house in
            let content = InventedExport.canonical(1_600, bad: 97)
            let path = try house.write("avis.jsonl", content)
            let stop = Mutex<Task<ImportRun, any Error>?>(nil)
            let begin = AsyncStream<Void>.makeStream()
            let importer = house.importer
            let task = Task {
                for await _ in begin.stream { break }
                return try await importer.run(ImportOrder(.file(path))) { _ in stop.withLock { $0?.cancel() } }
            }
            stop.withLock { $0 = task }
            begin.continuation.yield()
            let stopped = try await task.value
            #expect(stopped.state == .stopped)
            #expect((1..<1_600).contains(stopped.count.read))
            #expect(try await house.number("SELECT COUNT(*) AS n FROM mention") == stopped.count.new)

            let ended = try await house.importer.run(ImportOrder(.file(path)))
            #expect(ended.id == stopped.id)
            #expect(ended.state == .done)
            let whole = try await ImportHouse(
                try await Database.inMemory(ListeningSchema.migrations), folder: house.folder)
            let once = try await whole.importer.run(ImportOrder(.file(path)))
            #expect(ended.count == once.count)
            #expect(once.count.refused == 16)
            #expect(try await house.importer.refusals(ended.id) == whole.importer.refusals(once.id))
            #expect(try await house.state() == whole.state())
        }
    }

    @Test("two who read the same run do not both count it: the later one is told, the run goes on")
    func contested() async throws {
        try await onBoth { house in
            let path = try house.write("avis.jsonl", InventedExport.canonical(1_100))
            let order = ImportOrder(.file(path))
            let once = Mutex(false)
            let other = house.importer
            let told = Mutex<(any Error)?>(nil)
            let importer = house.importer
            // After the first batch, the same command is given again and reads to the end.
            let rivals = Mutex<[Task<ImportRun, any Error>]>([])
            do {
                _ = try await importer.run(order) { _ in
                    guard
                        once.withLock({ done in
                            defer { done = true }; return !done
                        })
                    else { return }
                    rivals.withLock { $0.append(Task { try await other.run(order) }) }
                    Thread.sleep(forTimeInterval: 0.05)
                }
            } catch { told.withLock { $0 = error } }
            for rival in rivals.withLock({ $0 }) {
                do { _ = try await rival.value } catch { told.withLock { $0 = error } }
            }
            let runs = try await house.actions.recent()
            #expect(runs.count == 1)
            let left = try #require(runs.first)
            #expect(left.count.read <= 1_100)
            #expect(left.count.new == (try await house.number("SELECT COUNT(*) AS n FROM mention")))
            #expect(told.withLock { ($0 as? Failure)?.kind } == .conflict || left.count.duplicate == 0)
            let ended = left.state == .done ? left : try await house.importer.run(order)
            #expect(ended.count.new == 1_100)
            #expect(ended.count.duplicate == 0)
        }
    }

    @Test("a run whose process was killed is found again by its file, and goes on")
    func killed() async throws {
        try await onBoth { house in
            let path = try house.write("avis.jsonl", InventedExport.canonical(1_200))
            let importer = house.importer
            // The process dies after a batch: nobody writes that the run stopped.
            let first = try await Task {
                try await importer.run(ImportOrder(.file(path))) { _ in withUnsafeCurrentTask { $0?.cancel() } }
            }.value
            #expect((500..<1_200).contains(first.count.read))
            let id = first.id
            try await house.database.write { connection in
                _ = try connection.execute(
                    "UPDATE import_run SET state = 'running', ended_at = NULL WHERE id = $1", [id])
            }
            let ended = try await importer.run(ImportOrder(.file(path)))
            #expect(ended.id == id)
            #expect(ended.state == .done)
            #expect((ended.count.read, ended.count.new, ended.count.duplicate) == (1_200, 1_200, 0))
        }
    }

    @Test("a file that cannot be recognised is refused in one line, and leaves no run behind")
    func unknown() async throws {
        try await onBoth { house in
            let noise: [UInt8] = (0..<5_000).map { UInt8(truncatingIfNeeded: $0 &* 193 ^ ($0 >> 3)) }
            let hostile: [(String, [UInt8])] = [
                ("bruit.bin", noise), ("vide.jsonl", []),
                ("photo.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + noise),
                ("avis.zip", [0x50, 0x4B, 3, 4] + noise), ("page.html", Array("<!DOCTYPE html><p>Bonjour".utf8)),
            ]
            for (name, bytes) in hostile {
                do {
                    _ = try await house.importer.run(ImportOrder(.bytes(bytes, name: name)))
                    Issue.record("\(name) was taken")
                } catch let failure as Failure {
                    #expect(failure.kind == .unusable || failure.kind == .tooLarge, "\(name): \(failure)")
                    #expect(!failure.cause.contains("\n"))
                }
            }
            #expect(try await house.number("SELECT COUNT(*) AS n FROM mention") == 0)
        }
    }

    @Test("purpose and retention are asked of an import as of every source")
    func purpose() async throws {
        try await onBoth { house in
            let path = try house.write("avis.jsonl", InventedExport.canonical(2))
            await #expect(throws: Failure.self) {
                _ = try await house.importer.run(ImportOrder(.file(path), purpose: " "))
            }
            await #expect(throws: Failure.self) {
                _ = try await house.importer.run(ImportOrder(.file(path), retentionDays: 0))
            }
            #expect(try await house.number("SELECT COUNT(*) AS n FROM mention") == 0)
        }
    }

    @Test("a table is read by a mapping; without analysis the judging is left for later")
    func table() async throws {
        try await onBoth { house in
            let path = try house.write("enquete.csv", InventedExport.table)
            let mapping = Mapping(
                columns: [.text: ["Commentaire"], .rating: ["Note"], .publishedAt: ["Date"], .author: ["Auteur"]],
                constants: [.network: "own", .kind: "review"])
            let run = try await house.importer.run(ImportOrder(.file(path), mapping: mapping, analyse: false))
            #expect(run.format == .table)
            #expect((run.count.new, run.count.refused) == (3, 1))
            #expect(
                try await house.number("SELECT COUNT(*) AS n FROM mention WHERE judged_by IS NULL AND network = 'own'")
                    == 3)
            #expect(try await house.importer.refusals(run.id).map(\.line) == [4])
        }
    }
}
