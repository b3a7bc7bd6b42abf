import Foundation
import Kernel
import Testing

@testable import Media

@Suite(.enabled(if: Atelier.isEquipped, Atelier.wanted)) struct BlurTests {
    static let region = PixelRect(left: 40, top: 30, width: 100, height: 80)

    /// Different colours in a region of a picture.
    static func colours(_ atelier: Atelier, _ path: String, _ region: PixelRect) throws -> Set<[Int]> {
        try atelier.run(
            "vips",
            ["crop", path, "part.png", "\(region.left)", "\(region.top)", "\(region.width)", "\(region.height)"])
        try atelier.run("vips", ["rawsave", "part.png", "part.raw"])
        let bytes = try atelier.bytes(atelier.path("part.raw"))
        let bands = bytes.count / (region.width * region.height)
        return Set(stride(from: 0, to: bytes.count, by: bands).map { at in (0..<3).map { Int(bytes[at + $0]) } })
    }

    @Test("a solid region is one colour, and nothing else is changed")
    func solid() async throws {
        try await inAtelier { atelier in
            let file = try atelier.picture("a.png", noise: 40)
            let covered = try await Blur(atelier.bench).cover([Self.region], of: file)
            #expect(try Self.colours(atelier, covered.path, Self.region).count == 1)
            #expect(covered.facts.mime == "image/png" && covered.facts.isBare && covered.facts.width == 320)
            for other in [
                PixelRect(left: 0, top: 0, width: 320, height: 30),
                PixelRect(left: 140, top: 30, width: 180, height: 170),
            ] {
                for path in [file, covered.path] {
                    try atelier.run(
                        "vips",
                        [
                            "crop", path, path == file ? "one.v" : "two.v", "\(other.left)", "\(other.top)",
                            "\(other.width)", "\(other.height)",
                        ])
                }
                try atelier.run("vips", ["subtract", "one.v", "two.v", "difference.v"])
                for end in ["min", "max"] {
                    #expect(try atelier.run("vips", [end, "difference.v"]).hasPrefix("0.000"))
                }
            }
        }
    }

    @Test("a mosaic has at most sixteen squares, in eight steps of a colour")
    func mosaic() async throws {
        try await inAtelier { atelier in
            let file = try atelier.picture("a.png", noise: 40)
            let covered = try await Blur(atelier.bench).cover([Self.region], of: file, .mosaic)
            let colours = try Self.colours(atelier, covered.path, Self.region)
            #expect((2...16).contains(colours.count))
            #expect(colours.joined().allSatisfy { $0 % 32 == 16 })
        }
    }

    @Test("a small region is one colour, whatever was asked")
    func small() async throws {
        try await inAtelier { atelier in
            let region = PixelRect(left: 10, top: 10, width: 20, height: 24)
            let covered = try await Blur(atelier.bench).cover([region], of: try atelier.picture("a.png"), .mosaic)
            #expect(try Self.colours(atelier, covered.path, region).count == 1)
        }
    }

    @Test(
        "regions are those of the upright picture, in each format", arguments: ["a.jpg", "a.webp", "a.heic", "a.tif"])
    func upright(_ name: String) async throws {
        try await inAtelier { atelier in
            let file = try atelier.picture(name)
            if name == "a.jpg" {
                try atelier.run("exiftool", ["-q", "-overwrite_original", "-n", "-Orientation=6", "-Make=Canon", file])
            }
            let covered = try await Blur(atelier.bench).cover([Self.region], of: file)
            #expect(covered.facts.isBare && covered.facts.height == (name == "a.jpg" ? 320 : 200))
            // The edge of a block of the coding may bleed.
            let inner = PixelRect(left: 56, top: 46, width: 68, height: 48)
            let colours = try Self.colours(atelier, covered.path, inner)
            for band in 0..<3 {
                let values = colours.map { $0[band] }
                #expect((values.max() ?? 0) - (values.min() ?? 0) <= 3)
            }
        }
    }

    @Test("transparency and grey are covered too")
    func bands() async throws {
        try await inAtelier { atelier in
            try atelier.picture("a.png", noise: 30)
            try atelier.run("vips", ["colourspace", "a.png", "grey.png", "b-w"])
            try atelier.run("vips", ["bandjoin_const", "a.png", "clear.png", "100"])
            for name in ["grey.png", "clear.png"] {
                let covered = try await Blur(atelier.bench).cover([Self.region], of: atelier.path(name))
                #expect(try Self.colours(atelier, covered.path, Self.region).count == 1)
                if name == "clear.png" { #expect(try atelier.colour(covered.path, 60, 60)[3] == 255) }
            }
        }
    }

    @Test("a region that is not in the picture is an error, not a silence; one that sticks out is cut")
    func outside() async throws {
        try await inAtelier { atelier in
            let file = try atelier.picture("a.png")
            let bad = [
                PixelRect(left: 320, top: 0, width: 10, height: 10), PixelRect(left: 0, top: 0, width: 0, height: 5),
                PixelRect(left: -50, top: 0, width: 50, height: 5),
                PixelRect(left: .max, top: .max, width: .max, height: .max),
            ]
            for region in bad {
                await #expect(throws: Failure.self) {
                    try await Blur(atelier.bench).cover([Self.region, region], of: file)
                }
            }
            await #expect(throws: Failure.self) { try await Blur(atelier.bench).cover([], of: file) }
            #expect(try atelier.kept() == [])
            let edge = PixelRect(left: 300, top: 190, width: .max, height: .max)
            let covered = try await Blur(atelier.bench).cover([edge], of: file)
            #expect(
                try Self.colours(atelier, covered.path, PixelRect(left: 300, top: 190, width: 20, height: 10)).count
                    == 1)
        }
    }
}

