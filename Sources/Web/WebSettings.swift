import Foundation
public import Kernel

/// What the web floor needs to know, read once by the binary.
public struct WebSettings: Sendable {
    /// The address that people type, such as `https://resonance.chu.example`. When it starts with `https`, cookies are
    /// `__Host-` and `Secure`, and HSTS is sent. Nil on a laptop: any host name is then served.
    public var publicAddress: String?
    /// True behind our own reverse proxy: the last address of `X-Forwarded-For` is then believed, and `Forwarded`
    /// headers of anybody else are not read.
    public var behindProxy: Bool
    /// `/metrics` answers to loopback only, or to `Authorization: Bearer` with this token.
    public var metricsToken: String?
    /// IANA name of the zone in which dates are said.
    public var timeZone: String
    /// The language of somebody whose browser names neither French nor English.
    public var tongue: Tongue
    /// Bytes that a form without a file may weigh.
    public var formLimit: Int
    /// Where uploads wait until they are read.
    public var temporaryFolder: String

    public init(
        publicAddress: String? = nil, behindProxy: Bool = false, metricsToken: String? = nil,
        timeZone: String = "Europe/Paris", tongue: Tongue = .french, formLimit: Int = 1 << 20,
        temporaryFolder: String? = nil
    ) {
        self.publicAddress = publicAddress
        self.behindProxy = behindProxy
        self.metricsToken = metricsToken
        self.timeZone = timeZone
        self.tongue = tongue
        self.formLimit = formLimit
        self.temporaryFolder = temporaryFolder ?? NSTemporaryDirectory()
    }

    /// Whether visitors come over TLS.
    public var secure: Bool { publicAddress?.lowercased().hasPrefix("https://") ?? false }

    /// Host and port of the public address, in lower case; nil when every host is served.
    var publicHost: String? {
        guard let publicAddress, let address = URL(string: publicAddress), let host = address.host() else { return nil }
        return (address.port.map { "\(host):\($0)" } ?? host).lowercased()
    }

    /// The address that a link begins with: the public one, else the one by which the visitor came.
    func home(reachedAs authority: String?) -> String {
        if let publicAddress { return publicAddress.hasSuffix("/") ? String(publicAddress.dropLast()) : publicAddress }
        return "http://" + (authority ?? "127.0.0.1")
    }
}
