import CGumbo
import CScan

/// Markup that needs no HTML5 tree: known elements, properly nested and closed, quoted attributes, finished references.
/// Most of what feeds carry is like that, and reading it in one pass costs a tenth of a full parse. Whatever HTML5
/// would
/// rearrange, imply or forgive is left to gumbo, so that both roads give the same text (held by a test and a fuzzer).
/// Safety does not rest here: either road only ever says words and marks to `RichTextBuilder`.
struct PlainMarkup {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0
    private var text: [UInt8] = []
    private var open: [GumboTag] = []
    /// Elements open that may not stand inside themselves or hold blocks.
    private var paragraphs = 0, headings = 0, links = 0
    private var href: String?
    private var alternative: String?

    init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

    /// Reads all of it into the reader.
    /// - Returns: false as soon as something needs the real parser; what the reader got is then worthless.
    mutating func read(into reader: inout RichTextReader) -> Bool {
        while index < bytes.count {
            let start = index
            index = cs_markup(bytes.baseAddress, start, bytes.count)
            let run = UnsafeBufferPointer(rebasing: bytes[start..<index])
            if text.isEmpty, !run.isEmpty, index < bytes.count, bytes[index] == 0x3C, isTag(index + 1) {
                reader.words(run)
            } else {
                text.append(contentsOf: run)
            }
            guard index < bytes.count else { break }
            if bytes[index] == 0x26 {
                guard let scalar = reference(until: bytes.count) else { return false }
                Self.append(scalar, to: &text)
            } else {
                guard bytes[index] == 0x3C, markup(&reader) else { return false }
            }
        }
        flush(&reader)
        return open.isEmpty
    }

    /// A tag ends the words before it; a comment does not, and all else is left to the real parser.
    private func isTag(_ index: Int) -> Bool {
        index < bytes.count && (bytes[index] == 0x2F || PlainTags.isNamePart(bytes[index]))
    }

    private mutating func flush(_ reader: inout RichTextReader) {
        guard !text.isEmpty else { return }
        text.withUnsafeBufferPointer { reader.words($0) }
        text.removeAll(keepingCapacity: true)
    }

    // MARK: References

    /// A finished reference, or an ampersand that can only be itself.
    private mutating func reference(until limit: Int) -> Unicode.Scalar? {
        let start = index + 1
        var end = start
        while end < limit, end - start < 32, CharacterReference.isNamePart(bytes[end]) { end += 1 }
        if end == start {
            index += 1
            return "&"
        }
        guard end < limit, bytes[end] == 0x3B else { return nil }
        index = end + 1
        return Self.scalar(UnsafeBufferPointer(rebasing: bytes[start..<end]))
    }

    private static func append(_ scalar: Unicode.Scalar, to out: inout [UInt8]) {
        if scalar.isASCII { out.append(UInt8(scalar.value)) } else { out.append(contentsOf: scalar.utf8Bytes) }
    }

    private static func scalar(_ name: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
        if CharacterReference.isPredefined(name) {
            switch (name[0], name.count) {
            case (0x6C, _): return "<"
            case (0x67, _): return ">"
            case (0x61, 3): return "&"
            case (0x71, _): return "\""
            default: return "'"
            }
        }
        if name[0] == 0x23 {
            guard let scalar = CharacterReference.number(name), scalar.value >= 0x20, scalar != "\u{FFFD}" else {
                return nil
            }
            return scalar
        }
        // HTML 4 and 5 disagree on the two angle brackets.
        guard let scalar = CharacterReference.named(String(decoding: name, as: UTF8.self)) else { return nil }
        return scalar.value == 0x2329 || scalar.value == 0x232A ? nil : scalar
    }

    // MARK: Tags

    private mutating func markup(_ reader: inout RichTextReader) -> Bool {
        if ByteSearch.has("<!--", in: bytes, at: index) {
            guard let dashes = ByteSearch.find("--", in: bytes, from: index + 4), dashes + 2 < bytes.count,
                bytes[dashes + 2] == 0x3E, bytes[index + 4] != 0x3E, bytes[index + 4] != 0x2D
            else { return false }
            flush(&reader)
            index = dashes + 3
            return true
        }
        let isEnd = index + 1 < bytes.count && bytes[index + 1] == 0x2F
        index += isEnd ? 2 : 1
        var key: UInt128 = 0
        let start = index
        while index < bytes.count, index - start < 16, PlainTags.isNamePart(bytes[index]) {
            key = key << 8 | UInt128(bytes[index] | 0x20)
            index += 1
        }
        guard let tag = PlainTags.known[key] else { return false }
        flush(&reader)
        return isEnd ? end(tag, &reader) : begin(tag, &reader)
    }

    private mutating func end(_ tag: GumboTag, _ reader: inout RichTextReader) -> Bool {
        guard index < bytes.count, bytes[index] == 0x3E, open.last == tag else { return false }
        index += 1
        open.removeLast()
        count(tag, -1)
        reader.leaveLast()
        return true
    }