@Suite(
    .enabled(
        if: Atelier.isEquipped && Atelier.has("tesseract"), "install tesseract-ocr, tesseract-ocr-fra and libvips-tools"
    ))
struct TextReaderTests {
    @Test("print is read in French, with its place and how sure it is", arguments: ["a.png", "a.jpg"])
    func reading(_ name: String) async throws {
        try await inAtelier { atelier in
            try atelier.run(
                "vips",
                [
                    "text", "text.png", "Bâtiment Père Noël\nChambre 214 fermée", "--dpi", "300", "--font",
                    "DejaVu Sans 12",
                ])
            try atelier.run("vips", ["invert", "text.png", "black.png"])
            try atelier.run(
                "vips", ["embed", "black.png", name, "200", "300", "1600", "1000", "--extend", "white"])
            let read = try await TextReader(atelier.bench).read(atelier.path(name))
            #expect(read.text.contains("Bâtiment Père Noël") && read.text.contains("Chambre 214 fermée"))
            let word = try #require(read.words.first { $0.text == "Chambre" })
            #expect(word.confidence > 0.8 && abs(word.box.left - 200) < 12 && (330...420).contains(word.box.top))
            #expect(!read.isCut)
            #expect(try atelier.kept() == [])
        }
    }

    @Test("a picture without text has none, and a video is not read")
    func nothing() async throws {
        try await inAtelier { atelier in
            try atelier.run("vips", ["black", "a.png", "400", "300", "--bands", "3"])
            #expect(try await TextReader(atelier.bench).read(atelier.path("a.png")).words.isEmpty)
            let film = try atelier.film("a.mp4")
            await #expect(throws: Failure.self) { try await TextReader(atelier.bench).read(film) }
        }
    }

    @Test("grain, leaves and gravel are read as words, and say nothing")
    func grain() async throws {
        try await inAtelier { atelier in
            try atelier.run("vips", ["gaussnoise", "noise.v", "600", "600", "--sigma", "40", "--seed", "5"])
            try atelier.run("vips", ["copy", "noise.v", "a.jpg[Q=92]"])
            let read = try await TextReader(atelier.bench).read(atelier.path("a.jpg"))
            #expect(read.words.count > 10 && read.text.isEmpty, "\(read.text)")
        }
    }

    @Test("a table is read whatever stands in it, and no more than is allowed")
    func table() {
        let facts = FramingTests.facts(100, 100)
        func row(_ cells: String...) -> String { cells.joined(separator: "\t") + "\n" }
        let odd =
            row("5", "1", "1", "1", "1", "1", "10", "20", "30", "10", "91.5", "Bonjour") + "5\t1\n" + "\n"
            + row("5", "1", "1", "1", "1", "2", "x", "y", "30", "10", "50", " ")
            + row("4", "1", "1", "1", "1", "0", "1", "1", "1", "1", "-1", "")
            + row("5", "1", "1", "1", "2", "1", "999999999999", "5", "1", "1", "50", "loin")
            + row("5", "1", "1", "1", "2", "1", "5", "5", "9", "9", "nan", "a")
            + row("5", "1", "1", "1", "2", "2", "5", "50", "9", "9", "120", "b", "c")
        let text = TextReader.parse(Array(odd.utf8), scale: 0.5, facts)
        #expect(text.words.map(\.text) == ["Bonjour", "b c"] && text.text == "Bonjour\nb c")
        #expect(text.words[0].box == PixelRect(left: 5, top: 10, width: 15, height: 5))
        #expect(text.words[1].confidence == 1)
        // A line counts whole, by its letters; a blurred name is kept, a scrap as unsure is not.
        let unsure =
            row("5", "1", "1", "1", "1", "1", "1", "1", "3", "3", "20", "M.")
            + row("5", "1", "1", "1", "1", "2", "5", "1", "9", "3", "54", "Dupont")
            + row("5", "1", "1", "2", "1", "1", "1", "9", "3", "3", "54", "PE")
        let read = TextReader.parse(Array(unsure.utf8), scale: 1, facts)
        #expect(read.text == "M. Dupont" && read.words.count == 3)
        let many = String(repeating: row("5", "1", "1", "1", "1", "1", "1", "1", "3", "1", "50", "a"), count: 5_001)
        let cut = TextReader.parse(Array(many.utf8), scale: 1, facts)
        #expect(cut.words.count == 5_000 && cut.isCut)
    }
}
