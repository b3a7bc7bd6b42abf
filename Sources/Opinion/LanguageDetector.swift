/// Tells which language a text is written in: by its script where that is enough, else by learned n-grams.
struct LanguageDetector: Sendable {
    /// Languages of the learned layer, in the order of its columns.
    static let learned = ["da", "de", "en", "es", "fr", "it", "nl", "pl", "pt", "ro", "sv", "tr"]
    /// Tokens that are read: enough to tell, however long the text.
    static let tokenLimit = 80
    /// Below this probability the language is not said.
    static let certainty: Float = 0.35
    /// Fewer letters than this tell nothing.
    static let fewestLetters = 4

    private static let scripts: [(LetterCount.Script, String)] = [
        (.greek, "el"), (.hebrew, "he"), (.kana, "ja"), (.hangul, "ko"), (.devanagari, "hi"), (.thai, "th"),
        (.armenian, "hy"), (.georgian, "ka"), (.tamil, "ta"), (.han, "zh"),
    ]

    let file: ModelFile
    let bias: [Float]

    /// ISO 639-1 code; nil when there are too few letters, or no language stands out.
    func language(of reading: Reading) -> String? {
        let letters = reading.letters
        guard letters.total >= 2 else { return nil }
        if letters[.latin] * 2 < letters.total { return byScript(letters) }
        guard letters.total >= Self.fewestLetters else { return nil }
        let probabilities = Softmax.of(sums(reading))
        guard let best = probabilities.indices.max(by: { probabilities[$0] < probabilities[$1] }),
            probabilities[best] >= Self.certainty
        else { return nil }
        return Self.learned[best]
    }

    private func byScript(_ letters: LetterCount) -> String? {
        if letters[.arabic] * 2 >= letters.total { return letters.persian * 20 > letters.total ? "fa" : "ar" }
        if letters[.cyrillic] * 2 >= letters.total { return letters.ukrainian > 0 ? "uk" : "ru" }
        // A Japanese text is mostly Han, with some kana: kana comes first.
        if letters[.kana] * 5 > letters.total { return "ja" }
        return Self.scripts.first { letters[$0.0] * 2 >= letters.total }?.1
    }

    private func sums(_ reading: Reading) -> [Float] {
        var sums = [Float](repeating: 0, count: Self.learned.count)
        var norm: Float = 0
        sums.withUnsafeMutableBufferPointer { sums in
            guard let row = sums.baseAddress else { return }
            Self.features(reading) { hash, scale in
                file.add(file.language, hash, scale, to: row)
                norm += scale * scale
            }
        }
        let factor = 1 / max(norm, 1).squareRoot()
        return zip(sums, bias).map { $0 * factor + $1 }
    }

    /// Words, letters and accents: what the layer learns from and what it reads.
    @inline(__always)
    static func features(_ reading: Reading, _ body: (UInt64, Float) -> Void) {
        let head = 0..<min(reading.tokens.count, tokenLimit)
        Features.each(reading, in: head) { hash, family, tokens in
            if family == .letters || family == .word && reading.tokens[tokens.lowerBound].kind == .word {
                body(hash, family == .word ? 1.5 : 0.5)
            }
        }
        reading.letters.eachAccent { body(Hash.mix(UInt64($0) ^ 0x41_4343), 1) }
    }
}
