import Encoder

/// The meaning of a draft as the encoder sees it, in small integers: the text, and what it answers.
struct Meaning: Sendable, Equatable {
    static let width = Encoder.width
    /// Values are kept in 127ths of this: components of a vector of length 1 in 512 dimensions are rarely larger.
    static let reach: Float = 0.25
    /// What the distance between two texts, two answered texts, two circumstances counts for.
    static let weights: (whole: Float, answered: Float, circumstance: Float) = (0.6, 0.3, 0.06)

    var whole: [Int8]
    /// Empty when the draft answers nothing.
    var answered: [Int8]
    var circumstances: Circumstances

    /// - Parameters:
    ///   - whole: vector of the text.
    ///   - answered: that of what it answers; empty when it answers nothing.
    init(_ whole: some Sequence<Float>, answered: [Float], _ circumstances: Circumstances) {
        self.init(
            whole: whole.map(Self.small), answered: answered.map(Self.small), circumstances: circumstances)
    }

    init(whole: [Int8], answered: [Int8], circumstances: Circumstances) {
        (self.whole, self.answered, self.circumstances) = (whole, answered, circumstances)
    }

    private static func small(_ value: Float) -> Int8 {
        Int8(max(-127, min(127, (value * 127 / reach).rounded())))
    }

    /// How like two drafts are, 0…1: a Gaussian of their weighted distance.
    static func likeness(_ left: Meaning, _ right: Meaning) -> Float {
        exponential(-distance(left, right)) * left.circumstances.share(right.circumstances)
    }

    /// Weighted distance of the texts and of what they answer, whoever speaks and wherever.
    static func distance(_ left: Meaning, _ right: Meaning) -> Float {
        distance(
            whole: squares(left.whole, right.whole),
            answered: left.answered.isEmpty == right.answered.isEmpty ? squares(left.answered, right.answered) : nil)
    }

    /// - Parameters:
    ///   - whole: the square of the distance between the texts, in steps.
    ///   - answered: that between what they answer, 0 when neither answers; nil when one of them does.
    static func distance(whole: Int32, answered: Int32?) -> Float {
        let unit = (reach / 127) * (reach / 127)
        return weights.whole * Float(whole) * unit
            + weights.answered * (answered.map { Float($0) * unit } ?? 1)
    }

    /// 0 where there is nothing.
    private static func squares(_ left: [Int8], _ right: [Int8]) -> Int32 {
        Encoder.squares(from: left, to: right).first ?? 0
    }
}

/// Who speaks, where, and whether it answers.
struct Circumstances: Sendable, Equatable {
    static let networks = ["google", "facebook", "x", "linkedin", "instagram", "tiktok", "youtube"]

    var reply: Bool
    var author: UInt8
    /// Place in `networks`, counted from 1; 0 for any other.
    var network: UInt8

    init(_ draft: Draft) {
        reply = draft.kind == .reply
        author = UInt8(Author.allCases.firstIndex(of: draft.author) ?? 0)
        network = UInt8(Self.networks.firstIndex(of: draft.network?.lowercased() ?? "").map { $0 + 1 } ?? 0)
    }

    init(byte: UInt8) {
        (reply, author, network) = (byte & 1 == 1, byte >> 1 & 3, byte >> 3)
    }

    var byte: UInt8 { (reply ? 1 : 0) | author << 1 | network << 3 }

    /// As wordings: what is the same for two drafts in the same circumstances.
    var features: [UInt64] { [reply ? 11 : 12, 20 + UInt64(author), 40 + UInt64(network)] }

    /// 0 for the same circumstances, 5 for none in common.
    func distance(_ other: Circumstances) -> Int {
        let place = network == other.network ? 0 : (network == 0 || other.network == 0 ? 1 : 2)
        return (reply == other.reply ? 0 : 1) + (author == other.author ? 0 : 2) + place
    }

    /// What is left of a likeness of texts once it is asked who says them, and where.
    func share(_ other: Circumstances) -> Float { shares[distance(other)] }
}

private let shares: [Float] = (0...5).map { exponential(-Meaning.weights.circumstance * Float($0)) }

private let inverses: [Float] = (0...9).map { 1 / Float(max(1, $0)) }

/// e to the power `x`, for x ≤ 0, to seven digits: made of multiplications alone, so that a model trained on one machine
/// is the same on another.
func exponential(_ x: Float) -> Float {
    if x < -80 { return 0 }
    let turns = (x * 1.442_695).rounded(.down)
    let rest = x - turns * 0.693_147_2
    var term: Float = 1
    var sum: Float = 1
    for step in 1...9 {
        term *= rest * inverses[step]
        sum += term
    }
    return sum * Float(sign: .plus, exponent: Int(turns), significand: 1)
}
