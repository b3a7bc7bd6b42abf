import Foundation
import Kernel

/// Turns a host name into addresses. A struct of one closure, so that a test can lie.
public struct Resolver: Sendable {
    /// All the addresses of a name, best first. Throws `Failure(.unavailable)` when there is none.
    public var addresses: @Sendable (_ host: String) async throws -> [IPAddress]

    public init(addresses: @escaping @Sendable (_ host: String) async throws -> [IPAddress]) {
        self.addresses = addresses
    }

    /// The machine's own resolver (`getaddrinfo`), on threads of its own: a slow name server holds up nobody else.
    public static let system = Resolver { host in
        try await Blocking.run { try lookUp(host) }
    }

    private static func lookUp(_ host: String) throws -> [IPAddress] {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_ADDRCONFIG
        var list: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, nil, &hints, &list)
        defer { if let list { freeaddrinfo(list) } }
        guard status == 0 else {
            let reason = status == EAI_AGAIN ? "the name server did not answer" : "no such name"
            throw Failure(.unavailable, "\(host): \(reason)", words: "wire.unknown_host")
        }
        var found: [IPAddress] = []
        var node = list
        while let entry = node?.pointee, found.count < 32 {
            if let address = address(of: entry), !found.contains(address) { found.append(address) }
            node = entry.ai_next
        }
        guard !found.isEmpty else {
            throw Failure(.unavailable, "\(host): no address", words: "wire.unknown_host")
        }
        return found
    }

    private static func address(of entry: addrinfo) -> IPAddress? {
        guard let raw = entry.ai_addr else { return nil }
        switch entry.ai_family {
        case AF_INET:
            return raw.withMemoryRebound(to: sockaddr_in.self, capacity: 1) { pointer in
                IPAddress(bytes: withUnsafeBytes(of: pointer.pointee.sin_addr) { Array($0) })
            }
        case AF_INET6:
            return raw.withMemoryRebound(to: sockaddr_in6.self, capacity: 1) { pointer in
                // A zone means link-local, which no public name may have.
                guard pointer.pointee.sin6_scope_id == 0 else { return nil }
                return IPAddress(bytes: withUnsafeBytes(of: pointer.pointee.sin6_addr) { Array($0) })
            }
        default: return nil
        }
    }
}
