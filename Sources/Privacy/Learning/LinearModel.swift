/// A linear model over hashed features: one table of small weights shared by all classes.
struct LinearModel: Sendable {
    let bits: Int
    let scale: Float
    let weights: [Int8]

    @inline(__always)
    static func slot(_ feature: UInt32, _ label: UInt8, _ bits: Int) -> Int {
        Int(((feature ^ (UInt32(label) &* 0x9E37_79B1)) &* 0x85EB_CA6B) >> UInt32(32 - bits))
    }

    /// Log-odds of a class against "none of them", whose score is 0.
    func score(_ features: [UInt32], _ label: UInt8) -> Float {
        var sum: Int32 = 0
        weights.withUnsafeBufferPointer { table in
            for feature in features { sum &+= Int32(table[Self.slot(feature, label, bits)]) }
        }
        return Float(sum) * scale
    }

    /// The likeliest of some classes (0 is none), with its probability and that of "none".
    func choice(_ features: [UInt32], among labels: [UInt8]) -> (label: UInt8, probability: Double, none: Double) {
        let scores = labels.map { score(features, $0) }
        let top = max(0, scores.max() ?? 0)
        let total = exponential(-top) + scores.reduce(0) { $0 + exponential($1 - top) }
        var best: (UInt8, Float) = (0, 0)
        for (label, score) in zip(labels, scores) where score > best.1 { best = (label, score) }
        return (best.0, exponential(best.1 - top) / total, exponential(-top) / total)
    }

    /// Probability of class 1 against none.
    func probability(_ features: [UInt32]) -> Float { Float(1 / (1 + exponential(-score(features, 1)))) }
}

/// What a model learns from: the features of a case, the classes it may be, the one it is (0: none).
struct Example {
    var features: [UInt32]
    var labels: [UInt8] = [1]
    var gold: UInt8
    var weight: Float = 1
}

/// Logistic regression by AdaGrad; the same examples give the same weights.
struct LinearTrainer {
    var bits: Int
    var epochs = 12
    var rate: Float = 0.1
    var decay: Float = 2e-5
    /// Share of the features of a case that each step leaves out, so that no word alone decides.
    var dropout: Float = 0.3

    func train(_ examples: [Example]) -> LinearModel {
        let size = 1 << bits
        var weights = [Float](repeating: 0, count: size)
        var squares = [Float](repeating: 1e-3, count: size)
        var order = Array(examples.indices)
        var random = Dice(seed: 7)
        for _ in 0..<epochs {
            order.shuffle(using: &random)
            for index in order { step(thinned(examples[index], &random), &weights, &squares) }
        }
        return Self.quantised(weights.map { $0 * (1 - dropout) }, bits)
    }

    private func thinned(_ example: Example, _ dice: inout Dice) -> Example {
        let limit = UInt64(dropout * 256)
        var thin = example
        thin.features.removeAll { _ in dice.next() & 255 < limit }
        return thin
    }

    private func step(_ example: Example, _ weights: inout [Float], _ squares: inout [Float]) {
        let scores = example.labels.map { label in
            example.features.reduce(Float(0)) { $0 + weights[LinearModel.slot($1, label, bits)] }
        }
        let top = max(0, scores.max() ?? 0)
        let total = exponential(-top) + scores.reduce(0) { $0 + exponential($1 - top) }
        for (label, score) in zip(example.labels, scores) {
            let error = Float(exponential(score - top) / total) - (label == example.gold ? 1 : 0)
            if abs(error) < 0.002 { continue }
            for feature in example.features {
                let slot = LinearModel.slot(feature, label, bits)
                let gradient = error * example.weight + decay * weights[slot]
                squares[slot] += gradient * gradient
                weights[slot] -= rate * gradient / squares[slot].squareRoot()
            }
        }
    }

    private static func quantised(_ weights: [Float], _ bits: Int) -> LinearModel {
        let largest = weights.reduce(Float(1e-6)) { max($0, abs($1)) }
        let scale = min(largest, 3) / 127
        let small = weights.map { Int8(max(-127, min(127, ($0 / scale).rounded()))) }
        return LinearModel(bits: bits, scale: scale, weights: small)
    }
}

/// SplitMix64: the same seed gives the same throws.
struct Dice: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
