/// A word, a number or a sign of a text, folded, with its place in the text as it was written.
struct Token: Sendable {
    enum Shape: UInt8, Sendable { case word, number, sign }

    let shape: Shape
    /// Where it stands in the text, in Unicode scalars.
    let start: Int
    let end: Int
    /// Where it stands among the folded characters.
    let folded: Range<Int>
    /// Of its folded characters; digits count as they are.
    let hash: UInt64
    /// Whether its first letter is a capital.
    let capital: Bool
}

/// A text as the layers and the cues read it.
struct ReadText: Sendable {
    /// Folded characters; a run of spaces is one.
    private(set) var folded: [UInt32] = []
    /// For each folded character, its place in the text in Unicode scalars.
    private(set) var places: [Int32] = []
    private(set) var tokens: [Token] = []
    /// The scalars of the text as it was written.
    let scalars: [Unicode.Scalar]

    init(_ text: some StringProtocol) {
        scalars = Array(text.unicodeScalars)
        folded.reserveCapacity(scalars.count)
        places.reserveCapacity(scalars.count)
        for (place, scalar) in scalars.enumerated() {
            guard let value = Folding.folded(scalar) else { continue }
            if value == 32, folded.last == 32, scalar != "\n" { continue }
            folded.append(value)
            places.append(Int32(truncatingIfNeeded: place))
        }
        cut()
    }

    static func isDigit(_ value: UInt32) -> Bool { value >= 48 && value <= 57 }

    static func isLetter(_ value: UInt32) -> Bool {
        if value < 128 { return value >= 97 && value <= 122 }
        return Unicode.Scalar(value)?.properties.isAlphabetic ?? false
    }

    private mutating func cut() {
        var at = 0
        while at < folded.count {
            let value = folded[at]
            if value == 32 {
                at += 1
                continue
            }
            let shape: Token.Shape = Self.isDigit(value) ? .number : Self.isLetter(value) ? .word : .sign
            var end = at + 1
            while end < folded.count, shape != .sign,
                shape == .number ? Self.isDigit(folded[end]) : Self.isLetter(folded[end]) || folded[end] == 95
            { end += 1 }
            let (first, last) = (Int(places[at]), Int(places[end - 1]))
            tokens.append(
                Token(
                    shape: shape, start: first, end: last + 1, folded: at..<end,
                    hash: Fingerprint.of(folded[at..<end]), capital: scalars[first].properties.isUppercase))
            at = end
        }
    }

    /// The text between two places, in Unicode scalars.
    func excerpt(_ range: Range<Int>) -> String {
        var out = String.UnicodeScalarView()
        out.append(contentsOf: scalars[range.clamped(to: 0..<scalars.count)])
        return String(out)
    }
}

/// A number that stands for a run of characters: FNV-1a over their values, the same on every machine.
enum Fingerprint {
    static let seed: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always) static func add(_ value: UInt32, to hash: UInt64) -> UInt64 {
        (hash ^ UInt64(value)) &* 0x100_0000_01B3
    }

    static func of(_ values: some Sequence<UInt32>) -> UInt64 { values.reduce(seed) { add($1, to: $0) } }

    static func of(_ word: String) -> UInt64 { of(word.unicodeScalars.lazy.map(\.value)) }

    /// Spreads the bits, so that the low ones may number a table.
    @inline(__always) static func spread(_ hash: UInt64) -> UInt64 {
        var value = hash
        value ^= value >> 33
        value = value &* 0xFF51_AFD7_ED55_8CCD
        value ^= value >> 33
        return value
    }
}
