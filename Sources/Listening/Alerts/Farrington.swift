import Foundation

/// Farrington's flexible method for weekly counts (Noufaily et al., Stat Med 2013;32:1206-22): a quasi-Poisson
/// regression with a trend and ten seasons over past years, old outbreaks weighted down, and the bound that a negative
/// binomial of that mean and dispersion passes with a small probability.
/// Figures equal `surveillance::farringtonFlexible` of R with the same settings and `thresholdMethod = "nbPlugin"`.
struct Farrington {
    /// Years looked back.
    var years = 3
    /// Weeks on either side of the same week of past years that make one season.
    var halfWindow = 3
    /// Seasons of a year.
    var periods = 10
    /// Last weeks left out, so that an outbreak does not hide its own growth.
    var weeksLeftOut = 26
    /// Anscombe residual above which a past week is weighted down.
    var residualLimit = 2.58
    /// Probability with which a normal week passes the bound.
    var alpha = 0.01
    /// No alarm under this many cases in the last weeks.
    var fewest = (cases: 5.0, weeks: 4)

    struct Bound: Equatable {
        let expected: Double
        let upper: Double
    }

    /// Weeks needed before the one looked at.
    var needed: Int { 52 * years + halfWindow }

    /// The bound of the last week of `counts`; nil when there are too few weeks, too few cases, or no fit.
    func bound(_ counts: [Double]) -> Bound? {
        let now = counts.count - 1
        guard now >= needed else { return nil }
        guard counts.suffix(fewest.weeks).reduce(0, +) >= fewest.cases else { return nil }
        let seasons = seasons(until: now)
        let weeks = (0..<now - weeksLeftOut).filter { seasons[$0] != 0 }
        let response = weeks.map { counts[$0] }
        let withTrend = fit(weeks, seasons, response, trend: true)
        if let withTrend {
            let expected = withTrend.model.mean(at: row(week: now, season: periods, trend: true))
            if years >= 3, expected <= response.max() ?? 0 {
                return bound(expected, withTrend.dispersion)
            }
        }
        guard let plain = fit(weeks, seasons, response, trend: false) else { return nil }
        return bound(plain.model.mean(at: row(week: now, season: periods, trend: false)), plain.dispersion)
    }

    private func bound(_ expected: Double, _ dispersion: Double) -> Bound {
        let upper =
            dispersion > 1
            ? Quantile.negativeBinomial(1 - alpha, mean: expected, dispersion: dispersion)
            : Quantile.poisson(1 - alpha, mean: expected)
        return Bound(expected: expected, upper: Double(upper))
    }

    private func fit(
        _ weeks: [Int], _ seasons: [Int], _ counts: [Double], trend: Bool
    ) -> (model: PoissonRegression, dispersion: Double)? {
        let rows = weeks.map { row(week: $0, season: seasons[$0], trend: trend) }
        let even = [Double](repeating: 1, count: counts.count)
        guard let first = PoissonRegression(rows: rows, counts: counts, weights: even) else { return nil }
        let weights = weights(first, counts)
        guard let second = PoissonRegression(rows: rows, counts: counts, weights: weights) else { return nil }
        return (second, max(second.dispersion, 1))
    }

    /// Weeks that stand out in the first fit count for less: they were outbreaks.
    private func weights(_ model: PoissonRegression, _ counts: [Double]) -> [Double] {
        let phi = max(model.dispersion, 1)
        let residuals = counts.indices.map { index in
            let mean = model.means[index]
            let anscombe = 1.5 * (pow(counts[index], 2 / 3) * pow(mean, -1 / 6) - mean.squareRoot())
            return anscombe / (phi * (1 - model.leverages[index])).squareRoot()
        }
        let sum = residuals.reduce(0) { $0 + ($1 > residualLimit ? 1 / ($1 * $1) : 1) }
        let gamma = Double(residuals.count) / sum
        return residuals.map { $0 > residualLimit ? gamma / ($0 * $0) : gamma }
    }

    private func row(week: Int, season: Int, trend: Bool) -> [Double] {
        var row = [1.0]
        // R counts weeks from 1; the origin does not change what is fitted.
        if trend { row.append(Double(week + 1)) }
        for period in 2...periods { row.append(season == period ? 1 : 0) }
        return row
    }

    /// The season of each week: `periods` around the same week of each year, 1… between them, 0 before.
    private func seasons(until now: Int) -> [Int] {
        var seasons = [Int](repeating: 0, count: now + 1)
        for week in now - halfWindow...now { seasons[week] = periods }
        for year in 1...years {
            let reference = now - 52 * year
            let later = now - 52 * (year - 1)
            for week in reference - halfWindow...reference + halfWindow { seasons[week] = periods }
            let between = later - 2 * halfWindow - 1 - reference
            var week = reference + halfWindow + 1
            for period in 1..<periods {
                let length = between / (periods - 1) + (period <= between % (periods - 1) ? 1 : 0)
                for _ in 0..<length {
                    seasons[week] = period
                    week += 1
                }
            }
        }
        return seasons
    }
}

/// Quantiles of counting distributions: the smallest k whose cumulative probability reaches p.
enum Quantile {
    static func poisson(_ p: Double, mean: Double) -> Int {
        smallest(p) { k in Double(k) * log(mean) - mean - lgamma(Double(k) + 1) }
    }

    /// Size mean/(φ − 1), probability 1/φ: variance φ·mean.
    static func negativeBinomial(_ p: Double, mean: Double, dispersion: Double) -> Int {
        let size = mean / (dispersion - 1)
        let success = 1 / dispersion
        return smallest(p) { k in
            lgamma(Double(k) + size) - lgamma(size) - lgamma(Double(k) + 1) + size * log(success)
                + Double(k) * log1p(-success)
        }
    }

    private static func smallest(_ p: Double, logarithm: (Int) -> Double) -> Int {
        var sum = 0.0
        for k in 0..<10_000_000 {
            sum += exp(logarithm(k))
            // The slack is that of R: a quantile is not missed by a rounding of the sum.
            if sum >= p * (1 - 64 * Double.ulpOfOne) { return k }
        }
        return 10_000_000
    }
}
