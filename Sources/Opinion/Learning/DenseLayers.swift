import Kernel

/// The small layers on top of the tables: biases, the mixer that turns a scan into four probabilities, and each theme's
/// calibration. Kept in the model file as one row of numbers.
struct DenseLayers: Sendable {
    /// What the mixer looks at.
    static let inputs = 9
    private static let theme = 4

    /// One for each column of `Scan`.
    var bias = [Float](repeating: 0, count: Scan.columns)
    var languageBias = [Float](repeating: 0, count: LanguageDetector.learned.count)
    /// `inputs` + 1 weights for each polarity.
    var mixer = [Float](repeating: 0, count: Scan.polarities * (inputs + 1))
    /// Logit above which a passage speaks of danger.
    var dangerCut: Float = 4
    /// Slope, weight of the lexicon, offset and cut of each theme.
    var themes = [Float](repeating: 0, count: Scan.themes * theme)

    init() {}

    init(_ numbers: [Float]) throws {
        let sizes = [bias.count, languageBias.count, mixer.count, themes.count]
        guard numbers.count == sizes.reduce(1, +) else {
            throw Failure(.unusable, "the opinion model was made by another version: train it again")
        }
        var rest = numbers[...]
        func take(_ count: Int) -> [Float] {
            defer { rest = rest.dropFirst(count) }
            return Array(rest.prefix(count))
        }
        (bias, languageBias, mixer, themes) = (take(sizes[0]), take(sizes[1]), take(sizes[2]), take(sizes[3]))
        dangerCut = rest.first ?? dangerCut
    }

    var numbers: [Float] { bias + languageBias + mixer + themes + [dangerCut] }

    /// What the mixer sees of a scan: the whole text's four log-probabilities, its best and its worst passage and
    /// how far they are at odds, whether it turns round, and its length.
    func mixerInputs(_ scan: Scan) -> [Float] {
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

    /// Probabilities in the order of `Polarity.allCases`.
    func polarity(_ inputs: [Float]) -> [Float] {
        Softmax.of(
            (0..<Scan.polarities).map { column in
                let start = column * (Self.inputs + 1)
                return (0..<Self.inputs).reduce(mixer[start + Self.inputs]) { $0 + mixer[start + $1] * inputs[$1] }
            })
    }

    /// Highest logit of a theme over the whole text and its passages.
    func themeLogit(_ theme: Int, _ scan: Scan) -> Float {
        let column = Scan.polarities + theme
        return scan.reading.passages.indices.reduce(scan.logit(column, bias: bias)) {
            max($0, scan.logit(column, passage: $1, bias: bias))
        }
    }

    /// The passage that speaks most of danger, and how much.
    func danger(_ scan: Scan) -> (passage: Int, logit: Float)? {
        // A word or two cut off a long text say nothing.
        scan.reading.passages.indices.filter { scan.reading.passages[$0].count > 3 || scan.reading.passages.count == 1 }
            .map { ($0, scan.logit(Scan.danger, passage: $0, bias: bias)) }
            .max { $0.1 < $1.1 }
    }

    /// - Parameter listed: whether the lexicon found the theme's words.
    func themeProbability(_ theme: Int, logit: Float, listed: Bool) -> Float {
        let start = theme * Self.theme
        return Softmax.sigmoid(themes[start] * logit + (listed ? themes[start + 1] : 0) + themes[start + 2])
    }

    /// The probability above which a theme is said.
    func cut(_ theme: Int) -> Float { themes[theme * Self.theme + 3] }

    mutating func calibrate(_ theme: Int, slope: Float, listed: Float, offset: Float, cut: Float) {
        themes.replaceSubrange(theme * Self.theme..<(theme + 1) * Self.theme, with: [slope, listed, offset, cut])
    }
}
