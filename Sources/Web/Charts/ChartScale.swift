import Foundation

/// Round ticks that hold a range, evenly spaced: 0, 20, 40, 60.
struct ChartScale {
    let ticks: [Double]

    var low: Double { ticks.first ?? 0 }
    var high: Double { ticks.last ?? 1 }
    /// Decimals that tell the ticks apart.
    let digits: Int

    /// About `count` ticks from at most `low` to at least `high`; an empty range is widened. `wholes` for what is
    /// counted: nobody gives two opinions and a half.
    init(_ low: Double, _ high: Double, count: Int = 4, wholes: Bool = false) {
        let low = low.isFinite ? low : 0
        let high = high.isFinite && high > low ? high : low + 1
        let raw = (high - low) / Double(max(1, count))
        let magnitude = pow(10, floor(log10(raw)))
        let round = magnitude * ([1, 2, 2.5, 5, 10].first { $0 * magnitude >= raw * 0.999 } ?? 10)
        let step = wholes ? round.rounded(.up) : round
        let first = (low / step).rounded(.down)
        let last = (high / step).rounded(.up)
        ticks = stride(from: first, through: last, by: 1).prefix(50).map { $0 * step }
        digits = step >= 1 && step == step.rounded() ? 0 : (step * 10 == (step * 10).rounded() ? 1 : 2)
    }

    /// 0 at the bottom, 1 at the top.
    func position(_ value: Double) -> Double { max(0, min(1, (value - low) / (high - low))) }
}
