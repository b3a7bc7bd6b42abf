/// From likely words to whole names.
extension NameTagger {
    private static let saints = Words.set("saint sainte st ste saints")

    /// Names of places, diseases and services that pass for names of people.
    private func excluded(_ name: Range<Int>, _ run: Range<Int>) -> Bool {
        let left = left(run.lowerBound)
        let tokens = page.tokens[name.clamped(to: 0..<page.tokens.count)]
        let words = tokens.filter(\.isWord)
        if words.count > 1, left != .naming, left != .kin, KnownNames.isPerson(words.map(\.hash)) { return true }
        if !page.shouted, words.count == 1, words[0].shape == .upper, words[0].length < 5, words[0].entry.firstName < 2,
            words[0].entry.surname < 3
        {
            return true
        }
        if [.title, .kin, .naming].contains(left) { return false }
        if left != .patient, left != .and, words.allSatisfy({ KnownNames.isThing($0.hash) }) { return true }
        // A letter alone is no initial: "un pneumothorax G".
        if name.count == 1, words.count == 1, words[0].length == 1 { return true }
        if tokens.reduce(0, { $0 + ($1.cues.contains(.eponymName) ? 1 : 0) }) >= 2 { return true }
        guard left != .patient else { return false }
        var before = name.lowerBound - 1
        if before > 0, page.tokens[before].isSign(45) { before -= 1 }
        if before >= 0,
            Self.saints.contains(page.tokens[before].hash) || Self.saints.contains(page.tokens[name.lowerBound].hash)
        {
            return true
        }
        if words.count == 1, words[0].shape == .upper, page.tokens.indices.contains(name.upperBound),
            page.tokens[name.upperBound].isNumber, words[0].length < 5
        {
            return true
        }
        guard !page.shouted, name.count == 1, let only = tokens.first else { return false }
        return only.shape == .upper && only.length <= 5 && only.entry.firstName < 3 && only.entry.surname < 5
    }

    /// Whole names: likely words, joined within their run. Token ranges with the mean probability.
    func names(_ likely: [Float], above threshold: Float) -> [(tokens: Range<Int>, probability: Float)] {
        var names: [(Range<Int>, Float)] = []
        for run in runs {
            var index = run.lowerBound
            while index < run.upperBound {
                guard plausible[index], likely[index] >= threshold else {
                    index += 1
                    continue
                }
                var end = index + 1
                var at = end
                while at < run.upperBound {
                    if plausible[at] {
                        if likely[at] < threshold * 0.6 { break }
                        end = at + 1
                    }
                    at += 1
                }
                if end < page.tokens.count, page.tokens[end - 1].length == 1, page.tokens[end].isSign(46),
                    !page.tokens[end].spaced
                {
                    end += 1
                }
                let values = (index..<end).filter { $0 < plausible.count && plausible[$0] }.map { likely[$0] }
                if excluded(index..<end, run) {
                    index = end
                    continue
                }
                names.append((index..<end, values.reduce(0, +) / Float(max(1, values.count))))
                index = end
            }
        }
        return names
    }
}
