import CScan

/// Addresses as feeds write them: resolved against their base (RFC 3986, section 5) and let through only when harmless.
public enum WebAddress {
    /// The absolute address of `reference` as seen from `base`, or nil where it is not http, https or mailto.
    /// Blanks and control characters around it and line ends inside it are dropped, as browsers do.
    public static func safe(_ reference: String, base: String? = nil) -> String? {
        guard reference.utf8.count <= 8_192 else { return nil }
        if isClean(reference) { return reference }
        let clean = tidy(reference)
        guard !clean.isEmpty else { return nil }
        let joined = join(base ?? "", clean)
        switch Parts(joined).scheme {
        case "http", "https": return Parts(joined).authority?.isEmpty == false ? escaped(joined) : nil
        case "mailto": return joined.utf8.count > 7 ? escaped(joined) : nil
        default: return nil
        }
    }

    /// Whether the address is absolute, has a host and nothing to mend: nearly all are.
    private static func isClean(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { bytes in
            let start =
                ByteSearch.has("https://", in: bytes, at: 0) ? 8 : ByteSearch.has("http://", in: bytes, at: 0) ? 7 : 0
            guard start > 0, start < bytes.count, (0x61...0x7A).contains(bytes[start] | 0x20) else { return false }
            guard let last = bytes.last, last != 0x3F, last != 0x23 else { return false }
            return cs_address(bytes.baseAddress, 0, bytes.count) == bytes.count
        }
    }

    /// Drops what browsers drop: controls and blanks at both ends, tabs and line ends anywhere.
    static func tidy(_ text: String) -> String {
        var bytes = text.utf8.filter { $0 != 9 && $0 != 10 && $0 != 13 }[...]
        while let first = bytes.first, first <= 0x20 { bytes = bytes.dropFirst() }
        while let last = bytes.last, last <= 0x20 { bytes = bytes.dropLast() }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Percent-encodes what may not stand in an address and what could end an attribute or hide a direction.
    private static func escaped(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 <= 0x20 || $0 >= 0x7F || isUnsafe($0) }) else { return text }
        var out: [UInt8] = []
        for scalar in text.unicodeScalars {
            let hidden = scalar.value <= 0x20 || scalar.value == 0x7F || TextCleaner.isHidden(scalar)
            let unsafe = scalar.isASCII && isUnsafe(UInt8(scalar.value))
            for byte in String(scalar).utf8 {
                if hidden || unsafe {
                    out += [UInt8(ascii: "%"), hexDigit(byte >> 4), hexDigit(byte & 15)]
                } else {
                    out.append(byte)
                }
            }
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func isUnsafe(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "`"), UInt8(ascii: "{"),
            UInt8(ascii: "}"), UInt8(ascii: "|"), UInt8(ascii: "\\"), UInt8(ascii: "^"):
            true
        default: false
        }
    }

    private static func hexDigit(_ value: UInt8) -> UInt8 { value < 10 ? 48 + value : 55 + value }

    /// Resolves `reference` against `base` (RFC 3986, section 5.2), keeping a scheme that has no hierarchy as it is.
    static func join(_ base: String, _ reference: String) -> String {
        if base.isEmpty { return reference }
        if reference.isEmpty { return base }
        let from = Parts(base)
        var target = Parts(reference)
        if let scheme = target.scheme, scheme != from.scheme { return reference }
        guard hierarchical.contains(from.scheme ?? "") else { return reference }
        target.scheme = from.scheme
        if target.authority != nil, target.authority != "" || reference.hasPrefix("//") { return target.text }
        target.authority = from.authority
        if target.path.isEmpty {
            target.path = from.path
            target.query = target.query ?? from.query
            return target.text
        }
        target.path = merged(from.path, target.path)
        return target.text
    }

    static let hierarchical: Set<String> = [
        "", "ftp", "http", "gopher", "nntp", "imap", "wais", "file", "https", "shttp", "mms", "prospero", "rtsp",
        "rtspu", "sftp", "svn", "svn+ssh", "ws", "wss",
    ]

    /// Removes the dot segments of `path` once it hangs under `base`.
    private static func merged(_ base: String, _ path: String) -> String {
        var segments = path.split(separator: "/", omittingEmptySubsequences: false)
        if !path.hasPrefix("/") {
            var before = base.split(separator: "/", omittingEmptySubsequences: false)
            if let last = before.last, !last.isEmpty { before.removeLast() }
            if before.isEmpty { before = [""] }
            segments = before + segments
        }
        if segments.count > 2 {
            segments =
                [segments[0]] + segments[1..<(segments.count - 1)].filter { !$0.isEmpty } + [
                    segments[segments.count - 1]
                ]
        }
        var kept: [Substring] = []
        for segment in segments where segment != "." {
            if segment == ".." { _ = kept.popLast() } else { kept.append(segment) }
        }
        if let last = segments.last, last == "." || last == ".." { kept.append("") }
        let result = kept.joined(separator: "/")
        return result.isEmpty ? "/" : result
    }
}
