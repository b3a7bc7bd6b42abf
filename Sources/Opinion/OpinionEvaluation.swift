public import Kernel

/// A text that a person has labelled.
public struct LabelledOpinion: Sendable {
    public var id: String
    public var text: String
    public var polarity: Polarity
    public var themes: Set<Theme>
    /// Nil where nobody said.
    public var urgency: Urgency?

    public init(id: String, text: String, polarity: Polarity, themes: Set<Theme>, urgency: Urgency? = nil) {
        self.id = id
        self.text = text
        self.polarity = polarity
        self.themes = themes
        self.urgency = urgency
    }

    /// Reads `id polarity themes text`, tab-separated, themes parted by semicolons; a column `urgency` is read if there
    /// is one.
    /// - Throws: `Failure(.unusable)` when the file is missing, lacks a column, or holds no labelled row.
    public static func read(path: String) throws -> [LabelledOpinion] {
        let table = try Table(path: path, needed: ["polarity", "themes", "text"])
        let rows = table.rows.enumerated().compactMap { number, row -> LabelledOpinion? in
            guard let polarity = Polarity(rawValue: table.value(row, "polarity")) else { return nil }
            let id = table.value(row, "id")
            return LabelledOpinion(
                id: id.isEmpty ? "\(number + 1)" : id, text: table.value(row, "text"), polarity: polarity,
                themes: TrainingSet.themes(table.value(row, "themes")),
                urgency: Urgency(rawValue: table.value(row, "urgency")))
        }
        guard !rows.isEmpty else { throw Failure(.unusable, "\(path) holds no labelled opinion") }
        return rows
    }
}

/// How a model does on texts that it has not seen.
public struct OpinionEvaluation: Sendable {
    public struct Case: Sendable {
        public let truth: LabelledOpinion
        public let judgement: Judgement
    }

    public let cases: [Case]

    init(cases: [Case]) { self.cases = cases }

    public init(_ model: OpinionModel, on texts: [LabelledOpinion]) {
        cases = texts.map { Case(truth: $0, judgement: model.judge($0.text)) }
    }

    /// Macro-F1 over the texts whose truth is positive or negative, by the sign of the score: does the model tell
    /// praise from complaint.
    public var signMacroF1: Double {
        let clear = cases.filter { $0.truth.polarity == .positive || $0.truth.polarity == .negative }
        return Self.macro(
            [true, false].map { side in
                Self.f1(
                    clear, truth: { ($0.truth.polarity == .positive) == side },
                    said: { ($0.judgement.score > 0) == side })
            })
    }

    /// The same, where saying `mixed` or `neutral` of a clear opinion counts as a mistake.
    public var strictMacroF1: Double {
        let clear = cases.filter { $0.truth.polarity == .positive || $0.truth.polarity == .negative }
        return Self.macro([Polarity.positive, .negative].map { polarityF1($0, among: clear) })
    }

    /// Macro-F1 over the four classes.
    public var fourClassMacroF1: Double {
        Self.macro(Polarity.allCases.map { polarityF1($0, among: cases) })
    }

    /// Share of texts whose polarity is right.
    public var accuracy: Double {
        Double(cases.filter { $0.truth.polarity == $0.judgement.polarity }.count) / Double(max(1, cases.count))
    }

    /// Expected calibration error over ten bins of confidence (Guo et al., 2017), 0…1.
    public var calibrationError: Double {
        let bins = Dictionary(grouping: cases) { min(9, Int($0.judgement.confidence * 10)) }
        return bins.values.reduce(0) { sum, bin in
            let right = bin.filter { $0.truth.polarity == $0.judgement.polarity }.count
            let sure = bin.reduce(0) { $0 + $1.judgement.confidence }
            return sum + abs(Double(right) - sure) / Double(max(1, cases.count))
        }
    }

    /// How often `truth` was judged `said`.
    public func count(truth: Polarity, said: Polarity) -> Int {
        cases.filter { $0.truth.polarity == truth && $0.judgement.polarity == said }.count
    }

    public func polarityF1(_ polarity: Polarity) -> Double { polarityF1(polarity, among: cases) }

    private func polarityF1(_ polarity: Polarity, among cases: [Case]) -> Double {
        Self.f1(cases, truth: { $0.truth.polarity == polarity }, said: { $0.judgement.polarity == polarity })
    }

    public func themeF1(_ theme: Theme) -> Double {
        Self.f1(
            cases, truth: { $0.truth.themes.contains(theme) },
            said: { $0.judgement.themes.contains { $0.theme == theme } })
    }

    /// Mean F1 of the themes that occur.
    public var themeMacroF1: Double {
        Self.macro(Theme.allCases.filter { theme in cases.contains { $0.truth.themes.contains(theme) } }.map(themeF1))
    }

    /// F1 over all pairs of text and theme.
    public var themeMicroF1: Double {
        var (hit, both) = (0, 0)
        for item in cases {
            let said = Set(item.judgement.themes.map(\.theme))
            hit += said.intersection(item.truth.themes).count
            both += said.count + item.truth.themes.count
        }
        return both == 0 ? 0 : 2 * Double(hit) / Double(both)
    }

    /// Texts in which somebody is in danger, by whether the alarm was raised.
    public func distress(seen: Bool) -> [Case] {
        cases.filter { $0.truth.urgency == .distress && ($0.judgement.urgency == .distress) == seen }
    }

    /// Texts in which nobody is in danger and the alarm was raised all the same.
    public var falseAlarms: [Case] {
        cases.filter { $0.truth.urgency != .distress && $0.judgement.urgency == .distress }
    }

    private static func f1(_ cases: [Case], truth: (Case) -> Bool, said: (Case) -> Bool) -> Double {
        let hit = cases.filter { truth($0) && said($0) }.count
        let both = cases.filter(truth).count + cases.filter(said).count
        return both == 0 ? 0 : 2 * Double(hit) / Double(both)
    }

    private static func macro(_ scores: [Double]) -> Double {
        scores.isEmpty ? 0 : scores.reduce(0, +) / Double(scores.count)
    }
}
