import Foundation
import Kernel
import Storage

/// Whether positive and negative reviews are refused alike (code de la consommation, L111-7-2; rule AVIS-1117).
struct ReviewFairness: Sendable, Equatable {
    struct Share: Sendable, Equatable {
        var refused = 0
        var decided = 0

        /// 0…1; nil when nothing was decided.
        var value: Double? { decided == 0 ? nil : Double(refused) / Double(decided) }

        /// Wilson's score interval at 95 %.
        var interval: (low: Double, high: Double)? {
            guard decided > 0 else { return nil }
            let (n, z) = (Double(decided), 1.959_963_984_540_054)
            let p = Double(refused) / n
            let middle = p + z * z / (2 * n)
            let spread = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
            let scale = 1 + z * z / n
            return (max(0, (middle - spread) / scale), min(1, (middle + spread) / scale))
        }
    }

    var positive = Share()
    var negative = Share()
    /// Mixed reviews, and those of which nobody said what they are: shown, in no comparison.
    var other = Share()

    var decided: Int { positive.decided + negative.decided + other.decided }

    /// How much more often negative ones are refused, with Newcombe's hybrid score interval at 95 % (Newcombe 1998,
    /// method 10), which holds for few reviews too.
    var difference: (value: Double, low: Double, high: Double)? {
        guard let p = negative.value, let q = positive.value, let one = negative.interval, let other = positive.interval
        else { return nil }
        let low = ((p - one.low) * (p - one.low) + (other.high - q) * (other.high - q)).squareRoot()
        let high = ((one.high - p) * (one.high - p) + (q - other.low) * (q - other.low)).squareRoot()
        return (p - q, max(-1, p - q - low), min(1, p - q + high))
    }

    /// Fisher's exact test, two-sided: how likely a table at least as unlikely is when both are refused alike.
    var fisher: Double? {
        guard positive.decided > 0, negative.decided > 0 else { return nil }
        let refused = negative.refused + positive.refused
        let total = negative.decided + positive.decided
        func weight(_ x: Int) -> Double {
            choose(negative.decided, x) + choose(positive.decided, refused - x) - choose(total, refused)
        }
        let seen = weight(negative.refused)
        let range = max(0, refused - positive.decided)...min(refused, negative.decided)
        return min(1, range.map(weight).filter { $0 <= seen + 1e-7 }.reduce(0) { $0 + exp($1) })
    }

    /// Logarithm of the number of ways to choose.
    private func choose(_ n: Int, _ k: Int) -> Double {
        lgamma(Double(n) + 1) - lgamma(Double(k) + 1) - lgamma(Double(n - k) + 1)
    }

    /// The rule's own bound: refused more than ten points more often, or more often beyond chance.
    var alarms: Bool {
        guard let difference, let fisher else { return false }
        return difference.value > 0.10 || difference.value > 0 && fisher < 0.05
    }

    /// Every verdict that stands, forgotten reviews too.
    static func read(since: Instant? = nil, in connection: any Connection) throws -> ReviewFairness {
        let rows = try connection.query(
            """
            SELECT COALESCE(polarity, '') AS polarity, verdict, CAST(COUNT(*) AS BIGINT) AS n FROM review
            WHERE verdict IS NOT NULL AND verdict_at >= $1 GROUP BY COALESCE(polarity, ''), verdict
            """, since ?? Instant(microseconds: 0))
        return try rows.reduce(into: ReviewFairness()) { fairness, row in
            let count = try row.int("n")
            let refused = try row.text("verdict") == Review.State.refused.rawValue ? count : 0
            let share: WritableKeyPath<ReviewFairness, Share> =
                switch Polarity(rawValue: try row.text("polarity")) {
                case .positive: \.positive
                case .negative: \.negative
                default: \.other
                }
            fairness[keyPath: share].decided += count
            fairness[keyPath: share].refused += refused
        }
    }
}
