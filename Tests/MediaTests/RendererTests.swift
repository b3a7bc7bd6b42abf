import Foundation
import Kernel
import Testing

@testable import Media

@Suite(.enabled(if: Atelier.isEquipped, Atelier.wanted)) struct RendererTests {
    static let jpeg = ["image/jpeg", "image/png"]

    /// A clean photograph of many details, of about so many bytes.
    static func photo(_ atelier: Atelier, quality: Int, _ width: Int = 2_000, _ height: Int = 1_500) async throws
        -> Cleaned
    {
        try await Cleaner(atelier.bench).clean(
            try atelier.picture("photo.jpg[Q=\(quality)]", width, height, noise: 30))
    }

    @Test("1.4 MB goes as it is where 2 MB are taken, and is coded anew, in its size, where 1 MB is")
    func bluesky() async throws {
        try await inAtelier { atelier in
            let master = try await Self.photo(atelier, quality: 88)
            try #require((1_050_000...1_990_000).contains(master.facts.bytes), "\(master.facts.bytes)")
            let renderer = Renderer(atelier.bench)
            let two = try await renderer.render(
                master.path, for: RenditionWish(.image, formats: ["image/*"], maxBytes: 2_000_000))
            #expect(two.isMaster && two.digest == master.digest && two.facts.bytes == master.facts.bytes)
            let one = try await renderer.render(
                master.path, for: RenditionWish(.image, formats: ["image/*"], maxBytes: 1_000_000))
            #expect(!one.isMaster && one.facts.bytes <= 1_000_000 && one.facts.isBare && one.facts.mime == "image/jpeg")
            #expect(one.facts.bytes > 600_000, "it is as good as it may be: \(one.facts.bytes)")
            #expect(one.scale > 0.5)
        }
    }

    @Test("25: a small picture is never shrunk nor enlarged", arguments: [64, 398, 800])
    func small(_ width: Int) async throws {
        try await inAtelier { atelier in
            let master = try await Self.photo(atelier, quality: 80, width, width * 3 / 4)
            let wish = RenditionWish(
                .image, formats: ["image/jpeg"], maxBytes: 1_000_000, maxWidth: 4_000, maxHeight: 4_000)
            let same = try await Renderer(atelier.bench).render(master.path, for: wish)
            #expect(same.isMaster && same.facts.width == width)
            var large = wish
            large.minWidth = 1_000
            let failure = await #expect(throws: Failure.self) {
                try await Renderer(atelier.bench).render(master.path, for: large)
            }
            #expect(failure?.words == "media.too_small")
        }
    }

    @Test("quality is given up before size, and size only then")
    func ladder() async throws {
        try await inAtelier { atelier in
            let master = try await Self.photo(atelier, quality: 90)
            var last: Rendition?
            for most in [1_500_000, 700_000, 300_000, 60_000] as [Int64] {
                let wish = RenditionWish(.image, formats: ["image/jpeg"], maxBytes: most)
                let rendition = try await Renderer(atelier.bench).render(master.path, for: wish)
                #expect(rendition.facts.bytes <= most)
                if rendition.scale < 1 {
                    #expect(rendition.facts.width < 2_000)
                } else {
                    #expect(rendition.facts.width == 2_000)
                }
                if let last { #expect(rendition.scale <= last.scale) }
                last = rendition
            }
            #expect(last.map { $0.scale < 1 } == true)
            let wish = RenditionWish(.image, formats: ["image/jpeg"], maxBytes: 900)
            let failure = await #expect(throws: Failure.self) {
                try await Renderer(atelier.bench).render(master.path, for: wish)
            }
            #expect(failure?.words == "media.too_heavy")
        }
    }

    @Test(
        "each format becomes one that is allowed",
        arguments: [
            ("a.heic", "image/jpeg"), ("a.avif", "image/png"), ("a.tif", "image/jpeg"), ("a.webp", "image/jpeg"),
            ("a.png", "image/jpeg"), ("a.jpg", "image/png"), ("a.jpg", "image/webp"), ("a.gif", "image/jpeg"),
        ])
    func formats(_ name: String, _ mime: String) async throws {
        try await inAtelier { atelier in
            let file = try atelier.picture(name)
            let rendition = try await Renderer(atelier.bench).render(
                file, for: RenditionWish(.image, formats: [mime], maxWidth: 200))
            #expect(rendition.facts.mime == mime && rendition.facts.isBare && rendition.facts.width == 200)
            #expect(rendition.path.hasSuffix(rendition.digest + "." + rendition.facts.ending))
        }
    }

    @Test("a format that is allowed is kept, without loss where it had none")
    func kept() async throws {
        try await inAtelier { atelier in
            let master = try await Cleaner(atelier.bench).clean(try atelier.picture("a.png", 1_000, 600))
            let rendition = try await Renderer(atelier.bench).render(
                master.path, for: RenditionWish(.image, formats: Self.jpeg, maxBytes: 1_000_000, maxWidth: 500))
            #expect(rendition.facts.mime == "image/png" && rendition.facts.width == 500)
            // A photograph as PNG that is too heavy becomes a JPEG rather than smaller.
            try atelier.picture("b.png", 1_000, 600, noise: 60)
            let heavy = try await Renderer(atelier.bench).render(
                atelier.path("b.png"), for: RenditionWish(.image, formats: Self.jpeg, maxBytes: 400_000))
            #expect(heavy.facts.mime == "image/jpeg" && heavy.scale == 1)
        }
    }

    @Test("transparency lies on white where a format knows none, and is kept where it may")
    func alpha() async throws {
        try await inAtelier { atelier in
            try atelier.run(
                "ffmpeg",
                [
                    "-v", "error", "-f", "lavfi", "-i", "color=black@0.0:s=400x400,format=rgba", "-frames:v", "1",
                    "a.png",
                ])
            let renderer = Renderer(atelier.bench)
            let flat = try await renderer.render(
                atelier.path("a.png"), for: RenditionWish(.image, formats: ["image/jpeg"]))
            #expect(try atelier.colour(flat.path, 100, 100).allSatisfy { $0 >= 250 })
            let clear = try await renderer.render(
                atelier.path("a.png"), for: RenditionWish(.image, formats: Self.jpeg, maxWidth: 100))
            #expect(clear.facts.mime == "image/png" && clear.facts.hasAlpha && clear.facts.width == 100)
        }
    }

    @Test("shapes are cut or banded as told")
    func shapes() async throws {
        try await inAtelier { atelier in
            try atelier.run(
                "ffmpeg",
                [
                    "-v", "error", "-f", "lavfi", "-i", "color=red:s=900x300", "-vf",
                    "drawbox=600:0:300:300:blue:fill,format=rgb24",
                    "-frames:v", "1", "a.png",
                ])
            let file = atelier.path("a.png")
            var wish = RenditionWish(.image, formats: ["image/png"], maxBytes: 900_000, aspect: 0.8...1)
            await #expect(throws: Failure.self) { try await Renderer(atelier.bench).render(file, for: wish) }
            wish.fit = .crop(x: 1, y: 0.5)
            let cut = try await Renderer(atelier.bench).render(file, for: wish)
            #expect(cut.facts.width == 300 && cut.facts.height == 300 && cut.isCut)
            #expect(try atelier.colour(cut.path, 10, 150)[2] > 200)
            wish.fit = .letterbox(red: 0, green: 255, blue: 0)
            let banded = try await Renderer(atelier.bench).render(file, for: wish)
            #expect(banded.facts.width == 900 && banded.facts.height == 900 && banded.isCut)
            #expect(try atelier.colour(banded.path, 450, 20) == [0, 255, 0])
            #expect(try atelier.colour(banded.path, 50, 450)[0] > 200 && atelier.colour(banded.path, 850, 450)[2] > 200)
        }
    }

    @Test("too light a file is refused where a network wants more")
    func light() async throws {
        try await inAtelier { atelier in
            let file = try atelier.picture("a.jpg", 64, 64)
            let wish = RenditionWish(.image, formats: ["image/jpeg"], minBytes: 100_000)
            let failure = await #expect(throws: Failure.self) {
                try await Renderer(atelier.bench).render(file, for: wish)
            }
            #expect(failure?.words == "media.too_light")
        }
    }

    @Test("the same wish gives the same file, and what is not bare is cleaned on the way")
    func deterministic() async throws {
        try await inAtelier { atelier in
            let file = try atelier.picture("a.jpg", 1_000, 800)
            try atelier.run("exiftool", TraceTests.planted + [file])
            let wish = RenditionWish(.image, formats: ["image/jpeg"], maxBytes: 200_000, maxWidth: 400)
            let (one, two) = (
                try await Renderer(atelier.bench).render(file, for: wish),
                try await Renderer(atelier.bench).render(file, for: wish)
            )
            #expect(one.digest == two.digest && one.facts.isBare)
            #expect(try atelier.kept() == [one.digest + ".jpg"])
            #expect(try CleanerTests.left(atelier, one.path) == [])
        }
    }

    @Test(
        "an animation stays one, in its frames and its pace, within bytes and sides",
        arguments: ["a.gif", "a.webp", "a.png"])
    func animations(_ name: String) async throws {
        try await inAtelier { atelier in
            try atelier.film("a.gif", rate: 10, sound: false)
            if name == "a.webp" { try atelier.run("vips", ["webpsave", "a.gif[n=-1]", name]) }
            if name == "a.png" { try atelier.run("ffmpeg", ["-v", "error", "-i", "a.gif", "-f", "apng", name]) }
            let mime = name == "a.webp" ? "image/webp" : "image/gif"
            let wish = RenditionWish(.animation, formats: ["image/gif", "image/webp"], maxBytes: 80_000, maxWidth: 240)
            let rendition = try await Renderer(atelier.bench).render(atelier.path(name), for: wish)
            #expect(rendition.facts.mime == mime && rendition.facts.kind == .animation && rendition.facts.frames == 20)
            #expect(rendition.facts.bytes <= 80_000 && rendition.facts.width <= 240 && rendition.facts.isBare)
            #expect(abs((rendition.facts.seconds ?? 0) - 2) < 0.1)
            let still = try await Renderer(atelier.bench).render(
                atelier.path(name), for: RenditionWish(.image, formats: ["image/jpeg"]))
            #expect(still.facts.kind == .image && still.facts.width == 320 && still.facts.mime == "image/jpeg")
            let film = try await Renderer(atelier.bench).render(
                atelier.path(name), for: RenditionWish(.animation, formats: ["video/mp4"]))
            #expect(
                film.facts.kind == .video && film.facts.codec == "h264" && film.facts.audio == nil && film.facts.isBare)
        }
    }

    @Test("what cannot become what is asked for is refused")
    func wrong() async throws {
        try await inAtelier { atelier in
            let file = try atelier.picture("a.jpg")
            for kind in [RenditionWish.Kind.video, .animation] {
                let failure = await #expect(throws: Failure.self) {
                    try await Renderer(atelier.bench).render(file, for: RenditionWish(kind, formats: ["video/mp4"]))
                }
                #expect(failure?.words == "media.wrong_kind")
            }
            let failure = await #expect(throws: Failure.self) {
                try await Renderer(atelier.bench).render(file, for: RenditionWish(.image, formats: ["image/bmp"]))
            }
            #expect(failure?.words == "media.no_format")
        }
    }
}
