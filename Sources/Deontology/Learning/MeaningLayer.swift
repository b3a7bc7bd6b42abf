import Encoder

/// A layer over likenesses to drafts that are known: what is near violations is one.
struct MeaningLayer: Sendable {
    /// Who speaks in each draft, and where.
    let circumstances: [Circumstances]
    /// Their texts, and for those that answer something what they answer: `Meaning.width` numbers each.
    let wholes: [Int8]
    let answers: [Int8]
    let isAnswer: [Bool]
    let violation: [Float]
    let violationBias: Float
    let rules: SmallMatrix
    let ruleBias: [Float]
    /// Drafts of the same circumstances: on seven networks the same text is as like to each of them.
    private let groups: [(circumstances: Circumstances, rows: [Int])]
    /// What each group says to the texts read last, wherever they are said: some 10 kB each.
    private let said = Recent<[Int8], [Say]>(limit: 64)

    /// What drafts of the same circumstances say together to a text, before it is asked who says it and where.
    private struct Say: Sendable {
        let violation: Float
        let rules: [Float]
    }

    init(points: [Meaning], violation: [Float], violationBias: Float, rules: SmallMatrix, ruleBias: [Float]) {
        circumstances = points.map(\.circumstances)
        wholes = points.flatMap(\.whole)
        answers = points.flatMap(\.answered)
        isAnswer = points.map { !$0.answered.isEmpty }
        (self.violation, self.violationBias) = (violation, violationBias)
        (self.rules, self.ruleBias) = (rules, ruleBias)
        groups = Dictionary(grouping: points.indices) { points[$0].circumstances.byte }.sorted { $0.key < $1.key }
            .map { (Circumstances(byte: $0.key), $0.value) }
    }

    func score(_ meaning: Meaning) -> LearnedScore {
        let said = said.value(meaning.whole + meaning.answered) { listen(to: meaning) }
        var violation = violationBias
        var sums = [Float](repeating: 0, count: rules.columns)
        for (group, say) in zip(groups, said) {
            let share = meaning.circumstances.share(group.circumstances)
            violation += share * say.violation
            for column in sums.indices { sums[column] += share * say.rules[column] }
        }
        return LearnedScore(violation: violation, rules: rules.scaled(sums, plus: ruleBias))
    }

    private func listen(to meaning: Meaning) -> [Say] {
        let likenesses = likenesses(meaning)
        return groups.map { group in
            let near = group.rows.map { likenesses[$0] }
            let sum = zip(group.rows, near).reduce(Float(0)) { $0 + violation[$1.0] * $1.1 }
            return Say(violation: sum, rules: rules.product(group.rows, near))
        }
    }

    /// To each draft, whoever speaks and wherever.
    private func likenesses(_ meaning: Meaning) -> [Float] {
        let wholes = Encoder.squares(from: meaning.whole, to: wholes)
        let isAnswering = !meaning.answered.isEmpty
        var answered = (isAnswering ? Encoder.squares(from: meaning.answered, to: answers) : [])[...]
        return zip(wholes, isAnswer).map { whole, isAnswer in
            let other = isAnswer && isAnswering ? answered.popFirst() : nil
            return exponential(
                -Meaning.distance(whole: whole, answered: isAnswer == isAnswering ? other ?? 0 : nil))
        }
    }
}
