extension String {
    /// The text without what would lie to a reader or break a screen: NUL and control characters, bidirectional
    /// overrides (UAX #9: they can make a sentence read backwards), stray byte order marks; LF line ends; trimmed.
    var asPlainText: String { needsCleaning(keepingLines: true) ? cleaned(keepingLines: true) : self }

    /// The same, on one line.
    var asOneLine: String { needsCleaning(keepingLines: false) ? cleaned(keepingLines: false) : self }

    var orNil: String? { isEmpty ? nil : self }

    /// Whether it holds more than `count` Unicode scalars, without counting a text that is short anyway.
    func isLonger(than count: Int) -> Bool {
        utf8.count > count && unicodeScalars.count > count
    }

    /// An http or https address, or nil: anything else (`javascript:`, a path) is never kept as a link.
    func asWebAddress(longest: Int) -> String? {
        let address = asOneLine
        guard address.utf8.count <= longest, !address.utf8.contains(where: { $0 <= 32 || $0 == 34 || $0 == 60 }) else {
            return nil
        }
        let lower = address.prefix(8).lowercased()
        return lower.hasPrefix("https://") || lower.hasPrefix("http://") ? address : nil
    }

    /// A BCP 47 tag's own characters, or nil (`und` and X's `zxx`, `qme` and the like say nothing).
    var asLanguageTag: String? {
        let tag = replacing("_", with: "-")
        guard (2...35).contains(tag.utf8.count), tag.utf8.allSatisfy({ $0 < 128 && ($0 == 45 || $0.isLetterOrDigit) })
        else { return nil }
        let primary = tag.prefix(3).lowercased()
        return primary == "und" || primary == "zxx" || (primary.first == "q" && primary.count == 3) ? nil : tag
    }

    /// Whether anything must go: most texts are already clean, and are only looked at.
    private func needsCleaning(keepingLines: Bool) -> Bool {
        var copy = self
        return copy.withUTF8 { bytes in
            guard let first = bytes.first, let last = bytes.last else { return false }
            if first <= 32 || last <= 32 || last == 0xA0 || first == 0xC2 { return true }
            var index = 0
            while index < bytes.count {
                let byte = bytes[index]
                index += 1
                if byte >= 32 && byte < 127 { continue }
                if byte < 128 {
                    if byte != 10 || !keepingLines { return true }
                } else if Self.isSuspect(byte, bytes, index) {
                    return true
                }
            }
            return false
        }
    }

    /// Whether the character that `byte` begins may have to go. Its other bytes are there: a Swift string is valid UTF-8.
    private static func isSuspect(_ byte: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ next: Int) -> Bool {
        switch byte {
        case 0xC2: return bytes[next] < 0xA0
        case 0xE2:
            guard bytes[next] == 0x80 || bytes[next] == 0x81 else { return false }
            let scalar = (UInt32(bytes[next] & 0x3F) << 6) | UInt32(bytes[next + 1] & 0x3F) | 0x2000
            return isDropped(scalar) || scalar == 0x2028 || scalar == 0x2029
        case 0xEF: return bytes[next] == 0xBB || bytes[next] == 0xBF
        default: return false
        }
    }

    private func cleaned(keepingLines: Bool) -> String {
        var clean = String.UnicodeScalarView()
        var afterReturn = false
        for scalar in unicodeScalars {
            defer { afterReturn = scalar == "\r" }
            switch scalar.value {
            case 10 where afterReturn: continue
            case 10, 13, 0x85, 0x2028, 0x2029: clean.append(keepingLines ? "\n" : " ")
            case 9: clean.append(" ")
            case let value where Self.isDropped(value): continue
            default: clean.append(scalar)
            }
        }
        return String(clean).trimmed
    }

    private static func isDropped(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0...31, 127...159, 0x202A...0x202E, 0x2066...0x2069, 0xFEFF, 0xFFFE, 0xFFFF: true
        default: false
        }
    }

    /// Without white space at both ends.
    var trimmed: String {
        if let first = utf8.first, let last = utf8.last, (33..<127).contains(first), (33..<127).contains(last) {
            return self
        }
        let view = unicodeScalars
        guard let first = view.firstIndex(where: { !$0.properties.isWhitespace }),
            let last = view.lastIndex(where: { !$0.properties.isWhitespace })
        else { return "" }
        return String(view[first...last])
    }
}

extension UInt8 {
    var isDigit: Bool { self >= 48 && self <= 57 }
    var isLetterOrDigit: Bool { isDigit || (self | 32 >= 97 && self | 32 <= 122) }
}
