import Foundation

/// An IPv4 or IPv6 address, without zone.
public struct IPAddress: Sendable, Hashable, CustomStringConvertible {
    /// Network order: 4 bytes or 16.
    public let bytes: [UInt8]

    /// Reads dotted IPv4 (four decimal numbers, nothing else) or IPv6 text; nil for every other form.
    public init?(_ text: String) {
        var four = in_addr()
        var six = in6_addr()
        if inet_pton(AF_INET, text, &four) == 1 {
            bytes = withUnsafeBytes(of: four) { Array($0) }
        } else if inet_pton(AF_INET6, text, &six) == 1 {
            bytes = withUnsafeBytes(of: six) { Array($0) }
        } else {
            return nil
        }
    }

    /// 4 or 16 bytes in network order; nil for another count.
    public init?(bytes: [UInt8]) {
        guard bytes.count == 4 || bytes.count == 16 else { return nil }
        self.bytes = bytes
    }

    public var isVersion6: Bool { bytes.count == 16 }

    /// The usual text, IPv6 compressed as in RFC 5952.
    public var text: String {
        var buffer = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
        let size = socklen_t(buffer.count)
        bytes.withUnsafeBytes { _ = inet_ntop(isVersion6 ? AF_INET6 : AF_INET, $0.baseAddress, &buffer, size) }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    public var description: String { text }

    /// Why a public client must not connect here (`loopback`, `private`, …); nil for an address of the open Internet.
    ///
    /// From IANA's special-purpose registries (RFC 6890 and its successors). Of IPv6, only the allocated 2000::/3 is
    /// open, and there neither 6to4, Teredo nor documentation: NAT64, mapped and compatible forms all fall outside.
    public var obstacle: String? {
        if isVersion6 {
            guard Self.globalIPv6.contains(self) else { return Self.reason(self, Self.special6) ?? "reserved" }
            return Self.reason(self, Self.special6)
        }
        return Self.reason(self, Self.special4)
    }

    private static func reason(_ address: IPAddress, _ table: [(AddressRange, String)]) -> String? {
        table.first { $0.0.contains(address) }?.1
    }

    private static let globalIPv6 = AddressRange(prefix: [0x20], bits: 3, version6: true)

    private static let special4: [(AddressRange, String)] = ranges([
        ("0.0.0.0/8", "this network"), ("10.0.0.0/8", "private"), ("100.64.0.0/10", "carrier-grade NAT"),
        ("127.0.0.0/8", "loopback"), ("168.63.129.16/32", "cloud metadata"), ("169.254.0.0/16", "link-local"),
        ("172.16.0.0/12", "private"), ("192.0.0.0/24", "reserved"), ("192.0.2.0/24", "documentation"),
        ("192.88.99.0/24", "reserved"), ("192.168.0.0/16", "private"), ("198.18.0.0/15", "benchmarking"),
        ("198.51.100.0/24", "documentation"), ("203.0.113.0/24", "documentation"), ("224.0.0.0/4", "multicast"),
        ("240.0.0.0/4", "reserved"),
    ])

    private static let special6: [(AddressRange, String)] = ranges([
        ("::/128", "unspecified"), ("::1/128", "loopback"), ("::ffff:0:0/96", "IPv4-mapped"),
        ("::/96", "IPv4-compatible"),
        ("64:ff9b::/96", "NAT64"), ("64:ff9b:1::/48", "NAT64"), ("100::/64", "discard"), ("2001::/32", "Teredo"),
        ("2001::/23", "reserved"), ("2001:db8::/32", "documentation"), ("2002::/16", "6to4"),
        ("3fff::/20", "documentation"), ("fc00::/7", "private"), ("fe80::/10", "link-local"),
        ("fec0::/10", "site-local"), ("ff00::/8", "multicast"),
    ])

    private static func ranges(_ table: [(String, String)]) -> [(AddressRange, String)] {
        table.compactMap { text, reason in AddressRange(text).map { ($0, reason) } }
    }
}

/// A block of addresses in CIDR notation (RFC 4632, RFC 4291).
public struct AddressRange: Sendable, Hashable, CustomStringConvertible {
    private let prefix: [UInt8]
    private let bits: Int

    /// Reads `10.0.0.0/8`, `fd00::/8`, or a single address; nil for anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        guard let address = IPAddress(String(parts[0])) else { return nil }
        let most = address.bytes.count * 8
        guard let bits = parts.count == 2 ? Int(parts[1]) : most, (0...most).contains(bits) else { return nil }
        self.prefix = address.bytes
        self.bits = bits
    }

    init(prefix: [UInt8], bits: Int, version6: Bool) {
        self.prefix = prefix + [UInt8](repeating: 0, count: (version6 ? 16 : 4) - prefix.count)
        self.bits = bits
    }

    public func contains(_ address: IPAddress) -> Bool {
        guard address.bytes.count == prefix.count else { return false }
        let whole = bits / 8
        guard address.bytes[..<whole] == prefix[..<whole] else { return false }
        let rest = bits % 8
        guard rest > 0 else { return true }
        return (address.bytes[whole] ^ prefix[whole]) >> (8 - UInt8(rest)) == 0
    }

    public var description: String { "\(IPAddress(bytes: prefix)?.text ?? "?")/\(bits)" }
}
