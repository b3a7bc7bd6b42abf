/// Finds emoji in a text: sequences as people see one picture (Unicode Technical Standard 51).
///
/// Unicode's own properties are asked instead of a list, so that a picture of next year counts as one too. As in X's
/// rule, a sign that is text by default (`©`, `™`) is an emoji only with U+FE0F after it, flags are those of real
/// regions, and the parts that U+200D joins must each be pictures in their own right.
enum Emoji {
    private static let joiner: UInt32 = 0x200D
    private static let picture: UInt32 = 0xFE0F
    private static let keycap: UInt32 = 0x20E3

    /// Where the emoji that begins at `start` ends; nil where none begins.
    static func end(_ text: [Unicode.Scalar], from start: Int) -> Int? {
        let first = text[start]
        if first.isASCII { return keycapEnd(text, start) }
        guard first.value >= 0xA9 else { return nil }
        if isRegional(first) { return flagEnd(text, start) }
        guard isPicture(first) else { return nil }
        if first.value == 0x1F3F4, let end = tagEnd(text, start) { return end }
        guard let (end, isWhole) = element(text, start) else { return nil }
        return isWhole ? joined(text, end) : end
    }

    /// `1`, U+FE0F perhaps, U+20E3.
    private static func keycapEnd(_ text: [Unicode.Scalar], _ start: Int) -> Int? {
        guard Letters.isDigit(text[start]) || text[start] == "#" || text[start] == "*" else { return nil }
        let next = value(text, start + 1) == picture ? start + 2 : start + 1
        return value(text, next) == keycap ? next + 1 : nil
    }

    /// Two letters of a region, or one letter alone.
    private static func flagEnd(_ text: [Unicode.Scalar], _ start: Int) -> Int {
        guard start + 1 < text.count, isRegional(text[start + 1]) else { return start + 1 }
        let pair = text[start...(start + 1)].map { UInt8($0.value - 0x1F1E6 + 65) }
        return EmojiFlags.regions.contains(String(decoding: pair, as: UTF8.self)) ? start + 2 : start + 1
    }

    /// England, Scotland and Wales: a black flag, the letters of the region as tags, an end.
    private static func tagEnd(_ text: [Unicode.Scalar], _ start: Int) -> Int? {
        let letters = text[(start + 1)...].prefix(5).map { $0.value &- 0xE0000 }
        guard letters.count == 5, letters.allSatisfy({ (97...122).contains($0) }), value(text, start + 6) == 0xE007F,
            EmojiFlags.tagged.contains(String(decoding: letters.map(UInt8.init(truncatingIfNeeded:)), as: UTF8.self))
        else { return nil }
        return start + 7
    }

    /// One picture with its tone or its U+FE0F, and whether it is shown as a picture for certain.
    private static func element(_ text: [Unicode.Scalar], _ start: Int) -> (end: Int, isWhole: Bool)? {
        let base = text[start]
        if value(text, start + 1) == picture { return (start + 2, true) }
        if start + 1 < text.count, text[start + 1].properties.isEmojiModifier, takesTone(base) {
            return (start + 2, true)
        }
        if needsSign(base) { return nil }
        return (start + 1, base.properties.isEmojiPresentation || isUnassigned(base))
    }

    /// Takes the pictures that U+200D joins to the one that ends at `end`.
    private static func joined(_ text: [Unicode.Scalar], _ end: Int) -> Int {
        var end = end
        while value(text, end) == joiner, end + 1 < text.count, isPicture(text[end + 1]),
            let (next, isWhole) = element(text, end + 1), isWhole
        {
            end = next
        }
        return end
    }

    private static func value(_ text: [Unicode.Scalar], _ index: Int) -> UInt32 {
        index < text.count ? text[index].value : 0
    }

    private static func isRegional(_ scalar: Unicode.Scalar) -> Bool { (0x1F1E6...0x1F1FF).contains(scalar.value) }

    /// Text by default, and no emoji in X's list without U+FE0F.
    private static func needsSign(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xA9, 0xAE, 0x2122, 0x265F: true
        default: false
        }
    }

    private static func takesTone(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isEmojiModifierBase || isUnassigned(scalar)
    }

    private static func isPicture(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0xA9 else { return false }
        return scalar.properties.isEmoji || isUnassigned(scalar)
    }

    /// Kept by Unicode for pictures to come.
    private static func isUnassigned(_ scalar: Unicode.Scalar) -> Bool {
        (0x1F000...0x1FAFF).contains(scalar.value) && scalar.properties.generalCategory == .unassigned
    }
}
