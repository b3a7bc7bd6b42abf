/// Something in a Bluesky post that is a link, a mention or a tag (lexicon `app.bsky.richtext.facet`).
public struct BlueskyFacet: Sendable, Equatable {
    /// What it is.
    public enum Feature: Sendable, Equatable {
        /// The whole address, with `https://` where the text leaves it out.
        case link(String)
        /// A handle without `@`. The facet names the account by its DID: resolve it before sending, and leave out what
        /// resolves to nobody.
        case mention(String)
        /// A tag without `#`.
        case tag(String)
    }

    /// What it leads to.
    public let feature: Feature
    /// Place in the text in UTF-8 bytes, its sign included.
    public let bytes: Range<Int>
}

/// Finds the facets of a text, as Bluesky's own clients do when a post is written (bluesky-social/atproto,
/// packages/api/src/rich-text/detection.ts), with two differences: every closing sign is left out of a link and not only
/// the last one, and a bare host may hold hyphens (`chu-exemple.fr`).
public enum BlueskyFacets {
    /// In the order of the text, none over another.
    public static func detect(_ text: String) -> [BlueskyFacet] {
        let scalars = Array(text.unicodeScalars)
        let found = (BlueskyLinks.all(scalars) + BlueskyMentions.all(scalars) + BlueskyTags.all(scalars))
            .sorted { $0.range.lowerBound < $1.range.lowerBound }
        guard !found.isEmpty else { return [] }
        var (facets, position, bytes) = ([BlueskyFacet](), 0, 0)
        for item in found where item.range.lowerBound >= position {
            let start = bytes + width(scalars[position..<item.range.lowerBound])
            bytes = start + width(scalars[item.range])
            position = item.range.upperBound
            facets.append(BlueskyFacet(feature: item.feature, bytes: start..<bytes))
        }
        return facets
    }

    private static func width(_ scalars: ArraySlice<Unicode.Scalar>) -> Int {
        scalars.reduce(0) { $0 + UTF8.width($1) }
    }

    /// White space as JavaScript's `\s` means it.
    static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        XCharacters.isSpace(scalar) && scalar.value != 0x85 && scalar.value != 0x180E || scalar.value == 0xFEFF
    }

    /// Whether a link or a mention may begin at `index`: at the beginning, after a space or an open parenthesis.
    static func isOpen(_ text: [Unicode.Scalar], _ index: Int) -> Bool {
        index == 0 || text[index - 1] == "(" || isSpace(text[index - 1])
    }

    /// Whether `name` is a host that the name system could hold, under a top-level domain of the list.
    static func isHost(_ name: String) -> Bool {
        let labels = name.lowercased().split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1, name.utf8.count <= 253, let last = labels.last else { return false }
        return (TopLevelDomains.isCurrent(String(last)) || last == "test")
            && labels.allSatisfy { (1...63).contains($0.utf8.count) && $0.first != "-" && $0.last != "-" }
    }
}
