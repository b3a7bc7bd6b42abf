import Archives
import Foundation
import Kernel
import Testing

@Suite("Files that lie")
struct HostileTests {
    @Test("a bomb stops, in gzip and in zip", arguments: ["bomb.jsonl.gz", "bomb.zip"]) func bomb(_ name: String) throws
    {
        let limits = ArchiveLimits(ratioFloor: 4 << 20)
        let outcome = try? Outcome(Fixture.reader(Fixture.bytes(name), name, limits: limits))
        #expect(outcome?.failure?.kind == .tooLarge || outcome == nil)
        #expect(throws: Failure.self) {
            var reader = try Fixture.reader(Fixture.bytes(name), name, limits: limits)
            while try reader.next() != nil {}
        }
    }

    @Test("unpacked bytes are limited whatever the ratio") func unpacked() throws {
        let outcome = try Outcome(
            Fixture.reader(Fixture.bytes("bomb.zip"), "bomb.zip", limits: ArchiveLimits(unpacked: 1 << 20)))
        #expect(outcome.failure?.kind == .tooLarge)
    }

    @Test("members are limited") func members() throws {
        let outcome = try Outcome(
            Fixture.reader(Fixture.bytes("takeout.zip"), "t.zip", limits: ArchiveLimits(members: 3)))
        #expect(outcome.failure?.kind == .tooLarge)
        #expect(!outcome.arrivals.isEmpty)
    }

    @Test("a gzip in a gzip is refused with a word") func twice() throws {
        #expect(throws: Failure.self) { try Fixture.read("twice.jsonl.gz") }
    }

    @Test("an archive in an archive is passed over, and a path that climbs is only a name") func nested() throws {
        let outcome = try Fixture.read("nested.zip")
        #expect(outcome.refusals.first == "1: avis.csv: an archive inside an archive is not read; give it alone")
        #expect(outcome.arrivals.count == 2)
    }

    @Test("a zip cut anywhere gives what it can, then says so", arguments: Array(stride(from: 40, to: 2700, by: 133)))
    func truncated(_ length: Int) throws {
        let bytes = try Array(Fixture.bytes("x.zip").prefix(length))
        do {
            let outcome = try Outcome(Fixture.reader(bytes, "x.zip"))
            // Cut in its directory, which comes last, a zip has given everything.
            #expect(outcome.failure?.cause.contains("cut short or damaged") == true || outcome.arrivals.count == 6)
        } catch let failure as Failure {
            #expect(failure.kind == .unusable)
        }
    }

    @Test("a gzip cut short says so after its last whole line") func cutGzip() throws {
        let bytes = try Array(Fixture.bytes("mastodon.tar.gz").dropLast(200))
        let outcome = try? Outcome(Fixture.reader(bytes, "m.tar.gz"))
        #expect(outcome == nil || outcome?.failure != nil)
    }

    @Test("JSON cut in the middle of an element costs that element") func cutJSON() throws {
        let tweet = #"{"tweet":{"id_str":"1","full_text":"Bonjour","created_at":"Mon May 13 08:15:30 +0000 2024"}}"#
        let outcome = try Fixture.read("window.YTD.tweets.part0 = [\(tweet),\n\(tweet.dropLast(20))", as: "tweets.js")
        #expect(outcome.texts == ["Bonjour"])
        #expect(outcome.refusals == ["2: not JSON: the file ends in the middle of it"])
    }

    @Test("an element that is broken inside costs itself alone") func brokenElement() throws {
        let tweet = #"{"tweet":{"id_str":"1","full_text":"Bonjour","created_at":"Mon May 13 08:15:30 +0000 2024"}}"#
        let list = [tweet, #"{"tweet":{"id_str" "2"}}"#, #"{"tweet":nul}"#, "12", tweet].joined(separator: ",")
        let outcome = try Fixture.read("window.YTD.tweets.part0 = [\(list)]", as: "tweets.js")
        #expect(outcome.lines == [1, 5])
        #expect(outcome.refusals.map { $0.prefix(2) } == ["2:", "3:", "4:"])
    }

    @Test("an element over the limit costs itself alone, and is not kept in memory") func longElement() throws {
        let tweet = #"{"tweet":{"id_str":"1","full_text":"Bonjour","created_at":"Mon May 13 08:15:30 +0000 2024"}}"#
        let long = "{\"tweet\":{\"x\":\"" + String(repeating: "]}", count: 300_000) + "\"}}"
        let outcome = try Fixture.read(
            "[\(tweet),\(long),\(tweet)]", as: "tweets.js", limits: ArchiveLimits(element: 8192))
        #expect(outcome.lines == [1, 3])
        #expect(outcome.refusals == ["2: longer than 8192 bytes"])
    }

    @Test("JSON of a thousand levels, or of a hundred thousand brackets, is refused") func deep() throws {
        let deep = String(repeating: "[", count: 1000) + String(repeating: "]", count: 1000)
        let wide = "[" + String(repeating: "[],", count: 150_000) + "[]]"
        let outcome = try Outcome(Fixture.reader(Array("[\(deep),\(wide)]".utf8), "tweets.js", format: .x))
        #expect(
            outcome.refusals == [
                "1: not usable JSON: more than 64 levels", "2: not usable JSON: more than 100000 values",
            ])
    }

    @Test(
        "a file that is nothing known says what was expected", arguments: ["", "\u{0}\u{1}\u{2}\u{3}", "%PDF-1.7\u{5}"])
    func unknown(_ content: String) {
        #expect(throws: Failure.self) { try Fixture.read(content, as: "a.bin") }
    }

    @Test("a file that does not exist, or is a folder, is said on one line") func missing() {
        for path in ["/nowhere/export.zip", "/tmp"] {
            #expect(throws: Failure.self) { try ArchiveReader(.file(path), plainText: { $0 }) }
        }
    }

    @Test("rows of stray quotes are read in one pass", .timeLimit(.minutes(1))) func quotes() throws {
        let table = "date,avis\n" + String(repeating: "2024-01-01,\"a \n", count: 20_001)
        let outcome = try Fixture.read(table, as: "a.csv", limits: ArchiveLimits(element: 16 << 10))
        #expect(outcome.arrivals.count + outcome.refusals.count > 0)
    }

    @Test(
        "any damage ends in records or in a failure, never in a trap", .timeLimit(.minutes(3)),
        arguments: [
            "x.zip", "facebook.zip", "takeout.zip", "linkedin.zip", "mastodon.tar.gz", "excel.csv", "excel-utf16.csv",
            "lines.jsonl.gz", "nested.zip",
        ])
    func damage(_ name: String) throws {
        let whole = try Fixture.bytes(name)
        var random = SeededGenerator(seed: UInt64(whole.count))
        for _ in 0..<80 {
            var bytes = whole
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let at = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[at] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.removeSubrange(at..<min(bytes.count, at + Int.random(in: 1...40, using: &random)))
                case 2: bytes.insert(contentsOf: whole.prefix(Int.random(in: 1...60, using: &random)), at: at)
                default: bytes[at] ^= 1 << UInt8.random(in: 0...7, using: &random)
                }
                if bytes.isEmpty { bytes = [0] }
            }
            do {
                let outcome = try Outcome(Fixture.reader(bytes, name))
                #expect(outcome.refusals.allSatisfy { !$0.contains("\n") })
            } catch let failure as Failure {
                #expect(!failure.cause.contains("\n"))
            }
        }
    }

    @Test("damaged JSON of every shape is refused or read, never a trap", .timeLimit(.minutes(3))) func damagedJSON()
        throws
    {
        let seeds = [
            #"window.YTD.tweets.part0 = [{"tweet":{"id_str":"1","full_text":"Bo\u00e9 \ud83d\ude42","created_at":"Mon May 13 08:15:30 +0000 2024","entities":{"urls":[{"url":"a","expanded_url":"b"}]}}}]"#,
            #"{"reviews":[{"name":"accounts/1/locations/2/reviews/3","starRating":"TWO","comment":"(Original)x(Translated by Google)","createTime":"2024-01-01T00:00:00Z","reviewReply":{"comment":"c","updateTime":"2024-01-01T00:00:00Z"}}]}"#,
            #"{"id":"1","network":"web","text":"\u00c3\u00a9","published_at":"2024-01-01T00:00:00.123+02:00","rating":3.5,"reach":1}"#,
            "Date;Note;Avis\n06/09/2021 à 8h;4/5;\"Bien; \"\"oui\"\"\"\n7 mars 2021;★★;non\n",
        ]
        var random = SeededGenerator(seed: 7)
        for seed in seeds {
            for _ in 0..<500 {
                var bytes = Array(seed.utf8)
                for _ in 0..<Int.random(in: 1...5, using: &random) {
                    let at = Int.random(in: 0..<bytes.count, using: &random)
                    bytes[at] =
                        Bool.random(using: &random)
                        ? UInt8.random(in: 0...255, using: &random)
                        : Array("{}[]\",:\\u".utf8).randomElement(using: &random) ?? 0
                }
                _ = try? Outcome(Fixture.reader(bytes, "a.json"))
            }
        }
    }
}

/// SplitMix64: the same damage on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
