/// Which charset a document is in, and its text in UTF-8. The order of belief is RFC 7303, section 3: the byte order
/// mark, then the charset parameter of the media type, then the document's own declaration, then UTF-8. A charset that
/// does not fit the bytes gives way to the next; windows-1252 takes what nothing else does, so no feed is lost to a
/// wrong label.
struct Charset: Sendable {
    /// The document in UTF-8, without its byte order mark.
    var text: [UInt8]
    /// Name of the charset that was believed.
    var name: String
    /// What was wrong, for `Feed.mended`.
    var complaint: String?

    init(_ bytes: [UInt8], contentType: String?) {
        let mark = ByteOrderMark(bytes)
        let body = bytes[mark.length...]
        let declared = CharsetDeclaration.find(in: body, mark: mark.charset)
        let parameter = contentType.flatMap { MediaType($0).charset }
        var tried: [String] = []
        for candidate in [mark.charset, parameter, declared, "utf-8"].compactMap({ $0.map(Self.widened) }) {
            guard !tried.contains(candidate) else { continue }
            tried.append(candidate)
            if let text = Transcoder.strict(body, from: candidate) {
                self.text = text
                name = candidate
                complaint = tried.count > 1 ? "not \(tried[0]) as declared, read as \(candidate)" : nil
                return
            }
        }
        (name, text) = Self.repaired(body, tried)
        complaint = "bytes outside \(tried[0]), read as \(name)"
    }

    /// Labels that the web uses for their superset (WHATWG Encoding, section 4.2).
    private static func widened(_ name: String) -> String {
        switch Transcoder.canonical(name) {
        case "iso-8859-1", "us-ascii": "windows-1252"
        case "iso-8859-9": "windows-1254"
        case "tis-620", "iso-8859-11": "windows-874"
        case let other: other
        }
    }

    /// Mostly UTF-8 stays UTF-8; a multi-byte charset keeps its readable part; everything else is windows-1252.
    private static func repaired(_ body: ArraySlice<UInt8>, _ tried: [String]) -> (String, [UInt8]) {
        let first = tried[0]
        if first != "utf-8", first != "windows-1252", let text = Transcoder.repairing(body, from: first) {
            return (first, text)
        }
        let text = Transcoder.repairing(body, from: "utf-8") ?? []
        return (body.contains { $0 >= 0xC2 } && first == "utf-8" ? "utf-8" : "windows-1252", text)
    }
}

/// The first bytes of a document (XML 1.0, appendix F).
struct ByteOrderMark {
    let charset: String?
    let length: Int

    init(_ bytes: [UInt8]) {
        switch (Array(bytes.prefix(4)), bytes.count) {
        case ([0, 0, 0xFE, 0xFF], _): (charset, length) = ("utf-32be", 4)
        case ([0xFF, 0xFE, 0, 0], _): (charset, length) = ("utf-32le", 4)
        case (let start, _) where start.starts(with: [0xEF, 0xBB, 0xBF]): (charset, length) = ("utf-8", 3)
        case (let start, _) where start.starts(with: [0xFE, 0xFF]): (charset, length) = ("utf-16be", 2)
        case (let start, _) where start.starts(with: [0xFF, 0xFE]): (charset, length) = ("utf-16le", 2)
        case ([0x4C, 0x6F, 0xA7, 0x94], _): (charset, length) = ("ibm037", 0)
        case ([0, 0x3C, 0, 0x3F], _): (charset, length) = ("utf-16be", 0)
        case ([0x3C, 0, 0x3F, 0], _): (charset, length) = ("utf-16le", 0)
        case ([0, 0, 0, 0x3C], _): (charset, length) = ("utf-32be", 0)
        case ([0x3C, 0, 0, 0], _): (charset, length) = ("utf-32le", 0)
        default: (charset, length) = (nil, 0)
        }
    }
}

/// The document's word on its own charset.
enum CharsetDeclaration {
    /// Value of `encoding` in the XML declaration, or of `charset` in an HTML `meta`, within the first 1,024 bytes.
    static func find(in body: ArraySlice<UInt8>, mark: String?) -> String? {
        var head = body.prefix(1_024)
        if let mark, mark != "utf-8" {
            head = Transcoder.repairing(body.prefix(4_096), from: mark)?.prefix(1_024) ?? head
        }
        let text = String(decoding: head, as: UTF8.self)
        guard let value = after("encoding=", in: text, within: "?>") ?? after("charset=", in: text, within: ">") else {
            return nil
        }
        let name = value.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "-_.:".contains($0)) }.lowercased()
        if let mark, ["utf-16", "utf-32"].contains(Transcoder.canonical(name)) { return mark }
        return name.isEmpty ? nil : name
    }

    private static func after(_ key: String, in text: String, within end: String) -> Substring? {
        let lower = text.lowercased()
        guard lower.utf8.count == text.utf8.count, let range = lower.firstRange(of: key) else { return nil }
        let head = lower[..<range.lowerBound]
        if key == "encoding=", head.contains(end) || !head.contains("<?xml") { return nil }
        if key == "charset=", !head.contains("<meta") { return nil }
        return lower[range.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
    }
}

/// A `Content-Type` value (RFC 9110, section 8.3.1).
struct MediaType {
    let name: String
    let charset: String?

    init(_ value: String) {
        let parts = value.split(separator: ";", omittingEmptySubsequences: false)
        name = WebAddress.tidy(String(parts.first ?? "")).lowercased()
        charset =
            parts.dropFirst().lazy.compactMap { part -> String? in
                let pair = part.split(separator: "=", maxSplits: 1)
                guard pair.count == 2, WebAddress.tidy(String(pair[0])).lowercased() == "charset" else { return nil }
                let value = WebAddress.tidy(String(pair[1])).filter { $0 != "\"" && $0 != "'" }
                return value.isEmpty ? nil : value
            }.first
    }
}
