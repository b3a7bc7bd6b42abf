import Archives
import Foundation
import Kernel
import Testing

@Suite("Our own lines")
struct CanonicalTests {
    private static let start = #"{"id":"1","network":"web","published_at":"2024-01-01T00:00:00Z","#

    @Test("every field of a line is read") func whole() throws {
        let line =
            #"{"id":"a1","network":"google","kind":"review","author":"Zoé","title":"T","text":"Bon\n\"accueil\" \ud83d\ude42","published_at":"2024-05-17T08:30:00.25+02:00","url":"https://exemple.fr/a","rating":4.5,"parent":"p","reach":12,"language":"fr","later":{"x":[1,2]}}"#
        let arrival = try #require(try Fixture.read(line, as: "a.jsonl").arrivals.first)
        #expect(
            arrival
                == Arrival(
                    id: "a1", network: .google, kind: .review, author: "Zoé", title: "T", text: "Bon\n\"accueil\" 🙂",
                    publishedAt: Instant(microseconds: 1_715_927_400_250_000), url: "https://exemple.fr/a", rating: 4.5,
                    parent: "p",
                    reach: 12, language: "fr"))
    }

    @Test(
        "a refusal names its line, the field and what was expected",
        arguments: [
            (#"{"network":"web","text":"t","published_at":"2024-01-01T00:00:00Z"}"#, "id: missing"),
            (
                #"{"id":"1","network":"myspace","text":"t","published_at":"2024-01-01T00:00:00Z"}"#,
                "network: not one of mastodon, bluesky"
            ),
            (start + #""kind":"song","text":"t"}"#, "kind: not one of post, comment"),
            (start + #""text":"  "}"#, "text: empty, and no rating"),
            (start + #""author":"x"}"#, "text: missing"),
            (start + #""text":"t","rating":9}"#, "rating: not between 1 and 5"),
            (start + #""text":"t","rating":"beaucoup"}"#, "rating: not a number between 1 and 5"),
            (start + #""text":"t","reach":-3}"#, "reach: negative"),
            (start + #""text":["t"]}"#, "text: expected a string"),
            (
                #"{"id":"1","network":"web","text":"t","published_at":"hier"}"#,
                "published_at: not a date; expected like 2024-05-17T08:30:00Z"
            ),
            (
                #"{"id":"1","network":"web","text":"t","published_at":"9999-01-01T00:00:00Z"}"#,
                "published_at: in the future"
            ),
            (
                #"{"id":"1","network":"web","text":"t","published_at":"1970-01-01T00:00:00Z"}"#,
                "published_at: before 1990"
            ),
            (start + #""text":"t""#, "not JSON: ends where"),
            (start + #""text":"t"} x"#, "not JSON: something follows"),
            ("[1]", "not JSON: “{” expected"),
            (start + #""text":"\x"}"#, "text: not JSON: a backslash"),
        ])
    func refusals(_ line: String, _ reason: String) throws {
        let good = Self.start + #""text":"Bien"}"#
        let outcome = try Outcome(
            Fixture.reader(Array("\(good)\n\(line)\n\(good)\n".utf8), "a.jsonl", format: .canonical))
        #expect(outcome.arrivals.count == 2)
        #expect(outcome.refusals.count == 1)
        #expect(outcome.refusals.first?.hasPrefix("2: \(reason)") == true, "\(outcome.refusals)")
    }

    @Test("a date two days ahead is a clock's mistake, three are refused") func ahead() throws {
        let lines = ["2025-01-02T00:00:00Z", "2025-01-04T00:00:00Z"].map {
            #"{"id":"1","network":"web","text":"t","published_at":"\#($0)"}"#
        }
        let outcome = try Fixture.read(lines.joined(separator: "\n"), as: "a.jsonl")
        #expect(outcome.arrivals.count == 1)
        #expect(outcome.refusals == ["2: published_at: in the future"])
    }

    @Test("controls and reversing marks go; joined emoji, accents and line ends stay") func controls() throws {
        let text = #"a\u0000b\u202Ec\u2066d\r\ne\u200D\uFEFF f\u0007"#
        let outcome = try Fixture.read(Self.start + #""text":"\#(text)","author":"x\ny\u202e"}"#, as: "a.jsonl")
        #expect(outcome.texts == ["abcd\ne\u{200D} f"])
        #expect(outcome.arrivals.first?.author == "x y")
        let family = "👨‍👩‍👧 l’été « ça » — œuf …"
        #expect(try Fixture.read(Self.start + "\"text\":\"\(family)\"}", as: "a.jsonl").texts == [family])
    }

    @Test(
        "a link that is not http is dropped, the line stays",
        arguments: ["javascript:alert(1)", "data:text/html,x", "/relative", "https://a b"])
    func links(_ link: String) throws {
        let outcome = try Fixture.read(Self.start + #""text":"t","url":"\#(link)"}"#, as: "a.jsonl")
        #expect(outcome.arrivals.count == 1)
        #expect(outcome.arrivals.first?.url == nil)
    }

    @Test("a text over 100,000 characters is refused, one of exactly that is not") func long() throws {
        let texts = [100_000, 100_001].map { Self.start + "\"text\":\"" + String(repeating: "é", count: $0) + "\"}" }
        let outcome = try Fixture.read(texts.joined(separator: "\n"), as: "a.jsonl")
        #expect(outcome.arrivals.count == 1)
        #expect(outcome.refusals == ["2: text: longer than 100000 characters"])
    }

    @Test("a line over the limit is refused alone") func longLine() throws {
        let line = Self.start + #""text":"Bien"}"#
        let long = Self.start + "\"text\":\"" + String(repeating: "x", count: 5000) + "\"}"
        let outcome = try Fixture.read(
            [line, long, line].joined(separator: "\n"), as: "a.jsonl", limits: ArchiveLimits(element: 4096))
        #expect(outcome.lines == [1, 3])
        #expect(outcome.refusals == ["2: longer than 4096 bytes"])
    }

    @Test("a line in another charset is refused as such") func charset() throws {
        let line = Array((Self.start + "\"text\":\"").utf8) + [0x63, 0xE9] + Array("\"}".utf8)
        let outcome = try Outcome(Fixture.reader(line, "a.jsonl"))
        #expect(outcome.refusals == ["1: text: not UTF-8"])
    }

    @Test("a rating alone is an opinion") func starsOnly() throws {
        let outcome = try Fixture.read(Self.start + #""text":"","rating":2}"#, as: "a.jsonl")
        #expect(outcome.arrivals.first?.rating == 2)
    }

    @Test("what this form writes, it reads") func roundTrip() throws {
        let before = try Fixture.read("takeout.zip").arrivals
        let lines = before.map(\.canonicalLine).joined(separator: "\n")
        let after = try Fixture.read(lines, as: "a.jsonl")
        #expect(after.refusals.isEmpty)
        for (one, other) in zip(before, after.arrivals) { #expect(one == other) }
        #expect(after.arrivals.count == before.count)
    }

    @Test("the health stream of 2021 is read whole") func stream() throws {
        let path = "../shared/data/stream/health-posts-2021.jsonl"
        guard FileManager.default.fileExists(atPath: path) else { return print("no \(path): passed over") }
        let outcome = try Outcome(ArchiveReader(.file(path), plainText: { $0 }))
        #expect(outcome.arrivals.count == 5411)
        #expect(outcome.refusals.isEmpty)
        #expect(outcome.arrivals.allSatisfy { $0.network == .x })
    }
}
