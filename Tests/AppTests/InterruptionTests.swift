import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import App

/// What is left of work that was cut short: nothing lost, nothing twice.
@Suite(.timeLimit(.minutes(5))) struct InterruptionTests {
    private static let lines = InventedOpinions.lines(4_000, bad: 211, until: Instant(seconds: 1_790_000_000))

    /// Sends `number` to an import that has kept a batch at least and has not ended.
    private func cut(_ here: Installation, _ file: String, with number: Int32) async throws -> Outcome {
        let work = try here.begin("import", file, "--json")
        let house = try await work.wait { try? await here.house() }
        let kept = try await work.wait {
            let read = try? await house.database.read {
                try $0.one("SELECT MAX(read) AS n FROM import_run", [])?.optionalInt("n")
            }
            return (read ?? nil).flatMap { $0 >= 500 ? $0 : nil }
        }
        work.signal(number)
        let outcome = try await work.ended()
        try await house.close()
        #expect(kept < 4_000)
        return outcome
    }

    /// The mentions and sums of an installation, as lines of text.
    private func state(_ here: Installation) async throws -> [String] {
        let house = try await here.house()
        let lines = try await house.database.read { connection in
            try connection.query("SELECT id, external_id, polarity, text FROM mention ORDER BY id", []).map {
                "\(try $0.int64("id")) \(try $0.text("external_id")) \(try $0.optionalText("polarity") ?? "") \(try $0.text("text"))"
            }
                + connection.query("SELECT * FROM tally ORDER BY label, service, theme, day, network", []).map {
                    "\(try $0.int64("service")) \(try $0.text("theme")) \(try $0.int("day")) \(try $0.int("mentions")) \(try $0.int("negative"))"
                }
        }
        try await house.close()
        return lines
    }

    private func sameAsClean(_ here: Installation, _ ended: Outcome, _ file: String) async throws {
        try await inTemporaryFolder { folder in
            let clean = Installation(folder: folder, database: nil)
            let once = try await clean.run("import", file, "--json")
            for key in ["read", "new", "duplicate", "refused"] {
                #expect(try ended.integer(key) == once.integer(key), "\(key)")
            }
            #expect(try ended.json()["refusals"] as? NSArray == once.json()["refusals"] as? NSArray)
            #expect(try await state(here) == state(clean))
        }
    }

    @Test("kill -9 in mid-import, then the same command: the state of a clean import, to the last sum")
    func killed() async throws {
        try await Installation.onBoth { here in
            let file = try here.write("avis.jsonl", Self.lines)
            let cut = try await cut(here, file, with: SIGKILL)
            #expect(cut.signalled)
            let ended = try await here.run("import", file, "--json")
            #expect(ended.status == 1)
            #expect(try await here.number("SELECT COUNT(*) AS n FROM import_run") == 1)
            try await sameAsClean(here, ended, file)
        }
    }

    @Test("Ctrl-C stops an import cleanly and says how to go on; the same command does")
    func interrupted() async throws {
        try await Installation.onBoth { here in
            let file = try here.write("avis.jsonl", Self.lines)
            let cut = try await cut(here, file, with: SIGINT)
            #expect(!cut.signalled && cut.status == 1)
            #expect(cut.errors.contains("stopped; give the same file again to go on"))
            #expect(try cut.integer("read") < 4_000)
            let ended = try await here.run("import", file, "--json")
            try await sameAsClean(here, ended, file)
        }
    }

    @Test("kill -9 while the sample hospital is written, again and again: the next start finishes it")
    func sampleKilled() async throws {
        try await Installation.onBoth { here in
            let house = try await here.house()
            for moment in [
                "SELECT COUNT(*) AS n FROM service", "SELECT COUNT(*) AS n FROM account",
                "SELECT COUNT(*) AS n FROM mention", "SELECT COUNT(*) / 100 AS n FROM correction",
            ] {
                let filling = try here.begin("sample")
                _ = try await filling.wait {
                    try await house.database.read { try $0.one(moment)?.int("n") ?? 0 } > 0 ? true : nil
                }
                filling.signal(SIGKILL)
                #expect(try await filling.ended().signalled, "\(moment)")
            }
            try await house.close()
            let last = try await here.run("sample")
            #expect(last.status == 0, "\(last.errors)")
            let said = try SampleMention.all()
            for (table, number) in [
                ("establishment", 3), ("service", 14), ("account", 5), ("watch", 3), ("mention", said.count),
                ("setting WHERE key = 'sample.filling'", 0),
            ] {
                #expect(try await here.number("SELECT COUNT(*) AS n FROM \(table)") == number, "\(table)")
            }
            // What a team would have read, and everything counted once.
            let corrected = try await here.number("SELECT COUNT(DISTINCT mention) AS n FROM correction")
            #expect(try await here.number("SELECT COUNT(*) AS n FROM correction") == corrected && corrected > 400)
            let counted = """
                SELECT CAST(SUM(mentions) AS BIGINT) AS n FROM tally WHERE label = 0 AND service = 0 AND theme = ''
                """
            #expect(
                try await here.number(counted)
                    == here.number("SELECT COUNT(*) AS n FROM mention WHERE folded_into IS NULL"))
            #expect(try await here.run("sample").status == 2)
        }
    }
}
