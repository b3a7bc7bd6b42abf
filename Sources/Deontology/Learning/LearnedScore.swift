/// What the layers say of a passage, before any rule.
struct LearnedScore: Sendable {
    /// About 0 for a text like the innocent ones, about 1 for one like those that violate.
    var violation: Float
    /// For each rule of the model, how much the passage is like its violations; only their order counts.
    var rules: [Float]

    static func + (left: LearnedScore, right: LearnedScore) -> LearnedScore {
        LearnedScore(violation: left.violation + right.violation, rules: zip(left.rules, right.rules).map(+))
    }

    static func * (score: LearnedScore, factor: Float) -> LearnedScore {
        LearnedScore(violation: score.violation * factor, rules: score.rules.map { $0 * factor })
    }
}

/// Rows of numbers kept in 255 steps, each column with its own scale.
struct SmallMatrix: Sendable {
    let columns: Int
    var values: [Int8]
    var scales: [Float]

    init(columns: Int, values: [Int8], scales: [Float]) {
        (self.columns, self.values, self.scales) = (columns, values, scales)
    }

    init(_ rows: [Float], columns: Int) {
        self.columns = columns
        var largest = [Float](repeating: 1e-12, count: columns)
        for (index, value) in rows.enumerated() {
            largest[index % columns] = max(largest[index % columns], abs(value))
        }
        scales = largest.map { $0 / 127 }
        values = [Int8](repeating: 0, count: rows.count)
        for index in rows.indices { values[index] = Int8((rows[index] / scales[index % columns]).rounded()) }
    }

    /// Adds `weight` times row `row` to `sums`, whose values are still to be multiplied by `scales`.
    @inline(__always) func add(row: Int, times weight: Float, to sums: inout [Float]) {
        values.withUnsafeBufferPointer { values in
            sums.withUnsafeMutableBufferPointer { sums in
                let start = row * columns
                for column in 0..<columns { sums[column] += weight * Float(values[start + column]) }
            }
        }
    }

    /// Sums over some rows, each times its weight; still to be multiplied by `scales`.
    func product(_ rows: [Int], _ weights: [Float]) -> [Float] {
        // Eight columns at a time: behind a row's last ones stand its neighbour's, which are dropped.
        var sums = [SIMD8<Float>](repeating: .zero, count: (columns + 7) / 8)
        values.withUnsafeBytes { values in
            sums.withUnsafeMutableBufferPointer { sums in
                for (row, weight) in zip(rows, weights) {
                    for block in sums.indices {
                        let place = row * columns + block * 8
                        sums[block] += weight * SIMD8<Float>(Self.eight(values, place))
                    }
                }
            }
        }
        return (0..<columns).map { sums[$0 / 8][$0 % 8] }
    }

    /// The last row has no neighbour.
    @inline(__always) private static func eight(_ values: UnsafeRawBufferPointer, _ place: Int) -> SIMD8<Int8> {
        guard place + 8 > values.count else { return values.loadUnaligned(fromByteOffset: place, as: SIMD8<Int8>.self) }
        var some = SIMD8<Int8>.zero
        for at in place..<values.count { some[at - place] = Int8(bitPattern: values[at]) }
        return some
    }

    func scaled(_ sums: [Float], plus bias: [Float]) -> [Float] {
        sums.indices.map { sums[$0] * scales[$0] + bias[$0] }
    }
}

/// A linear layer over wordings.
struct WordingLayer: Sendable {
    /// Rows of the table of rules: it is folded in on itself to keep it small.
    static let ruleRows = 1 << 15

    /// For each feature, how rare it is in the training texts.
    let rarity: [UInt8]
    let violation: SmallMatrix
    let violationBias: Float
    let rules: SmallMatrix
    let ruleBias: [Float]

    /// Steps of `rarity`.
    static let rarityStep: Float = 1 / 28
    var rarities: [Float] { rarity.map { Float($0) * Self.rarityStep } }

    func score(_ wordings: Wordings) -> LearnedScore {
        var violationSum: Float = 0
        var sums = [Float](repeating: 0, count: rules.columns)
        for (feature, weight) in wordings.entries {
            violationSum += weight * Float(violation.values[Int(feature)])
            rules.add(row: Int(feature) & (Self.ruleRows - 1), times: weight, to: &sums)
        }
        return LearnedScore(
            violation: violationSum * violation.scales[0] + violationBias, rules: rules.scaled(sums, plus: ruleBias))
    }
}
