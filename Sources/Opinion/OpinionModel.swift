public import Encoder
import Kernel

/// Judges texts. A value that any number of threads may share; nothing in it changes once it is read.
///
/// N-grams of words and letters are looked up by hash in tables that `OpinionTrainer` learned; their sums, for the
/// whole text and for each passage, give polarity and themes; where the sentence encoder is installed, the meaning of the
/// text has its say beside them. Distress is found by rules first, because none may be missed.
public struct OpinionModel: Sendable {
    /// Below this calibrated probability a polarity is a guess.
    public static let doubt = 0.55

    /// A text of so many letters has a language.
    private static let tellingLetters = 15

    let file: ModelFile
    let layers: DenseLayers
    private let detector: LanguageDetector
    /// Nil where meanings are not looked at: its weights are not installed, or the model was trained without.
    private let encoder: Encoder?

    /// Whether the meaning of a text has a say, besides its words.
    public var understands: Bool { encoder != nil }

    /// Reads a model file made by `resonance model train`.
    /// - Parameter encoder: nil when its weights are not installed: words judge alone then.
    /// - Throws: `Failure(.unusable)` when the bytes are not a model of this version.
    public init(bytes: [UInt8], encoder: Encoder? = nil) throws {
        try self.init(bytes.withUnsafeBytes { try ModelFile($0, copying: true) }, encoder)
    }

    /// Reads a model that lies in memory for the whole life of the process, as an embedded asset does, without a copy.
    /// - Throws: `Failure(.unusable)` when the bytes are not a model of this version.
    public init(embedded: UnsafeRawBufferPointer, encoder: Encoder? = nil) throws {
        try self.init(ModelFile(embedded, copying: false), encoder)
    }

    private init(_ file: ModelFile, _ encoder: Encoder?) throws {
        self.file = file
        self.encoder = file.meaning == nil ? nil : encoder
        guard file.polarity.columns == Scan.polarities, file.themes.columns == Scan.columns - Scan.polarities,
            file.language.columns == LanguageDetector.learned.count
        else { throw Failure(.unusable, "the opinion model was made by another version: train it again") }
        layers = try DenseLayers(file.dense)
        detector = LanguageDetector(file: file, bias: layers.languageBias)
    }

    /// Never fails; time and memory are linear in the length of the text.
    public func judge(_ text: String) -> Judgement { judge([text])[0] }

    /// The same of several texts, read together: some fifty at once are read quickest.
    public func judge(_ texts: [String]) -> [Judgement] {
        judge(texts.map { Scan($0, file) }, meaningOf: texts.indices) { texts[$0] }
    }

    /// Thousands of texts: their meaning, which costs ten times what their words cost, is asked only where those leave a
    /// doubt or a danger near. Polarities are those of `judge`; one theme in thirty is missed that it would have said.
    public func judge(inBulk texts: [String]) -> [Judgement] {
        let scans = texts.map { Scan($0, file) }
        return judge(scans, meaningOf: scans.indices.filter { needsMeaning(scans[$0]) }) { texts[$0] }
    }

    private func judge(
        _ scans: [Scan], meaningOf chosen: some Collection<Int>, _ text: (Int) -> String
    ) -> [Judgement] {
        guard let encoder, let layer = file.meaning, !chosen.isEmpty else { return scans.map { judge($0, says: nil) } }
        let says = layer.scores(encoder.vectors(of: chosen.map(text)))
        let known = Dictionary(uniqueKeysWithValues: zip(chosen, says))
        return scans.enumerated().map { judge($1, says: known[$0]) }
    }

    /// Where the words say a polarity with this probability, the meaning seldom changes it (docs/opinion.md).
    private static let plain: Float = 0.7
    /// So far below the danger that calls somebody, the meaning is still asked.
    private static let nearDanger: Float = 3

    private func needsMeaning(_ scan: Scan) -> Bool {
        guard encoder != nil, !scan.reading.tokens.isEmpty else { return false }
        let sight = layers.sight(scan, meaning: nil)
        let top = layers.wording
        return (top.polarity(sight.inputs).max() ?? 0) < Self.plain
            || top.danger(sight.danger) >= top.dangerCut - Self.nearDanger
    }

    /// - Parameter says: what the meaning says in each column; nil where it is not asked.
    private func judge(_ scan: Scan, says: [Float]?) -> Judgement {
        guard !scan.reading.tokens.isEmpty else {
            return Judgement(language: nil, polarity: .neutral, score: 0, confidence: 0.25, unsure: true)
        }
        let language = detector.language(of: scan.reading)
        let sight = layers.sight(scan, meaning: says)
        let top = layers.top(understands: says != nil)
        let probabilities = top.polarity(sight.inputs)
        let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? Polarity.neutral.column
        let polarity = Polarity.allCases[best]
        let themes = themes(sight, top, scan, whole: polarity)
        let danger = top.danger(sight.danger) >= top.dangerCut ? sight.dangerPassage : nil
        let alarm = UrgencyReader.read(scan.reading, polarity: polarity, danger: danger)
        var judgement = Judgement(
            language: language, polarity: polarity,
            score: Double(probabilities[Polarity.positive.column] - probabilities[Polarity.negative.column]),
            confidence: Double(probabilities[best]), unsure: false, themes: themes, urgency: alarm.urgency)
        // A text long enough to tell, in no language that we can tell, is as foreign as one in Spanish.
        let foreign = language.map { $0 != "fr" } ?? (scan.reading.letters.total >= Self.tellingLetters)
        judgement.unsure = judgement.confidence < Self.doubt || foreign
        let why = Explanation(scan: scan, file: file)
        let seen = alarm.reasons.isEmpty && alarm.urgency == .distress ? danger.map(why.danger) ?? [] : []
        judgement.reasons = alarm.reasons + seen + why.polarity(polarity) + why.themes(themes.map(\.theme))
        judgement.reasons = Array(judgement.reasons.prefix(Judgement.reasonLimit))
        return judgement
    }

    private func themes(_ sight: Sight, _ top: TopLayer, _ scan: Scan, whole: Polarity) -> [ThemeScore] {
        var found: [ThemeScore] = []
        for theme in Theme.allCases {
            let probability = top.themeProbability(theme.column, sight.themes[theme.column])
            if probability >= top.cut(theme.column) {
                found.append(
                    ThemeScore(
                        theme: theme, score: Double(probability),
                        polarity: layers.sign(of: theme.column, scan, whole: whole)))
            }
        }
        return found.sorted { ($0.score, $1.theme.column) > ($1.score, $0.theme.column) }
    }
}
