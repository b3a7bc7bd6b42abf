import Foundation

/// Means of groups, each drawn towards the mean of all as far as its own few values do not speak for it: the normal
/// hierarchical model with a flat prior on the deviation between groups, summed over a grid (Gelman and others, Bayesian
/// Data Analysis, third edition, section 5.4). An estimate of that deviation alone, put in as if it were known, gave
/// intervals that held the truth in 80 of 100 instead of 90.
struct PooledCells {
    struct Estimate {
        let mean: Double
        let deviation: Double
    }

    /// The mean of the groups, known or not.
    let mean: Double
    /// One for each group, in their order.
    let cells: [Estimate]

    private static let steps = 40

    /// - Parameter groups: values of each; none empty, and more values than groups.
    init(_ groups: [[Double]]) {
        let counts = groups.map { Double($0.count) }
        let means = groups.map { $0.reduce(0, +) / Double($0.count) }
        var squares = 0.0
        for (group, mean) in zip(groups, means) { squares += group.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } }
        // Never nothing, that what is all alike divides too.
        let within = max(1e-9, squares / (counts.reduce(0, +) - Double(groups.count)))
        // Hours that differ by more than posts of the same hour do not exist.
        let grid = (0...Self.steps).map { step in
            Point(between: within * pow(Double(step) / Double(Self.steps), 2), within, counts, means)
        }
        let likeliest = grid.map(\.logLikelihood).max() ?? 0
        let raw = grid.map { exp($0.logLikelihood - likeliest) }
        let total = raw.reduce(0, +)
        let weights = raw.map { $0 / total }
        mean = zip(weights, grid).reduce(0) { $0 + $1.0 * $1.1.mean }
        cells = means.indices.map { index in
            let mean = zip(weights, grid).reduce(0) { $0 + $1.0 * $1.1.means[index] }
            let variance = zip(weights, grid).reduce(0) { sum, next in
                let off = next.1.means[index] - mean
                return sum + next.0 * (next.1.variances[index] + off * off)
            }
            return Estimate(mean: mean, deviation: variance.squareRoot())
        }
    }

    /// What follows when the variance between groups is given.
    private struct Point {
        let mean: Double
        let means: [Double]
        let variances: [Double]
        let logLikelihood: Double

        init(between: Double, _ within: Double, _ counts: [Double], _ found: [Double]) {
            let spread = counts.map { between + within / $0 }
            let weight = spread.reduce(0) { $0 + 1 / $1 }
            let mean = zip(found, spread).reduce(0) { $0 + $1.0 / $1.1 } / weight
            self.mean = mean
            let kept = spread.map { between / $0 }
            means = zip(found, kept).map { mean + $1 * ($0 - mean) }
            variances = kept.map { between * (1 - $0) + (1 - $0) * (1 - $0) / weight }
            logLikelihood =
                -0.5 * log(weight)
                - 0.5
                * zip(found, spread).reduce(0) { sum, next in
                    sum + log(next.1) + (next.0 - mean) * (next.0 - mean) / next.1
                }
        }
    }
}
