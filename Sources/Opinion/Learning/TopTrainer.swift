import Kernel

/// What a model that never saw a text makes of it.
struct HeldOut {
    let example: Example
    let inputs: [Float]
    let themes: [Float]

    init(_ example: Example, _ model: OpinionModel) {
        self.example = example
        let scan = Scan(example.text, model.file)
        inputs = model.layers.mixerInputs(scan)
        themes = Theme.allCases.map { model.layers.themeLogit($0.column, scan) }
    }
}

/// Tunes the small layers on texts that the tables had not seen, so that a probability means what it says.
enum TopTrainer {
    static func train(_ layers: inout DenseLayers, _ held: [HeldOut]) {
        mixer(&layers, held.filter { $0.example.polarity != nil })
        for theme in Theme.allCases { calibrate(theme, &layers, held.filter { $0.example.themes != nil }) }
    }

    /// Real opinions count three times as much as sentences written for training.
    private static func weight(_ row: HeldOut) -> Float { row.example.weight > 6 ? 3 : 1 }

    private static func mixer(_ layers: inout DenseLayers, _ rows: [HeldOut]) {
        let width = DenseLayers.inputs + 1
        let total = rows.reduce(Float(0)) { $0 + weight($1) }
        for column in 0..<Scan.polarities { layers.mixer[column * width + column] = 1 }
        for _ in 0..<2000 {
            var gradient = layers.mixer.map { $0 * 0.001 }
            for row in rows {
                let guesses = layers.polarity(row.inputs)
                for column in 0..<Scan.polarities {
                    let target: Float = row.example.polarity?.column == column ? 1 : 0
                    let error = (guesses[column] - target) * weight(row) / total
                    for input in 0..<DenseLayers.inputs {
                        gradient[column * width + input] += error * row.inputs[input]
                    }
                    gradient[column * width + DenseLayers.inputs] += error
                }
            }
            for index in layers.mixer.indices { layers.mixer[index] -= 0.2 * gradient[index] }
        }
    }

    /// Platt's sigmoid on the held-out logits, then the cut that gives the best F1.
    private static func calibrate(_ theme: Theme, _ layers: inout DenseLayers, _ rows: [HeldOut]) {
        var (slope, offset): (Float, Float) = (1, 0)
        let total = rows.reduce(Float(0)) { $0 + weight($1) }
        let cases = rows.map { row in
            (row.themes[theme.column], row.example.themes?.contains(theme) == true, weight(row))
        }
        for _ in 0..<3000 {
            var (slopeStep, offsetStep): (Float, Float) = (0, 0)
            for (logit, truth, weight) in cases {
                let error = (Softmax.sigmoid(slope * logit + offset) - (truth ? 1 : 0)) * weight / total
                slopeStep += error * logit
                offsetStep += error
            }
            slope -= 0.3 * slopeStep
            offset -= 0.3 * offsetStep
        }
        let judged = cases.map { (Softmax.sigmoid(slope * $0 + offset), $1, $2) }
        layers.calibrate(theme.column, slope: slope, offset: offset, cut: bestCut(judged))
    }

    private static func bestCut(_ cases: [(Float, Bool, Float)]) -> Float {
        var (best, bestCut): (Float, Float) = (-1, 0.5)
        for step in 4...16 {
            let cut = Float(step) * 0.04
            var (hit, said, real): (Float, Float, Float) = (0, 0, 0)
            for (probability, truth, weight) in cases {
                if probability >= cut { said += weight }
                if truth { real += weight }
                if truth && probability >= cut { hit += weight }
            }
            let score = said + real > 0 ? 2 * hit / (said + real) : 0
            if score > best + 0.002 { (best, bestCut) = (score, cut) }
        }
        return bestCut
    }
}
