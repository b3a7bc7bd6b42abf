import Kernel

/// Learns a model from a table of reviews and from our own sentences. The same files give the same bytes.
public struct OpinionTrainer: Sendable {
    /// Sizes of the hashed tables, in bits: 1 MiB of polarity, 768 KiB of themes and danger, 96 KiB of languages.
    private static let bits = (polarity: 18, themes: 16, language: 13)
    /// Held-out parts by which the top layers are tuned.
    private static let folds = 5

    private let set: TrainingSet

    /// - Parameters:
    ///   - data: path of the reviews (`source domain stars label date text`, tab-separated).
    ///   - folder: path of our own examples, `Sources/Opinion/Training`.
    /// - Throws: `Failure(.unusable)` when a file is missing or lacks a column.
    public init(data: String, folder: String) throws {
        set = try TrainingSet(data: data, folder: folder)
    }

    /// Trains, and returns the model file's bytes. Takes a minute or two in a release build.
    /// - Parameter progress: told, in one line, what is being done.
    public func train(progress: (String) -> Void = { _ in }) throws -> [UInt8] {
        progress("\(set.examples.count) texts, of which \(set.examples.filter(\.hospital).count) about hospitals")
        let rows = Rows(set.examples)
        let language = language()
        var held: [HeldOut] = []
        for fold in 0..<Self.folds {
            progress("fold \(fold + 1) of \(Self.folds)")
            let tables = Tables(rows) { !set.examples[$0].tuning || $0 % Self.folds != fold }
            let model = try OpinionModel(bytes: encode(tables, language, DenseLayers()))
            for (index, example) in set.examples.enumerated() where Self.isHeldOut(example, index, fold) {
                held.append(HeldOut(example, model))
            }
        }
        progress("the whole")
        let tables = Tables(rows) { _ in true }
        var layers = DenseLayers()
        TopTrainer.train(&layers, held)
        let score = TopTrainer.signF1(layers, held)
        progress("on hospital forms held out: macro-F1 \(Double((score * 1000).rounded()) / 1000)")
        return encode(tables, language, layers)
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

    private func encode(_ tables: Tables, _ language: LinearTrainer, _ top: DenseLayers) -> [UInt8] {
        var layers = top
        layers.bias = tables.polarity.bias + tables.themes.bias
        layers.languageBias = language.bias
        return ModelFile.encode(
            tables: [tables.polarity, tables.themes, language].map { ($0.bits, $0.columns, $0.weights) },
            dense: layers.numbers)
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
