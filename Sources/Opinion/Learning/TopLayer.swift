import Kernel

/// Turns what is seen of a text into probabilities that mean what they say.
struct TopLayer: Sendable {
    private static let wordInputs = 9

    /// Whether the meaning is looked at too.
    let understands: Bool
    let inputs: Int
    /// Numbers of a theme: a weight for each thing seen of all themes, since one theme often comes with another; an offset;
    /// and the probability above which the theme is said.
    let themeWidth: Int

    /// `inputs` + 1 weights for each polarity.
    var mixer: [Float]
    var themes: [Float]
    /// A weight for each thing seen, and an offset.
    var danger: [Float]
    /// The danger above which somebody is called.
    var dangerCut: Float = 4

    init(understands: Bool) {
        self.understands = understands
        inputs = Self.wordInputs + (understands ? Scan.polarities : 0)
        themeWidth = Scan.themes * Sight.themeInputs(understands: understands) + 2
        mixer = [Float](repeating: 0, count: Scan.polarities * (inputs + 1))
        themes = [Float](repeating: 0, count: Scan.themes * themeWidth)
        danger = [1] + [Float](repeating: 0, count: understands ? 3 : 2)
    }

    var numbers: [Float] {
        get { mixer + themes + danger + [dangerCut] }
        set {
            guard newValue.count == numbers.count else { return }
            var rest = newValue[...]
            func take(_ count: Int) -> [Float] {
                defer { rest = rest.dropFirst(count) }
                return Array(rest.prefix(count))
            }
            (mixer, themes, danger) = (take(mixer.count), take(themes.count), take(danger.count))
            dangerCut = rest.first ?? dangerCut
        }
    }

    /// Probabilities in the order of `Polarity.allCases`.
    func polarity(_ seen: [Float]) -> [Float] {
        Softmax.of(
            (0..<Scan.polarities).map { column in
                let start = column * (inputs + 1)
                return (0..<inputs).reduce(mixer[start + inputs]) { $0 + mixer[start + $1] * seen[$1] }
            })
    }

    /// - Parameter seen: of all themes.
    func themeProbability(_ theme: Int, _ seen: [Float]) -> Float {
        let start = theme * themeWidth
        return Softmax.sigmoid(
            seen.indices.reduce(themes[start + themeWidth - 2]) { $0 + themes[start + $1] * seen[$1] })
    }

    /// What the figures alone say, without the rules.
    func judgement(_ sight: Sight) -> Judgement {
        let probabilities = polarity(sight.inputs)
        let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? Polarity.neutral.column
        let themes = Theme.allCases.compactMap { theme -> ThemeScore? in
            let probability = themeProbability(theme.column, sight.themes)
            guard probability >= cut(theme.column) else { return nil }
            return ThemeScore(theme: theme, score: Double(probability), polarity: nil)
        }
        return Judgement(
            language: nil, polarity: Polarity.allCases[best],
            score: Double(probabilities[Polarity.positive.column] - probabilities[Polarity.negative.column]),
            confidence: Double(probabilities[best]), unsure: false, themes: themes)
    }

    /// The probability above which a theme is said.
    func cut(_ theme: Int) -> Float { themes[theme * themeWidth + themeWidth - 1] }

    /// - Parameter weights: those of what is seen, then the offset.
    mutating func calibrate(_ theme: Int, weights: [Float], cut: Float) {
        themes.replaceSubrange(theme * themeWidth..<(theme + 1) * themeWidth, with: weights + [cut])
    }

    /// How much a text speaks of danger, to be held against `dangerCut`.
    func danger(_ sight: Sight) -> Float {
        sight.danger.indices.reduce(danger[sight.danger.count] - sight.caution) { $0 + danger[$1] * sight.danger[$1] }
    }
}
