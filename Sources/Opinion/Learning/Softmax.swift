import Foundation

/// From sums to probabilities.
enum Softmax {
    static func of(_ sums: [Float]) -> [Float] {
        let top = sums.max() ?? 0
        let powers = sums.map { exp($0 - top) }
        let total = powers.reduce(0, +)
        return powers.map { $0 / total }
    }

    static func logarithm(_ value: Float) -> Float { log(value) }

    static func sigmoid(_ value: Float) -> Float { 1 / (1 + exp(-value)) }
}
