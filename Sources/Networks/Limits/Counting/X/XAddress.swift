/// Whether a text is a web address and nothing else, as twitter-text validates one (isValidUrl; RFC 3986, appendix B).
///
/// Stricter than what is found in running text: every character must be one that an address may hold.
public enum XAddress {
    /// - Parameters:
    ///   - text: The whole address.
    ///   - requiresScheme: Whether `http://` or `https://` must stand before it.
    public static func isValid(_ text: String, requiresScheme: Bool = true) -> Bool {
        let all = Array(text.unicodeScalars)
        var rest = all[...]
        if let end = Letters.webSchemeEnd(all, at: 0) {
            rest = all[end...]
        } else if requiresScheme || text.contains("://") {
            return false
        }
        let fragment = cut(&rest, at: "#")
        let query = cut(&rest, at: "?")
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        return isAuthority(rest[..<slash]) && rest[slash...].allSatisfy { isPart($0) || $0 == "/" }
            && isTail(query) && isTail(fragment) && hasWholeEscapes(all)
    }

    /// Takes what follows the first `mark` off `rest`.
    private static func cut(_ rest: inout ArraySlice<Unicode.Scalar>, at mark: Unicode.Scalar)
        -> ArraySlice<Unicode.Scalar>
    {
        guard let index = rest.firstIndex(of: mark) else { return [] }
        defer { rest = rest[..<index] }
        return rest[(index + 1)...]
    }

    private static func isTail(_ part: ArraySlice<Unicode.Scalar>) -> Bool {
        part.allSatisfy { isPart($0) || $0 == "/" || $0 == "?" }
    }

    /// RFC 3986's pchar; Cyrillic as twitter-text adds it.
    private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
        isUser(scalar) || scalar == "@" || scalar == "|"
    }

    private static func isUser(_ scalar: Unicode.Scalar) -> Bool {
        Letters.isWord(scalar) || XCharacters.isAny(of: "-._~%!$&'()*+,;=:", scalar) || XCharacters.isCyrillic(scalar)
    }

    /// Every `%` is followed by two hexadecimal digits.
    private static func hasWholeEscapes(_ text: [Unicode.Scalar]) -> Bool {
        text.indices.allSatisfy { index in
            text[index] != "%"
                || index + 2 < text.count && text[index + 1...index + 2].allSatisfy { $0.properties.isASCIIHexDigit }
        }
    }

    private static func isAuthority(_ part: ArraySlice<Unicode.Scalar>) -> Bool {
        var host = part
        if let at = part.firstIndex(of: "@") {
            guard part[..<at].allSatisfy(isUser) else { return false }
            host = part[(at + 1)...]
        }
        if let colon = host.lastIndex(of: ":"), host[(colon + 1)...].allSatisfy(Letters.isDigit) {
            guard (1...5).contains(host.endIndex - colon - 1) else { return false }
            host = host[..<colon]
        }
        return isAddress6(host) || isAddress4(host) || isHost(host)
    }

    private static func isAddress6(_ host: ArraySlice<Unicode.Scalar>) -> Bool {
        host.count > 2 && host.first == "[" && host.last == "]"
            && host.dropFirst().dropLast().allSatisfy { $0.properties.isASCIIHexDigit || $0 == ":" || $0 == "." }
    }

    private static func isAddress4(_ host: ArraySlice<Unicode.Scalar>) -> Bool {
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                (1...3).contains(part.count) && part.allSatisfy(Letters.isDigit)
                    && (Int(Letters.string(part)) ?? 256) < 256
            }
    }

    private static func isHost(_ host: ArraySlice<Unicode.Scalar>) -> Bool {
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1, let last = labels.last, last.first.map({ !Letters.isDigit($0) }) == true else {
            return false
        }
        return labels.dropLast(2).allSatisfy { isLabel($0, with: "-_") }
            && labels.suffix(2).allSatisfy { isLabel($0, with: "-") }
    }

    /// Begins and ends with a letter or digit of any script.
    private static func isLabel(_ label: ArraySlice<Unicode.Scalar>, with inner: StaticString) -> Bool {
        guard let first = label.first, let last = label.last, isName(first), isName(last) else { return false }
        return label.allSatisfy { isName($0) || XCharacters.isAny(of: inner, $0) }
    }

    private static func isName(_ scalar: Unicode.Scalar) -> Bool { Letters.isWord(scalar) || !scalar.isASCII }
}
