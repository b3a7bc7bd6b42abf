import Foundation
import Kernel

/// The same blame of the same service, more often than before: something may have gone wrong there.
struct Cluster: Sendable, Equatable {
    /// Days that are looked at, and days before them with which they are compared.
    static let window = 28
    static let before = 84
    /// Voices that it needs at least.
    static let least = 3
    /// Above this the rise may well be chance.
    static let level = 0.05

    let service: Int64
    let theme: Theme
    /// Conversations of the last 28 days that nobody has acted on or put aside, newest first.
    let voices: [Int64]
    /// Conversations of the 84 days before.
    let earlier: Int
    /// How likely as many voices, or more, would be if nothing had changed.
    let p: Double

    /// Voices that 28 days would bring at the pace of the 84 before.
    var expected: Double { Double(earlier) * Double(Self.window) / Double(Self.before) }

    static func rises(recent: Int, earlier: Int) -> Bool {
        recent >= least && RateComparison.p(recent, over: Double(window), earlier, over: Double(before)) < level
    }
}

/// Whether a count is higher than another, each over its own length of time: the exact conditional test of two Poisson
/// rates (J. Przyborowski and H. Wilenski, "Homogeneity of results in testing samples from Poisson series", Biometrika
/// 31, 1940, 313–323). Given their sum, the first count is binomial with the share of its time; this is
/// R's `poisson.test(c(x, y), c(t, u), alternative = "greater")`.
enum RateComparison {
    /// P(X ≥ x) for X binomial of x + y draws with probability t / (t + u).
    static func p(_ x: Int, over t: Double, _ y: Int, over u: Double) -> Double {
        let (x, n) = (max(0, x), max(0, x) + max(0, y))
        guard x > 0, t > 0, u > 0 else { return 1 }
        let share = t / (t + u)
        let whole: Double = lgamma(Double(n) + 1)
        var sum = 0.0
        for k in x...n {
            let (hits, misses) = (Double(k), Double(n - k))
            let term = exp(
                whole - lgamma(hits + 1) - lgamma(misses + 1) + hits * log(share) + misses * log1p(-share))
            sum += term
            // Beyond the middle the terms only fall: what is left changes nothing.
            if hits > Double(n) * share, term < sum * 1e-17 { break }
        }
        return min(1, sum)
    }
}
