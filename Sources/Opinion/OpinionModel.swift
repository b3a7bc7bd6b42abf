import Kernel

/// Judges texts. A value that any number of threads may share; nothing in it changes once it is read.
///
/// N-grams of words and letters are looked up by hash in tables that `OpinionTrainer` learned; their sums, for the
/// whole text and for each passage, give polarity and themes. Distress is found by rules first, because none may be
/// missed.
public struct OpinionModel: Sendable {
    /// Below this calibrated probability a polarity is a guess.
    public static let doubt = 0.55

    /// A text of so many letters has a language.
    private static let tellingLetters = 15

    let file: ModelFile
    let layers: DenseLayers
    private let detector: LanguageDetector

    /// Reads a model file made by `resonance model train`.
    /// - Throws: `Failure(.unusable)` when the bytes are not a model of this version.
    public init(bytes: [UInt8]) throws {
        try self.init(bytes.withUnsafeBytes { try ModelFile($0, copying: true) })
    }

    /// Reads a model that lies in memory for the whole life of the process, as an embedded asset does, without a copy.
    /// - Throws: `Failure(.unusable)` when the bytes are not a model of this version.
    public init(embedded: UnsafeRawBufferPointer) throws {
        try self.init(ModelFile(embedded, copying: false))
    }

    private init(_ file: ModelFile) throws {
        self.file = file
        guard file.polarity.columns == Scan.polarities, file.themes.columns == Scan.columns - Scan.polarities,
            file.language.columns == LanguageDetector.learned.count
        else { throw Failure(.unusable, "the opinion model was made by another version: train it again") }
        layers = try DenseLayers(file.dense)
        detector = LanguageDetector(file: file, bias: layers.languageBias)
    }

    /// Never fails; time and memory are linear in the length of the text.
    public func judge(_ text: String) -> Judgement {
        let scan = Scan(text, file)
        guard !scan.reading.tokens.isEmpty else {
            return Judgement(language: nil, polarity: .neutral, score: 0, confidence: 0.25, unsure: true)
        }
        let language = detector.language(of: scan.reading)
        let probabilities = layers.polarity(layers.mixerInputs(scan))
        let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] } ?? Polarity.neutral.column
        let polarity = Polarity.allCases[best]
        let themes = themes(scan)
        let danger = danger(scan)
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

    /// The passage in which the learned layer sees a danger, if it does.
    private func danger(_ scan: Scan) -> Int? {
        layers.danger(scan).flatMap { $0.logit >= layers.dangerCut ? $0.passage : nil }
    }

    private func themes(_ scan: Scan) -> [ThemeScore] {
        var found: [ThemeScore] = []
        for theme in Theme.allCases {
            let probability = layers.themeProbability(
                theme.column, logit: layers.themeLogit(theme.column, scan), listed: scan.lists(theme.column))
            if probability >= layers.cut(theme.column) {
                found.append(ThemeScore(theme: theme, score: Double(probability)))
            }
        }
        return found.sorted { ($0.score, $1.theme.column) > ($1.score, $0.theme.column) }
    }
}
