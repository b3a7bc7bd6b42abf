import Kernel

/// With how many bits a video is coded, and how large.
struct VideoPlan: Equatable {
    var framing: Framing
    /// Frames a second.
    var rate: Double
    /// Seconds that are kept.
    var seconds: Double
    /// Bits a second of the picture, at most.
    var most: Double
    /// Bits a second of the sound; nil when it is mute.
    var sound: Int?

    /// Bits of a pixel under which H.264 falls apart, and those with which a smaller picture is planned.
    private static let poor = 0.035
    private static let fair = 0.05
    /// Bits of a pixel beyond which nobody sees a difference.
    private static let rich = 0.2
    /// Share of the bytes that is the container's.
    private static let container = 0.97

    /// Throws `.unusable` when it is too short, too long or of a wrong shape, `.tooLarge` when it cannot be light enough.
    init(_ facts: MediaFacts, for wish: RenditionWish) throws {
        let length = facts.seconds ?? 0
        if let least = wish.minSeconds, length < least {
            throw Failure(.unusable, "a video of \(length) seconds is too short", words: "media.too_short")
        }
        if let longest = wish.maxSeconds, length > longest, !wish.mayCut {
            throw Failure(.unusable, "a video of \(length) seconds is too long", words: "media.too_long")
        }
        let rate = min(Self.even(facts.rate ?? 25), wish.maxRate ?? 60, 60)
        // A frame less than the limit: the last one lasts as long as the others.
        let seconds = length > wish.maxSeconds ?? .infinity ? (wish.maxSeconds ?? length) - 1 / rate : length
        let budget = wish.maxBytes.map { Double($0) * 8 * Self.container / max(seconds, 0.1) } ?? .infinity
        let isMute = facts.audio == nil || wish.kind == .animation
        let sound = isMute ? nil : budget > 1_500_000 ? 128_000 : 64_000
        let bits = budget - Double(sound ?? 0)
        let framing = try Self.framing(facts, wish, bits: bits, rate: rate)
        (self.rate, self.seconds, self.sound, self.framing) = (rate, seconds, sound, framing)
        most = min(bits, Self.rich * Self.pixels(framing) * rate)
    }

    /// The size that so many bits a second are enough for.
    private static func framing(
        _ facts: MediaFacts, _ wish: RenditionWish, bits: Double, rate: Double
    ) throws -> Framing {
        let full = try Framing(facts, for: wish, step: 2)
        guard bits < poor * pixels(full) * rate else { return full }
        let factor = (max(0, bits) / (fair * pixels(full) * rate)).squareRoot() * full.scale
        guard bits > 60_000, factor > 0 else { throw tooHeavy }
        let smaller = try Framing(facts, for: wish, factor: factor, step: 2)
        guard min(smaller.outerWidth, smaller.outerHeight) >= 160 else { throw tooHeavy }
        return smaller
    }

    private static var tooHeavy: Failure {
        Failure(.tooLarge, "a video that cannot be made light enough", words: "media.too_heavy")
    }

    private static func pixels(_ framing: Framing) -> Double { Double(framing.outerWidth * framing.outerHeight) }

    /// The usual rate that is meant: telephones write 29.97 as 29.83 or 30.02.
    private static func even(_ rate: Double) -> Double {
        guard rate.isFinite, rate >= 1 else { return 25 }
        let usual = [24.0, 25, 30, 50, 60].first { abs($0 - rate) < 0.25 && abs($0 - rate) > 0.001 }
        let broadcast = [24_000.0 / 1_001, 30_000.0 / 1_001, 60_000.0 / 1_001].first { abs($0 - rate) < 0.005 }
        return broadcast ?? usual ?? rate
    }
}
