import Foundation

/// EARS C2, the daily alarm of the Early Aberration Reporting System: a count is compared with the mean and the
/// standard deviation of seven days that end two days before it (Hutwagner et al., J Urban Health 2003;80:i89-i96).
/// Figures equal `surveillance::earsC(method = "C2")` of R.
enum Ears {
    static let baseline = 7
    static let guardBand = 2
    /// The one-sided quantile of the normal distribution at 1 − 0.001.
    static let z = 3.090_232_306_167_813
    /// The smallest standard deviation believed: three quiet weeks do not make one complaint an alarm.
    static let quietDeviation = 0.5

    /// Days needed before the last one.
    static let needed = baseline + guardBand

    /// Bounds of each count of `counts` from index `needed` on: above its bound, a count is an alarm.
    /// - Parameter minimalDeviation: `minSigma` of R's function.
    static func bounds(_ counts: [Double], minimalDeviation: Double = 0) -> [Double] {
        guard counts.count > needed else { return [] }
        return (needed..<counts.count).map { day in
            bound(Array(counts[day - needed..<day - guardBand]), minimalDeviation: minimalDeviation)
        }
    }

    private static func bound(_ reference: [Double], minimalDeviation: Double) -> Double {
        let mean = reference.reduce(0, +) / Double(reference.count)
        let squares = reference.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return mean + z * max(minimalDeviation, (squares / Double(reference.count - 1)).squareRoot())
    }
}
