/// Python's notion of text where it differs from ours: blanks to strip, characters of a word.
enum PythonText {
    static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.isWhitespace || (0x1C...0x1F).contains(scalar.value)
    }

    static func strip(_ text: String) -> String {
        var scalars = text.unicodeScalars[...]
        while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
        while let last = scalars.last, isBlank(last) { scalars.removeLast() }
        return String(String.UnicodeScalarView(scalars))
    }

    static func isWord(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x5F || byte >= 0x80
    }

    static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
    static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
    static func isSpace(_ byte: UInt8) -> Bool {
        byte == 0x20 || (9...13).contains(byte) || (0x1C...0x1F).contains(byte)
    }

    static func escape(_ text: String, quotes: Bool = false) -> String {
        let out = text.replacing("&", with: "&amp;").replacing(">", with: "&gt;").replacing("<", with: "&lt;")
        return quotes ? out.replacing("\"", with: "&quot;") : out
    }

    /// The words of `pattern.findall`: every run of word characters after one of the openers, with what follows the
    /// run.
    static func words(_ bytes: [UInt8], after openers: [[UInt8]]) -> [(word: String, next: UInt8?)] {
        var found: [(String, UInt8?)] = []
        var index = 0
        while index < bytes.count {
            guard let opener = openers.first(where: { bytes[index...].starts(with: $0) }) else {
                index += 1
                continue
            }
            let start = index + opener.count
            let end = bytes[start...].firstIndex { !isWord($0) } ?? bytes.count
            if end > start {
                found.append(
                    (String(decoding: bytes[start..<end], as: UTF8.self), end < bytes.count ? bytes[end] : nil))
                index = end
            } else {
                index += 1
            }
        }
        return found
    }

    /// Whether plain text is HTML in disguise: it has an end tag or a reference, and nothing that HTML does not know.
    static func looksLikeHTML(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let ends = words(bytes, after: [Array("</".utf8)]).contains { $0.next == UInt8(ascii: ">") }
        let references = words(bytes, after: [Array("&#".utf8), Array("&".utf8)]).contains {
            $0.next == UInt8(ascii: ";")
        }
        guard ends || references else { return false }
        let tags = words(bytes, after: [Array("</".utf8), Array("<".utf8)])
        guard tags.allSatisfy({ ShapeTables.elements.contains($0.word.lowercased()) }) else { return false }
        return words(bytes, after: [Array("&".utf8)]).allSatisfy {
            $0.next != UInt8(ascii: ";") || CharacterReference.named($0.word) != nil
        }
    }
}

/// Addresses as the universal feed parser joins and judges them.
enum ShapeAddress {
    static func join(_ base: String, _ reference: String) -> String {
        guard let fixed = fixed(reference), valid(base), valid(fixed) else { return "" }
        return WebAddress.join(base, fixed)
    }

    /// More than two slashes after the scheme are two.
    private static func fixed(_ text: String) -> String? {
        let clean = String(decoding: text.utf8.drop { $0 <= 0x20 }.filter { ![9, 10, 13].contains($0) }, as: UTF8.self)
        guard let match = clean.prefixMatch(of: /[A-Za-z][A-Za-z0-9+,\-.]*:\/\/(\/+)/) else { return clean }
        return String(clean[..<match.1.startIndex]) + clean[match.1.endIndex...]
    }

    private static func valid(_ text: String) -> Bool {
        guard let host = WebAddress.Parts(text).authority else { return true }
        return host.contains("[") == host.contains("]")
    }

    /// `base`, or `reference` seen from it, where the scheme is one of those that the feed parser accepts; else "".
    static func safe(_ base: String, _ reference: String? = nil) -> String {
        if base.isEmpty { return reference ?? "" }
        guard let reference, !reference.isEmpty else {
            guard valid(base) else { return "" }
            let clean = String(
                decoding: base.utf8.drop { $0 <= 0x20 }.filter { ![9, 10, 13].contains($0) }, as: UTF8.self)
            guard let scheme = WebAddress.Parts(clean).scheme else { return base }
            return ShapeTables.schemes.contains(scheme) ? base : ""
        }
        let joined = join(base, reference)
        let scheme = PythonText.strip(joined).split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            .first
        return ShapeTables.schemes.contains(String(scheme ?? "")) ? joined : ""
    }
}
