import Kernel

/// The small layers on top of the tables: biases, and what turns a scan into probabilities, once from the words alone and
/// once from words and meaning. Kept in the model file as one row of numbers.
struct DenseLayers: Sendable {
    /// One for each column of `Scan`.
    var bias = [Float](repeating: 0, count: Scan.columns)
    var languageBias = [Float](repeating: 0, count: LanguageDetector.learned.count)
    var wording = TopLayer(understands: false)
    var understanding = TopLayer(understands: true)

    init() {}

    init(_ numbers: [Float]) throws {
        guard numbers.count == self.numbers.count else {
            throw Failure(.unusable, "the opinion model was made by another version: train it again")
        }
        var rest = numbers[...]
        bias = Self.take(bias.count, from: &rest)
        languageBias = Self.take(languageBias.count, from: &rest)
        wording.numbers = Self.take(wording.numbers.count, from: &rest)
        understanding.numbers = Self.take(understanding.numbers.count, from: &rest)
    }

    private static func take(_ count: Int, from rest: inout ArraySlice<Float>) -> [Float] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
    }

    var numbers: [Float] { bias + languageBias + wording.numbers + understanding.numbers }

    /// Brings what a meaning says, which is 0…1, to the size of logits: layers learn from both at one pace.
    private static let loudness: Float = 6

    func top(understands: Bool) -> TopLayer { understands ? understanding : wording }

    /// What is seen of a text: by its words, and by its meaning where `meaning` holds a say in each column.
    func sight(_ scan: Scan, meaning says: [Float]?) -> Sight {
        let danger = danger(scan)
        let meaning = says.map { $0.map { $0 * Self.loudness } }
        return Sight(
            inputs: words(scan) + (meaning.map { Array($0.prefix(Scan.polarities)) } ?? []),
            themes: (0..<Scan.themes).flatMap { theme in
                [themeLogit(theme, scan), scan.lists(theme) ? 1 : 0]
                    + (meaning.map { [$0[Scan.polarities + theme]] } ?? [])
            },
            danger: [scan.logit(Scan.danger, bias: bias), danger?.logit ?? -9]
                + (meaning.map { [$0[Scan.danger]] } ?? []),
            dangerPassage: danger?.passage, caution: Self.caution(scan))
    }

    /// A few words are often a figure of speech: what was learned needs to be surer of them. Rules see the plain cries.
    private static func caution(_ scan: Scan) -> Float {
        max(0, 1 - Float(scan.reading.tokens.count) / plainLength) * mostCaution
    }

    /// Tokens from which a text is taken at its word.
    private static let plainLength: Float = 16
    /// In log-odds, for a text of no words.
    private static let mostCaution: Float = 2.5

    /// The whole text's four log-probabilities, its best and its worst passage and how far they are at odds, whether it
    /// turns round, and its length.
    private func words(_ scan: Scan) -> [Float] {
        let logits = (0..<Scan.polarities).map { scan.logit($0, bias: bias) }
        let margins = scan.reading.passages.indices.map { passage in
            scan.logit(Polarity.positive.column, passage: passage, bias: bias)
                - scan.logit(Polarity.negative.column, passage: passage, bias: bias)
        }
        let (best, worst) = (margins.max() ?? 0, margins.min() ?? 0)
        let turns = scan.reading.passages.contains { Passages.turnsAt($0.lowerBound, scan.reading.tokens) }
        return Softmax.of(logits).map { max(-6, Softmax.logarithm($0)) } + [
            best, worst, (max(0, best) * max(0, -worst)).squareRoot(), turns ? 1 : 0,
            Softmax.logarithm(1 + Float(scan.reading.tokens.count)) / 5,
        ]
    }

    /// Highest logit of a theme over the whole text and its passages.
    private func themeLogit(_ theme: Int, _ scan: Scan) -> Float {
        let column = Scan.polarities + theme
        return scan.reading.passages.indices.reduce(scan.logit(column, bias: bias)) {
            max($0, scan.logit(column, passage: $1, bias: bias))
        }
    }

    /// Difference of logits from which a passage of a text that both praises and blames does the one or the other.
    private static let plain: Float = 0.5

    /// Whether a theme is praised or blamed: by the passage that speaks most of it where passages are at odds, otherwise
    /// by the whole text.
    func sign(of theme: Int, _ scan: Scan, whole: Polarity) -> Polarity? {
        let column = Scan.polarities + theme
        let passage = scan.reading.passages.indices.max {
            scan.logit(column, passage: $0, bias: bias) < scan.logit(column, passage: $1, bias: bias)
        }
        guard let passage, scan.reading.passages.count > 1 || whole == .mixed else { return whole.side }
        let margin =
            scan.logit(Polarity.positive.column, passage: passage, bias: bias)
            - scan.logit(Polarity.negative.column, passage: passage, bias: bias)
        // A text that is all praise or all complaint needs a plain passage to be contradicted.
        let doubt = whole.side == nil ? Self.plain : 3 * Self.plain
        return margin > doubt ? .positive : margin < -doubt ? .negative : whole.side
    }

    /// The passage that speaks most of danger, and how much.
    private func danger(_ scan: Scan) -> (passage: Int, logit: Float)? {
        // A word or two cut off a long text say nothing.
        scan.reading.passages.indices.filter { scan.reading.passages[$0].count > 3 || scan.reading.passages.count == 1 }
            .map { ($0, scan.logit(Scan.danger, passage: $0, bias: bias)) }
            .max { $0.1 < $1.1 }
    }
}

/// What the top layers look at.
struct Sight: Sendable {
    /// For the polarity.
    let inputs: [Float]
    /// `themeInputs` for each theme: how much is said of it, whether its words are there, and what the meaning says.
    let themes: [Float]
    let danger: [Float]
    let dangerPassage: Int?
    /// How much surer of a danger one must be than in a longer text.
    let caution: Float

    static func themeInputs(understands: Bool) -> Int { understands ? 3 : 2 }
}

extension Polarity {
    /// Itself where it is praise or complaint.
    fileprivate var side: Polarity? { self == .positive || self == .negative ? self : nil }
}
