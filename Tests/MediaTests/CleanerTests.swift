import Foundation
import Kernel
import Testing

@testable import Media

@Suite(.enabled(if: Atelier.isEquipped, Atelier.wanted)) struct CleanerTests {
    /// What exiftool may find in a clean file: how it is coded.
    static let neutral: Set = [
        "PNG:ImageWidth", "PNG:ImageHeight", "PNG:BitDepth", "PNG:ColorType", "PNG:Compression", "PNG:Filter",
        "PNG:Interlace",
        "PNG-pHYs:PixelsPerUnitX",
        "PNG-pHYs:PixelsPerUnitY", "PNG-pHYs:PixelUnits", "PNG:Palette", "PNG:AnimationFrames", "PNG:AnimationPlays",
        "PNG:Transparency",
        "RIFF:VP8Version", "RIFF:ImageWidth", "RIFF:ImageHeight", "RIFF:HorizontalScale", "RIFF:VerticalScale",
        "RIFF:WebP_Flags",
        "RIFF:AlphaIsUsed", "RIFF:BackgroundColor", "RIFF:AnimationLoopCount", "RIFF:FrameCount", "RIFF:Duration",
        "RIFF:ImageSize",
        "GIF:GIFVersion", "GIF:ImageWidth", "GIF:ImageHeight", "GIF:HasColorMap", "GIF:ColorResolutionDepth",
        "GIF:BitsPerPixel", "GIF:BackgroundColor", "GIF:AnimationIterations", "GIF:TransparentColor", "GIF:FrameCount",
        "GIF:Duration", "GIF:PixelAspectRatio", "GIF:TransparencyColor",
        "JFIF:JFIFVersion", "JFIF:ResolutionUnit", "JFIF:XResolution", "JFIF:YResolution", "JFIF:ThumbnailWidth",
        "JFIF:ThumbnailHeight",
        "QuickTime:MajorBrand", "QuickTime:MinorVersion", "QuickTime:CompatibleBrands", "QuickTime:MediaDataSize",
        "QuickTime:MediaDataOffset", "QuickTime:MovieHeaderVersion", "QuickTime:CreateDate", "QuickTime:ModifyDate",
        "QuickTime:TimeScale", "QuickTime:Duration", "QuickTime:PreferredRate", "QuickTime:PreferredVolume",
        "QuickTime:MatrixStructure", "QuickTime:PreviewTime", "QuickTime:PreviewDuration", "QuickTime:PosterTime",
        "QuickTime:SelectionTime", "QuickTime:SelectionDuration", "QuickTime:CurrentTime", "QuickTime:NextTrackID",
        "QuickTime:Free", "QuickTime:MediaData",
        // An empty list of titles, whose handler is named so by its form.
        "QuickTime:HandlerType", "QuickTime:HandlerVendorID",
    ]

    /// Tags of a clean file that say more than how it is coded.
    static func left(_ atelier: Atelier, _ path: String) throws -> [String] {
        try atelier.tags(path).filter { tag in
            if tag.hasPrefix("Track") {
                return ["GPS", "Make", "Model", "Title", "Comment"].contains { tag.contains($0) }
            }
            return !neutral.contains(tag)
        }
    }

    @Test(
        "nothing that was planted is left, as exiftool reads it too",
        arguments: ["a.jpg", "a.png", "a.webp", "a.tif", "a.heic", "a.avif", "a.gif"])
    func bare(_ name: String) async throws {
        try await inAtelier { atelier in
            let file = try atelier.picture(name)
            if name == "a.gif" {
                try atelier.run(
                    "exiftool", ["-q", "-overwrite_original", "-Comment=lit 4", "-XMP-dc:Creator=Jeanne", file])
            } else {
                try atelier.run("exiftool", TraceTests.planted + [file])
            }
            try atelier.write(try atelier.bytes(file) + Array("Paul Durand, what was cut away".utf8), "more")
            let clean = try await Cleaner(atelier.bench).clean(atelier.path("more"))
            #expect(clean.facts.isBare && !clean.before.isBare)
            // The end of a TIFF is nowhere told.
            #expect(clean.before.traces.contains(.trailing) || name == "a.tif")
            #expect(try Self.left(atelier, clean.path) == [])
            let bytes = try atelier.bytes(clean.path)
            for word in ["Durand", "Jeanne", "Martin", "Lyon", "Canon", "lit 4", "trained"] {
                #expect(bytes.firstRange(of: Array(word.utf8)) == nil, "\(word) is left")
            }
            #expect(clean.facts.width == 320 && clean.facts.height == 200)
            #expect(clean.path == atelier.bench.folder + "/\(clean.digest)." + clean.facts.ending)
            #expect(try atelier.kept() == [clean.digest + "." + clean.facts.ending])
        }
    }

    @Test("an upright picture in sRGB keeps its very samples", arguments: ["a.jpg", "a.png", "a.webp", "a.gif"])
    func lossless(_ name: String) async throws {
        try await inAtelier { atelier in
            let file = try atelier.picture(name)
            let comment = name == "a.webp" ? "-XMP-dc:Title=lit 4" : "-Comment=lit 4"
            try atelier.run("exiftool", ["-q", "-overwrite_original", comment, file])
            let clean = try await Cleaner(atelier.bench).clean(file)
            #expect(clean.isLossless)
            try atelier.run("vips", ["subtract", file, clean.path, "difference.v"])
            #expect(try atelier.run("vips", ["max", "difference.v"]).hasPrefix("0.000"))
            #expect(try atelier.run("vips", ["min", "difference.v"]).hasPrefix("0.000"))
        }
    }

    @Test("cleaning twice gives the same file, under the same name")
    func twice() async throws {
        try await inAtelier { atelier in
            for name in ["a.jpg", "a.png", "a.webp", "a.gif"] {
                let once = try await Cleaner(atelier.bench).clean(try atelier.picture(name))
                let twice = try await Cleaner(atelier.bench).clean(once.path)
                #expect(once.digest == twice.digest && once.path == twice.path, "\(name)")
            }
        }
    }

    @Test("a picture stands upright afterwards, for each of the eight ways to turn it", arguments: 1...8)
    func upright(_ orientation: Int) async throws {
        try await inAtelier { atelier in
            // Left half red, upper right quarter green, lower right quarter blue, as it is seen.
            try atelier.run(
                "ffmpeg",
                [
                    "-v", "error", "-f", "lavfi", "-i", "color=red:s=96x64", "-vf",
                    "drawbox=48:0:48:32:green:fill,drawbox=48:32:48:32:blue:fill,format=rgb24", "-frames:v", "1",
                    "seen.png",
                ])
            let undo =
                [
                    1: "", 2: "hflip", 3: "rot180", 4: "vflip", 5: "transpose", 6: "rot270", 7: "transverse",
                    8: "rot90",
                ][orientation] ?? ""
            var stored = "seen.png"
            func turn(_ arguments: [String], _ out: String) throws {
                try atelier.run("vips", [arguments[0], stored, out] + arguments.dropFirst())
                stored = out
            }
            switch undo {
            case "hflip": try turn(["flip", "horizontal"], "t.png")
            case "vflip": try turn(["flip", "vertical"], "t.png")
            case "rot180": try turn(["rot", "d180"], "t.png")
            case "rot90": try turn(["rot", "d90"], "t.png")
            case "rot270": try turn(["rot", "d270"], "t.png")
            case "transpose":
                try turn(["rot", "d90"], "t.png")
                try turn(["flip", "horizontal"], "u.png")
            case "transverse":
                try turn(["rot", "d270"], "t.png")
                try turn(["flip", "horizontal"], "u.png")
            default: break
            }
            try atelier.run("vips", ["copy", stored, "stored.jpg[Q=95,strip]"])
            try atelier.run(
                "exiftool", ["-q", "-overwrite_original", "-n", "-Orientation=\(orientation)", "stored.jpg"])
            let clean = try await Cleaner(atelier.bench).clean(atelier.path("stored.jpg"))
            #expect(clean.facts.width == 96 && clean.facts.height == 64 && clean.facts.orientation == 1)
            #expect(clean.isLossless == (orientation == 1))
            func isNear(_ x: Int, _ y: Int, _ band: Int) throws -> Bool {
                let colour = try atelier.colour(clean.path, x, y)
                return colour.count >= 3 && colour[band] > 90 && colour[band] > colour[(band + 1) % 3] + 60
            }
            #expect(try isNear(12, 32, 0) && isNear(80, 8, 1) && isNear(80, 56, 2))
        }
    }

    @Test(
        "colours that a profile describes are those of sRGB afterwards, and the profile is gone",
        arguments: ["p3", "cmyk"])
    func profiles(_ profile: String) async throws {
        try await inAtelier { atelier in
            try atelier.run(
                "ffmpeg",
                [
                    "-v", "error", "-f", "lavfi", "-i", "color=0xB05030:s=64x64", "-frames:v", "1", "-pix_fmt", "rgb24",
                    "a.png",
                ])
            try atelier.run("vips", ["icc_transform", "a.png", "a.jpg[Q=98]", profile])
            let clean = try await Cleaner(atelier.bench).clean(atelier.path("a.jpg"))
            #expect(clean.before.colour == (profile == "p3" ? .profiled : .cmyk))
            #expect(clean.facts.colour == .sRGB && clean.facts.isBare && !clean.isLossless)
            let colour = try atelier.colour(clean.path, 30, 30)
            for (band, wanted) in [0xB0, 0x50, 0x30].enumerated() {
                #expect(abs(colour[band] - wanted) <= 12, "\(colour)")
            }
        }
    }

    @Test("an sRGB profile alone does not cost a coding")
    func plainProfile() async throws {
        try await inAtelier { atelier in
            try atelier.picture("a.png")
            try atelier.run("vips", ["icc_transform", "a.png", "a.jpg", "srgb"])
            let clean = try await Cleaner(atelier.bench).clean(atelier.path("a.jpg"))
            #expect(clean.before.traces.contains(.profile) && clean.isLossless && clean.facts.isBare)
        }
    }

    @Test("transparency is kept", arguments: ["a.png", "a.webp", "a.heic"])
    func alpha(_ name: String) async throws {
        try await inAtelier { atelier in
            try atelier.run(
                "ffmpeg",
                [
                    "-v", "error", "-f", "lavfi", "-i", "color=red@0.2:s=64x64,format=rgba", "-frames:v", "1",
                    "source.png",
                ])
            try atelier.run(
                "vips", name.hasSuffix("heic") ? ["heifsave", "source.png", name] : ["copy", "source.png", name])
            let clean = try await Cleaner(atelier.bench).clean(atelier.path(name))
            #expect(clean.facts.hasAlpha && clean.before.hasAlpha)
            #expect(try abs(atelier.colour(clean.path, 5, 5)[3] - 51) < 4)
        }
    }

    @Test("an animation keeps its frames and its pace", arguments: ["a.gif", "a.webp", "a.png"])
    func animations(_ name: String) async throws {
        try await inAtelier { atelier in
            try atelier.film("a.gif", rate: 10, sound: false)
            if name == "a.webp" { try atelier.run("vips", ["webpsave", "a.gif[n=-1]", name]) }
            if name == "a.png" { try atelier.run("ffmpeg", ["-v", "error", "-i", "a.gif", "-f", "apng", name]) }
            let clean = try await Cleaner(atelier.bench).clean(atelier.path(name))
            #expect(clean.facts.kind == .animation && clean.facts.frames == 20 && clean.facts.isBare)
            #expect(clean.facts.seconds == clean.before.seconds)
        }
    }

    @Test("a sound and a document are not cleaned, and said so")
    func others() async throws {
        try await inAtelier { atelier in
            let file = try atelier.write("%PDF-1.7\n", "a")
            let failure = await #expect(throws: Failure.self) { try await Cleaner(atelier.bench).clean(file) }
            #expect(failure?.words == "media.not_cleaned")
        }
    }
}
