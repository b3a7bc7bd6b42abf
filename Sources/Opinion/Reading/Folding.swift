/// Reduces a scalar to what matters for comparing French words: lower case, no accent, no ligature.
enum Folding {
    /// ASCII for U+00C0 to U+017F, in order. `1` is æ, `2` is ß, `3` is œ, a space is a sign that parts words.
    private static let latin: [UInt8] = Array(
        ("aaaaaa1ceeeeiiiidnooooo ouuuuyt2aaaaaa1ceeeeiiiidnooooo ouuuuyty"
            + "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkkllllllllllnnnnnnnnnoooooo33rrrrrr"
            + "ssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs").utf8)

    /// What a scalar is to the reader.
    enum Class: Equatable {
        case letter, digit, apostrophe, stop, comma, mark, emoji, space
        /// Combining marks, zero-width and direction controls: they neither show nor part words.
        case invisible
    }

    static func classify(_ scalar: Unicode.Scalar) -> Class {
        let value = scalar.value
        if value < 0x80 { return ascii(UInt8(value)) }
        if value < 0xC0 { return value == 0xAD ? .invisible : (value == 0xAA || value == 0xBA ? .letter : .space) }
        if value < 0x180 { return value == 0xD7 || value == 0xF7 ? .space : .letter }
        switch value {
        case 0x300...0x36F, 0x200B...0x200F, 0x202A...0x202E, 0x2060...0x206F, 0xFE00...0xFE0F, 0xFEFF,
            0xE0000...0xE0FFF,
            0x1F3FB...0x1F3FF:
            return .invisible
        case 0x2019, 0x2018, 0x02BC: return .apostrophe
        case 0x2026, 0x2028, 0x2029, 0x3002: return .stop
        case 0x2600...0x27BF, 0x2B00...0x2BFF, 0x1F000...0x1FAFF: return .emoji
        case 0x2000...0x2BFF, 0x3000...0x3004, 0x3008...0x3020: return .space
        default: return beyondLatin(scalar)
        }
    }

    private static func ascii(_ byte: UInt8) -> Class {
        switch byte {
        case 0x61...0x7A, 0x41...0x5A: .letter
        case 0x30...0x39: .digit
        case 0x27, 0x60: .apostrophe
        case 0x2E, 0x3B, 0x0A, 0x0D: .stop
        case 0x2C, 0x28, 0x29, 0x3A: .comma
        case 0x21, 0x3F: .mark
        default: .space
        }
    }

    private static func beyondLatin(_ scalar: Unicode.Scalar) -> Class {
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: .letter
        case .decimalNumber: .digit
        case .nonspacingMark, .enclosingMark, .spacingMark, .format, .control: .invisible
        default: .space
        }
    }

    /// Appends the folded form of a letter or digit to `bytes`, in UTF-8.
    static func append(_ scalar: Unicode.Scalar, to bytes: inout [UInt8]) {
        let value = scalar.value
        if value < 0x80 {
            bytes.append(value >= 0x41 && value <= 0x5A ? UInt8(value) | 0x20 : UInt8(value))
        } else if value >= 0xC0 && value < 0x180 {
            switch latin[Int(value) - 0xC0] {
            case 0x31: bytes.append(contentsOf: [0x61, 0x65])
            case 0x32: bytes.append(contentsOf: [0x73, 0x73])
            case 0x33: bytes.append(contentsOf: [0x6F, 0x65])
            case let letter: bytes.append(letter)
            }
        } else {
            bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    /// The folded form of a word of a lexicon.
    static func fold(_ word: some StringProtocol) -> [UInt8] {
        var bytes: [UInt8] = []
        for scalar in word.unicodeScalars where classify(scalar) != .invisible { append(scalar, to: &bytes) }
        return bytes
    }
}