    private mutating func begin(_ tag: GumboTag, _ reader: inout RichTextReader) -> Bool {
        guard attributes(), fits(tag) else { return false }
        if tag == GUMBO_TAG_SCRIPT { return skip("</script") }
        if tag == GUMBO_TAG_STYLE { return skip("</style") }
        // The line end after <pre> is not part of it; carriage returns are for the real parser to settle.
        if tag == GUMBO_TAG_PRE {
            guard !bytes.contains(13) else { return false }
            if index < bytes.count, bytes[index] == 10 { index += 1 }
        }
        reader.enter(tag, href: href, alternative: alternative)
        if PlainTags.isVoid(tag) {
            reader.leaveLast()
        } else {
            open.append(tag)
            count(tag, 1)
        }
        return open.count < 64
    }

    /// Passes over a script or a style, where nothing in it looks like a comment or another end.
    private mutating func skip(_ end: StaticString) -> Bool {
        guard let less = ByteSearch.find("<", in: bytes, from: index), ByteSearch.has(end, in: bytes, at: less),
            less + end.utf8CodeUnitCount < bytes.count, bytes[less + end.utf8CodeUnitCount] == 0x3E
        else { return false }
        index = less + end.utf8CodeUnitCount + 1
        return true
    }

    private mutating func count(_ tag: GumboTag, _ step: Int) {
        if tag == GUMBO_TAG_P { paragraphs += step }
        if tag == GUMBO_TAG_A { links += step }
        if PlainTags.isHeading(tag) { headings += step }
    }

    /// Whether HTML5 leaves the element where it stands.
    private func fits(_ tag: GumboTag) -> Bool {
        if tag == GUMBO_TAG_A { return links == 0 }
        if tag == GUMBO_TAG_LI { return open.last == GUMBO_TAG_UL || open.last == GUMBO_TAG_OL }
        guard PlainTags.isBlock(tag) else { return true }
        return paragraphs == 0 && (headings == 0 || !PlainTags.isHeading(tag))
    }

    /// Attributes up to the end of the tag; only two of them matter.
    private mutating func attributes() -> Bool {
        (href, alternative) = (nil, nil)
        while true {
            var hasBlank = false
            while index < bytes.count, bytes[index] == 0x20 || (9...13).contains(bytes[index]) && bytes[index] != 11 {
                index += 1
                hasBlank = true
            }
            guard index < bytes.count else { return false }
            if bytes[index] == 0x3E {
                index += 1
                return true
            }
            if bytes[index] == 0x2F { return selfClosing() }
            guard hasBlank, attribute() else { return false }
        }
    }

    /// `/>` means nothing in HTML5 but on the elements that are empty anyway.
    private mutating func selfClosing() -> Bool {
        guard index + 1 < bytes.count, bytes[index + 1] == 0x3E else { return false }
        var start = index
        while start > 0, bytes[start] != 0x3C { start -= 1 }
        let isVoid = ["<br", "<im", "<hr"].contains { (name: StaticString) in
            ByteSearch.has(name, in: bytes, at: start)
        }
        index += 2
        return isVoid
    }

    private mutating func attribute() -> Bool {
        let start = index
        while index < bytes.count, PlainTags.isNamePart(bytes[index]) || [0x2D, 0x5F, 0x3A].contains(bytes[index]) {
            index += 1
        }
        let name = start..<index
        guard !name.isEmpty, index + 1 < bytes.count, bytes[index] == 0x3D else { return false }
        let quote = bytes[index + 1]
        guard quote == 0x22 || quote == 0x27 else { return false }
        let from = index + 2
        let close = cs_end(bytes.baseAddress, from, bytes.count, quote)
        guard close < bytes.count, bytes[close] == quote else { return false }
        let isLink = spells(name, "href"), isText = spells(name, "alt")
        if isLink && href == nil || isText && alternative == nil {
            guard let value = value(from..<close) else { return false }
            if isLink { href = value } else { alternative = value }
        }
        index = close + 1
        return true
    }

    private func spells(_ range: Range<Int>, _ word: StaticString) -> Bool {
        guard range.count == word.utf8CodeUnitCount else { return false }
        for offset in 0..<range.count where bytes[range.lowerBound + offset] | 0x20 != word.utf8Start[offset] {
            return false
        }
        return true
    }

    private mutating func value(_ range: Range<Int>) -> String? {
        let source = UnsafeBufferPointer(rebasing: bytes[range])
        guard source.contains(0x26) else { return String(decoding: source, as: UTF8.self) }
        var out: [UInt8] = []
        index = range.lowerBound
        while index < range.upperBound {
            if bytes[index] == 0x26 {
                guard let scalar = reference(until: range.upperBound) else { return nil }
                Self.append(scalar, to: &out)
            } else {
                out.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}

// Long because one pass over the bytes is one loop, whose cases read together.
