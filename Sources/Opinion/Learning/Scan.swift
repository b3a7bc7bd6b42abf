import Kernel

/// A text with its passages and what the learned tables say of each. Columns: four polarities, then eleven themes.
struct Scan {
    static let polarities = Polarity.allCases.count
    static let themes = Theme.allCases.count
    static let columns = polarities + themes

    let reading: Reading
    /// Themes that the lexicon found, one bit each, passage by passage.
    let lexicon: [UInt16]
    /// Sums of the weights, `columns` a passage.
    private(set) var sums: [Float]
    /// Squared length of each passage's n-grams.
    private(set) var lengths: [Float]
    /// The whole text's own sums and squared length.
    private(set) var whole: [Float]
    private(set) var length: Float = 0

    init(_ text: String, _ file: ModelFile) {
        reading = Reading(text)
        lexicon = Self.lexicon(reading)
        sums = [Float](repeating: 0, count: reading.passages.count * Self.columns)
        lengths = [Float](repeating: 0, count: reading.passages.count)
        whole = [Float](repeating: 0, count: Self.columns)
        for index in reading.passages.indices {
            let offset = index * Self.columns
            Self.features(reading, index, lexicon[index]) { hash, scale, _ in
                file.add(file.polarity, hash, scale, to: &sums, at: offset)
                file.add(file.themes, hash, scale, to: &sums, at: offset + Self.polarities)
                lengths[index] += scale * scale
            }
            for column in 0..<Self.columns { whole[column] += sums[offset + column] }
            length += lengths[index]
        }
    }

    /// Which themes' words each passage holds.
    static func lexicon(_ reading: Reading) -> [UInt16] {
        var bits = [UInt16](repeating: 0, count: reading.passages.count)
        var passage = 0
        for match in ThemeLexicon.book.matches(reading) {
            while reading.passages[passage].upperBound <= match.tokens.lowerBound { passage += 1 }
            bits[passage] |= 1 << UInt16(match.label.column)
        }
        return bits
    }

    /// Every n-gram of one passage, and the lexicon's findings in it, with weight and tokens.
    @inline(__always)
    static func features(
        _ reading: Reading, _ passage: Int, _ lexicon: UInt16, _ body: (UInt64, Float, Range<Int>) -> Void
    ) {
        let range = reading.passages[passage]
        Features.each(reading, in: range) { hash, family, tokens in body(hash, family.scale, tokens) }
        for column in 0..<themes where lexicon >> UInt16(column) & 1 == 1 {
            body(Hash.mix(UInt64(column) ^ 0x4C45_5849), Features.Family.lexicon.scale, range)
        }
    }

    /// Logit of a column for the whole text.
    func logit(_ column: Int, bias: [Float]) -> Float {
        whole[column] / max(length, 1).squareRoot() + bias[column]
    }

    /// Logit of a column for one passage. A passage of two words is not let shout.
    func logit(_ column: Int, passage: Int, bias: [Float]) -> Float {
        sums[passage * Self.columns + column] / max(lengths[passage], 12).squareRoot() + bias[column]
    }
}

extension Theme {
    /// Its place among the columns of the theme table.
    var column: Int { Theme.allCases.firstIndex(of: self) ?? 0 }
}

extension Polarity {
    /// Its place among the columns of the polarity table.
    var column: Int { Polarity.allCases.firstIndex(of: self) ?? 0 }
}
