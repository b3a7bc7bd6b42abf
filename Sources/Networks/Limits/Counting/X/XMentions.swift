/// `@somebody`, `@somebody/list` (Regex.java, VALID_MENTION_OR_LIST and VALID_REPLY).
enum XMentions {
    static func all(_ text: [Unicode.Scalar]) -> [XEntity] {
        var (found, free, index) = ([XEntity](), 0, 0)
        while index < text.count {
            guard XCharacters.isAt(text[index]), isBoundary(text, before: index, from: free) else {
                index += 1
                continue
            }
            while index + 1 < text.count, XCharacters.isAt(text[index + 1]) { index += 1 }
            let name = name(text, from: index + 1)
            guard name > index + 1 else {
                index += 1
                continue
            }
            let end = list(text, from: name)
            if closes(text, at: end) { found.append(entity(text, index, name, end)) }
            (free, index) = (end, end)
        }
        return found
    }

    static func reply(_ text: [Unicode.Scalar]) -> String? {
        guard let start = text.firstIndex(where: { !XCharacters.isSpace($0) && !XCharacters.isDirectional($0) }),
            XCharacters.isAt(text[start])
        else { return nil }
        let end = name(text, from: start + 1)
        return end > start + 1 && closes(text, at: end) ? Letters.string(text[start + 1..<end]) : nil
    }

    private static func entity(_ text: [Unicode.Scalar], _ at: Int, _ name: Int, _ end: Int) -> XEntity {
        let kind: XEntity.Kind = end > name ? .list(Letters.string(text[name..<end])) : .mention
        return XEntity(kind: kind, text: Letters.string(text[at + 1..<name]), range: at..<end)
    }

    /// The beginning, a character that is part of no name, or `RT`.
    private static func isBoundary(_ text: [Unicode.Scalar], before index: Int, from free: Int) -> Bool {
        guard index > 0 else { return true }
        guard index > free else { return false }
        let before = text[index - 1]
        if !(isNamePart(before) || XCharacters.isAt(before) || XCharacters.isAny(of: "!#$%&*", before)) { return true }
        guard index - free >= 2, Letters.has("rt", text, at: index - 2) else { return false }
        if index == 2 { return true }
        let earlier = text[index - 3]
        return index - free >= 3 && !(isNamePart(earlier) || XCharacters.isAny(of: "+~.-", earlier))
    }

    private static func isNamePart(_ scalar: Unicode.Scalar) -> Bool { Letters.isWord(scalar) || scalar == "_" }

    private static func name(_ text: [Unicode.Scalar], from start: Int) -> Int {
        var end = start
        while end < text.count, end - start < 20, isNamePart(text[end]) { end += 1 }
        return end
    }

    private static func list(_ text: [Unicode.Scalar], from start: Int) -> Int {
        guard start + 1 < text.count, text[start] == "/", Letters.isLetter(text[start + 1]) else { return start }
        var end = start + 2
        while end < text.count, end - start < 26, isNamePart(text[end]) || text[end] == "-" { end += 1 }
        return end
    }

    /// Not followed by another sign, an accent or `://`: then it is no name.
    private static func closes(_ text: [Unicode.Scalar], at end: Int) -> Bool {
        guard end < text.count else { return true }
        return
            !(XCharacters.isAt(text[end]) || XCharacters.isLatinAccent(text[end])
            || Letters.has("://", text, at: end))
    }
}
