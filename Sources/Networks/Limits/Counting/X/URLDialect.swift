/// Whose rules say where an address ends.
enum URLDialect {
    /// twitter-text's: addresses with and without `https://`.
    case x
    /// Mastodon's, built on twitter-text with longer paths (config/initializers/twitter_regex.rb): only addresses with
    /// `http://` or `https://`.
    case mastodon

    var needsScheme: Bool { self == .mastodon }

    /// A character of a path, parentheses apart.
    func isPath(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .x:
            Letters.isWord(scalar) || XCharacters.isAny(of: "!*';:=+,.$/%#[]-_~|&@", scalar) || scalar.value == 0x2013
                || XCharacters.isLatinAccent(scalar) || XCharacters.isCyrillic(scalar)
        case .mastodon: !scalar.properties.isWhitespace && !XCharacters.isAny(of: "<>()?", scalar)
        }
    }

    /// A character on which a path may end: `/page.` ends before the dot.
    func isPathEnd(_ scalar: Unicode.Scalar) -> Bool {
        switch self {
        case .x:
            Letters.isWord(scalar) || XCharacters.isAny(of: "=_#/-+", scalar) || XCharacters.isLatinAccent(scalar)
                || XCharacters.isCyrillic(scalar)
        case .mastodon:
            isPath(scalar) && scalar.value != 0x300C && scalar.value != 0x300D
                && !XCharacters.isAny(of: "!*\"'<>;:=,.$%[]~&|@", scalar)
        }
    }

    func isQuery(_ scalar: Unicode.Scalar) -> Bool {
        if Letters.isWord(scalar) || XCharacters.isAny(of: "!?*'();:&=+$/%#[]-_.,~|@", scalar) { return true }
        return self == .mastodon && (scalar == "^" || scalar.value >= 0xA0)
    }

    func isQueryEnd(_ scalar: Unicode.Scalar) -> Bool {
        if Letters.isWord(scalar) || XCharacters.isAny(of: "-_&=#/", scalar) { return true }
        return self == .mastodon && scalar.value >= 0xA0
    }
}
