import Foundation
import Kernel
import Testing

@testable import Media

@Suite(.enabled(if: Atelier.isEquipped, Atelier.wanted)) struct FilmCleaningTests {
    @Test("nothing of a video is left but its picture and its sound, which are the same")
    func bare() async throws {
        try await inAtelier { atelier in
            let file = try TraceTests.talkative(atelier)
            let clean = try await Cleaner(atelier.bench).clean(file)
            #expect(clean.facts.isBare && clean.isLossless && clean.facts.mime == "video/mp4")
            #expect(
                clean.facts.audio == "aac" && clean.facts.codec == "h264" && clean.facts.frames == clean.before.frames)
            #expect(try CleanerTests.left(atelier, clean.path) == [])
            let bytes = try atelier.bytes(clean.path)
            // The last is what the encoder writes of itself and its settings among the samples.
            for word in ["48.8", "Jeanne", "Visite", "Chambre", "lit 4", "Canon", "Bonjour", "Lavf", "x264 - core"] {
                #expect(bytes.firstRange(of: Array(word.utf8)) == nil, "\(word) is left")
            }
            #expect(try BoxLayout.read(FileBytes(clean.path)).isFast)
            func picture(_ path: String) throws -> String {
                try atelier.run("ffmpeg", ["-v", "error", "-i", path, "-map", "0:v:0", "-f", "md5", "-"])
            }
            #expect(try picture(file) == picture(clean.path))
        }
    }

    @Test(
        "what MP4 does not carry everywhere is coded anew",
        arguments: [
            ("a.webm", ["-c:v", "libvpx", "-c:a", "libopus"]), ("a.avi", ["-c:a", "libmp3lame"]),
            ("a.mkv", ["-c:v", "libx264", "-c:a", "flac"]), ("a.mov", ["-c:v", "mpeg4", "-c:a", "pcm_s16le"]),
        ])
    func anew(_ name: String, _ more: [String]) async throws {
        try await inAtelier { atelier in
            let told = ProgressLog()
            let file = try atelier.film(
                name, more + ["-metadata", "title=Jeanne", "-metadata", "location=+48.8+002.2/"])
            let clean = try await Cleaner(atelier.bench).clean(file) { told.add($0) }
            #expect(clean.facts.isBare && clean.facts.mime == "video/mp4" && clean.facts.codec == "h264")
            #expect(clean.facts.audio == "aac" && abs((clean.facts.seconds ?? 0) - 2) < 0.15)
            #expect(clean.isLossless == (name == "a.mkv"))
            #expect(told.shares == told.shares.sorted() && told.shares.last == 1)
        }
    }

    @Test("a silent video and one in HEVC are cleaned too")
    func silent() async throws {
        try await inAtelier { atelier in
            let mute = try await Cleaner(atelier.bench).clean(try atelier.film("a.mp4", sound: false))
            #expect(mute.facts.audio == nil && mute.facts.isBare)
            let file = try atelier.film("b.mp4", seconds: 1, ["-c:v", "libx265", "-x265-params", "log-level=none"])
            let hevc = try await Cleaner(atelier.bench).clean(file)
            #expect(hevc.facts.codec == "hevc" && hevc.facts.isBare && hevc.isLossless)
            #expect(hevc.before.traces.contains(.device))
            #expect(try atelier.bytes(hevc.path).firstRange(of: Array("x265".utf8)) == nil)
        }
    }

    @Test("a video that stays turned is still seen upright")
    func turned() async throws {
        try await inAtelier { atelier in
            try atelier.film("flat.mp4")
            try atelier.run(
                "ffmpeg", ["-v", "error", "-i", "flat.mp4", "-c", "copy", "-metadata:s:v:0", "rotate=90", "turned.mp4"])
            let clean = try await Cleaner(atelier.bench).clean(atelier.path("turned.mp4"))
            #expect(clean.facts.width == 180 && clean.facts.height == 320 && clean.facts.isBare)
        }
    }

    @Test("what stands between samples is found where the container says nothing")
    func messages() async throws {
        try await inAtelier { atelier in
            try atelier.film("a.mp4")
            let bare = [
                "-map_metadata", "-1", "-fflags", "+bitexact", "-flags:v", "+bitexact", "-flags:a", "+bitexact",
            ]
            try atelier.run("ffmpeg", ["-v", "error", "-i", "a.mp4", "-c", "copy"] + bare + ["b.mp4"])
            let facts = try await Probe(atelier.bench).facts(of: atelier.path("b.mp4"))
            #expect(facts.traces == [.device])
        }
    }

    @Test("a playlist in a video's clothes opens nothing else")
    func references() async throws {
        try await inAtelier { atelier in
            let secret = try atelier.film("secret.mp4")
            for text in [
                "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n\(secret)\n", "ffconcat version 1.0\nfile '\(secret)'\n",
            ] {
                let file = try atelier.write(text, "list.mp4")
                await #expect(throws: Failure.self) { try await Cleaner(atelier.bench).clean(file) }
            }
            #expect(try atelier.kept() == [])
        }
    }
}

/// Shares that were told, in their order.
final class ProgressLog: @unchecked Sendable {
    private let lock = NSLock()
    private var told: [Double] = []
    func add(_ share: Double) { lock.withLock { told.append(share) } }
    var shares: [Double] { lock.withLock { told } }
}

@Suite struct HEVCMessageTests {
    @Test("a message that says nothing is as long as the one that it replaces, and well formed", arguments: 1...1_200)
    func silent(_ length: Int) {
        let message = HEVCMessages.silent(length)
        #expect(message.count == length)
        // Too short for a message, or of a length that no message has.
        guard length >= 3, length % 256 != 2 else { return }
        #expect(message[0] == 3)
        let sizes = message.dropFirst().prefix { $0 == 255 }.count
        let size = sizes * 255 + Int(message[1 + sizes])
        #expect(size + sizes + 3 == length && message.last == 0x80)
    }
}
