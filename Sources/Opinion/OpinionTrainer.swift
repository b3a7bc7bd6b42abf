public import Encoder
import Kernel

/// Learns a model from a table of reviews and from our own sentences. The same files give the same bytes.
public struct OpinionTrainer: Sendable {
    /// Sizes of the hashed tables, in bits: 1 MiB of polarity, 768 KiB of themes and danger, 96 KiB of languages.
    private static let bits = (polarity: 18, themes: 16, language: 13)
    /// Held-out parts by which the top layers are tuned.
    private static let folds = 5

    private let set: TrainingSet
    private let encoder: Encoder?

    /// - Parameters:
    ///   - data: path of the reviews (`source domain stars label date text`, tab-separated).
    ///   - folder: path of our own examples, `Sources/Opinion/Training`.
    ///   - encoder: nil for a model that looks at words alone.
    /// - Throws: `Failure(.unusable)` when a file is missing or lacks a column.
    public init(data: String, folder: String, encoder: Encoder?) throws {
        set = try TrainingSet(data: data, folder: folder)
        self.encoder = encoder
    }

    /// Trains, and returns the model file's bytes. Takes a minute or two in a release build.
    /// - Parameter progress: told, in one line, what is being done.
    public func train(progress: (String) -> Void = { _ in }) throws -> [UInt8] {
        progress("\(set.examples.count) texts, of which \(set.examples.filter(\.hospital).count) about hospitals")
        let rows = Rows(set.examples)
        let language = language()
        let meanings = meanings(progress)
        var held: [HeldOut] = [], understood: [HeldOut] = []
        for fold in 0..<Self.folds {
            progress("fold \(fold + 1) of \(Self.folds)")
            let tables = Tables(rows) { !set.examples[$0].tuning || $0 % Self.folds != fold }
            let model = try OpinionModel(bytes: encode(tables, language, DenseLayers()))
            let layer = try meanings?.trainer.layer(without: fold)
            for (index, example) in set.examples.enumerated() where Self.isHeldOut(example, index, fold) {
                held.append(HeldOut(example, model, meaning: nil))
                guard let layer, let place = meanings?.places[index], let meanings else { continue }
                understood.append(HeldOut(example, model, meaning: layer.scores(meanings.vector(place))[0]))
            }
        }
        progress("the whole")
        let tables = Tables(rows) { _ in true }
        var layers = DenseLayers()
        TopTrainer.train(&layers.wording, held)
        if !understood.isEmpty { TopTrainer.train(&layers.understanding, understood) }
        for (name, layer, rows) in [("words", layers.wording, held), ("meaning", layers.understanding, understood)] {
            let score = TopTrainer.signF1(layer, rows)
            progress("on hospital forms held out, by \(name): macro-F1 \(Double((score * 1000).rounded()) / 1000)")
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

    /// All that was labelled by hand, and of the large table the reviews of health cover, one in three, and the
    /// background of danger.
    private static func isUnderstood(_ example: Example, _ index: Int) -> Bool {
        example.tuning || example.weight >= 1 && index % 3 == 0 || index % 30 == 1
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

    /// Texts that this fold's tables have not seen and that tune the top layers: a fifth of those labelled by hand,
    /// and, as a background for danger, one review in thirty that no fold learns danger from.
    private static func isHeldOut(_ example: Example, _ index: Int, _ fold: Int) -> Bool {
        example.tuning ? index % folds == fold : fold == 0 && index % 30 == 1
    }

    private func language() -> LinearTrainer {
        var trainer = LinearTrainer(bits: Self.bits.language, columns: LanguageDetector.learned.count, loss: .one)
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
        _ tables: Tables, _ language: LinearTrainer, _ top: DenseLayers, _ meaning: MeaningLayer? = nil
    ) -> [UInt8] {
        var layers = top
        layers.bias = tables.polarity.bias + tables.themes.bias
        layers.languageBias = language.bias
        return ModelFile.encode(
            tables: [tables.polarity, tables.themes, language].map { ($0.bits, $0.columns, $0.weights) },
            dense: layers.numbers, meaning: meaning)
    }

    /// The rows of both tables, hashed once for all folds.
    private struct Rows {
        var polarity: [TrainingRow?] = []
        var themes: [TrainingRow?] = []

        init(_ examples: [Example]) {
            for example in examples {
                let reading = Reading(example.text)
                let lexicon = Scan.lexicon(reading)
                func row(
                    _ target: [Float], _ weight: Float, only: Int? = nil, scale: (Features.Family) -> Float
                ) -> TrainingRow {
                    TrainingRow(target: target, weight: weight) { body in
                        for passage in reading.passages.indices where only == nil || only == passage {
                            Scan.features(reading, passage, lexicon[passage]) { hash, family, _ in
                                body(hash, scale(family))
                            }
                        }
                    }
                }
                polarity.append(
                    example.polarity.map { own in
                        row(Polarity.allCases.map { $0 == own ? 1 : 0 }, example.weight, scale: \.scale)
                    })
                let knows = example.themes != nil || example.danger != nil
                let background = example.danger == false && !example.tuning
                themes.append(
                    !knows
                        ? nil
                        : row(
                            Self.target(example), min(example.weight, 3), only: background ? Self.one(reading) : nil,
                            scale: \.themeScale))
            }
        }

        /// One passage of a review: danger is looked for passage by passage, so its background is cut alike.
        private static func one(_ reading: Reading) -> Int {
            reading.passages.isEmpty ? 0 : reading.tokens.count % reading.passages.count
        }

        /// Eleven themes, then danger; not a number where nobody looked.
        private static func target(_ example: Example) -> [Float] {
            Theme.allCases.map { theme in example.themes.map { $0.contains(theme) ? 1 : 0 } ?? .nan }
                + [example.danger.map { $0 ? 1 : 0 } ?? .nan]
        }
    }

    /// Both tables, trained on the examples that `chosen` keeps.
    private struct Tables {
        var polarity = LinearTrainer(bits: bits.polarity, columns: Scan.polarities, loss: .one)
        var themes = LinearTrainer(bits: bits.themes, columns: Scan.themes + 1, loss: .any)

        init(_ rows: Rows, where chosen: (Int) -> Bool) {
            let kept = rows.polarity.indices.filter(chosen)
            polarity.train(kept.compactMap { rows.polarity[$0] }, .init(epochs: 6, rate: 0.3))
            themes.train(kept.compactMap { rows.themes[$0] }, .init(epochs: 20, rate: 0.2, decay: 1e-4))
        }
    }
}
