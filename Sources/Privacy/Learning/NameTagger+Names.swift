/// From likely words to whole names.
extension NameTagger {
    /// Past what leads to a name and is none of it: "girafe de Noé-Lou", "Nourrisson Soan", "CHU Félix-Guyon".
    private func trimmed(_ low: Int, _ end: Int) -> Int {
        let last = (low..<end).last { page.tokens[$0].isWord && page.tokens[$0].shape != .lower }
        guard let last, last > low, !page.shouted else { return low }
        var at = low
        while at < last {
            let token = page.tokens[at]
            let lower = token.shape == .lower && token.isWord && token.cues.isDisjoint(with: .particle)
            let leads =
                token.isWord && token.entry.firstName < 3 && !page.tokens[at + 1].isSign(45)
                && !token.cues.isDisjoint(with: [.kin, .place, .patient, .role, .stay, .thing])
            let short =
                token.shape == .upper && token.length < 5 && token.entry.firstName < 2 && token.entry.surname < 3
                && page.tokens[at + 1].spaced && token.length > 1
            guard lower || leads || short else { return at }
            at += 1
            while at < last, !page.tokens[at].isWord || lower && !page.tokens[at].cues.isDisjoint(with: .particle) {
                at += 1
            }
        }
        return at
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
                index = trimmed(index, end)
                let values = (index..<end).filter { $0 < plausible.count && plausible[$0] }.map { likely[$0] }
                if excluded(index..<end) {
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
