import Kernel
import Testing

@testable import Media

@Suite struct FramingTests {
    static func facts(_ width: Int, _ height: Int) -> MediaFacts {
        var facts = MediaFacts(kind: .image, mime: "image/jpeg", bytes: 1)
        (facts.width, facts.height) = (width, height)
        return facts
    }

    static func wish(
        _ width: Int? = nil, _ height: Int? = nil, pixels: Int? = nil, aspect: ClosedRange<Double>? = nil,
        fit: RenditionWish.Fit = .refuse
    ) -> RenditionWish {
        RenditionWish(
            .image, formats: ["image/jpeg"], maxWidth: width, maxHeight: height, maxPixels: pixels, aspect: aspect,
            fit: fit)
    }

    @Test("what is small enough is left alone, and nothing is enlarged")
    func untouched() throws {
        for size in [(1, 1), (399, 17), (1_440, 1_440)] {
            let framing = try Framing(Self.facts(size.0, size.1), for: Self.wish(1_440, 1_440))
            #expect(framing.isUntouched && framing.scale == 1 && framing.outerWidth == size.0)
        }
    }

    @Test("the tightest of width, height and pixels decides, and the shape stays")
    func tightest() throws {
        let wide = try Framing(Self.facts(4_000, 3_000), for: Self.wish(1_440, 5_000))
        #expect(wide.outerWidth == 1_440 && wide.outerHeight == 1_080)
        let high = try Framing(Self.facts(4_000, 3_000), for: Self.wish(5_000, 600))
        #expect(high.outerWidth == 800 && high.outerHeight == 600)
        let few = try Framing(Self.facts(4_000, 3_000), for: Self.wish(pixels: 1_000_000))
        #expect(few.outerWidth * few.outerHeight <= 1_000_000 && few.outerWidth == 1_154)
    }

    @Test("a shape that is not taken is refused unless told otherwise")
    func refused() {
        let failure = #expect(throws: Failure.self) {
            try Framing(Self.facts(3_000, 1_000), for: Self.wish(aspect: 0.8...1.91))
        }
        #expect(failure?.words == "media.shape")
    }

    @Test(
        "what is cut lies around the place that was named, inside of the picture, and is of the shape",
        arguments: [
            (3_000, 1_000, 0.0), (3_000, 1_000, 0.5), (3_000, 1_000, 1.0), (1_000, 3_000, 0.0), (1_000, 3_000, 0.5),
            (1_001, 2_999, 1.0), (999, 333, .nan),
        ])
    func cropped(_ width: Int, _ height: Int, _ place: Double) throws {
        let framing = try Framing(
            Self.facts(width, height), for: Self.wish(1_440, 1_440, aspect: 0.8...1.91, fit: .crop(x: place, y: place)))
        #expect(framing.isCropped && !framing.isBanded)
        #expect(framing.left >= 0 && framing.left + framing.width <= width)
        #expect(framing.top >= 0 && framing.top + framing.height <= height)
        #expect((0.8...1.91).contains(Double(framing.outerWidth) / Double(framing.outerHeight)))
        if place == 0 { #expect(framing.left == 0 && framing.top == 0) }
        if place == 1 { #expect(framing.left + framing.width == width && framing.top + framing.height == height) }
    }

    @Test(
        "bands make the shape and leave the whole picture in it",
        arguments: [(3_000, 1_000), (1_000, 3_000), (77, 300)])
    func banded(_ width: Int, _ height: Int) throws {
        let framing = try Framing(
            Self.facts(width, height),
            for: Self.wish(1_440, 1_440, aspect: 0.8...1.91, fit: .letterbox(red: 0, green: 0, blue: 0)))
        #expect(framing.isBanded && !framing.isCropped && framing.width == width && framing.height == height)
        #expect(framing.innerWidth <= framing.outerWidth && framing.innerHeight <= framing.outerHeight)
        #expect((0.8...1.91).contains(Double(framing.outerWidth) / Double(framing.outerHeight)))
        #expect(framing.outerWidth <= 1_440 && framing.outerHeight <= 1_440)
        let (was, now) = (Double(width) / Double(height), Double(framing.innerWidth) / Double(framing.innerHeight))
        #expect(abs(was / now - 1) < 0.02)
    }

    @Test("any size and any wish give whole pixels within the wish, or a reason")
    func sweep() throws {
        for width in stride(from: 1, through: 2_200, by: 97) {
            for height in stride(from: 1, through: 2_200, by: 89) {
                for step in [1, 2] {
                    let wish = Self.wish(1_000, 900, aspect: 0.8...1.91, fit: .crop(x: 0.3, y: 0.7))
                    guard let framing = try? Framing(Self.facts(width, height), for: wish, step: step) else { continue }
                    #expect(framing.outerWidth <= max(1_000, step) && framing.outerHeight <= max(900, step))
                    #expect(framing.outerWidth % step == 0 && framing.outerHeight % step == 0)
                    #expect(
                        framing.innerWidth <= max(framing.width, step)
                            && framing.innerHeight <= max(framing.height, step))
                    if min(width, height) > 20 {
                        #expect((0.8...1.91).contains(Double(framing.outerWidth) / Double(framing.outerHeight)))
                    }
                }
            }
        }
    }

    @Test("a picture that is a pixel beside the shape is not refused for it")
    func beside() throws {
        let framing = try Framing(Self.facts(1_080, 1_351), for: Self.wish(aspect: 0.8...1.91))
        #expect(framing.outerWidth == 1_080 && framing.outerHeight == 1_350 && !framing.isCropped)
    }

    @Test("what would have to be enlarged is refused")
    func small() {
        var wish = Self.wish()
        (wish.minWidth, wish.minHeight) = (400, 300)
        let failure = #expect(throws: Failure.self) { try Framing(Self.facts(399, 300), for: wish) }
        #expect(failure?.words == "media.too_small")
    }
}

