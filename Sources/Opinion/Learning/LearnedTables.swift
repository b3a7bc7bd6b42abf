import Kernel

/// The rows from which the hashed tables learn, hashed once for all folds.
struct TableRows {
    /// Nil where nobody labelled the text.
    private(set) var polarity: [TrainingRow?] = []
    private(set) var themes: [TrainingRow?] = []
    /// None, the whole text, or the whole text and one passage of it.
    private(set) var danger: [[TrainingRow]] = []

    init(_ examples: [Example]) {
        for example in examples {
            let text = Text(example.text)
            polarity.append(
                example.polarity.map { own in
                    text.row(Polarity.allCases.map { $0 == own ? 1 : 0 }, example.weight, scale: \.scale)
                })
            themes.append(
                example.themes.map { own in
                    let target: [Float] = Theme.allCases.map { own.contains($0) ? 1 : 0 }
                    return text.row(target, min(example.weight, 3), scale: \.themeScale)
                })
            danger.append(example.danger.map { Self.danger(text, $0) } ?? [])
        }
    }

    /// A calm text is calm in each passage; one that speaks of danger need not do so in all.
    private static func danger(_ text: Text, _ isDanger: Bool) -> [TrainingRow] {
        let whole = text.row([isDanger ? 1 : 0], isDanger ? 2 : 1, scale: \.scale)
        let passages = text.reading.passages.count
        guard !isDanger, passages > 1 else { return [whole] }
        return [whole, text.row([0], 1, only: text.reading.tokens.count % passages, scale: \.scale)]
    }

    private struct Text {
        let reading: Reading
        let lexicon: [UInt16]

        init(_ text: String) {
            reading = Reading(text)
            lexicon = Scan.lexicon(reading)
        }

        func row(
            _ target: [Float], _ weight: Float, only: Int? = nil, scale: (Features.Family) -> Float
        ) -> TrainingRow {
            TrainingRow(target: target, weight: weight) { body in
                for passage in reading.passages.indices where only == nil || only == passage {
                    Scan.features(reading, passage, lexicon[passage]) { hash, family, _ in body(hash, scale(family)) }
                }
            }
        }
    }
}

/// The hashed tables, trained on the examples that `chosen` keeps.
struct LearnedTables {
    /// 1 MiB, 704 KiB and 128 KiB.
    private static let bits = (polarity: 18, themes: 16, danger: 17)

    private(set) var polarity = LinearTrainer(bits: bits.polarity, columns: Scan.polarities, loss: .one)
    private(set) var themes = LinearTrainer(bits: bits.themes, columns: Scan.themes, loss: .any)
    private(set) var danger = LinearTrainer(bits: bits.danger, columns: 1, loss: .any)

    init(_ rows: TableRows, where chosen: (Int) -> Bool) {
        let kept = rows.polarity.indices.filter(chosen)
        polarity.train(kept.compactMap { rows.polarity[$0] }, .init(epochs: 6, rate: 0.3))
        themes.train(kept.compactMap { rows.themes[$0] }, .init(epochs: 20, rate: 0.2, decay: 1e-4))
        danger.train(kept.flatMap { rows.danger[$0] }, .init(epochs: 12, rate: 0.3))
    }
}
