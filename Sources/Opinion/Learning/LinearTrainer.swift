/// One training text: its n-grams already hashed, what it should score, and how much it counts.
struct TrainingRow: Sendable {
    var hashes: [UInt64]
    /// Weight of each n-gram, the whole brought to length 1.
    var scales: [Float]
    var target: [Float]
    var weight: Float

    init(target: [Float], weight: Float, _ emit: ((UInt64, Float) -> Void) -> Void) {
        self.target = target
        self.weight = weight
        var hashes: [UInt64] = []
        var scales: [Float] = []
        emit {
            hashes.append($0)
            scales.append($1)
        }
        let norm = max(scales.reduce(0) { $0 + $1 * $1 }, 1).squareRoot()
        self.hashes = hashes
        self.scales = scales.map { $0 / norm }
    }
}

/// Logistic regression over hashed n-grams by AdaGrad (Duchi, Hazan and Singer, 2011). The same rows, settings and seed
/// give the same weights, bit for bit, on one platform.
struct LinearTrainer {
    enum Loss {
        /// One class is true (softmax).
        case one
        /// Each column is true or false by itself (sigmoid).
        case any
    }

    struct Settings: Sendable {
        var epochs = 8
        var rate: Float = 0.5
        /// L2 penalty on the weights a row touches.
        var decay: Float = 1e-5
        var seed: UInt64 = 20_260_101
    }

    let bits: Int
    let columns: Int
    let loss: Loss
    private(set) var weights: [Float]
    private(set) var bias: [Float]
    private var squares: [Float]
    private var biasSquares: [Float]

    init(bits: Int, columns: Int, loss: Loss) {
        (self.bits, self.columns, self.loss) = (bits, columns, loss)
        weights = [Float](repeating: 0, count: columns << bits)
        squares = weights
        bias = [Float](repeating: 0, count: columns)
        biasSquares = bias
    }

    mutating func train(_ rows: [TrainingRow], _ settings: Settings) {
        var random = SplitMix(state: settings.seed)
        var order = Array(rows.indices)
        for epoch in 0..<settings.epochs {
            order.shuffle(using: &random)
            let rate = settings.rate * (1 - 0.9 * Float(epoch) / Float(settings.epochs))
            for index in order { step(rows[index], rate: rate, decay: settings.decay) }
        }
    }

    private mutating func step(_ row: TrainingRow, rate: Float, decay: Float) {
        let mask: UInt64 = (1 << UInt64(bits)) - 1
        let columns = columns
        var sums = bias
        weights.withUnsafeBufferPointer { weights in
            for index in row.hashes.indices {
                let start = Int(row.hashes[index] & mask) * columns
                for column in 0..<columns { sums[column] += row.scales[index] * weights[start + column] }
            }
        }
        let guesses = loss == .one ? Softmax.of(sums) : sums.map(Softmax.sigmoid)
        // A column whose truth is unknown (not a number) teaches nothing.
        let errors = zip(guesses, row.target).map { $1.isNaN ? 0 : ($0 - $1) * row.weight }
        weights.withUnsafeMutableBufferPointer { weights in
            squares.withUnsafeMutableBufferPointer { squares in
                for index in row.hashes.indices {
                    let start = Int(row.hashes[index] & mask) * columns
                    for column in 0..<columns where errors[column] != 0 {
                        let gradient = errors[column] * row.scales[index] + decay * weights[start + column]
                        squares[start + column] += gradient * gradient
                        weights[start + column] -= rate * gradient / (squares[start + column] + 1e-8).squareRoot()
                    }
                }
            }
        }
        for column in 0..<columns {
            biasSquares[column] += errors[column] * errors[column]
            bias[column] -= rate * 0.2 * errors[column] / (biasSquares[column] + 1e-8).squareRoot()
        }
    }
}

/// A small generator (Steele, Lea and Flood, 2014) whose sequence is ours and never changes.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return Hash.mix(state)
    }
}
