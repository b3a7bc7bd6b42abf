import CGumbo

/// The elements that `PlainMarkup` knows.
enum PlainTags {
    static func isNamePart(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte)
    }

    /// By name, packed.
    static let known: [UInt128: GumboTag] = {
        let tags: [(String, GumboTag)] = [
            ("p", GUMBO_TAG_P), ("div", GUMBO_TAG_DIV), ("a", GUMBO_TAG_A), ("br", GUMBO_TAG_BR),
            ("img", GUMBO_TAG_IMG),
            ("em", GUMBO_TAG_EM), ("i", GUMBO_TAG_I), ("strong", GUMBO_TAG_STRONG), ("b", GUMBO_TAG_B),
            ("span", GUMBO_TAG_SPAN), ("ul", GUMBO_TAG_UL), ("ol", GUMBO_TAG_OL), ("li", GUMBO_TAG_LI),
            ("blockquote", GUMBO_TAG_BLOCKQUOTE), ("h1", GUMBO_TAG_H1), ("h2", GUMBO_TAG_H2), ("h3", GUMBO_TAG_H3),
            ("h4", GUMBO_TAG_H4), ("h5", GUMBO_TAG_H5), ("h6", GUMBO_TAG_H6), ("code", GUMBO_TAG_CODE),
            ("cite", GUMBO_TAG_CITE), ("q", GUMBO_TAG_Q), ("sup", GUMBO_TAG_SUP), ("sub", GUMBO_TAG_SUB),
            ("abbr", GUMBO_TAG_ABBR), ("section", GUMBO_TAG_SECTION), ("article", GUMBO_TAG_ARTICLE),
            ("figure", GUMBO_TAG_FIGURE), ("figcaption", GUMBO_TAG_FIGCAPTION), ("hr", GUMBO_TAG_HR),
            ("s", GUMBO_TAG_S), ("u", GUMBO_TAG_U),
            ("small", GUMBO_TAG_SMALL), ("del", GUMBO_TAG_DEL), ("ins", GUMBO_TAG_INS), ("mark", GUMBO_TAG_MARK),
            ("time", GUMBO_TAG_TIME), ("pre", GUMBO_TAG_PRE), ("script", GUMBO_TAG_SCRIPT), ("style", GUMBO_TAG_STYLE),
        ]
        return Dictionary(
            uniqueKeysWithValues: tags.map { name, tag in
                (name.utf8.reduce(UInt128(0)) { $0 << 8 | UInt128($1 | 0x20) }, tag)
            })
    }()

    static func isVoid(_ tag: GumboTag) -> Bool { tag == GUMBO_TAG_BR || tag == GUMBO_TAG_IMG || tag == GUMBO_TAG_HR }

    static func isHeading(_ tag: GumboTag) -> Bool {
        (GUMBO_TAG_H1.rawValue...GUMBO_TAG_H6.rawValue).contains(tag.rawValue)
    }

    static func isBlock(_ tag: GumboTag) -> Bool {
        switch tag {
        case GUMBO_TAG_P, GUMBO_TAG_DIV, GUMBO_TAG_UL, GUMBO_TAG_OL, GUMBO_TAG_BLOCKQUOTE, GUMBO_TAG_SECTION,
            GUMBO_TAG_ARTICLE, GUMBO_TAG_FIGURE, GUMBO_TAG_FIGCAPTION, GUMBO_TAG_HR, GUMBO_TAG_PRE:
            true
        default: isHeading(tag)
        }
    }
}
