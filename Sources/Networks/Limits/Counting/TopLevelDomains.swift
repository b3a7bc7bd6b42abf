/// Finds the name of a top-level domain at a place of a text.
///
/// The rule is twitter-text's (Regex.java, URL_VALID_GTLD): the name is followed by the end, or by anything but a letter
/// or digit of ASCII, `@`, `+` or `-`.
enum TopLevelDomains {
    /// Longer than any name in the list.
    private static let longest = 24

    private static let current = Set(TopLevelDomainList.current.split(whereSeparator: \.isWhitespace).map(String.init))
    private static let former = Set(TopLevelDomainList.former.split(whereSeparator: \.isWhitespace).map(String.init))

    /// Names that are not all ASCII by their first scalar, the longest first.
    private static let others: [Unicode.Scalar: [[Unicode.Scalar]]] = {
        let list = TopLevelDomainList.currentInOtherScripts + " " + TopLevelDomainList.former
        let names = list.split(whereSeparator: \.isWhitespace).map { Array($0.unicodeScalars) }
        let foreign = names.filter { $0.contains { !$0.isASCII } }
        return Dictionary(grouping: foreign, by: { $0[0] }).mapValues { $0.sorted { $0.count > $1.count } }
    }()

    /// Whether `name`, in lower case, is in the root zone as of the list's date.
    static func isCurrent(_ name: String) -> Bool { current.contains(name) }

    /// Where the name that begins at `start` ends, or nil where none does. `wire` says whether a name in its `xn--` form
    /// counts.
    static func end(_ text: [Unicode.Scalar], from start: Int, wire: Bool = true) -> Int? {
        guard start < text.count else { return nil }
        var index = start
        while index < text.count, index - start <= longest, Letters.isWord(text[index]) || text[index] == "-" {
            index += 1
        }
        if index > start, index - start <= longest, closes(text, at: index), isKnown(text[start..<index]) {
            return index
        }
        return (wire ? punycode(text, from: start) : nil) ?? foreign(text, from: start)
    }

    private static func isKnown(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
        guard word.allSatisfy({ Letters.isLetter($0) }) else { return false }
        let name = Letters.lowercased(word)
        return current.contains(name) || former.contains(name)
    }

    /// `xn--p1ai`: taken without a look at the list, as twitter-text does.
    private static func punycode(_ text: [Unicode.Scalar], from start: Int) -> Int? {
        guard Letters.has("xn--", text, at: start) else { return nil }
        var index = start + 4
        while index < text.count, Letters.isWord(text[index]) || text[index] == "-" { index += 1 }
        return index > start + 4 ? index : nil
    }

    private static func foreign(_ text: [Unicode.Scalar], from start: Int) -> Int? {
        others[Letters.lowercased(text[start])]?.lazy.compactMap { name -> Int? in
            let end = start + name.count
            guard end <= text.count, closes(text, at: end) else { return nil }
            return zip(text[start..<end], name).allSatisfy { Letters.lowercased($0) == $1 } ? end : nil
        }.first
    }

    private static func closes(_ text: [Unicode.Scalar], at end: Int) -> Bool {
        guard end < text.count else { return true }
        let next = text[end]
        return !(Letters.isWord(next) || next == "@" || next == "+" || next == "-")
    }
}
