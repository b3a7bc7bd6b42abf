import Foundation
import Kernel
import TestKit
import Testing

@testable import App

/// The real files of the field. They are not part of the project: where they are missing, these tests are left out.
@Suite struct RealDataTests {
    @Test(
        "real opinions in a table become a temperature that can be recomputed",
        .enabled(if: Installation.has("opinions/train.tsv"), "needs ../shared/data/opinions/train.tsv"))
    func opinions() async throws {
        try await inTemporaryFolder { folder in
            let here = Installation(folder: folder, database: nil)
            let whole = try String(contentsOf: Installation.real("opinions/train.tsv"), encoding: .utf8)
            let lines = whole.split(separator: "\n", omittingEmptySubsequences: false)
            // Every tenth row is judged; a table keeps its header.
            let part = [lines[0]] + lines.dropFirst().enumerated().filter { $0.offset % 10 == 0 }.map(\.element)
            let file = try here.write("opinions.tsv", part.joined(separator: "\n") + "\n")
            let mapping = """
                {"columns": {"text": ["text"], "published_at": ["date"], "rating": ["stars"]}, \
                "constants": {"network": "other", "kind": "review"}}
                """
            let outcome = try await here.run("import", file, "--mapping", mapping, "--json")
            #expect(outcome.status == 0 || outcome.status == 1)
            let (read, new, duplicate, refused) = (
                try outcome.integer("read"), try outcome.integer("new"), try outcome.integer("duplicate"),
                try outcome.integer("refused")
            )
            #expect(read == new + duplicate + refused)
            #expect(read > 3_000)
            #expect(new > 1_000)
            #expect(try await here.number("SELECT COUNT(*) AS n FROM mention") == new)
            #expect(try await here.number("SELECT COUNT(*) AS n FROM mention WHERE polarity IS NULL") == 0)
            let busiest = try await here.number(
                "SELECT day AS n FROM mention GROUP BY day ORDER BY COUNT(*) DESC, day DESC LIMIT 1")
            func text(_ day: Int) -> String { String(Instant(day: day).iso8601.prefix(10)) }
            try await TemperatureCommandTests.check(
                here, on: text(busiest), from: text(busiest - 6), baseline: (text(busiest - 96), text(busiest - 7)),
                days: 7)
        }
    }

    @Test(
        "a table goes in without analysis, and a second time as nothing but duplicates",
        .enabled(if: Installation.has("opinions/train.tsv"), "needs ../shared/data/opinions/train.tsv"))
    func whole() async throws {
        try await inTemporaryFolder { folder in
            let here = Installation(folder: folder, database: nil)
            let whole = try String(contentsOf: Installation.real("opinions/train.tsv"), encoding: .utf8)
            let part = whole.split(separator: "\n", omittingEmptySubsequences: false).prefix(5_001)
            let file = try here.write("part.tsv", part.joined(separator: "\n") + "\n")
            let first = try await here.run("import", file, "--no-analysis", "--json")
            #expect(
                try first.integer("read") == first.integer("new") + first.integer("duplicate")
                    + first.integer("refused"))
            #expect(try first.integer("read") > 4_000)
            let second = try await here.run("import", file, "--no-analysis", "--json")
            #expect(try second.integer("new") == 0)
            #expect(try second.integer("duplicate") == first.integer("new") + first.integer("duplicate"))
            #expect(try second.integer("refused") == first.integer("refused"))
        }
    }

    @Test(
        "a real stream of posts goes in and gives its temperature on both engines",
        .enabled(if: Installation.has("stream/health-posts-2021.jsonl"), "needs ../shared/data/stream"))
    func stream() async throws {
        try await Installation.onBoth { here in
            let whole = try String(contentsOf: Installation.real("stream/health-posts-2021.jsonl"), encoding: .utf8)
            // A debug build judges some hundred posts a second.
            let part = whole.split(separator: "\n").prefix(1_200)
            let (file, lines) = (try here.write("stream.jsonl", part.joined(separator: "\n") + "\n"), part.count)
            let mapping = """
                {"columns": {"id": ["id"], "text": ["text"], "published_at": ["published_at"], "author": ["author"]}, \
                "constants": {"network": "x", "kind": "post"}, "zone": "UTC"}
                """
            let outcome = try await here.run("import", file, "--mapping", mapping, "--format", "table", "--json")
            #expect(try outcome.integer("read") == lines)
            #expect(try outcome.integer("new") + outcome.integer("duplicate") + outcome.integer("refused") == lines)
            #expect(try outcome.integer("new") > 1_000)
            let last = try await here.number("SELECT MAX(day) AS n FROM mention")
            func text(_ day: Int) -> String { String(Instant(day: day).iso8601.prefix(10)) }
            try await TemperatureCommandTests.check(
                here, on: text(last), from: text(last - 6), baseline: (text(last - 96), text(last - 7)), days: 7)
        }
    }

    @Test(
        "real feeds are read: a title, entries, links that are absolute",
        .enabled(if: Installation.has("feeds/atom.xml"), "needs ../shared/data/feeds"),
        arguments: ["atom.xml", "edj.xml", "humanite.xml"])
    func feeds(_ name: String) async throws {
        try await inTemporaryFolder { folder in
            let here = Installation(folder: folder, database: nil)
            let outcome = try await here.plain(["feed", Installation.real("feeds/\(name)").path])
            #expect(outcome.status == 0)
            let feed = try outcome.json()
            #expect((feed["title"] as? String)?.isEmpty == false)
            let entries = try #require(feed["entries"] as? [[String: Any]])
            #expect(entries.count >= 5)
            for entry in entries {
                let link = (entry["url"] ?? entry["link"]) as? String
                #expect(link?.hasPrefix("http") == true, "\(entry.keys)")
            }
        }
    }
}
