import Foundation

/// Whether a network can fetch a file from an address: by its looks alone, nobody is asked.
enum PublicAddress {
    /// `https://` and a host that is neither ours alone nor anybody's own machine (RFC 6890, RFC 6761, RFC 8375).
    static func isReachable(_ address: String) -> Bool {
        guard address.utf8.count <= 4_096, let parts = URLComponents(string: address),
            parts.scheme?.lowercased() == "https",
            parts.user == nil, parts.password == nil, let host = parts.host?.lowercased(), !host.isEmpty
        else { return false }
        if host.contains(":") { return isPublic6(host) }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard labels.count > 1, let last = labels.last, !last.isEmpty else { return false }
        if last.allSatisfy({ $0.isASCII && $0.isNumber }) || last.hasPrefix("0x") { return isPublic4(labels) }
        return !["localhost", "local", "internal", "lan", "home", "corp", "intranet", "test", "invalid", "example"]
            .contains(last) && !host.hasSuffix(".home.arpa")
    }

    /// Four decimal numbers and no other way of writing them.
    private static func isPublic4(_ labels: [String]) -> Bool {
        let bytes = labels.compactMap { $0 == "0" || !$0.hasPrefix("0") ? UInt8($0) : nil }
        guard bytes.count == 4, labels.count == 4 else { return false }
        switch (bytes[0], bytes[1]) {
        case (0, _), (10, _), (127, _), (224...255, _), (169, 254), (192, 168), (100, 64...127), (172, 16...31),
            (198, 18...19), (192, 0):
            return false
        default: return true
        }
    }

    /// Global unicast only (2000::/3).
    private static func isPublic6(_ host: String) -> Bool {
        let text = host.trimmingCharacters(in: CharacterSet(charactersIn: "[]"))
        guard let first = text.split(separator: ":", omittingEmptySubsequences: false).first,
            let value = UInt16(first, radix: 16)
        else { return false }
        return value & 0xE000 == 0x2000 && value != 0x2002
    }
}
