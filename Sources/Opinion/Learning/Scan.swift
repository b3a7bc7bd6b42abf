import Kernel

/// A text with its passages and what the learned tables say of each. Columns: four polarities, eleven themes, danger.
struct Scan {
    static let polarities = Polarity.allCases.count
    static let themes = Theme.allCases.count
    /// The column that says whether somebody is in danger.
    static let danger = polarities + themes
    static let columns = danger + 1

    let reading: Reading
    /// Themes that the lexicon found, one bit each, passage by passage.
    let lexicon: [UInt16]
    /// Sums of the weights, `columns` a passage.
    private(set) var sums: [Float]
    /// Squared length of each passage's n-grams, as polarity and danger and as themes weigh them.
    private(set) var lengths: [Float]
    private(set) var themeLengths: [Float]
    /// The whole text's own sums and squared length.
    private(set) var whole: [Float]
    private(set) var length: Float = 0
    private(set) var themeLength: Float = 0

    init(_ text: String, _ file: ModelFile) {
        reading = Reading(text)
        lexicon = Self.lexicon(reading)
        sums = [Float](repeating: 0, count: reading.passages.count * Self.columns)
        lengths = [Float](repeating: 0, count: reading.passages.count)
        themeLengths = lengths
        whole = [Float](repeating: 0, count: Self.columns)
        for index in reading.passages.indices {
            let offset = index * Self.columns
            var (squares, themeSquares): (Float, Float) = (0, 0)
            sums.withUnsafeMutableBufferPointer { sums in
                guard let row = sums.baseAddress.map({ $0 + offset }) else { return }
                Self.features(reading, index, lexicon[index]) { hash, family, _ in
                    let (scale, themeScale) = (family.scale, family.themeScale)
                    file.add(file.polarity, hash, scale, to: row)
                    if themeScale > 0 { file.add(file.themes, hash, themeScale, to: row + Self.polarities) }
                    file.add(file.danger, hash, scale, to: row + Self.danger)
                    squares += scale * scale
                    themeSquares += themeScale * themeScale
                }
            }
            for column in 0..<Self.columns { whole[column] += sums[offset + column] }
            (lengths[index], themeLengths[index]) = (squares, themeSquares)
            length += squares
            themeLength += themeSquares
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

    /// Every n-gram of one passage, and the lexicon's findings in it, with its family and tokens.
    @inline(__always)
    static func features(
        _ reading: Reading, _ passage: Int, _ lexicon: UInt16, _ body: (UInt64, Features.Family, Range<Int>) -> Void
    ) {
        let range = reading.passages[passage]
        Features.each(reading, in: range, body)
        for column in 0..<themes where lexicon >> UInt16(column) & 1 == 1 {
            body(Hash.mix(UInt64(column) ^ 0x4C45_5849), .lexicon, range)
        }
    }

    /// Whether the lexicon found a theme's words anywhere.
    func lists(_ theme: Int) -> Bool { lexicon.contains { $0 >> UInt16(theme) & 1 == 1 } }

    /// Logit of a column for the whole text.
    func logit(_ column: Int, bias: [Float]) -> Float {
        whole[column] / max(Self.isTheme(column) ? themeLength : length, 1).squareRoot() + bias[column]
    }

    /// Logit of a column for one passage. A passage of two words is not let shout.
    func logit(_ column: Int, passage: Int, bias: [Float]) -> Float {
        let length = Self.isTheme(column) ? max(themeLengths[passage], 6) : max(lengths[passage], 12)
        return sums[passage * Self.columns + column] / length.squareRoot() + bias[column]
    }

    private static func isTheme(_ column: Int) -> Bool { (polarities..<danger).contains(column) }
}

extension Theme {
    /// Its place among the columns of the theme table.
    var column: Int { Theme.allCases.firstIndex(of: self) ?? 0 }
}

extension Polarity {
    /// Its place among the columns of the polarity table.
    var column: Int { Polarity.allCases.firstIndex(of: self) ?? 0 }
}
