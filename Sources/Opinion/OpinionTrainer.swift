public import Encoder
import Kernel

/// Learns a model from a table of reviews and from our own sentences. The same files give the same bytes.
public struct OpinionTrainer: Sendable {
    /// Size of the hashed table of languages, in bits: 96 KiB.
    private static let languageBits = 13
    /// Held-out parts by which the top layers are tuned.
    private static let folds = 5
    /// One review in so many is a background for danger: no fold learns danger from it.
    private static let background = 9

    private let set: TrainingSet
    private let encoder: Encoder?

    /// - Parameters:
    ///   - data: path of the reviews (`source domain stars label date text`, tab-separated).
    ///   - folder: path of our own examples, `Sources/Opinion/Training`.
    ///   - labelled: path of real opinions about hospitals labelled by hand (`polarity themes text`, tab-separated).
    ///   - posts: path of ordinary posts, JSON Lines with a `text`: what danger must stand out from, besides the reviews.
    ///     Every second one is left aside, to measure by.
    ///   - encoder: nil for a model that looks at words alone.
    /// - Throws: `Failure(.unusable)` when a file is missing or lacks a column.
    public init(
        data: String, folder: String, labelled: String? = nil, posts: String? = nil, encoder: Encoder?
    ) throws {
        set = try TrainingSet(data: data, folder: folder, labelled: labelled, posts: posts)
        self.encoder = encoder
    }

    /// Trains, and returns the model file's bytes. Takes a minute or two in a release build.
    /// - Parameter progress: told, in one line, what is being done.
    public func train(progress: (String) -> Void = { _ in }) throws -> [UInt8] {
        progress("\(set.examples.count) texts, of which \(set.examples.filter(\.hospital).count) about hospitals")
        let rows = TableRows(set.examples)
        let language = language()
        let meanings = meanings(progress)
        var held: [HeldOut] = [], understood: [HeldOut] = []
        for fold in 0..<Self.folds {
            progress("fold \(fold + 1) of \(Self.folds)")
            let tables = LearnedTables(rows) { !Self.isHeldOut(set.examples[$0], $0, fold) }
            let model = try OpinionModel(bytes: encode(tables, language, DenseLayers()))
            let layer = try meanings?.trainer.layer(without: fold)
            for (index, example) in set.examples.enumerated() where Self.isHeldOut(example, index, fold) {
                held.append(HeldOut(example, model, meaning: nil))
                guard let layer, let place = meanings?.places[index], let meanings else { continue }
                understood.append(HeldOut(example, model, meaning: layer.scores(meanings.vector(place))[0]))
            }
        }
        progress("the whole")
        let tables = LearnedTables(rows) { _ in true }
        var layers = DenseLayers()
        try TopTrainer.train(&layers.wording, held)
        if !understood.isEmpty { try TopTrainer.train(&layers.understanding, understood) }
        for (name, rows) in [("words", held), ("meaning", understood)] {
            let figures = try TopTrainer.evaluation(understanding: name == "meaning", rows, parts: Self.folds)
            if !figures.cases.isEmpty {
                progress("on \(figures.cases.count) real opinions held out, by \(name): \(figures.line)")
            }
        }
        return encode(tables, language, layers, try meanings?.trainer.layer(without: nil))
    }

    /// Meanings of the texts that are near enough to hospitals to teach them.
    private func meanings(_ progress: (String) -> Void) -> Meanings? {
        guard let encoder else { return nil }
        let chosen = set.examples.indices.filter { Self.isUnderstood(set.examples[$0], $0) }
        progress("the meanings of \(chosen.count) texts")
        return Meanings(set.examples, chosen, encoder, folds: Self.folds) { index in
            (0..<Self.folds).first { Self.isHeldOut(set.examples[index], index, $0) }
        }
    }

    /// All that was labelled by hand, the posts, and of the large table the reviews of health cover, one in three, and
    /// the background of danger.
    private static func isUnderstood(_ example: Example, _ index: Int) -> Bool {
        example.tuning || example.post || example.weight >= 1 && index % 3 == 0 || index % background == 1
    }

    private struct Meanings {
        let vectors: [Float]
        /// Where an example's meaning stands.
        let places: [Int: Int]
        let trainer: MeaningTrainer

        init(_ examples: [Example], _ chosen: [Int], _ encoder: Encoder, folds: Int, part: (Int) -> Int?) {
            vectors = encoder.vectors(of: chosen.map { examples[$0].text })
            places = Dictionary(uniqueKeysWithValues: chosen.enumerated().map { ($1, $0) })
            trainer = MeaningTrainer(
                chosen.map { examples[$0] }, meanings: vectors, parts: folds, part: { part(chosen[$0]) })
        }

        func vector(_ place: Int) -> [Float] { Array(vectors[place * Encoder.width..<(place + 1) * Encoder.width]) }
    }

    /// Texts that this fold's tables have not seen and that tune the top layers: a fifth of those labelled by hand and
    /// of the posts, and, as a background for danger, reviews that no fold learns danger from.
    private static func isHeldOut(_ example: Example, _ index: Int, _ fold: Int) -> Bool {
        example.tuning || example.post ? index % folds == fold : fold == 0 && index % background == 1
    }

    private func language() -> LinearTrainer {
        var trainer = LinearTrainer(bits: Self.languageBits, columns: LanguageDetector.learned.count, loss: .one)
        let texts = set.languages
        let counts = Dictionary(grouping: texts, by: \.language).mapValues(\.count)
        let rows = texts.compactMap { text -> TrainingRow? in
            guard let column = LanguageDetector.learned.firstIndex(of: text.language) else { return nil }
            var target = [Float](repeating: 0, count: LanguageDetector.learned.count)
            target[column] = 1
            let reading = Reading(text.text)
            let weight = 20 / Float(counts[text.language] ?? 1)
            return TrainingRow(target: target, weight: weight) { LanguageDetector.features(reading, $0) }
        }
        trainer.train(rows, .init(epochs: 30))
        return trainer
    }

    private func encode(
        _ tables: LearnedTables, _ language: LinearTrainer, _ top: DenseLayers, _ meaning: MeaningLayer? = nil
    ) -> [UInt8] {
        var layers = top
        layers.bias = tables.polarity.bias + tables.themes.bias + tables.danger.bias
        layers.languageBias = language.bias
        return ModelFile.encode(
            tables: [tables.polarity, tables.themes, language, tables.danger].map { ($0.bits, $0.columns, $0.weights) },
            dense: layers.numbers, meaning: meaning)
    }
}
