public import Encoder
import Foundation
import Kernel

/// Learns the layers from examples. Nothing is drawn at random: the same examples give the same bytes.
public struct DeontologyTrainer {
    /// An example as numbers.
    struct Sample {
        let counts: Wordings.Counts
        let meaning: Meaning?
        let rules: [Int]
    }

    /// Ridge of the layer of wordings and of that of meanings, chosen by cross-validation (docs/deontology.md).
    static let ridges: (wording: Float, meaning: Float) = (0.8, 0.2)
    /// How much rarer rules are favoured when one is chosen: a share of violations to this power divides.
    static let rarityOfRules: Float = 0.3

    let rules: [String]
    let samples: [Sample]

    /// - Parameter reader: with the encoder, without which the layer of meanings cannot be learned.
    public init(_ examples: [DeontologyExample], reader cues: CueList, encoder: Encoder) throws {
        rules = Set(examples.flatMap(\.violates)).sorted()
        guard !rules.isEmpty else { throw Failure(.unusable, "no example violates anything") }
        let place = Dictionary(uniqueKeysWithValues: rules.enumerated().map { ($1, $0) })
        let reader = DraftReader(cues: cues, encoder: encoder)
        samples = try stride(from: 0, to: examples.count, by: 32).flatMap { first in
            let some = examples[first..<min(examples.count, first + 32)]
            return try zip(some, reader.read(some.map(\.draft))).map { example, reading in
                // An example is one passage: what follows a first one of such length is not learned from.
                guard let passage = reading.passages.first else {
                    throw Failure(.unusable, "\(example.id): an example without text")
                }
                return Sample(
                    counts: passage.counts, meaning: passage.meaning, rules: example.violates.compactMap { place[$0] })
            }
        }
    }

    /// The model that the samples at `places` teach; all of them when nil.
    public func train(on places: [Int]? = nil) throws -> DeontologyModel {
        let chosen = (places ?? Array(samples.indices)).map { samples[$0] }
        let targets = Targets(chosen, rules: rules.count)
        return DeontologyModel(
            rules: rules, wording: try wordingLayer(chosen, targets), meaning: try meaningLayer(chosen, targets))
    }

    // MARK: - Meanings

    private func meaningLayer(_ samples: [Sample], _ targets: Targets) throws -> MeaningLayer {
        let points = samples.compactMap(\.meaning)
        guard points.count == samples.count else { throw Failure(.unusable, "the encoder is needed for training") }
        let dual = try Self.dual(targets, ridge: Self.ridges.meaning) { Meaning.likeness(points[$0], points[$1]) }
        let violation = dual.violation
        return MeaningLayer(
            points: points, violation: violation, violationBias: targets.share,
            rules: SmallMatrix(dual.rules, columns: rules.count), ruleBias: targets.bias)
    }

    // MARK: - Wordings

    private func wordingLayer(_ samples: [Sample], _ targets: Targets) throws -> WordingLayer {
        let rarity = Self.rarity(samples)
        let floats = rarity.map { Float($0) * WordingLayer.rarityStep }
        let wordings = samples.map { Wordings($0.counts, rarity: floats) }
        let whole = try Self.weights(wordings, targets, rows: Wordings.size)
        let folded = try Self.weights(wordings, targets, rows: WordingLayer.ruleRows)
        return WordingLayer(
            rarity: rarity, violation: SmallMatrix(whole.violation, columns: 1), violationBias: targets.share,
            rules: SmallMatrix(folded.rules, columns: rules.count), ruleBias: targets.bias)
    }

    /// 1 + ln((1 + n) / (1 + texts that hold the feature)), in steps.
    private static func rarity(_ samples: [Sample]) -> [UInt8] {
        var held = [Int](repeating: 0, count: Wordings.size)
        for sample in samples {
            for feature in Set(sample.counts.groups.joined().map(\.feature)) { held[Int(feature)] += 1 }
        }
        return held.map { count in
            let value = 1 + log(Double(1 + samples.count) / Double(1 + count))
            return UInt8(min(255, (value / Double(WordingLayer.rarityStep)).rounded()))
        }
    }

