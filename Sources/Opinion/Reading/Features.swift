/// The n-grams of a text: what every learned layer adds up.
struct Features {
    /// What kind of n-gram, and so how much it counts before anything is learned.
    enum Family: Int, CaseIterable {
        case word, pair, triple, negated, letters, lexicon

        /// Chosen on held-out folds of the training rows; the small weight of letters keeps them for misspelt words.
        var scale: Float {
            switch self {
            case .word, .negated: 1
            case .pair: 0.8
            case .triple: 0.5
            case .letters: 0.3
            case .lexicon: 2
            }
        }

        /// The same for themes, which are a matter of what words are there: fewer rows teach them, so letters and
        /// runs of words, which are many, count less, and the lexicon more.
        var themeScale: Float {
            switch self {
            case .word, .negated: 1
            case .pair: 0.4
            case .triple: 0
            case .letters: 0.2
            case .lexicon: 3
            }
        }
    }

    private static let negators: Set<UInt64> = Set(
        ["pas", "aucun", "aucune", "sans", "jamais", "ni", "peu", "zero", "manque", "moins", "not", "no", "never"]
            .map { Hash.word(Array($0.utf8)) })
    private static let start: UInt64 = 0x5354_4152_5421
    private static let number: UInt64 = 0x4E55_4D42_4552

    /// Calls `body` for each n-gram of `passage` with its hash, its family and the tokens that it covers.
    @inline(__always)
    static func each(
        _ reading: Reading, in passage: Range<Int>, _ body: (UInt64, Family, Range<Int>) -> Void
    ) {
        var before = start
        var last: UInt64 = 0
        var negation = 0
        for index in passage {
            let token = reading.tokens[index]
            let word = token.kind == .number ? number : token.hash
            if negation > 0 && token.kind == .word {
                body(Hash.mix(word ^ 0x4E4F_54), .negated, index..<index + 1)
            } else {
                body(Hash.mix(word), .word, index..<index + 1)
            }
            body(Hash.pair(before, word), .pair, max(passage.lowerBound, index - 1)..<index + 1)
            if last != 0 {
                body(Hash.pair(Hash.pair(last, before), word), .triple, max(passage.lowerBound, index - 2)..<index + 1)
            }
            if token.kind == .word { letters(reading, token, index, body) }
            (last, before) = (before, word)
            negation = negators.contains(word) ? 3 : max(0, negation - 1)
            if token.endsSentence || token.endsClause || token.kind == .mark { negation = 0 }
        }
        if passage.count > 0 { body(Hash.pair(before, start), .pair, passage.upperBound - 1..<passage.upperBound) }
    }

    /// Runs of three to five bytes inside a word, its ends included as a mark of their own.
    @inline(__always)
    private static func letters(
        _ reading: Reading, _ token: Reading.Token, _ index: Int, _ body: (UInt64, Family, Range<Int>) -> Void
    ) {
        let range = token.bytes
        // A word longer than 40 bytes is noise, or an attack: its first letters will do.
        let end = min(range.upperBound, range.lowerBound + 40)
        guard end - range.lowerBound >= 3 else { return }
        reading.bytes.withUnsafeBufferPointer { bytes in
            for first in range.lowerBound - 1..<end - 1 {
                var hash = Hash.seed ^ 0x43
                for position in first..<min(first + 5, end + 1) {
                    let inside = position >= range.lowerBound && position < end
                    hash = Hash.step(hash, inside ? bytes[position] : 0x5F)
                    if position - first >= 2 { body(Hash.mix(hash), .letters, index..<index + 1) }
                }
            }
        }
    }
}
