/// The sets of characters of twitter-text's rules (Regex.java and its siblings, github.com/twitter/twitter-text).
enum XCharacters {
    /// Letters with accents of Latin alphabets, which host names and paths may hold.
    static func isLatinAccent(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0..<0xC0, 0xD7, 0xF7: false
        case 0xC0...0x24F, 0x300...0x36F, 0x1E00...0x1EFF: true
        case 0x253, 0x254, 0x256, 0x257, 0x259, 0x25B, 0x263, 0x268, 0x26F, 0x272, 0x289, 0x28B, 0x2BB: true
        default: false
        }
    }

    static func isCyrillic(_ scalar: Unicode.Scalar) -> Bool { (0x400...0x4FF).contains(scalar.value) }

    /// Marks of the direction of writing, beside which anything may begin.
    static func isDirectional(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x202A...0x202E, 0x2066...0x2069, 0x61C, 0x200E, 0x200F: true
        default: false
        }
    }

    /// What no post may hold.
    static func isInvalid(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0xFFFE || scalar.value == 0xFEFF || scalar.value == 0xFFFF
    }

    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x180E, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000:
            true
        default: false
        }
    }

    static func isASCIIPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        (33...126).contains(scalar.value) && !Letters.isWord(scalar)
    }

    static func isAt(_ scalar: Unicode.Scalar) -> Bool { scalar == "@" || scalar == "＠" }

    static func isHash(_ scalar: Unicode.Scalar) -> Bool { scalar == "#" || scalar == "＃" }

    /// One of `list`, an ASCII string.
    static func isAny(of list: StaticString, _ scalar: Unicode.Scalar) -> Bool {
        guard scalar.isASCII else { return false }
        return (0..<list.utf8CodeUnitCount).contains { UInt32(list.utf8Start[$0]) == scalar.value }
    }

    /// What a hashtag must hold one of. The private range was Apple's, and is in twitter-text's list.
    static func isHashtagLetter(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return Letters.isLetter(scalar) }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter: return true
        case .nonspacingMark, .spacingMark, .enclosingMark: return true
        case .privateUse: return (0xF870...0xF8D6).contains(scalar.value)
        default: return false
        }
    }

    /// What a hashtag may hold besides letters.
    static func isHashtagFiller(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0x5F, 0x200C, 0x200D, 0xA67E, 0x5BE, 0x5F3, 0x5F4, 0xFF5E, 0x301C, 0x309B, 0x309C, 0x30A0, 0x30FB: true
        case 0x3003, 0xF0B, 0xF0C, 0xB7: true
        default: scalar.isASCII ? Letters.isDigit(scalar) : scalar.properties.generalCategory == .decimalNumber
        }
    }

    static func isHashtagPart(_ scalar: Unicode.Scalar) -> Bool {
        isHashtagLetter(scalar) || isHashtagFiller(scalar)
    }
}
