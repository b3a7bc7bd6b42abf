import Kernel

/// What a model that never saw a text makes of it.
struct HeldOut {
    let example: Example
    let inputs: [Float]
    let themes: [Float]
    let listed: [Bool]
    let danger: Float

    init(_ example: Example, _ model: OpinionModel) {
        self.example = example
        let scan = Scan(example.text, model.file)
        inputs = model.layers.mixerInputs(scan)
        danger = model.layers.danger(scan)?.logit ?? -9
        listed = Theme.allCases.map { scan.lists($0.column) }
        themes = Theme.allCases.map { model.layers.themeLogit($0.column, scan) }
    }
}

/// Tunes the small layers on texts that the tables had not seen, so that a probability means what it says.
enum TopTrainer {
    static func train(_ layers: inout DenseLayers, _ held: [HeldOut]) {
        mixer(&layers, held.filter { $0.example.hospital && $0.example.polarity != nil })
        layers.dangerCut = dangerCut(held)
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

    /// The lowest cut that raises the alarm on at most one in a thousand ordinary texts. Those written to tempt it
    /// are left out: they are not what a hospital receives in a day.
    private static func dangerCut(_ held: [HeldOut]) -> Float {
        let background = held.filter {
            $0.example.danger != true && !($0.example.danger == false && $0.example.polarity == nil)
        }
        let calm = background.map(\.danger).sorted(by: >)
        return max(0, calm.isEmpty ? 0 : calm[min(calm.count - 1, calm.count / 1000)])
    }

    /// Praise against complaint on the real hospital forms, each judged by tables that had not seen it: macro-F1.
    static func signF1(_ layers: DenseLayers, _ held: [HeldOut]) -> Float {
        let clear = held.filter { row in
            weight(row) > 1 && (row.example.polarity == .positive || row.example.polarity == .negative)
        }
        let said = clear.map { row in
            let guesses = layers.polarity(row.inputs)
            return guesses[Polarity.positive.column] > guesses[Polarity.negative.column]
        }
        let scores = [true, false].map { side -> Float in
            let truths = clear.map { ($0.example.polarity == .positive) == side }
            let hit = zip(said, truths).filter { ($0 == side) && $1 }.count
            let both = said.filter { $0 == side }.count + truths.filter { $0 }.count
            return both == 0 ? 0 : 2 * Float(hit) / Float(both)
        }
        return (scores[0] + scores[1]) / 2
    }

    /// Platt's sigmoid on the held-out logits and the lexicon's word, then the cut that gives the best F1.
    private static func calibrate(_ theme: Theme, _ layers: inout DenseLayers, _ rows: [HeldOut]) {
        let column = theme.column
        let total = rows.reduce(Float(0)) { $0 + weight($1) }
        let truths = rows.map { $0.example.themes?.contains(theme) == true }
        var (slope, listed, offset): (Float, Float, Float) = (1, 0, 0)
        for _ in 0..<3000 {
            var step: (Float, Float, Float) = (0, 0, 0)
            layers.calibrate(column, slope: slope, listed: listed, offset: offset, cut: 0)
            for (row, truth) in zip(rows, truths) {
                let guess = layers.themeProbability(column, logit: row.themes[column], listed: row.listed[column])
                let error = (guess - (truth ? 1 : 0)) * weight(row) / total
                step.0 += error * row.themes[column]
                step.1 += row.listed[column] ? error : 0
                step.2 += error
            }
            (slope, listed, offset) = (slope - 0.3 * step.0, listed - 0.3 * step.1, offset - 0.3 * step.2)
        }
        layers.calibrate(column, slope: slope, listed: listed, offset: offset, cut: 0)
        let judged = zip(rows, truths).map { row, truth in
            (layers.themeProbability(column, logit: row.themes[column], listed: row.listed[column]), truth, weight(row))
        }
        layers.calibrate(column, slope: slope, listed: listed, offset: offset, cut: bestCut(judged))
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