    /// The weights of a layer whose features are folded into `rows`.
    private static func weights(
        _ wordings: [Wordings], _ targets: Targets, rows: Int
    ) throws -> (violation: [Float], rules: [Float]) {
        let gram = Likenesses(wordings, rows: rows)
        let dual = try dual(targets, ridge: ridges.wording) { gram[$0, $1] }
        let columns = targets.rules
        var violation = [Float](repeating: 0, count: rows)
        var rules = [Float](repeating: 0, count: rows == Wordings.size ? 0 : rows * columns)
        for (index, wording) in wordings.enumerated() {
            for (feature, weight) in wording.entries {
                let row = Int(feature) & (rows - 1)
                violation[row] += weight * dual.violation[index]
                if rules.isEmpty { continue }
                for column in 0..<columns {
                    rules[row * columns + column] += weight * dual.rules[index * columns + column]
                }
            }
        }
        return (violation, rules)
    }

    // MARK: - Both

    /// The coefficient of each sample for the violation, and for each rule: what it says of a text being a violation
    /// of the rule, plus what it says among violations alone, over the rule's rarity.
    private static func dual(
        _ targets: Targets, ridge: Float, _ likeness: (Int, Int) -> Float
    ) throws -> (violation: [Float], rules: [Float]) {
        let all = try RidgeSolver(size: targets.count, ridge: ridge, likeness: likeness)
        let guilty = targets.guilty
        let among = try RidgeSolver(size: guilty.count, ridge: ridge) { likeness(guilty[$0], guilty[$1]) }
        var rules = [Float](repeating: 0, count: targets.count * targets.rules)
        for rule in 0..<targets.rules {
            let first = all.solve(targets.rule(rule))
            let second = among.solve(guilty.map { targets.violates[$0][rule] ? 1 : 0 })
            for index in 0..<targets.count { rules[index * targets.rules + rule] = first[index] / targets.rarity[rule] }
            for (place, index) in guilty.enumerated() {
                rules[index * targets.rules + rule] += second[place] / targets.rarity[rule]
            }
        }
        return (all.solve(targets.violation), rules)
    }
}

/// What the layers are to answer for each sample, less the average.
struct Targets {
    let count: Int
    let rules: Int
    let violates: [[Bool]]
    /// Samples that violate something.
    let guilty: [Int]
    /// Their share.
    let share: Float
    /// For each rule, what its scores are divided by.
    let rarity: [Float]
    let bias: [Float]
    private let shares: [Float]

    init(_ samples: [DeontologyTrainer.Sample], rules: Int) {
        (count, self.rules) = (samples.count, rules)
        violates = samples.map { sample in (0..<rules).map(sample.rules.contains) }
        guilty = samples.indices.filter { !samples[$0].rules.isEmpty }
        share = Float(guilty.count) / Float(max(1, samples.count))
        let violates = violates
        shares = (0..<rules).map { rule in Float(violates.count { $0[rule] }) / Float(max(1, violates.count)) }
        rarity = shares.map { Float(pow(Double(max($0, 0.001)), Double(DeontologyTrainer.rarityOfRules))) }
        bias = zip(shares, rarity).map { $0 / $1 }
    }

    var violation: [Float] { violates.map { ($0.contains(true) ? 1 : 0) - share } }

    func rule(_ rule: Int) -> [Float] { violates.map { ($0[rule] ? 1 : 0) - shares[rule] } }
}

/// Scalar products of wordings, two by two.
struct Likenesses {
    private var values: [Float]
    private let size: Int

    init(_ wordings: [Wordings], rows: Int) {
        size = wordings.count
        values = [Float](repeating: 0, count: size * size)
        var holders = [[(sample: Int32, weight: Float)]](repeating: [], count: rows)
        for (index, wording) in wordings.enumerated() {
            for (feature, weight) in wording.entries {
                holders[Int(feature) & (rows - 1)].append((Int32(index), weight))
            }
            // Every text up to this one that holds the feature, this one included.
            for (feature, weight) in wording.entries {
                for holder in holders[Int(feature) & (rows - 1)] {
                    values[index * size + Int(holder.sample)] += weight * holder.weight
                }
            }
        }
    }

    /// - Precondition: column ≤ row.
    subscript(row: Int, column: Int) -> Float { values[row * size + column] }
}
