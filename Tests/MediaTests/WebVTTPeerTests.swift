import Foundation
import Testing

@testable import Media

/// Against a reader that others wrote: webvtt-py, in `.venv`.
@Suite struct WebVTTPeerTests {
    private static let python: String? = {
        let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let python = root.appending(path: ".venv/bin/python").path
        let probe = Process()
        probe.executableURL = URL(filePath: python)
        probe.arguments = ["-c", "import webvtt"]
        probe.standardError = FileHandle.nullDevice
        guard (try? probe.run()) != nil else { return nil }
        probe.waitUntilExit()
        return probe.terminationStatus == 0 ? python : nil
    }()

    private struct Told: Decodable, Equatable {
        var id: String?
        var start: Int
        var end: Int
        var text: String
    }

    /// What webvtt-py reads in each of these files.
    private func peer(_ files: [String], subRip: Bool, _ atelier: Atelier) throws -> [[Told]] {
        let python = try #require(Self.python)
        let names = try files.enumerated().map { try atelier.write($1, "\($0).\(subRip ? "srt" : "vtt")") }
        let script = """
            import json, sys, webvtt
            def told(c): return {"id": c.identifier, "start": c.start_time.in_milliseconds() if hasattr(c.start_time, "in_milliseconds") else ms(c.start), "end": ms(c.end), "text": c.text}
            def ms(t):
                h, m, s = t.split(":"); return round((int(h) * 60 + int(m)) * 60000 + float(s) * 1000)
            read = webvtt.from_srt if sys.argv[1] == "srt" else webvtt.read
            print(json.dumps([[{"id": c.identifier, "start": ms(c.start), "end": ms(c.end), "text": c.raw_text if hasattr(c, "raw_text") else c.text} for c in read(f).captions] for f in sys.argv[2:]]))
            """
        let said = try atelier.run(python, ["-c", script, subRip ? "srt" : "vtt"] + names)
        return try JSONDecoder().decode([[Told]].self, from: Data(said.utf8))
    }

    /// Files of every turn of phrase that both readers know.
    static func files() -> [String] {
        var dice = HostileLayoutTests.Dice(state: 3)
        return (0..<60).map { number in
            var time = 0
            let cues = (0..<Int.random(in: 1...8, using: &dice)).map { index in
                let start = time + Int.random(in: 0...5_000, using: &dice)
                time = start + Int.random(in: 1...9_000, using: &dice) + (number == 7 ? 3_600_000 * index : 0)
                let name = Bool.random(using: &dice) ? "cue \(index)\n" : ""
                let text =
                    ["Bonjour", "<i>Ça</i> va ?", "<v Jeanne>Été &amp; hiver", "日本語", "- un\n- deux"].randomElement(
                        using: &dice) ?? ""
                let place = Bool.random(using: &dice) ? " align:start line:10%" : ""
                return "\(name)\(CueTime.text(start)) --> \(CueTime.text(time))\(place)\n\(text)\n"
            }
            let note = number % 3 == 0 ? "NOTE relu\n\n" : ""
            return "WEBVTT\n\n" + note + cues.joined(separator: "\n")
        }
    }

    @Test(
        "the same cues are read in the same files, and in those that we write",
        .enabled(if: python != nil, "install webvtt-py into .venv"))
    func equal() async throws {
        try await inAtelier { atelier in
            let files = Self.files()
            let ours = try files.map { try WebVTT(reading: Array($0.utf8)) }
            func told(_ file: WebVTT) -> [Told] {
                file.cues.map { Told(id: $0.id.isEmpty ? nil : $0.id, start: $0.start, end: $0.end, text: $0.text) }
            }
            #expect(try peer(files, subRip: false, atelier) == ours.map(told))
            #expect(try peer(ours.map(\.written), subRip: false, atelier) == ours.map(told))
        }
    }

    @Test("the same cues are read in SubRip", .enabled(if: python != nil, "install webvtt-py into .venv"))
    func subRip() async throws {
        try await inAtelier { atelier in
            let files = (1...20).map { count in
                (1...count).map {
                    "\($0)\n00:0\($0 % 6):00,00\($0 % 10) --> 00:0\($0 % 6):02,500\nLigne \($0)\n<i>deux</i>\n"
                }.joined(separator: "\n")
            }
            let ours = try files.map { try WebVTT(subRip: Array($0.utf8)).cues }
            let theirs = try peer(files, subRip: true, atelier)
            #expect(theirs.map { $0.map(\.text) } == ours.map { $0.map(\.text) })
            #expect(
                theirs.map { $0.map(\.start) } == ours.map { $0.map(\.start) }
                    && theirs.map { $0.map(\.end) } == ours.map { $0.map(\.end) })
        }
    }
}
