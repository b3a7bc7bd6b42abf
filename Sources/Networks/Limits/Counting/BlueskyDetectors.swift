/// A facet whose place is still in Unicode scalars.
typealias PlacedFeature = (range: Range<Int>, feature: BlueskyFacet.Feature)

/// `https://…`, and hosts without it that end with a known top-level domain.
enum BlueskyLinks {
    static func all(_ text: [Unicode.Scalar]) -> [PlacedFeature] {
        var (found, index) = ([PlacedFeature](), 0)
        while index < text.count {
            guard BlueskyFacets.isOpen(text, index), let host = begin(text, index) else {
                index += 1
                continue
            }
            var end = index
            while end < text.count, !BlueskyFacets.isSpace(text[end]) { end += 1 }
            let shown = trimmed(text, index..<end)
            if host.isLink, shown.upperBound > host.end - 1 {
                let address = Letters.string(text[shown])
                found.append((shown, .link(host.hasScheme ? address : "https://" + address)))
            }
            index = end
        }
        return found
    }

    /// What begins like a link: whether it is one, where its scheme or its host ends.
    private static func begin(_ text: [Unicode.Scalar], _ start: Int) -> (isLink: Bool, end: Int, hasScheme: Bool)? {
        if let end = Letters.webSchemeEnd(text, at: start) {
            return end < text.count && !BlueskyFacets.isSpace(text[end]) ? (true, end + 1, true) : nil
        }
        guard Letters.isLetter(text[start]) else { return nil }
        var (end, hasDot) = (start, false)
        while end < text.count {
            let scalar = text[end]
            guard Letters.isWord(scalar) || scalar == "-" || scalar == "." else { break }
            // Two dots on end, or one that nothing follows, end the host.
            if scalar == ".", end + 1 == text.count || !Letters.isWord(text[end + 1]) { break }
            hasDot = hasDot || scalar == "."
            end += 1
        }
        guard hasDot else { return nil }
        let name = Letters.lowercased(text[start..<end])
        return (BlueskyFacets.isHost(name) && !name.hasSuffix(".test"), end, false)
    }

    /// Without the signs of the sentence around it: `.,;:!?`, quotes, and a parenthesis that opened before it.
    private static func trimmed(_ text: [Unicode.Scalar], _ range: Range<Int>) -> Range<Int> {
        let opens = text[range].contains("(")
        var end = range.upperBound
        while end > range.lowerBound,
            XCharacters.isAny(of: ".,;:!?\"'", text[end - 1]) || text[end - 1] == "…" || text[end - 1] == "»"
                || text[end - 1] == "”" || (text[end - 1] == ")" && !opens)
        {
            end -= 1
        }
        return range.lowerBound..<end
    }
}

/// `@handle.example`.
enum BlueskyMentions {
    static func all(_ text: [Unicode.Scalar]) -> [PlacedFeature] {
        text.indices.compactMap { index -> PlacedFeature? in
            guard text[index] == "@", BlueskyFacets.isOpen(text, index) else { return nil }
            var end = index + 1
            while end < text.count, end - index <= 260,
                Letters.isWord(text[end]) || text[end] == "." || text[end] == "-"
            {
                end += 1
            }
            if end < text.count, text[end] == "_" { return nil }
            while end > index + 1, text[end - 1] == "." || text[end - 1] == "-" { end -= 1 }
            let handle = Letters.lowercased(text[index + 1..<end])
            return BlueskyFacets.isHost(handle) ? (index..<end, .mention(handle)) : nil
        }
    }
}

/// `#tag`, of any characters up to a space, with one that is neither a digit nor punctuation.
/// At most 64 graphemes and 640 bytes, as the lexicon says.
enum BlueskyTags {

    static func all(_ text: [Unicode.Scalar]) -> [PlacedFeature] {
        text.indices.compactMap { index -> PlacedFeature? in
            guard XCharacters.isHash(text[index]), index == 0 || BlueskyFacets.isSpace(text[index - 1]),
                index + 1 < text.count, text[index + 1].value != 0xFE0F
            else { return nil }
            var end = index + 1
            while end < text.count, !ends(text[end]) { end += 1 }
            guard text[index + 1..<end].contains(where: { !Letters.isDigit($0) && !isPunctuation($0) }) else {
                return nil
            }
            while isPunctuation(text[end - 1]) { end -= 1 }
            let tag = Letters.string(text[index + 1..<end])
            return tag.utf8.count <= 640 && tag.count <= 64 ? (index..<end, .tag(tag)) : nil
        }
    }

    /// A space, or a sign without width.
    private static func ends(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.value {
        case 0xAD, 0x2060, 0x200A...0x200D, 0x20E2: true
        default: BlueskyFacets.isSpace(scalar)
        }
    }

    private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
            .finalPunctuation, .otherPunctuation:
            true
        default: false
        }
    }
}
