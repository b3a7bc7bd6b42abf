/// What a Mastodon server counts of a text: addresses and remote mentions shortened, the rest as it is
/// (mastodon/mastodon, app/validators/status_length_validator.rb and app/lib/extractor.rb).
enum MastodonText {
    /// The text whose graphemes are counted. `url` is the server's `characters_reserved_per_url`.
    static func countable(_ text: String, url: Int) -> String {
        let (scalars, width) = (Array(text.unicodeScalars), max(0, min(url, 1_000)))
        let placeholder: Unicode.Scalar = "x"
        let urls = XURLs.ranges(scalars, .mastodon).map { ($0, Array(repeating: placeholder, count: width)) }
        let mentions = mentions(scalars)
        guard !urls.isEmpty || !mentions.isEmpty else { return text }
        var (kept, position) = ([Unicode.Scalar](), 0)
        for (range, shown) in (urls + mentions).sorted(by: { $0.0.lowerBound < $1.0.lowerBound })
        where range.lowerBound >= position {
            kept += scalars[position..<range.lowerBound]
            kept += shown
            position = range.upperBound
        }
        return Letters.string(kept + scalars[position...])
    }

    /// `@name` and `@name@server` with what is counted of each.
    private static func mentions(_ text: [Unicode.Scalar]) -> [(Range<Int>, [Unicode.Scalar])] {
        var (found, index) = ([(Range<Int>, [Unicode.Scalar])](), 0)
        while index < text.count {
            guard text[index] == "@", isBoundary(text, before: index), let name = name(text, from: index + 1) else {
                index += 1
                continue
            }
            let end = server(text, from: name)
            if closes(text, at: end) { found.append((index..<end, Array(text[index..<name]))) }
            index = end
        }
        return found
    }

    private static func isBoundary(_ text: [Unicode.Scalar], before index: Int) -> Bool {
        index == 0 || !(text[index - 1] == "=" || text[index - 1] == "/" || isWord(text[index - 1]))
    }

    /// Letters, digits and bars of ASCII, with dots and hyphens inside.
    private static func name(_ text: [Unicode.Scalar], from start: Int) -> Int? {
        let end = run(text, from: start) { Letters.isWord($0) || $0 == "_" || $0 == "." || $0 == "-" }
        guard start < end, text[start] != ".", text[start] != "-" else { return nil }
        return trimmed(text, start..<end)
    }

    private static func server(_ text: [Unicode.Scalar], from start: Int) -> Int {
        guard start + 1 < text.count, text[start] == "@", isWord(text[start + 1]) else { return start }
        let end = run(text, from: start + 1) { isWord($0) || $0 == "." || $0 == "-" }
        return trimmed(text, start + 1..<end)
    }

    private static func run(_ text: [Unicode.Scalar], from start: Int, while holds: (Unicode.Scalar) -> Bool) -> Int {
        var end = start
        while end < text.count, holds(text[end]) { end += 1 }
        return end
    }

    /// Without dots and hyphens at the end.
    private static func trimmed(_ text: [Unicode.Scalar], _ range: Range<Int>) -> Int {
        var end = range.upperBound
        while end > range.lowerBound, text[end - 1] == "." || text[end - 1] == "-" { end -= 1 }
        return end
    }

    private static func closes(_ text: [Unicode.Scalar], at end: Int) -> Bool {
        guard end < text.count else { return true }
        return
            !(XCharacters.isAt(text[end]) || XCharacters.isLatinAccent(text[end])
            || Letters.has("://", text, at: end))
    }

    /// A letter, mark, digit or joining bar of any script.
    private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return Letters.isWord(scalar) || scalar == "_" }
        switch scalar.properties.generalCategory {
        case .decimalNumber, .letterNumber, .connectorPunctuation: return true
        default: return XCharacters.isHashtagLetter(scalar)
        }
    }
}
