import Foundation
import Kernel

/// An absolute `http` or `https` address in one canonical form: what is checked is, byte for byte, what is asked for.
///
/// RFC 3986, read strictly: no control character, no backslash, no credentials, no number in disguise as a host.
/// International names become their ASCII form; characters that a path or a query may not hold are percent-encoded;
/// the fragment is dropped, as it never travels.
public struct WebAddress: Sendable, Hashable, CustomStringConvertible {
    public enum Scheme: String, Sendable { case http, https }

    public let scheme: Scheme
    /// Lower case ASCII; an IPv6 address without its brackets; never a final dot.
    public let host: String
    public let port: Int
    /// Path and query as sent: starts with `/`.
    public let target: String

    /// Reads `text`. Throws `Failure(.unusable)` for anything but a plain web address.
    public init(_ text: String) throws { try self.init(text, droppingCredentials: false) }

    init(_ text: String, droppingCredentials: Bool) throws {
        let trimmed = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard trimmed.utf8.count <= 8_192 else { throw Self.refused("is longer than 8,192 bytes") }
        guard !trimmed.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F || $0 == "\\" }) else {
            throw Self.refused("holds a control character or a backslash")
        }
        guard let colon = trimmed.range(of: "://"),
            let scheme = Scheme(rawValue: trimmed[..<colon.lowerBound].lowercased())
        else { throw Self.refused("does not start with http:// or https://") }
        let rest = trimmed[colon.upperBound...]
        let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
        var authority = rest[..<end]
        if let at = authority.lastIndex(of: "@") {
            guard droppingCredentials else { throw Self.refused("holds a user name or a password") }
            authority = authority[authority.index(after: at)...]
        }
        self.scheme = scheme
        (host, port) = try Self.hostAndPort(authority, defaultPort: scheme == .https ? 443 : 80)
        target = Self.encodedTarget(rest[end...])
    }

    /// The address that `reference` names when found on a page at this address (RFC 3986 section 5). Credentials
    /// and fragment are dropped. Throws `Failure(.unusable)` when it is no web address.
    public func resolving(_ reference: String) throws -> WebAddress {
        let trimmed = reference.trimmingCharacters(in: .whitespacesAndNewlines)
        guard let base = URL(string: text), let joined = URL(string: trimmed, relativeTo: base) else {
            throw Self.refused("cannot be joined to the page it was found on")
        }
        return try WebAddress(joined.absoluteString, droppingCredentials: true)
    }

    public var isDefaultPort: Bool { port == (scheme == .https ? 443 : 80) }

    /// `host`, with brackets for IPv6 and the port when it is not the scheme's own.
    public var authority: String {
        let name = host.contains(":") ? "[\(host)]" : host
        return isDefaultPort ? name : "\(name):\(port)"
    }

    /// `scheme://host[:port]`: what may share cookies, credentials and conditional headers.
    public var origin: String { "\(scheme.rawValue)://\(authority)" }
    public var text: String { origin + target }
    public var description: String { text }

    static func refused(_ why: String) -> Failure {
        Failure(.unusable, "the address \(why)", words: "wire.bad_address")
    }
}

extension WebAddress {
    private static func hostAndPort(_ authority: Substring, defaultPort: Int) throws -> (String, Int) {
        var name = authority
        var digits: Substring?
        if authority.first == "[" {
            guard let close = authority.firstIndex(of: "]") else { throw refused("has an unfinished IPv6 host") }
            name = authority[authority.index(after: authority.startIndex)..<close]
            let tail = authority[authority.index(after: close)...]
            guard tail.isEmpty || tail.first == ":" else { throw refused("has text after its IPv6 host") }
            digits = tail.isEmpty ? nil : tail.dropFirst()
            guard let ip = IPAddress(String(name)), ip.isVersion6 else { throw refused("has a malformed IPv6 host") }
            return (ip.text, try port(digits, defaultPort))
        }
        if let colon = authority.firstIndex(of: ":") {
            name = authority[..<colon]
            digits = authority[authority.index(after: colon)...]
        }
        return (try canonicalName(String(name)), try port(digits, defaultPort))
    }

    private static func port(_ digits: Substring?, _ standard: Int) throws -> Int {
        guard let digits, !digits.isEmpty else { return standard }
        guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let port = Int(digits), (1...65_535).contains(port)
        else {
            throw refused("has a port that is not a number from 1 to 65535")
        }
        return port
    }

    /// A host name, or a dotted IPv4 address, in canonical form. Octal, hexadecimal, short and decimal forms of
    /// IPv4 (`0177.1`, `0x7f000001`, `2130706433`) are refused: no honest link needs them.
    private static func canonicalName(_ raw: String) throws -> String {
        var name = raw.lowercased()
        if !name.utf8.allSatisfy({ $0 < 0x80 }) {
            guard !raw.contains("%"), let mapped = URL(string: "https://\(raw)/")?.host(percentEncoded: false) else {
                throw refused("has an unreadable international host")
            }
            name = mapped.lowercased()
        }
        if name.hasSuffix(".") { name.removeLast() }
        let labels = name.split(separator: ".", omittingEmptySubsequences: false)
        let letters = name.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 45 || byte == 46 || byte == 95
        }
        guard letters, name.utf8.count <= 253, labels.allSatisfy({ (1...63).contains($0.utf8.count) }),
            let last = labels.last
        else { throw refused("has no usable host name") }
        let numeric = last.utf8.allSatisfy { (48...57).contains($0) } || last.hasPrefix("0x")
        if numeric {
            guard let ip = IPAddress(name), ip.text == name else {
                throw refused("hides a number behind its host name")
            }
        }
        return name
    }

    private static func encodedTarget(_ raw: Substring) -> String {
        let body = raw.prefix { $0 != "#" }
        let bytes = Array(body.utf8)
        var encoded = body.first == "/" ? "" : "/"
        for (index, byte) in bytes.enumerated() {
            let scalar = Unicode.Scalar(byte)
            let isEscape = byte == 37 && index + 2 < bytes.count && isHex(bytes[index + 1]) && isHex(bytes[index + 2])
            if isEscape || (byte != 37 && byte < 0x80 && allowed.contains(scalar)) {
                encoded.unicodeScalars.append(scalar)
            } else {
                encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return encoded
    }

    private static let allowed = Set(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/?".unicodeScalars)

    private static func isHex(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (65...70).contains(byte) || (97...102).contains(byte)
    }
}
