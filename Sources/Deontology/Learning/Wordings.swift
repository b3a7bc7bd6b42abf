/// The wording of a draft as numbers: which words, pairs of words and runs of three to five letters it holds, what it
/// answers, which cues stand in it, who speaks and where.
struct Wordings: Sendable {
    /// Features are numbered by a hash: this many bits of it.
    static let bits = 18
    static let size = 1 << bits

    /// Number of the feature, and its weight in this text.
    var entries: [(feature: UInt32, weight: Float)] = []

    /// The five groups of features; a group counts as much whatever the length of the text.
    enum Group: UInt64, CaseIterable {
        case words = 1, letters, answered, cues, circumstances

        var weight: Float {
            switch self {
            case .words, .letters: 1
            case .answered: 0.55
            case .cues: 0.7
            case .circumstances: 0.55
            }
        }

        /// Whether rare features weigh more than frequent ones.
        var rarity: Bool { self != .circumstances }
    }

    /// Each group's features with how many times they occur.
    struct Counts: Sendable {
        var groups: [[(feature: UInt32, count: Int)]]
    }

    static func feature(_ group: Group, _ hash: UInt64) -> UInt32 {
        UInt32(truncatingIfNeeded: Fingerprint.spread(hash &+ group.rawValue &* 0x9E37_79B9_7F4A_7C15))
            & UInt32(size - 1)
    }

    /// The features of `counts`, weighed by `rarity` (one value a feature).
    init(_ counts: Counts, rarity: [Float]) {
        for (group, features) in zip(Group.allCases, counts.groups) {
            var squares: Float = 0
            let first = entries.count
            for (feature, count) in features {
                let weight = (1 + logarithm(count)) * (group.rarity ? rarity[Int(feature)] : 1)
                entries.append((feature, weight))
                squares += weight * weight
            }
            guard squares > 0 else { continue }
            let scale = group.weight / squares.squareRoot()
            for index in first..<entries.count { entries[index].weight *= scale }
        }
    }
}

/// Natural logarithm of a small count, from a table.
private func logarithm(_ count: Int) -> Float { logarithms[min(count, 63)] }
private let logarithms: [Float] = (0..<64).map { count in
    // ln(n) as a sum of ln(1 + 1/k), each by its series: no library needed for so little.
    (1..<max(1, count)).reduce(Float(0)) { sum, k in
        let x = 1 / Float(2 * k + 1)
        return sum + 2 * (x + x * x * x / 3 + x * x * x * x * x / 5)
    }
}

extension Wordings.Counts {
    init(_ text: ReadText, answered: ReadText?, cues: [UInt64], circumstances: [UInt64]) {
        groups = [
            Self.tally(Self.words(text.tokens, text.folded, pairs: true).map { Wordings.feature(.words, $0.hash) }),
            Self.tally(Self.letters(text.folded).map { Wordings.feature(.letters, $0.hash) }),
            Self.tally(
                answered.map { Self.words($0.tokens, $0.folded, pairs: false) }?
                    .map { Wordings.feature(.answered, $0.hash) } ?? []),
            Self.tally(cues.map { Wordings.feature(.cues, $0) }),
            Self.tally(circumstances.map { Wordings.feature(.circumstances, $0) }),
        ]
    }

    /// The same words in other circumstances, which are the last group.
    mutating func said(in circumstances: [UInt64]) {
        groups[groups.count - 1] = Self.tally(circumstances.map { Wordings.feature(.circumstances, $0) })
    }

    private static func tally(_ features: [UInt32]) -> [(feature: UInt32, count: Int)] {
        var out: [(feature: UInt32, count: Int)] = []
        for feature in features.sorted() {
            if let last = out.last, last.feature == feature {
                out[out.count - 1].count += 1
            } else {
                out.append((feature, 1))
            }
        }
        return out
    }

    /// Words and pairs of neighbours, with the token that begins them; digits count as zeros.
    static func words(_ tokens: [Token], _ folded: [UInt32], pairs: Bool) -> [(hash: UInt64, token: Int)] {
        var out: [(hash: UInt64, token: Int)] = []
        out.reserveCapacity(tokens.count * 2)
        var before: UInt64?
        for (index, token) in tokens.enumerated() {
            let hash = token.shape == .number ? Fingerprint.of(folded[token.folded].lazy.map { _ in 48 }) : token.hash
            out.append((hash, index))
            if pairs, let before { out.append((before &* 31 &+ hash &+ 7, index - 1)) }
            before = hash
        }
        return out
    }

    /// Runs of three to five characters inside a word and its borders, with the folded character that begins them.
    static func letters(_ folded: [UInt32]) -> [(hash: UInt64, place: Int)] {
        var out: [(hash: UInt64, place: Int)] = []
        out.reserveCapacity(folded.count * 3)
        var at = 0
        while at < folded.count {
            if folded[at] == 32 {
                at += 1
                continue
            }
            var end = at
            while end < folded.count, folded[end] != 32, end - at < 60 { end += 1 }
            runs(at - 1, end + 1, folded, at..<end, into: &out)
            at = end
        }
        return out
    }

    private static func runs(
        _ first: Int, _ last: Int, _ folded: [UInt32], _ word: Range<Int>, into out: inout [(hash: UInt64, place: Int)]
    ) {
        for start in first..<last {
            var hash = Fingerprint.seed
            for length in 1...5 where start + length <= last {
                let place = start + length - 1
                var value: UInt32 = word.contains(place) ? folded[place] : 32
                if ReadText.isDigit(value) { value = 48 }
                hash = Fingerprint.add(value, to: hash)
                if length >= 3 { out.append((hash, max(start, word.lowerBound))) }
            }
        }
    }
}
