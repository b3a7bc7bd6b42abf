/// Finds the sentence of a passage that speaks most of a rule.
struct Places {
    let model: DeontologyModel
    let passage: PassageReading

    /// Index of the sentence in which the wordings of `rule` and of violations in general weigh most.
    func sentence(of rule: Int) -> Int {
        guard passage.sentences.count > 1 else { return 0 }
        var sums = [Float](repeating: 0, count: passage.sentences.count)
        let text = passage.text
        for (hash, token) in Wordings.Counts.words(text.tokens, text.folded, pairs: true) {
            sums[index(of: text.tokens[token].start)] += weight(Wordings.feature(.words, hash), rule)
        }
        for (hash, place) in Wordings.Counts.letters(text.folded) {
            sums[index(of: Int(text.places[place]))] += weight(Wordings.feature(.letters, hash), rule) / 3
        }
        return sums.indices.max { sums[$0] < sums[$1] } ?? 0
    }

    private func weight(_ feature: UInt32, _ rule: Int) -> Float {
        let layer = model.wording
        let row = Int(feature) & (WordingLayer.ruleRows - 1)
        let rarity = Float(layer.rarity[Int(feature)])
        let general = Float(layer.violation.values[Int(feature)]) * layer.violation.scales[0]
        let own = Float(layer.rules.values[row * layer.rules.columns + rule]) * layer.rules.scales[rule]
        return rarity * (general + own)
    }

    func index(of place: Int) -> Int {
        var (low, high) = (0, passage.sentences.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if passage.sentences[middle].lowerBound <= place { low = middle } else { high = middle - 1 }
        }
        return low
    }

    /// The sentence, without the spaces around it.
    func span(_ index: Int) -> Range<Int> {
        let sentence = passage.sentences[index]
        var (low, high) = (sentence.lowerBound, sentence.upperBound)
        let scalars = passage.text.scalars
        while low < high, scalars[low].properties.isWhitespace { low += 1 }
        while high > low, scalars[high - 1].properties.isWhitespace { high -= 1 }
        return low..<high
    }
}
