import Kernel
import Testing

@testable import Media

@Suite("Covered seconds of films", .enabled(if: Atelier.isEquipped, Atelier.wanted), .serialized)
struct FilmCoverTests {
    /// Six seconds of black with a small white square, and a tone.
    private func film(_ atelier: Atelier, _ name: String = "a.mp4") throws -> String {
        try atelier.run(
            "ffmpeg",
            [
                "-v", "error", "-f", "lavfi", "-i", "color=black:s=320x180:d=6,drawbox=100:100:8:8:white:fill", "-f",
                "lavfi", "-i", "sine=d=6", "-pix_fmt", "yuv420p", "-metadata", "location=+49.44+001.09/", name,
            ])
        return atelier.path(name)
    }

    @Test("for those seconds nothing is left of the picture, before and after all of it, and the sound stays")
    func seconds() async throws {
        try await inAtelier { atelier in
            let covered = try await Blur(atelier.bench).cover([1...2, 4...4.5], ofFilm: try film(atelier))
            #expect(covered.facts.isBare && covered.facts.kind == .video && covered.facts.audio == "aac")
            #expect(covered.facts.width == 320 && abs((covered.facts.seconds ?? 0) - 6) < 0.2)
            let moments = [0.5, 1.1, 1.5, 1.9, 3, 4.2, 5]
            let stills = try await Renderer(atelier.bench).stills(of: covered.path, at: moments)
            let whites = try stills.map { try atelier.colour($0.path, 103, 103)[0] > 150 }
            #expect(whites == [true, false, false, false, true, false, true])
        }
    }

    @Test("seconds that are not in the film, and files that are none, are refused")
    func refused() async throws {
        try await inAtelier { atelier in
            let film = try film(atelier)
            for spans in [[], [7...8], [1...2, -3 ... -1]] as [[ClosedRange<Double>]] {
                await #expect(throws: Failure.self) { try await Blur(atelier.bench).cover(spans, ofFilm: film) }
            }
            let picture = try atelier.picture("a.jpg")
            await #expect(throws: Failure.self) { try await Blur(atelier.bench).cover([0...1], ofFilm: picture) }
        }
    }

    @Test("each frame of an animation can be seen, however long it is shown", arguments: ["a.gif", "a.webp", "a.apng"])
    func frames(_ name: String) async throws {
        try await inAtelier { atelier in
            try atelier.run(
                "ffmpeg",
                [
                    "-v", "error", "-f", "lavfi", "-i", "color=red:s=120x80:r=1:d=2", "-f", "lavfi", "-i",
                    "color=blue:s=120x80:r=1:d=2", "-filter_complex", "concat", "-f",
                    name.hasSuffix("apng") ? "apng" : "gif", name.hasSuffix("apng") ? name : "a.gif",
                ])
            if name.hasSuffix("webp") { try atelier.run("vips", ["webpsave", "a.gif[n=-1]", name]) }
            let facts = try await Probe(atelier.bench).facts(of: atelier.path(name))
            #expect(facts.kind == .animation && facts.length > 0)
            let moments = [0, facts.length * 0.99, facts.length + 5]
            let stills = try await Renderer(atelier.bench).stills(of: atelier.path(name), at: moments)
            let reds = try stills.map { try atelier.colour($0.path, 60, 40)[0] > 150 }
            #expect(reds == [true, false, false] && stills.allSatisfy { $0.facts.isBare && $0.facts.width == 120 })
        }
    }
}
