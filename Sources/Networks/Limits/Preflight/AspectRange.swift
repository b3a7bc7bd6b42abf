import Foundation

/// The shapes that a network takes, as `4:5 to 1.91:1`: width over height.
struct AspectRange {
    /// As the figure writes it, with a dash.
    let text: String
    private let low: Double
    private let high: Double

    /// Nil for what is not two ratios.
    init?(_ text: String?) {
        let ratios = (text ?? "").components(separatedBy: " to ").map { ratio in
            ratio.split(separator: ":").compactMap { Double($0) }
        }
        guard ratios.count == 2, ratios.allSatisfy({ $0.count == 2 && $0[0] > 0 && $0[1] > 0 }) else { return nil }
        low = ratios[0][0] / ratios[0][1]
        high = ratios[1][0] / ratios[1][1]
        self.text = (text ?? "").replacingOccurrences(of: " to ", with: " – ")
    }

    /// A pixel of rounding is allowed.
    func holds(width: Double, height: Double) -> Bool {
        (width + 1) / height >= low && width / (height + 1) <= high
    }
}
