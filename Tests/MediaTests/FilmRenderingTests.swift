import Foundation
import Kernel
import Testing

@testable import Media

@Suite(.enabled(if: Atelier.isEquipped, Atelier.wanted)) struct FilmRenderingTests {
    @Test("a video that may go goes as it is")
    func asItIs() async throws {
        try await inAtelier { atelier in
            let master = try await Cleaner(atelier.bench).clean(try atelier.film("a.mp4"))
            let wish = RenditionWish(
                .video, formats: ["video/mp4"], maxBytes: 10_000_000, maxWidth: 1_920, maxHeight: 1_920, maxSeconds: 60)
            let rendition = try await Renderer(atelier.bench).render(master.path, for: wish)
            #expect(rendition.isMaster && rendition.digest == master.digest)
        }
    }

    @Test("a video is within bytes, sides and rate, in H.264 and AAC, its index first, and told how far it is")
    func within() async throws {
        try await inAtelier { atelier in
            let file = try atelier.film(
                "a.mov", seconds: 4, size: "640x360", rate: 50,
                ["-vf", "noise=alls=40:allf=t", "-c:v", "mpeg4", "-b:v", "8M"])
            let told = ProgressLog()
            let wish = RenditionWish(
                .video, formats: ["video/mp4"], maxBytes: 400_000, maxWidth: 480, aspect: 0.5...1.91, maxRate: 30)
            let rendition = try await Renderer(atelier.bench).render(file, for: wish) { told.add($0) }
            let facts = rendition.facts
            #expect(facts.bytes <= 400_000 && facts.width <= 480 && (facts.rate ?? 99) <= 30.01)
            #expect(facts.codec == "h264" && facts.pixelFormat == "yuv420p" && facts.audio == "aac" && facts.isBare)
            #expect(abs((facts.seconds ?? 0) - 4) < 0.15)
            #expect(try BoxLayout.read(FileBytes(rendition.path)).isFast)
            #expect(told.shares == told.shares.sorted() && told.shares.last == 1)
            #expect(facts.bytes > 150_000, "it is as good as it may be: \(facts.bytes)")
        }
    }

    @Test("a video is cut in time and in shape only when told")
    func cut() async throws {
        try await inAtelier { atelier in
            let file = try atelier.film("a.mp4", seconds: 4)
            var wish = RenditionWish(.video, formats: ["video/mp4"], aspect: 0.5...1, maxSeconds: 2)
            await #expect(throws: Failure.self) { try await Renderer(atelier.bench).render(file, for: wish) }
            (wish.mayCut, wish.fit) = (true, .crop(x: 0.5, y: 0.5))
            let square = try await Renderer(atelier.bench).render(file, for: wish)
            #expect(
                square.isCut && (square.facts.seconds ?? 9) <= 2 && square.facts.width == 180
                    && square.facts.height == 180)
            wish.fit = .letterbox(red: 255, green: 0, blue: 0)
            let banded = try await Renderer(atelier.bench).render(file, for: wish)
            #expect(banded.facts.width == 320 && banded.facts.height == 320)
        }
    }

    @Test("a turned video and one of broad pixels stand as they are seen, without a mark that says how")
    func turned() async throws {
        try await inAtelier { atelier in
            try atelier.film("flat.mp4")
            try atelier.run(
                "ffmpeg", ["-v", "error", "-i", "flat.mp4", "-c", "copy", "-metadata:s:v:0", "rotate=90", "turned.mp4"])
            let wish = RenditionWish(.video, formats: ["video/mp4"])
            let upright = try await Renderer(atelier.bench).render(atelier.path("turned.mp4"), for: wish)
            #expect(upright.facts.width == 180 && upright.facts.height == 320 && upright.facts.orientation == 1)
            let broad = try atelier.film("broad.mp4", ["-vf", "setsar=4/3", "-c:v", "mpeg4"])
            let plain = try await Renderer(atelier.bench).render(broad, for: wish)
            #expect(abs(plain.facts.width - 426) <= 2 && plain.facts.height == 180)
        }
    }

    @Test("brighter than a plain screen becomes a plain picture")
    func highRange() async throws {
        try await inAtelier { atelier in
            let file = try atelier.film(
                "a.mp4", seconds: 1, sound: false,
                [
                    "-vf", "format=yuv420p10le", "-pix_fmt", "yuv420p10le", "-c:v", "libx265", "-x265-params",
                    "log-level=none",
                    "-color_trc", "arib-std-b67", "-color_primaries", "bt2020", "-colorspace", "bt2020nc",
                ])
            let facts = try await Probe(atelier.bench).facts(of: file)
            #expect(facts.colour == .highRange)
            let rendition = try await Renderer(atelier.bench).render(
                file, for: RenditionWish(.video, formats: ["video/mp4"]))
            #expect(rendition.facts.colour == .sRGB && rendition.facts.pixelFormat == "yuv420p")
            let still = try await Renderer(atelier.bench).render(
                file, for: RenditionWish(.image, formats: ["image/jpeg"]))
            #expect(still.facts.colour == .sRGB)
        }
    }

    @Test("a still is taken where it was asked for")
    func still() async throws {
        try await inAtelier { atelier in
            try atelier.run(
                "ffmpeg",
                [
                    "-v", "error", "-f", "lavfi", "-i", "color=red:s=320x180:d=2", "-f", "lavfi", "-i",
                    "color=blue:s=320x180:d=2",
                    "-filter_complex", "concat", "-pix_fmt", "yuv420p", "a.mp4",
                ])
            for (second, band) in [(0.5, 0), (3.0, 2), (99, 2)] {
                let wish = RenditionWish(.image, formats: ["image/jpeg"], maxBytes: 100_000, still: second)
                let still = try await Renderer(atelier.bench).render(atelier.path("a.mp4"), for: wish)
                #expect(still.facts.mime == "image/jpeg" && still.facts.width == 320 && still.facts.isBare)
                #expect(try atelier.colour(still.path, 100, 100)[band] > 200)
            }
            let stills = try await Renderer(atelier.bench).stills(of: atelier.path("a.mp4"), at: [0.5, 3, 3.1, 99])
            let bands = try stills.map { try atelier.colour($0.path, 100, 100) }
            #expect(bands.map { $0[0] > 200 } == [true, false, false, false] && stills.allSatisfy(\.facts.isBare))
            let picture = try atelier.picture("a.jpg")
            await #expect(throws: Failure.self) { try await Renderer(atelier.bench).stills(of: picture, at: [0]) }
        }
    }
}
