import CGumbo

/// What the elements of HTML mean to us.
enum MarkupTags {
    /// Elements that disappear with all they hold: scripts, styles, frames, controls, other vocabularies.
    static func isDropped(_ tag: GumboTag, _ element: UnsafePointer<GumboElement>) -> Bool {
        if element.pointee.tag_namespace != GUMBO_NAMESPACE_HTML { return true }
        switch tag {
        case GUMBO_TAG_SCRIPT, GUMBO_TAG_STYLE, GUMBO_TAG_TEMPLATE, GUMBO_TAG_NOSCRIPT, GUMBO_TAG_IFRAME,
            GUMBO_TAG_OBJECT, GUMBO_TAG_EMBED, GUMBO_TAG_APPLET, GUMBO_TAG_HEAD, GUMBO_TAG_TITLE, GUMBO_TAG_TEXTAREA,
            GUMBO_TAG_SELECT, GUMBO_TAG_SVG, GUMBO_TAG_MATH, GUMBO_TAG_NOEMBED, GUMBO_TAG_NOFRAMES, GUMBO_TAG_FRAMESET,
            GUMBO_TAG_AUDIO, GUMBO_TAG_VIDEO, GUMBO_TAG_CANVAS, GUMBO_TAG_XMP, GUMBO_TAG_PLAINTEXT:
            return true
        default: return false
        }
    }

    static func inline(_ tag: GumboTag) -> RichText.Mark? {
        switch tag {
        case GUMBO_TAG_EM, GUMBO_TAG_I, GUMBO_TAG_CITE, GUMBO_TAG_DFN, GUMBO_TAG_VAR: .emphasis
        case GUMBO_TAG_STRONG, GUMBO_TAG_B: .strong
        case GUMBO_TAG_CODE, GUMBO_TAG_KBD, GUMBO_TAG_SAMP, GUMBO_TAG_TT: .code
        default: nil
        }
    }

    static func block(_ tag: GumboTag) -> RichText.Mark? {
        switch tag {
        case GUMBO_TAG_H1: .heading(1)
        case GUMBO_TAG_H2: .heading(2)
        case GUMBO_TAG_H3: .heading(3)
        case GUMBO_TAG_H4: .heading(4)
        case GUMBO_TAG_H5: .heading(5)
        case GUMBO_TAG_H6: .heading(6)
        case GUMBO_TAG_PRE, GUMBO_TAG_LISTING: .preformatted
        case GUMBO_TAG_P, GUMBO_TAG_DIV, GUMBO_TAG_SECTION, GUMBO_TAG_ARTICLE, GUMBO_TAG_ASIDE, GUMBO_TAG_HEADER,
            GUMBO_TAG_FOOTER, GUMBO_TAG_MAIN, GUMBO_TAG_NAV, GUMBO_TAG_ADDRESS, GUMBO_TAG_FIGURE, GUMBO_TAG_FIGCAPTION,
            GUMBO_TAG_TABLE, GUMBO_TAG_CAPTION, GUMBO_TAG_TR, GUMBO_TAG_DL, GUMBO_TAG_DT, GUMBO_TAG_DD, GUMBO_TAG_HR,
            GUMBO_TAG_CENTER, GUMBO_TAG_FORM, GUMBO_TAG_FIELDSET, GUMBO_TAG_DETAILS, GUMBO_TAG_SUMMARY,
            GUMBO_TAG_HGROUP, GUMBO_TAG_BODY:
            .paragraph
        default: nil
        }
    }

    /// The element's name in lower case, also of elements that HTML does not know.
    static func name(of element: UnsafePointer<GumboElement>) -> String {
        if element.pointee.tag != GUMBO_TAG_UNKNOWN {
            return String(cString: gumbo_normalized_tagname(element.pointee.tag))
        }
        var piece = element.pointee.original_tag
        gumbo_tag_from_original_text(&piece)
        guard let data = piece.data else { return "" }
        let bytes = UnsafeRawBufferPointer(start: data, count: piece.length)
        return String(decoding: bytes, as: UTF8.self).lowercased()
    }

    /// The value of an attribute without a namespace.
    static func attribute(_ name: StaticString, of element: UnsafePointer<GumboElement>) -> String? {
        let found = name.utf8Start.withMemoryRebound(to: CChar.self, capacity: name.utf8CodeUnitCount + 1) { text in
            withUnsafePointer(to: element.pointee.attributes) { gumbo_get_attribute($0, text) }
        }
        return found?.pointee.value.map { String(cString: $0) }
    }
}

/// The words of markup that costs too much to parse: tags out, scripts and styles out, the common references decoded.
enum MarkupStripper {
    static func strip(_ bytes: UnsafeBufferPointer<UInt8>) -> RichText {
        var words: [UInt8] = []
        words.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x3C {
                let end = ByteSearch.find(">", in: bytes, from: index) ?? bytes.count - 1
                let name = String(decoding: bytes[index..<min(end, index + 8)], as: UTF8.self).lowercased()
                index = end + 1
                for hidden in ["script", "style"] where name.hasPrefix("<" + hidden) {
                    index = close(of: hidden, in: bytes, from: index)
                }
                words.append(0x20)
            } else {
                words.append(bytes[index])
                index += 1
            }
        }
        var text = String(decoding: words, as: UTF8.self)
        for (reference, character) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&nbsp;", " "), ("&amp;", "&")]
        {
            text = text.replacing(reference, with: character)
        }
        return RichText(plain: text)
    }

    private static func close(of name: String, in bytes: UnsafeBufferPointer<UInt8>, from start: Int) -> Int {
        let end = Array("</\(name)".utf8)
        var index = start
        while index + end.count <= bytes.count {
            if bytes[index] == end[0], (0..<end.count).allSatisfy({ bytes[index + $0] | 0x20 == end[$0] | 0x20 }) {
                return index
            }
            index += 1
        }
        return bytes.count
    }
}
