extension WebAddress {
    /// The five parts of an address (RFC 3986, section 3), cut and never decoded.
    struct Parts {
        var scheme: String?
        var authority: String?
        var path: String
        var query: String?
        var fragment: String?

        init(_ text: String) {
            var rest = Substring(text)
            if let colon = rest.utf8.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(rest[..<colon].utf8) {
                scheme = rest[..<colon].lowercased()
                rest = rest[rest.utf8.index(after: colon)...]
            }
            if rest.utf8.starts(with: "//".utf8) {
                rest = rest.dropFirst(2)
                let end = rest.utf8.firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 } ?? rest.endIndex
                authority = String(rest[..<end])
                rest = rest[end...]
            }
            if let hash = rest.utf8.firstIndex(of: 0x23) {
                fragment = String(rest[rest.utf8.index(after: hash)...])
                rest = rest[..<hash]
            }
            if let mark = rest.utf8.firstIndex(of: 0x3F) {
                query = String(rest[rest.utf8.index(after: mark)...])
                rest = rest[..<mark]
            }
            path = String(rest)
        }

        private static func isScheme(_ bytes: Substring.UTF8View) -> Bool {
            guard let first = bytes.first, first | 0x20 >= 0x61, first | 0x20 <= 0x7A else { return false }
            return bytes.allSatisfy { byte in
                (0x61...0x7A).contains(byte | 0x20) || (0x30...0x39).contains(byte) || byte == 0x2B || byte == 0x2D
                    || byte == 0x2E
            }
        }

        /// The address again. An authority that is empty disappears, except where the scheme needs its slashes.
        var text: String {
            var out = path
            let hasHost = authority?.isEmpty == false
            if hasHost || (scheme == "file" || authority != nil) && scheme != nil && !path.hasPrefix("//") {
                if !out.isEmpty, !out.hasPrefix("/") { out = "/" + out }
                out = "//" + (authority ?? "") + out
            }
            if let scheme { out = scheme + ":" + out }
            if let query, !query.isEmpty { out += "?" + query }
            if let fragment, !fragment.isEmpty { out += "#" + fragment }
            return out
        }
    }
}
