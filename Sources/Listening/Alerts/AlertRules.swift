import Foundation
import Kernel

/// When a count is an alarm. Pure rules: counts in, an alarm or nothing out.
enum AlertRules {
    struct Alarm: Equatable {
        let observed: Double
        let expected: Double
        let threshold: Double

        /// Twice the bound is a matter for those who speak, not only for those who watch.
        var level: Alert.Level { observed >= 2 * threshold ? .engage : .prepare }
    }

    /// Fewer complaints in a day than this are never an alarm: one grumpy family is not an epidemic.
    static let fewestInDay = 3.0
    /// And in one hour.
    static let fewestInHour = 5.0

    /// EARS C2 on the last of `counts`, one a day, of which ten are needed.
    static func day(_ counts: [Double]) -> Alarm? {
        guard let observed = counts.last, observed >= fewestInDay,
            let bound = Ears.bounds(counts, minimalDeviation: Ears.quietDeviation).last, observed > bound
        else { return nil }
        let reference = counts.dropLast(Ears.guardBand + 1).suffix(Ears.baseline)
        return Alarm(
            observed: observed, expected: reference.reduce(0, +) / Double(Ears.baseline), threshold: bound)
    }

    /// Farrington's flexible method on the last of `counts`, one a week, of which three years and three weeks are needed.
    static func week(_ counts: [Double]) -> Alarm? {
        guard let observed = counts.last, let bound = Farrington().bound(counts), observed > bound.upper else {
            return nil
        }
        return Alarm(observed: observed, expected: bound.expected, threshold: bound.upper)
    }

    /// A sudden hour: so many complaints that a Poisson law of the last seven days' hourly mean gives them less than one
    /// chance in ten thousand.
    static func hour(_ lastHour: Int, weekBefore: Int) -> Alarm? {
        let observed = Double(lastHour)
        let expected = Double(weekBefore) / (7 * 24)
        let threshold = Double(Quantile.poisson(0.9999, mean: max(expected, 0.01)))
        guard observed >= fewestInHour, observed > threshold else { return nil }
        return Alarm(observed: observed, expected: expected, threshold: threshold)
    }
}
