/// How many opinions, and how many of them complain; a mixed one counts one half on both sides of the scale.
public struct Tally: Sendable, Equatable, Codable {
    public var opinions: Int
    public var negative: Double

    public init(opinions: Int = 0, negative: Double = 0) {
        self.opinions = opinions
        self.negative = negative
    }

    /// Share of negative opinions, 0…1; nil when there is none at all.
    public var share: Double? { opinions == 0 ? nil : negative / Double(opinions) }

    static func + (left: Tally, right: Tally) -> Tally {
        Tally(opinions: left.opinions + right.opinions, negative: left.negative + right.negative)
    }
}

/// The hospital's temperature over a window, beside the 90 days before it (DESIGN, section 3).
///
/// With `n` opinions of which `neg` are negative, and `p0` the baseline's share: `p = (neg + 20·p0) / (n + 20)`,
/// `T = 37 + 10·(p − p0)` degrees Celsius, clipped to 35…42. The interval is the 90 % credible interval of
/// Beta(neg + 20·p0, n − neg + 20·(1 − p0)), mapped in the same way. 37 is normal *for this hospital*.
public struct Temperature: Sendable, Equatable {
    /// Opinions that the baseline needs before a temperature is said at all.
    public static let enough = 20
    /// Days of the baseline, just before the window.
    public static let baselineDays = 90
    /// Weight of the baseline, in opinions.
    static let weight = 20.0

    /// Degrees Celsius, 35…42.
    public let degrees: Double
    /// Ends of the 90 % credible interval, degrees Celsius, 35…42.
    public let low: Double
    public let high: Double

    /// Nil when the baseline holds fewer than `enough` opinions.
    public init?(window: Tally, baseline: Tally) {
        guard baseline.opinions >= Self.enough, let p0 = baseline.share else { return nil }
        let total = Double(window.opinions)
        let posterior = Beta(
            a: window.negative + Self.weight * p0, b: total - window.negative + Self.weight * (1 - p0))
        func degrees(_ share: Double) -> Double { min(42, max(35, 37 + 10 * (share - p0))) }
        self.degrees = degrees((window.negative + Self.weight * p0) / (total + Self.weight))
        low = degrees(posterior.quantile(0.05))
        high = degrees(posterior.quantile(0.95))
    }

    /// How a nurse would put it.
    public enum Reading: String, Sendable {
        case cool, normal, warm, fever, high
    }

    public var reading: Reading {
        switch degrees {
        case ..<36.5: .cool
        case ..<37.5: .normal
        case ..<38: .warm
        case ..<39.5: .fever
        default: .high
        }
    }
}
