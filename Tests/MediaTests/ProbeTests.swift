import Foundation
import Kernel
import Testing

@testable import Media

@Suite(.enabled(if: Atelier.isEquipped, Atelier.wanted)) struct ProbeTests {
    @Test(
        "a picture is known by its content, whatever its name says",
        arguments: [
            ("a.jpg", "image/jpeg", "jpeg"), ("a.png", "image/png", "png"), ("a.gif", "image/gif", "gif"),
            ("a.webp", "image/webp", "webp"), ("a.tif", "image/tiff", "tiff"), ("a.heic", "image/heic", "hevc"),
            ("a.avif", "image/avif", "av1"),
        ])
    func kinds(_ name: String, _ mime: String, _ codec: String) async throws {
        try await inAtelier { atelier in
            try atelier.picture(name, 320, 200)
            let disguised = atelier.path("[n=-1] -i http.mp4")
            try FileManager.default.moveItem(atPath: atelier.path(name), toPath: disguised)
            let facts = try await Probe(atelier.bench).facts(of: disguised)
            #expect(facts.mime == mime && facts.codec == codec && facts.kind == .image)
            #expect(facts.width == 320 && facts.height == 200 && facts.frames == 1)
            #expect(facts.bytes == Int64(try atelier.bytes(disguised).count))
            #expect(try atelier.kept() == [])
        }
    }

    @Test(
        "what moves is told with its frames and its length",
        arguments: [("a.gif", "image/gif"), ("a.webp", "image/webp"), ("a.png", "image/apng")])
    func animations(_ name: String, _ mime: String) async throws {
        try await inAtelier { atelier in
            let format = mime == "image/apng" ? ["-f", "apng"] : []
            try atelier.film("a.gif", rate: 10, sound: false, mime == "image/gif" ? [] : [])
            if mime == "image/webp" { try atelier.run("vips", ["webpsave", "a.gif[n=-1]", name]) }
            if mime == "image/apng" {
                try atelier.run("ffmpeg", ["-v", "error", "-y", "-i", "a.gif"] + format + [name])
            }
            let facts = try await Probe(atelier.bench).facts(of: atelier.path(name))
            #expect(facts.kind == .animation && facts.mime == mime && facts.frames == 20)
            #expect(abs((facts.seconds ?? 0) - 2) < 0.11 && facts.width == 320)
        }
    }

    @Test(
        "a video is told with its codecs, its length and its frames",
        arguments: [
            ("a.mp4", "video/mp4", "h264", "aac", []),
            ("a.mov", "video/quicktime", "mpeg4", "pcm_s16le", ["-c:v", "mpeg4", "-c:a", "pcm_s16le"]),
            ("a.webm", "video/webm", "vp8", "opus", ["-c:v", "libvpx", "-c:a", "libopus"]),
            ("a.mkv", "video/x-matroska", "h264", "mp3", ["-c:v", "libx264", "-c:a", "libmp3lame"]),
            ("a.avi", "video/x-msvideo", "mpeg4", "mp3", ["-c:a", "libmp3lame"]),
        ])
    func videos(_ name: String, _ mime: String, _ codec: String, _ audio: String, _ more: [String]) async throws {
        try await inAtelier { atelier in
            let facts = try await Probe(atelier.bench).facts(of: try atelier.film(name, more))
            #expect(facts.kind == .video && facts.mime == mime && facts.codec == codec && facts.audio == audio)
            #expect(facts.width == 320 && facts.height == 180 && abs((facts.rate ?? 0) - 25) < 0.1)
            #expect(abs((facts.seconds ?? 0) - 2) < 0.1 && abs(facts.frames - 50) <= 1)
        }
    }

    @Test("width and height are those that are seen: a telephone held upright, pixels that are not square")
    func orientation() async throws {
        try await inAtelier { atelier in
            let photo = try atelier.picture("a.jpg")
            try atelier.run("exiftool", ["-q", "-overwrite_original", "-n", "-Orientation=6", photo])
            let seen = try await Probe(atelier.bench).facts(of: photo)
            #expect(seen.width == 200 && seen.height == 320 && seen.orientation == 6)
            try atelier.film("flat.mp4")
            try atelier.run(
                "ffmpeg", ["-v", "error", "-i", "flat.mp4", "-c", "copy", "-metadata:s:v:0", "rotate=90", "turned.mp4"])
            let film = try await Probe(atelier.bench).facts(of: atelier.path("turned.mp4"))
            #expect(film.width == 180 && film.height == 320 && film.orientation != 1)
            let wide = try atelier.film("wide.mp4", ["-vf", "setsar=2/1"])
            #expect(try await Probe(atelier.bench).facts(of: wide).width == 640)
        }
    }

    @Test("a sound and a document are told as what they are")
    func others() async throws {
        try await inAtelier { atelier in
            try atelier.run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=d=2", "a.mp3"])
            try atelier.run("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=d=2", "a.m4a"])
            for name in ["a.mp3", "a.m4a"] {
                let facts = try await Probe(atelier.bench).facts(of: atelier.path(name))
                #expect(facts.kind == .audio && facts.mime.hasPrefix("audio/") && facts.width == 0)
                #expect(abs((facts.seconds ?? 0) - 2) < 0.2)
            }
            let facts = try await Probe(atelier.bench).facts(of: try atelier.write("%PDF-1.7\n", "a"))
            #expect(facts.kind == .document && !facts.isBare)
        }
    }

    @Test(
        "what is no medium is refused with its reason",
        arguments: [
            ("", "media.empty"), ("<svg xmlns='http://www.w3.org/2000/svg'/>", "media.svg"),
            ("<?xml version='1.0'?><!-- a --><svg/>", "media.svg"), ("hello", "media.unknown_kind"),
            ("#EXTM3U\n#EXTINF:1,\nhttp://127.0.0.1/a.ts\n", "media.unknown_kind"),
            ("ffconcat version 1.0\nfile /etc/passwd\n", "media.unknown_kind"),
            ("push graphic-context\n", "media.unknown_kind"),
            ("P6 2 2 255 ............", "media.unknown_kind"), ("%!PS-Adobe-3.0\n", "media.unknown_kind"),
        ])
    func refusals(_ text: String, _ words: String) async throws {
        try await inAtelier { atelier in
            let file = try atelier.write(text, "photo.jpg")
            let failure = await #expect(throws: Failure.self) { try await Probe(atelier.bench).facts(of: file) }
            #expect(failure?.words == words && failure?.kind == .unusable)
            #expect(failure?.cause.contains("\n") == false)
        }
    }

    @Test("a device, a pipe and a folder are not read; nothing is not found")
    func places() async throws {
        try await inAtelier { atelier in
            try atelier.run("mkfifo", [atelier.path("pipe")])
            for place in ["/dev/zero", atelier.path("pipe"), atelier.folder] {
                let failure = await #expect(throws: Failure.self) { try await Probe(atelier.bench).facts(of: place) }
                #expect(failure?.kind == .unusable)
            }
            let failure = await #expect(throws: Failure.self) { try await Probe(atelier.bench).facts(of: "/nowhere") }
            #expect(failure?.kind == .notFound)
        }
    }

    @Test(
        "a file that is cut short is refused, by the probe or at the latest by the cleaner",
        arguments: ["a.jpg", "a.png", "a.gif", "a.webp", "a.tif", "a.heic", "a.mp4", "a.mov"])
    func truncated(_ name: String) async throws {
        try await inAtelier { atelier in
            let isFilm = name.hasSuffix("mp4") || name.hasSuffix("mov")
            let whole = try atelier.bytes(isFilm ? try atelier.film(name) : try atelier.picture(name))
            for share in [0.2, 0.5, 0.8, 0.98] {
                let cut = try atelier.write(Array(whole.prefix(Int(Double(whole.count) * share))), "cut")
                let failure = await #expect(throws: Failure.self) { try await Cleaner(atelier.bench).clean(cut) }
                #expect(failure?.kind == .unusable, "\(name) at \(share): \(String(describing: failure))")
            }
            #expect(try atelier.kept() == [])
        }
    }

    @Test("a file that is two things at once is refused")
    func twins() async throws {
        try await inAtelier { atelier in
            let photo = try atelier.bytes(try atelier.picture("a.jpg"))
            let archive: [UInt8] = [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 16) + [3, 0] + Array("abc".utf8)
            let pdf = photo.prefix(2) + [0xFF, 0xFE, 0, 11] + Array("%PDF-1.7\n".utf8) + photo.dropFirst(2)
            let page = photo.prefix(2) + [0xFF, 0xFE, 0, 10] + Array("<script>".utf8) + photo.dropFirst(2)
            for file in [photo + archive, Array(pdf), Array(page)] {
                let path = try atelier.write(file, "twin")
                let failure = await #expect(throws: Failure.self) { try await Probe(atelier.bench).facts(of: path) }
                #expect(failure?.words == "media.two_kinds")
            }
        }
    }

    @Test("bombs of pixels are refused by what their headers say, before a tool opens them")
    func bombs() async throws {
        try await inAtelier { atelier in
            var png = try atelier.bytes(try atelier.picture("a.png", 64, 64))
            png.replaceSubrange(16..<24, with: [0, 0, 0x3A, 0x98, 0, 0, 0x3A, 0x98])
            var gif = try atelier.bytes(try atelier.picture("a.gif", 64, 64))
            gif.replaceSubrange(6..<10, with: [0xFF, 0xFF, 0xFF, 0xFF])
            var jpeg = try atelier.bytes(try atelier.picture("a.jpg", 64, 64))
            let frame = try #require(jpeg.firstRange(of: [0xFF, 0xC0]))
            jpeg.replaceSubrange(frame.lowerBound + 5..<frame.lowerBound + 9, with: [0x40, 0, 0x40, 0])
            for file in [png, gif, jpeg] {
                let path = try atelier.write(file, "bomb")
                let bench = Workbench(folder: atelier.bench.folder, programs: ["/nowhere"])
                let failure = await #expect(throws: Failure.self) { try await Probe(bench).facts(of: path) }
                #expect(failure?.words == "media.too_many_pixels" && failure?.kind == .tooLarge)
            }
        }
    }

    @Test("two readers that see different sizes are not believed")
    func disagreement() async throws {
        try await inAtelier { atelier in
            var jpeg = try atelier.bytes(try atelier.picture("a.gif", 64, 64))
            // The logical screen is small, the frame large: some readers show the one, some the other.
            jpeg.replaceSubrange(6..<10, with: [8, 0, 8, 0])
            let path = try atelier.write(jpeg, "small")
            let facts = try? await Probe(atelier.bench).facts(of: path)
            #expect(facts == nil || (facts?.width == 8 && facts?.height == 8))
        }
    }
}
