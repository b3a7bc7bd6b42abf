import Foundation
import Kernel
import Testing

@testable import Media

/// Files that tell everything, made with exiftool, and what is found in them.
@Suite(.enabled(if: Atelier.isEquipped, Atelier.wanted)) struct TraceTests {
    static let planted = [
        "-q", "-overwrite_original", "-n", "-EXIF:GPSLatitude=48.8577", "-EXIF:GPSLatitudeRef=N",
        "-EXIF:GPSLongitude=2.295",
        "-EXIF:GPSLongitudeRef=E", "-EXIF:Make=Canon", "-EXIF:Model=EOS", "-EXIF:SerialNumber=123456",
        "-EXIF:DateTimeOriginal=2026:01:02 03:04:05", "-EXIF:Artist=Jeanne Martin", "-EXIF:UserComment=chambre 12",
        "-XMP-iptcExt:PersonInImage=Paul Durand", "-XMP-dc:Creator=Jeanne Martin", "-XMP-photoshop:City=Lyon",
        "-XMP-iptcExt:DigitalSourceType=http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia",
    ]

    @Test(
        "what identifies is found and named in pictures of each format",
        arguments: ["a.jpg", "a.png", "a.webp", "a.tif", "a.heic", "a.avif"])
    func pictures(_ name: String) async throws {
        try await inAtelier { atelier in
            let file = try atelier.picture(name)
            try atelier.run("exiftool", Self.planted + [file])
            let traces = Set(try await Probe(atelier.bench).facts(of: file).traces)
            let expected: Set<Trace> = [
                .exif, .xmp, .place, .device, .serial, .date, .author, .words, .person, .generated,
            ]
            #expect(traces.isSuperset(of: expected), "\(name) lacks \(expected.subtracting(traces))")
        }
    }

    @Test("a photograph's own thumbnail, its maker's notes, its IPTC record and its comment are found")
    func jpeg() async throws {
        try await inAtelier { atelier in
            let (file, small) = (try atelier.picture("a.jpg"), try atelier.picture("small.jpg", 160, 100))
            try atelier.run("exiftool", Self.planted + [file])
            try atelier.run(
                "exiftool",
                [
                    "-q", "-overwrite_original", "-ThumbnailImage<=\(small)", "-IPTC:Keywords=urgences",
                    "-Comment=bonjour", file,
                ])
            let traces = Set(try await Probe(atelier.bench).facts(of: file).traces)
            #expect(traces.isSuperset(of: [.thumbnail, .iptc, .words]))
            let exif = ExifBlock(Array(Self.tiff([(0x8769, 26)], then: [(0x927C, 0)]))[...])
            #expect(exif.traces == [.exif, .makerNotes])
        }
    }

    /// A little-endian TIFF of two directories, with one long a tag.
    static func tiff(_ first: [(Int, Int)], then second: [(Int, Int)]) -> [UInt8] {
        func little(_ number: Int, _ count: Int) -> [UInt8] { (0..<count).map { UInt8(number >> ($0 * 8) & 255) } }
        func directory(_ entries: [(Int, Int)]) -> [UInt8] {
            little(entries.count, 2) + entries.flatMap { little($0.0, 2) + [4, 0, 1, 0, 0, 0] + little($0.1, 4) }
                + little(0, 4)
        }
        return Array("II".utf8) + [42, 0, 8, 0, 0, 0] + directory(first) + directory(second)
    }

    @Test("a ring of directories ends")
    func ring() {
        // The second directory, at 26, leads to itself.
        let exif = ExifBlock(Self.tiff([(0x8769, 26)], then: [(0x8769, 26)])[...])
        #expect(exif.traces == [.exif])
    }

    @Test("texts of a PNG, comments and foreign blocks of a GIF, and bytes after the end are found")
    func others() async throws {
        try await inAtelier { atelier in
            let png = try atelier.picture("a.png")
            try atelier.run(
                "exiftool",
                [
                    "-q", "-overwrite_original", "-PNG:Author=Jeanne", "-PNG:Description=Lit 4",
                    "-PNG:ModifyDate=2026:01:01 00:00:00", png,
                ])
            #expect(Set(try await Probe(atelier.bench).facts(of: png).traces).isSuperset(of: [.author, .words, .date]))
            let gif = try atelier.picture("a.gif")
            try atelier.run(
                "exiftool", ["-q", "-overwrite_original", "-Comment=bonjour", "-XMP-dc:Creator=Jeanne", gif])
            #expect(Set(try await Probe(atelier.bench).facts(of: gif).traces).isSuperset(of: [.words, .xmp, .author]))
            for name in ["b.jpg", "b.png", "b.gif", "b.webp"] {
                let whole = try atelier.bytes(try atelier.picture(name))
                let file = try atelier.write(whole + Array("what was cut away".utf8), "more")
                #expect(try await Probe(atelier.bench).facts(of: file).traces.contains(.trailing), "\(name)")
            }
        }
    }

    @Test("a video's place, date, title, chapters, telemetry and maker are found")
    func video() async throws {
        try await inAtelier { atelier in
            let file = try Self.talkative(atelier)
            let traces = Set(try await Probe(atelier.bench).facts(of: file).traces)
            let expected: Set<Trace> = [.place, .date, .words, .chapters, .track, .author, .device]
            #expect(traces.isSuperset(of: expected), "lacks \(expected.subtracting(traces))")
        }
    }

    /// A video with everything that ffmpeg and exiftool can hide in one.
    static func talkative(_ atelier: Atelier, _ name: String = "talk.mp4") throws -> String {
        try atelier.write(
            ";FFMETADATA1\n[CHAPTER]\nTIMEBASE=1/1\nSTART=0\nEND=1\ntitle=Chambre 12\n", "chapters.txt")
        try atelier.write("1\n00:00:00,000 --> 00:00:01,000\nBonjour\n", "a.srt")
        try atelier.film("plain.mp4")
        try atelier.run(
            "ffmpeg",
            [
                "-v", "error", "-y", "-i", "plain.mp4", "-i", "chapters.txt", "-i", "a.srt", "-map", "0", "-map", "2",
                "-map_chapters",
                "1", "-c", "copy", "-c:s", "mov_text", "-timecode", "01:00:00:00", "-metadata",
                "location=+48.8577+002.2950/",
                "-metadata", "title=Visite", "-metadata", "artist=Jeanne Martin", "-metadata", "comment=lit 4",
                "-metadata",
                "creation_time=2026-01-02T03:04:05Z", "-metadata:s:v:0", "handler_name=Camera of Jeanne", name,
            ])
        try atelier.run(
            "exiftool",
            [
                "-q", "-overwrite_original", "-XMP-dc:Creator=Jeanne", "-Keys:GPSCoordinates=48.8, 2.3, 30",
                "-Keys:Make=Canon", atelier.path(name),
            ])
        return atelier.path(name)
    }
}
