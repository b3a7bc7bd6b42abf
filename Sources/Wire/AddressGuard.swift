import Foundation
import Kernel

/// Keeps the server from being used to reach what only it can reach (server-side request forgery, OWASP).
///
/// It names the host's addresses itself and gives back those that may be connected to. The caller connects to exactly
/// these: a name that answers differently the second time (DNS rebinding) changes nothing.
public struct AddressGuard: Sendable {
    /// Ports that may be reached on the open Internet.
    public var ports: Set<Int>
    /// What is let through although it is private or on another port: an intranet, a test's own server.
    public var exemptions: [Exemption]
    public var resolver: Resolver

    public init(
        ports: Set<Int> = [80, 443, 8080, 8443], exemptions: [Exemption] = [], resolver: Resolver = .system
    ) {
        self.ports = ports
        self.exemptions = exemptions
        self.resolver = resolver
    }

    /// The addresses of `address`'s host that may be connected to, best first. Throws `Failure(.forbidden)` when none
    /// may, or `Failure(.unavailable)` when the name has none.
    public func check(_ address: WebAddress) async throws -> [IPAddress] {
        let trusted = exemptions.contains { $0.covers(host: address.host, port: address.port) }
        let addresses: [IPAddress]
        if let literal = IPAddress(address.host) {
            addresses = [literal]
        } else {
            addresses = try await resolver.addresses(address.host)
        }
        if trusted { return addresses }
        let open = addresses.filter { allows($0, port: address.port) }
        guard open.isEmpty else { return open }
        if let obstacle = addresses.compactMap(\.obstacle).first {
            throw Failure(
                .forbidden, "\(address.host) is not on the open Internet (\(obstacle) address)",
                words: "wire.private_address")
        }
        guard !addresses.isEmpty else {
            throw Failure(.unavailable, "\(address.host): no address", words: "wire.unknown_host")
        }
        throw Failure(.forbidden, "port \(address.port) of \(address.host) is not allowed", words: "wire.closed_port")
    }

    /// What can be said of a name without resolving it, for a proxy that resolves by itself.
    func checkLiteral(_ address: WebAddress) throws {
        if exemptions.contains(where: { $0.covers(host: address.host, port: address.port) }) { return }
        if let literal = IPAddress(address.host), !allows(literal, port: address.port) {
            throw Failure(.forbidden, "\(address.host) is not on the open Internet", words: "wire.private_address")
        }
        let inside = ["localhost", "local", "internal", "home.arpa"]
        if inside.contains(where: { address.host == $0 || address.host.hasSuffix("." + $0) }) {
            throw Failure(.forbidden, "\(address.host) is not on the open Internet", words: "wire.private_address")
        }
        guard ports.contains(address.port) else {
            throw Failure(
                .forbidden, "port \(address.port) of \(address.host) is not allowed", words: "wire.closed_port")
        }
    }

    private func allows(_ ip: IPAddress, port: Int) -> Bool {
        if exemptions.contains(where: { $0.covers(ip: ip, port: port) }) { return true }
        return ip.obstacle == nil && ports.contains(port)
    }
}

/// One line of the setting that lets private places through: `intranet.chu.fr`, `intranet.chu.fr:8080`,
/// `10.20.0.0/16`, `127.0.0.1:8201`, `[::1]:8080`, `fd00::/8`. Without a port, every port.
public struct Exemption: Sendable, Hashable {
    private let name: String?
    private let range: AddressRange?
    private let port: Int?

    /// Throws `Failure(.unusable)` naming the line when it is none of these forms.
    public init(_ text: String) throws {
        let line = text.trimmingCharacters(in: .whitespaces).lowercased()
        if let range = AddressRange(line) {
            (name, self.range, port) = (nil, range, nil)
            return
        }
        guard let address = try? WebAddress("http://\(line)/"), !line.contains("/") else {
            throw Failure(.unusable, "“\(line)” is neither a host, an address nor a block of addresses")
        }
        port = line.hasSuffix(":\(address.port)") ? address.port : nil
        range = AddressRange(address.host)
        name = range == nil ? address.host : nil
    }

    func covers(host: String, port: Int) -> Bool { name == host && (self.port ?? port) == port }
    func covers(ip: IPAddress, port: Int) -> Bool {
        (range?.contains(ip) ?? false) && (self.port ?? port) == port
    }
}
