/// `#words` and `$TICKERS` (Regex.java, VALID_HASHTAG and VALID_CASHTAG).
enum XTags {
    static func hashtags(_ text: [Unicode.Scalar]) -> [XEntity] {
        var (found, free) = ([XEntity](), 0)
        for index in text.indices where index >= free && XCharacters.isHash(text[index]) {
            guard isBoundary(text, before: index, from: free), let end = hashtagEnd(text, from: index + 1) else {
                continue
            }
            free = end
            if end < text.count, XCharacters.isHash(text[end]) || Letters.has("://", text, at: end) { continue }
            found.append(XEntity(kind: .hashtag, text: Letters.string(text[index + 1..<end]), range: index..<end))
        }
        return found
    }

    private static func isBoundary(_ text: [Unicode.Scalar], before index: Int, from free: Int) -> Bool {
        guard index > 0 else { return true }
        guard index > free else { return false }
        let before = text[index - 1]
        return (0xFE0E...0xFE0F).contains(before.value) || !(before == "&" || XCharacters.isHashtagPart(before))
    }

    /// Not after a keycap or an emoji sign, and with a letter in it.
    private static func hashtagEnd(_ text: [Unicode.Scalar], from start: Int) -> Int? {
        guard start < text.count, text[start].value != 0xFE0F, text[start].value != 0x20E3 else { return nil }
        var (end, hasLetter) = (start, false)
        while end < text.count {
            if XCharacters.isHashtagLetter(text[end]) {
                hasLetter = true
            } else if !XCharacters.isHashtagFiller(text[end]) {
                break
            }
            end += 1
        }
        return hasLetter ? end : nil
    }

    static func cashtags(_ text: [Unicode.Scalar]) -> [XEntity] {
        text.indices.compactMap { index -> XEntity? in
            guard text[index] == "$", index == 0 || isOpen(text[index - 1]), let end = cashtagEnd(text, from: index + 1)
            else { return nil }
            return XEntity(kind: .cashtag, text: Letters.string(text[index + 1..<end]), range: index..<end)
        }
    }

    private static func isOpen(_ scalar: Unicode.Scalar) -> Bool {
        XCharacters.isSpace(scalar) || XCharacters.isDirectional(scalar)
    }

    /// One to six letters, then perhaps a dot or a bar and one or two more.
    private static func cashtagEnd(_ text: [Unicode.Scalar], from start: Int) -> Int? {
        let end = letters(text, from: start, most: 6)
        guard end > start else { return nil }
        if end < text.count, text[end] == "." || text[end] == "_" {
            let longer = letters(text, from: end + 1, most: 2)
            if longer > end + 1, closes(text, at: longer) { return longer }
        }
        return closes(text, at: end) ? end : nil
    }

    private static func letters(_ text: [Unicode.Scalar], from start: Int, most: Int) -> Int {
        var end = start
        while end < text.count, end - start < most, Letters.isLetter(text[end]) { end += 1 }
        return end
    }

    private static func closes(_ text: [Unicode.Scalar], at end: Int) -> Bool {
        guard end < text.count else { return true }
        return (0x09...0x0D).contains(text[end].value) || text[end] == " " || XCharacters.isASCIIPunctuation(text[end])
    }
}
