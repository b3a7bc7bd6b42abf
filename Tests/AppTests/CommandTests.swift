import Foundation
import Kernel
import TestKit
import Testing

@testable import App

@Suite struct CommandTests {
    @Test(
        "what cannot be used ends with status 2 and one line that says what to do",
        arguments: [
            ["dance"], ["import"], ["import", "absent.jsonl"], ["import", "--format", "minitel", "absent"],
            ["import", "--mapping", "{", "absent"], ["import", "--data", "d", "noise.bin"],
            ["import", "--data", "d", "empty.jsonl"],
            ["temperature", "--days", "0", "--data", "d"], ["temperature", "--days", "x"],
            ["temperature", "--theme", "weather", "--data", "d"],
            ["temperature", "--network", "minitel", "--data", "d"],
            ["temperature", "--service", "Nulle part", "--data", "d"],
            ["temperature", "--on", "demain", "--data", "d"],
            ["temperature", "--set", "database=postgresql://127.0.0.1:1/x", "--data", "d"],
            ["temperature", "--data", "noise.bin/x"], ["temperature", "--settings", "noise.bin", "--data", "d"],
            ["temperature", "--set", "time-zone=Lune", "--data", "d"],
            ["temperature", "--set", "weather=fine", "--data", "d"],
            ["temperature", "--set", "port=many", "--data", "d"], ["feed", "absent.xml"], ["feed", "noise.bin"],
            ["feed", "http://127.0.0.1:1/feed"], ["serve", "--port", "70000", "--data", "d"],
            ["serve", "--host", "256.1.1.1", "--data", "d"], ["source", "import-opml", "absent.opml"],
            ["restore", "absent"], ["model", "train", "--from", "absent.tsv"], ["deidentify", "absent.txt"],
            ["deidentify", "noise.bin"], ["deidentify", "--lines", "noise.bin"],
            ["model", "evaluate-privacy", "--data", "absent.jsonl"], ["check", "absent.txt"], ["check", "noise.bin"],
            ["check", "--explain", "SECRET-99"], ["check", "--rules", "absent", "--explain", "SECRET-4"],
            ["model", "evaluate-ethics", "--wordings", "--examples", "absent.jsonl"],
            ["model", "train-ethics", "--examples", "absent", "--output", "m.bin"],
        ])
    func unusable(_ arguments: [String]) async throws {
        try await inTemporaryFolder { folder in
            let here = Installation(folder: folder, database: nil)
            let noise = Data((0..<4_000).map { UInt8(truncatingIfNeeded: $0 &* 193 ^ ($0 >> 3)) })
            try noise.write(to: URL(filePath: folder + "/noise.bin"))
            _ = try here.write("empty.jsonl", "")
            let outcome = try await here.plain(arguments)
            #expect(outcome.status == 2, "\(outcome)")
            #expect(!outcome.signalled)
            #expect(outcome.output == "")
            let lines = outcome.errors.split(separator: "\n")
            #expect(lines.count == 1, "\(outcome.errors)")
            #expect(lines.first?.hasPrefix("resonance: ") == true)
            #expect(outcome.errors.count > 20)
        }
    }

    @Test(
        "help and version are asked for and given: status 0",
        arguments: [["--help"], ["--version"], ["help", "import"]])
    func help(_ arguments: [String]) async throws {
        try await inTemporaryFolder { folder in
            let outcome = try await Installation(folder: folder, database: nil).plain(arguments)
            #expect(outcome.status == 0)
            #expect(!outcome.output.isEmpty && outcome.errors.isEmpty)
        }
    }

    @Test(
        "an import says what became of every line: status 1 when some were refused, 0 when none was, 0 the second time")
    func importing() async throws {
        try await Installation.onBoth { here in
            let end = Instant(seconds: 1_790_000_000)
            let clean = try here.write("clean.jsonl", InventedOpinions.lines(30, until: end))
            let mixed = try here.write("mixed.jsonl", InventedOpinions.lines(30, from: 100, bad: 10, until: end))
            let first = try await here.run("import", clean, "--json")
            #expect(first.status == 0)
            #expect(Set(try first.json().keys) == ["read", "new", "duplicate", "refused", "refusals"])
            #expect((try first.integer("read"), try first.integer("new")) == (30, 30))
            let second = try await here.run("import", clean, "--json")
            #expect(second.status == 0)
            #expect((try second.integer("new"), try second.integer("duplicate")) == (0, 30))
            let dry = try await here.run("import", mixed, "--dry-run")
            #expect(dry.status == 1)
            #expect(dry.output.contains("27 mentions, 3 refused"))
            let third = try await here.run("import", mixed, "--json")
            #expect(third.status == 1)
            let refusals = try #require(try third.json()["refusals"] as? [[String: Any]])
            #expect(refusals.compactMap { $0["line"] as? Int } == [10, 20, 30])
            #expect(refusals.allSatisfy { ($0["reason"] as? String)?.isEmpty == false })
            #expect(third.errors.contains("mixed.jsonl:20: refused: "))
            #expect(try await here.number("SELECT COUNT(*) AS n FROM mention") == 57)
        }
    }

    @Test("a feed is read from a file and from standard input alike")
    func feed() async throws {
        try await inTemporaryFolder { folder in
            let here = Installation(folder: folder, database: nil)
            let rss = """
                <?xml version="1.0"?><rss version="2.0"><channel><title>La Gazette</title><link>https://g.example/</link>
                <item><guid>1</guid><title>Le CHU &amp; la presse</title><link>https://g.example/1</link></item></channel></rss>
                """
            let file = try await here.plain(["feed", here.write("a.xml", rss)])
            let piped = try await here.plain(["feed"], input: rss)
            #expect(file.status == 0)
            #expect(file.output == piped.output)
            #expect(file.output.contains("Le CHU & la presse"))
        }
    }

    @Test("several feeds answer a line each, and one that cannot be read leaves the others whole")
    func feeds() async throws {
        try await inTemporaryFolder { folder in
            let here = Installation(folder: folder, database: nil)
            func rss(_ title: String) -> String {
                "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>\(title)</title></channel></rss>"
            }
            let (first, last) = try (here.write("a.xml", rss("Un")), here.write("b.xml", rss("Deux")))
            let both = try await here.plain(["feed", first, last])
            #expect(both.status == 0)
            let alone = try await here.plain(["feed", first])
            let lines = both.output.split(separator: "\n")
            #expect(lines.count == 2)
            #expect(lines.first?.contains(alone.output.dropLast()) == true)
            #expect(try both.json()["source"] as? String == last)
            let summary = try await here.plain(["feed", "--summary", first])
            #expect(try summary.json()["title"] as? String == "Un")
            #expect(try summary.integer("entries") == 0)
            let some = try await here.plain(["feed", first, folder + "/absent.xml", last])
            #expect(some.status == 1)
            let sources = try some.output.split(separator: "\n").map { line in
                try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
            }
            #expect(sources.map { $0["error"] == nil } == [true, false, true])
            #expect(sources.compactMap { ($0["feed"] as? [String: Any])?["title"] as? String } == ["Un", "Deux"])
        }
    }
}