@Suite struct VideoPlanTests {
    static func film(_ seconds: Double, _ width: Int = 1_920, _ height: Int = 1_080, rate: Double = 30) -> MediaFacts {
        var facts = MediaFacts(kind: .video, mime: "video/mp4", bytes: 1)
        (facts.width, facts.height, facts.seconds, facts.rate, facts.audio) = (width, height, seconds, rate, "aac")
        return facts
    }

    @Test("bits are enough for the bytes that are allowed, sound included")
    func weight() throws {
        for megabytes in [4.0, 20, 100, 500] {
            let wish = RenditionWish(.video, formats: ["video/mp4"], maxBytes: Int64(megabytes * 1e6))
            let plan = try VideoPlan(Self.film(60), for: wish)
            let bytes = (plan.most + Double(plan.sound ?? 0)) * plan.seconds / 8
            #expect(bytes <= megabytes * 1e6)
            #expect(plan.framing.outerWidth % 2 == 0 && plan.framing.outerHeight % 2 == 0)
            #expect((plan.framing.scale < 1) == (megabytes < 20))
        }
    }

    @Test("a video is cut only when told, and then a frame before the limit")
    func cut() throws {
        var wish = RenditionWish(.video, formats: ["video/mp4"], maxSeconds: 60)
        let failure = #expect(throws: Failure.self) { try VideoPlan(Self.film(61), for: wish) }
        #expect(failure?.words == "media.too_long")
        wish.mayCut = true
        let plan = try VideoPlan(Self.film(61), for: wish)
        #expect(plan.seconds < 60 && plan.seconds > 59.9)
        wish.minSeconds = 3
        let short = #expect(throws: Failure.self) { try VideoPlan(Self.film(2), for: wish) }
        #expect(short?.words == "media.too_short")
    }

    @Test("what cannot be light enough to be worth seeing is refused")
    func hopeless() {
        let wish = RenditionWish(.video, formats: ["video/mp4"], maxBytes: 500_000)
        let failure = #expect(throws: Failure.self) { try VideoPlan(Self.film(600), for: wish) }
        #expect(failure?.kind == .tooLarge)
    }

    @Test("rates that telephones write become those that are meant")
    func rates() throws {
        let wish = RenditionWish(.video, formats: ["video/mp4"])
        for (told, meant) in [(29.83, 30.0), (30.02, 30), (29.97, 30_000.0 / 1_001), (25, 25), (240, 60), (12, 12)] {
            #expect(try VideoPlan(Self.film(10, rate: told), for: wish).rate == meant)
        }
    }
}
