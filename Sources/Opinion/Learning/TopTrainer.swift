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
    static func train(_ layer: inout TopLayer, _ held: [HeldOut]) {
        mixer(&layer, held.filter { $0.example.hospital && $0.example.polarity != nil })
        danger(&layer, held)
        for theme in Theme.allCases { calibrate(theme.column, &layer, held.filter { $0.example.themes != nil }) }
    }

    /// Real opinions, of which there are few, count eight times as much as sentences written for training.
    private static func weight(_ row: HeldOut) -> Float { row.example.real ? 8 : 1 }

    private static func mixer(_ layers: inout TopLayer, _ rows: [HeldOut]) {
        let inputs = layers.inputs
        let width = inputs + 1
        let total = rows.reduce(Float(0)) { $0 + weight($1) }
        for column in 0..<Scan.polarities { layers.mixer[column * width + column] = 1 }
        for _ in 0..<2000 {
            var gradient = layers.mixer.map { $0 * 0.001 }
            for row in rows {
                let guesses = layers.polarity(row.sight.inputs)
                for column in 0..<Scan.polarities {
                    let target: Float = row.example.polarity?.column == column ? 1 : 0
                    let error = (guesses[column] - target) * weight(row) / total
                    for input in 0..<inputs {
                        gradient[column * width + input] += error * row.sight.inputs[input]
                    }
                    gradient[column * width + inputs] += error
                }
            }
            for index in layers.mixer.indices { layers.mixer[index] -= 0.2 * gradient[index] }
        }
    }

    /// Weighs the whole text, its worst passage and its meaning, then takes the lowest cut that raises the alarm on at
    /// most one in a thousand ordinary texts. Those written for training are left out: they are not what a hospital
    /// receives in a day.
    private static func danger(_ layer: inout TopLayer, _ held: [HeldOut]) {
        let known = held.filter { $0.example.danger != nil }
        let cases = known.map { ($0.sight.danger, $0.example.danger == true, Float(1)) }
        layer.danger = logistic(cases, from: layer.understands ? [1, 0.2, 0.7, -2] : [1, 0.2, 0])
        let background = held.filter { $0.example.danger != true && !$0.example.written }
        let calm = background.map { layer.danger($0.sight.danger) }.sorted(by: >)
        layer.dangerCut = calm.isEmpty ? 0 : calm[min(calm.count - 1, calm.count / 1000)]
    }

    /// Weights and offset of a logistic regression.
    private static func logistic(_ cases: [(seen: [Float], truth: Bool, weight: Float)], from start: [Float]) -> [Float]
    {
        let total = cases.reduce(Float(0)) { $0 + $1.weight }
        guard total > 0 else { return start }
        var weights = start
        for _ in 0..<3000 {
            var step = [Float](repeating: 0, count: weights.count)
            for (seen, truth, weight) in cases {
                let guess = Softmax.sigmoid(seen.indices.reduce(weights[seen.count]) { $0 + weights[$1] * seen[$1] })
                let error = (guess - (truth ? 1 : 0)) * weight / total
                for index in seen.indices { step[index] += error * seen[index] }
                step[seen.count] += error
            }
            for index in weights.indices { weights[index] -= 0.3 * step[index] }
        }
        return weights
    }

    /// How a layer does on real opinions about hospitals, each judged by tables that had not seen it. The layer itself,
    /// which is small, was tuned on them.
    static func evaluation(_ layer: TopLayer, _ held: [HeldOut]) -> OpinionEvaluation {
        OpinionEvaluation(
            cases: held.filter(\.example.real).compactMap { row in
                guard let polarity = row.example.polarity, let themes = row.example.themes else { return nil }
                let truth = LabelledOpinion(id: "", text: row.example.text, polarity: polarity, themes: themes)
                return OpinionEvaluation.Case(truth: truth, judgement: layer.judgement(row.sight))
            })
    }

    /// Platt's sigmoid on what is seen of a theme, then the cut that gives the best F1.
    private static func calibrate(_ theme: Int, _ layer: inout TopLayer, _ rows: [HeldOut]) {
        let truths = rows.map { $0.example.themes?.contains { $0.column == theme } == true }
        let cases = zip(rows, truths).map { row, truth in (row.sight.themes[theme], truth, weight(row)) }
        let weights = logistic(cases, from: layer.understands ? [1, 0, 0.5, 0] : [1, 0, 0])
        layer.calibrate(theme, weights: weights, cut: 0)
        let judged = cases.map { seen, truth, weight in (layer.themeProbability(theme, seen), truth, weight) }
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
            // A gain of less than one in a hundred over the usual cut is chance.
            if score - abs(cut - usualCut) * 0.12 > best { (best, bestCut) = (score - abs(cut - usualCut) * 0.12, cut) }
        }
        return bestCut
    }
}
