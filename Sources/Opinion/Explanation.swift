import Kernel

/// Finds the words of a text that weighed most in its judgement.
struct Explanation {
    /// Passages looked into, and tokens of each: a reason further on would help nobody.
    private static let passageLimit = 4
    private static let tokenLimit = 80

    let scan: Scan
    let file: ModelFile

    /// The two or three heaviest passages of words for `polarity`; for `mixed`, those for praise and for complaint.
    func polarity(_ polarity: Polarity) -> [Reason] {
        switch polarity {
        case .positive, .negative, .neutral: return heaviest(polarity, most: 2)
        case .mixed: return heaviest(.positive, most: 1) + heaviest(.negative, most: 1)
        }
    }

    /// One span for each theme.
    func themes(_ themes: [Theme]) -> [Reason] {
        themes.compactMap { theme in
            let column = Scan.polarities + theme.column
            guard let passage = ranked(by: { scan.sums[$0 * Scan.columns + column] }, most: 1).first else { return nil }
            return spans(passage, label: "theme:\(theme.rawValue)", most: 1) { $0[column] }
                .first
        }
    }

    /// The words by which the learned layer saw a danger in `passage`.
    func danger(_ passage: Int) -> [Reason] {
        spans(passage, label: Urgency.distress.rawValue, most: 1) { $0[Scan.danger] }
    }

    private func heaviest(_ polarity: Polarity, most: Int) -> [Reason] {
        let other = polarity == .positive ? Polarity.negative : .positive
        let passages = ranked(
            by: { scan.sums[$0 * Scan.columns + polarity.column] - scan.sums[$0 * Scan.columns + other.column] },
            most: Self.passageLimit)
        let found = passages.flatMap { passage in
            spans(passage, label: polarity.rawValue, most: most) { $0[polarity.column] - $0[other.column] }
        }
        return Array(found.sorted { ($0.weight, $1.start) > ($1.weight, $0.start) }.prefix(most))
    }

    private func ranked(by weight: (Int) -> Float, most: Int) -> [Int] {
        var best: [(passage: Int, weight: Float)] = []
        for passage in scan.reading.passages.indices {
            let own = weight(passage)
            if best.count == most, let last = best.last, own <= last.weight { continue }
            best.insert((passage, own), at: best.firstIndex { $0.weight < own } ?? best.count)
            if best.count > most { best.removeLast() }
        }
        return best.map(\.passage)
    }

    /// Runs of neighbouring tokens that weigh for what `weight` reads out of the columns of `Scan`.
    private func spans(
        _ passage: Int, label: String, most: Int, weight: ([Float]) -> Float
    ) -> [Reason] {
        let range = scan.reading.passages[passage].prefix(Self.tokenLimit)
        var shares = [Float](repeating: 0, count: range.count)
        var row = [Float](repeating: 0, count: Scan.columns)
        let scale = 1 / max(scan.lengths[passage], 12).squareRoot()
        Scan.features(scan.reading, passage, 0) { hash, family, tokens in
            guard tokens.upperBound <= range.endIndex else { return }
            for column in row.indices { row[column] = 0 }
            row.withUnsafeMutableBufferPointer { row in
                guard let first = row.baseAddress else { return }
                file.add(file.polarity, hash, family.scale, to: first)
                file.add(file.themes, hash, family.themeScale, to: first + Scan.polarities)
                file.add(file.danger, hash, family.scale, to: first + Scan.danger)
            }
            let share = weight(row) * scale / Float(tokens.count)
            for token in tokens { shares[token - range.startIndex] += share }
        }
        return runs(shares, from: range.startIndex, label: label, most: most)
    }

    private func runs(_ shares: [Float], from first: Int, label: String, most: Int) -> [Reason] {
        guard let top = shares.max(), top > 0.02 else { return [] }
        var found: [Reason] = []
        var start: Int?
        for index in 0...shares.count {
            if index < shares.count, shares[index] >= top * 0.35 {
                start = start ?? index
            } else if let begin = start {
                let tokens = scan.reading.tokens[first + begin..<first + index]
                let total = shares[begin..<index].reduce(0, +)
                if let head = tokens.first, let tail = tokens.last {
                    found.append(
                        Reason(
                            start: head.scalars.lowerBound, end: tail.scalars.upperBound, label: label,
                            weight: Double(total)))
                }
                start = nil
            }
        }
        return Array(found.sorted { ($0.weight, $1.start) > ($1.weight, $0.start) }.prefix(most))
    }
}
