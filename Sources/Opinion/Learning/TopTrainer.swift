import Kernel

/// What a model that never saw a text makes of it.
struct HeldOut {
    let example: Example
    let sight: Sight

    init(_ example: Example, _ model: OpinionModel, meaning: [Float]?) {
        self.example = example
        sight = model.layers.sight(Scan(example.text, model.file), meaning: meaning)
    }
}

/// Tunes the small layers on texts that the tables had not seen, so that a probability means what it says.
enum TopTrainer {
    static func train(_ layer: inout TopLayer, _ held: [HeldOut]) throws {
        try opinions(&layer, held)
        try danger(&layer, held)
    }

    private static func opinions(_ layer: inout TopLayer, _ held: [HeldOut]) throws {
        try mixer(&layer, held.filter { $0.example.hospital })
        let labelled = held.filter { $0.example.themes != nil }
        for theme in Theme.allCases { try calibrate(theme.column, &layer, labelled) }
    }

    /// Real opinions, of which there are few, count thirty times as much as those written for training: together as much.
    private static func weight(_ row: HeldOut) -> Float { row.example.real ? 30 : 1 }

    /// In texts: what a handful of them cannot overrule.
    private static let ridge: Float = 2

    private static func mixer(_ layer: inout TopLayer, _ held: [HeldOut]) throws {
        let rows = held.compactMap { row in
            row.example.polarity.map {
                LogisticFit.Row(inputs: row.sight.inputs, truth: $0.column, weight: weight(row))
            }
        }
        let penalties = [Float](repeating: ridge, count: layer.inputs + 1)
        let columns = try LogisticFit.solve(
            rows, classes: Scan.polarities, penalties: penalties, around: taken(at: layer.inputs))
        layer.mixer = columns.flatMap { $0 } + [Float](repeating: 0, count: layer.inputs + 1)
    }

    /// Weights that take the tables at their word: the first inputs are the logarithms of their four probabilities.
    private static func taken(at inputs: Int) -> [[Float]] {
        let last = Scan.polarities - 1
        return (0..<last).map { column in
            (0...inputs).map { $0 == column ? 1 : $0 == last ? -1 : 0 }
        }
    }

    /// Weighs the whole text, its worst passage and its meaning, then takes the lowest cut that raises the alarm on at
    /// most one in a thousand ordinary texts. Those written for training are left out: they are not what a hospital
    /// receives in a day.
    private static func danger(_ layer: inout TopLayer, _ held: [HeldOut]) throws {
        let rows = held.compactMap { row in
            row.example.danger.map { LogisticFit.Row(inputs: row.sight.danger, truth: $0 ? 0 : 1, weight: 1) }
        }
        let penalties = [Float](repeating: ridge, count: layer.danger.count)
        let whole: [Float] = [1] + [Float](repeating: 0, count: layer.danger.count - 1)
        layer.danger = try LogisticFit.solve(rows, classes: 2, penalties: penalties, around: [whole])[0]
        let calm = held.filter { $0.example.danger != true && !$0.example.written }
            .map { layer.danger($0.sight) }.sorted(by: >)
        layer.dangerCut = calm.isEmpty ? 0 : calm[min(calm.count - 1, calm.count / 1000)]
    }

    /// How a layer does on real opinions about hospitals, each judged by tables and by a layer that had not seen it.
    static func evaluation(understanding: Bool, _ held: [HeldOut], parts: Int) throws -> OpinionEvaluation {
        var cases: [OpinionEvaluation.Case] = []
        for part in 0..<parts where held.contains(where: \.example.real) {
            var layer = TopLayer(understands: understanding)
            try opinions(&layer, held.enumerated().filter { $0.offset % parts != part }.map(\.element))
            for (index, row) in held.enumerated() where index % parts == part && row.example.real {
                guard let polarity = row.example.polarity, let themes = row.example.themes else { continue }
                let truth = LabelledOpinion(id: "", text: row.example.text, polarity: polarity, themes: themes)
                cases.append(OpinionEvaluation.Case(truth: truth, judgement: layer.judgement(row.sight)))
            }
        }
        return OpinionEvaluation(cases: cases)
    }

    /// Ridge of what is seen of the other themes, and of the theme itself.
    private static let themeRidge: (other: Float, own: Float) = (44, 4.4)

    /// Weighs what is seen of all themes, then takes the cut that gives the best F1.
    private static func calibrate(_ theme: Int, _ layer: inout TopLayer, _ held: [HeldOut]) throws {
        let wide = Sight.themeInputs(understands: layer.understands)
        let others = (0..<Scan.themes * wide).map { $0 / wide == theme ? themeRidge.own : themeRidge.other }
        let rows = held.map { row in
            let truth = row.example.themes?.contains { $0.column == theme } == true
            return LogisticFit.Row(inputs: row.sight.themes, truth: truth ? 0 : 1, weight: weight(row))
        }
        let penalties = others + [themeRidge.own]
        let said = penalties.indices.map { $0 == theme * wide ? Float(1) : 0 }
        let weights = try LogisticFit.solve(rows, classes: 2, penalties: penalties, around: [said])[0]
        layer.calibrate(theme, weights: weights, cut: 0)
        let judged = rows.map { (layer.themeProbability(theme, $0.inputs), $0.truth == 0, $0.weight) }
        layer.calibrate(theme, weights: weights, cut: bestCut(judged))
    }

    /// Where F1 is usually best for a calibrated probability.
    private static let usualCut: Float = 0.36

    private static func bestCut(_ cases: [(Float, Bool, Float)]) -> Float {
        var (best, bestCut): (Float, Float) = (-1, usualCut)
        for step in 4...16 {
            let cut = Float(step) * 0.04
            var (hit, said, real): (Float, Float, Float) = (0, 0, 0)
            for (probability, truth, weight) in cases {
                if probability >= cut { said += weight }
                if truth { real += weight }
                if truth && probability >= cut { hit += weight }
            }
            let score = said + real > 0 ? 2 * hit / (said + real) : 0
            // A small gain far from the usual cut is chance.
            let sure = score - abs(cut - usualCut) * 0.5
            if sure > best { (best, bestCut) = (sure, cut) }
        }
        return bestCut
    }
}
