import Kernel

/// The layers that tell a draft which violates a rule from one that does not, learned from the project's own examples.
///
/// Two of them: one over wordings, which serves alone when there is no encoder, and one over meanings.
public struct DeontologyModel: Sendable {
    /// Identifiers of the rules that the layers know, in the order of their columns.
    public let rules: [String]
    let wording: WordingLayer
    let meaning: MeaningLayer
    private let rarities: [Float]

    /// Share of the meanings' say where both speak.
    static let meaningShare: Float = 0.4
    /// What being very like the violations of one rule adds to the violation, and the likeness at which it adds nothing.
    static let oneRule: (share: Float, middle: Float) = (0.1, 1.9)

    init(rules: [String], wording: WordingLayer, meaning: MeaningLayer) {
        (self.rules, self.wording, self.meaning) = (rules, wording, meaning)
        rarities = wording.rarities
    }

    func score(_ counts: Wordings.Counts, _ meaning: Meaning?) -> LearnedScore {
        var score = wording.score(Wordings(counts, rarity: rarities))
        if let meaning {
            score = score * (1 - Self.meaningShare) + self.meaning.score(meaning) * Self.meaningShare
        }
        score.violation += Self.oneRule.share * ((score.rules.max() ?? 0) - Self.oneRule.middle)
        return score
    }
}

// MARK: - The file

extension DeontologyModel {
    static let magic = Array("RESDEO02".utf8)

    /// Reads what `bytes` wrote. Throws `.unusable` for anything else.
    public init(bytes: [UInt8]) throws {
        var reader = ByteReader(bytes)
        guard try reader.take(Self.magic.count) == ArraySlice(Self.magic) else {
            throw Failure(.unusable, "not a model of medical ethics")
        }
        let names = try reader.bytes()
        rules = String(decoding: names, as: UTF8.self).split(separator: "\n").map(String.init)
        let count = rules.count
        guard count > 0, count < 1000 else { throw Failure(.unusable, "a model of no rule") }
        wording = try WordingLayer(&reader, rules: count)
        meaning = try MeaningLayer(&reader, rules: count)
        rarities = wording.rarities
    }

    /// The file that holds the model.
    public var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.out = Self.magic
        writer.bytes(Array(rules.joined(separator: "\n").utf8))
        wording.write(to: &writer)
        meaning.write(to: &writer)
        return writer.out
    }
}

extension WordingLayer {
    init(_ reader: inout ByteReader, rules count: Int) throws {
        rarity = try reader.bytes(count: Wordings.size)
        violation = SmallMatrix(
            columns: 1, values: try reader.small(count: Wordings.size), scales: try reader.floats(count: 1))
        violationBias = try reader.floats(count: 1)[0]
        rules = SmallMatrix(
            columns: count, values: try reader.small(count: Self.ruleRows * count),
            scales: try reader.floats(count: count))
        ruleBias = try reader.floats(count: count)
    }

    func write(to writer: inout ByteWriter) {
        writer.bytes(rarity)
        writer.small(violation.values)
        writer.floats(violation.scales)
        writer.floats([violationBias])
        writer.small(rules.values)
        writer.floats(rules.scales)
        writer.floats(ruleBias)
    }
}

extension MeaningLayer {
    init(_ reader: inout ByteReader, rules count: Int) throws {
        let circumstances = try reader.bytes()
        let width = Meaning.width
        let points = try circumstances.map { byte in
            let about = Circumstances(byte: byte & 0x7F)
            return Meaning(
                whole: try reader.small(count: width),
                answered: byte & 0x80 != 0 ? try reader.small(count: width) : [], circumstances: about)
        }
        let violation = try reader.floats(count: points.count)
        let violationBias = try reader.floats(count: 1)[0]
        let rules = SmallMatrix(
            columns: count, values: try reader.small(count: points.count * count),
            scales: try reader.floats(count: count))
        self.init(
            points: points, violation: violation, violationBias: violationBias, rules: rules,
            ruleBias: try reader.floats(count: count))
    }

    func write(to writer: inout ByteWriter) {
        writer.bytes(zip(circumstances, isAnswer).map { $0.byte | ($1 ? 0x80 : 0) })
        let width = Meaning.width
        var answer = 0
        for point in circumstances.indices {
            writer.small(Array(wholes[point * width..<(point + 1) * width]))
            guard isAnswer[point] else { continue }
            writer.small(Array(answers[answer * width..<(answer + 1) * width]))
            answer += 1
        }
        writer.floats(violation)
        writer.floats([violationBias])
        writer.small(rules.values)
        writer.floats(rules.scales)
        writer.floats(ruleBias)
    }
}
