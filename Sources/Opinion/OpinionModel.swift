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

    /// Lessons that are heard, the newest first.
    public static let mostLessons = 600

    /// A text of so many letters has a language.
    private static let tellingLetters = 15

    let file: ModelFile
    let layers: DenseLayers
    private let detector: LanguageDetector
    /// Nil where meanings are not looked at: its weights are not installed, or the model was trained without.
    private let encoder: Encoder?
    /// What people corrected; nil before they did.
    var lessons: Lessons?

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
        guard file.polarity.columns == Scan.polarities, file.themes.columns == Scan.themes,
            file.danger.columns == 1, file.language.columns == LanguageDetector.learned.count
        else { throw Failure(.unusable, "the opinion model was made by another version: train it again") }
        layers = try DenseLayers(file.dense)
        detector = LanguageDetector(file: file, bias: layers.languageBias)
    }

    /// Never fails; time and memory are linear in the length of the text.
    public func judge(_ text: String) -> Judgement { judge([text])[0] }

    /// The same of several texts, read together: some fifty at once are read quickest.
    /// - Parameter explaining: false leaves out the reasons, which cost a tenth of the time.
    public func judge(_ texts: [String], explaining: Bool = true) -> [Judgement] {
        judge(texts.map { Scan($0, file) }, meaningOf: texts.indices, explaining: explaining) { texts[$0] }
    }

    /// Thousands of texts: their meaning, which costs ten times what their words cost, is asked only where those leave a
    /// doubt or a danger near. Polarities are those of `judge`; one theme in thirty is missed that it would have said.
    public func judge(inBulk texts: [String]) -> [Judgement] {
        let scans = texts.map { Scan($0, file) }
        return judge(scans, meaningOf: scans.indices.filter { needsMeaning(scans[$0]) }) { texts[$0] }
    }

    private func judge(
        _ scans: [Scan], meaningOf chosen: some Collection<Int>, explaining: Bool = true, _ text: (Int) -> String
    ) -> [Judgement] {
        let known = Dictionary(uniqueKeysWithValues: zip(chosen, meanings(chosen.map(text))))
        return scans.enumerated().map { judge($1, known[$0], explaining: explaining) }
    }

    /// A text's vector, and what it says in each column of `Scan`.
    struct Meaning {
        let vector: [Float]
        let says: [Float]
    }

    /// None where meanings are not looked at.
    func meanings(_ texts: [String]) -> [Meaning] {
        guard let encoder, let layer = file.meaning, !texts.isEmpty else { return [] }
        let vectors = encoder.vectors(of: texts)
        return layer.scores(vectors).enumerated().map { index, says in
            Meaning(vector: Array(vectors[index * Encoder.width..<(index + 1) * Encoder.width]), says: says)
        }
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
            || top.danger(sight) >= top.dangerCut - Self.nearDanger
    }

    /// - Parameter meaning: nil where it is not asked.
    private func judge(_ scan: Scan, _ meaning: Meaning?, explaining: Bool) -> Judgement {
        guard !scan.reading.tokens.isEmpty else {
            return Judgement(language: nil, polarity: .neutral, score: 0, confidence: 0.25, unsure: true)
        }
        let language = detector.language(of: scan.reading)
        let sight = layers.sight(scan, meaning: meaning?.says)
        let top = layers.top(understands: meaning != nil)
        let change = change(scan, meaning)
        let alone = top.polarity(sight.inputs)
        let probabilities = Self.changed(alone, by: change?.figures)
        let polarity = Self.likeliest(probabilities)
        let themes = themes(sight, top, scan, whole: polarity, change?.figures)
        let alarming = top.danger(sight) >= top.dangerCut
        let danger = alarming ? sight.dangerPassage : nil
        let alarm = UrgencyReader.read(scan.reading, polarity: polarity, danger: danger)
        var judgement = Judgement(
            language: language, polarity: polarity,
            score: Double(probabilities[Polarity.positive.column] - probabilities[Polarity.negative.column]),
            confidence: Double(probabilities[polarity.column]), unsure: false, themes: themes, urgency: alarm.urgency)
        // A text long enough to tell, in no language that we can tell, is as foreign as one in Spanish.
        let foreign = language.map { $0 != "fr" } ?? (scan.reading.letters.total >= Self.tellingLetters)
        let mute = !scan.reading.tokens.contains { $0.kind == .word || $0.kind == .emoji }
        judgement.unsure = judgement.confidence < Self.doubt || foreign || mute
        if explaining {
            let why = Explanation(scan: scan, file: file)
            let seen = alarm.reasons.isEmpty && alarm.urgency == .distress ? danger.map(why.danger) ?? [] : []
            judgement.reasons = alarm.reasons + seen + why.polarity(polarity) + why.themes(themes.map(\.theme))
            let own = { self.themes(sight, top, scan, whole: polarity, nil) }
            if let source = change?.source,
                Self.likeliest(alone) != polarity || Set(own().map(\.theme)) != Set(themes.map(\.theme))
            {
                judgement.reasons.insert(.lesson(source), at: 0)
            }
            judgement.reasons = Array(judgement.reasons.prefix(Judgement.reasonLimit))
        }
        return judgement
    }

    private func themes(
        _ sight: Sight, _ top: TopLayer, _ scan: Scan, whole: Polarity, _ change: [Float]?
    ) -> [ThemeScore] {
        var found: [ThemeScore] = []
        for theme in Theme.allCases {
            let alone = top.themeProbability(theme.column, sight.themes)
            let probability = min(1, max(0, alone + (change?[Scan.polarities + theme.column] ?? 0)))
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
