import Foundation

/// The Beta distribution, as far as a credible interval needs it.
/// Cumulative distribution by the continued fraction of DLMF 8.17.22 (https://dlmf.nist.gov/8.17), evaluated by Lentz's
/// method; quantile by Newton's steps, halving where one would leave what is left of [0, 1].
struct Beta {
    let a: Double
    let b: Double

    /// P(X ≤ x). A shape of zero puts all the mass on one end.
    func cumulative(_ x: Double) -> Double {
        if a <= 0 { return x < 0 ? 0 : 1 }
        if b <= 0 { return x < 1 ? 0 : 1 }
        if x <= 0 { return 0 }
        if x >= 1 { return 1 }
        let front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x))
        return x < (a + 1) / (a + b + 2)
            ? front * Self.fraction(x, a, b) / a
            : 1 - front * Self.fraction(1 - x, b, a) / b
    }

    /// The x below which a share `p` of the mass lies, within 1e-12.
    func quantile(_ p: Double) -> Double {
        if a <= 0 { return 0 }
        if b <= 0 { return 1 }
        let scale = lgamma(a + b) - lgamma(a) - lgamma(b)
        var (low, high, x) = (0.0, 1.0, a / (a + b))
        // Newton's steps are half a dozen; halving from one end to the other is forty.
        for _ in 0..<100 {
            let excess = cumulative(x) - p
            if excess < 0 { low = x } else { high = x }
            let newton = x - excess / exp(scale + (a - 1) * log(x) + (b - 1) * log1p(-x))
            let next = newton > low && newton < high ? newton : (low + high) / 2
            if abs(next - x) < 1e-13 { return next }
            x = next
        }
        return x
    }

    private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
        let tiny = 1e-300
        func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
        var c = 1.0
        var d = 1 / kept(1 - (a + b) * x / (a + 1))
        var result = d
        for step in 1...1_000 {
            let m = Double(step)
            let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
            d = 1 / kept(1 + even * d)
            c = kept(1 + even / c)
            result *= d * c
            let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
            d = 1 / kept(1 + odd * d)
            c = kept(1 + odd / c)
            result *= d * c
            if abs(d * c - 1) < 1e-15 { break }
        }
        return result
    }
}
