/// How the server presents itself and behaves on the web. Read once at start.
public struct WireSettings: Sendable {
    /// Mail or web address of those who run this server, put into the `User-Agent` so that a webmaster can complain.
    public var contact: String
    /// Product and version for the `User-Agent`.
    public var product: String
    public var addresses: AddressGuard
    /// Requests that one host may have at once from us.
    public var perHost: Int
    /// Seconds between two requests to one host.
    public var pause: Double
    /// Seconds for TCP and TLS.
    public var connect: Double
    /// Where to go through, when the hospital's network asks for it.
    public var proxy: Proxy?
    /// PEM file of certificate authorities to trust besides the system's: an intranet's own authority.
    public var extraAuthorities: String?

    public init(
        contact: String, product: String = "Resonance/0.1", addresses: AddressGuard = AddressGuard(), perHost: Int = 2,
        pause: Double = 0.5, connect: Double = 10, proxy: Proxy? = nil, extraAuthorities: String? = nil
    ) {
        self.contact = contact
        self.product = product
        self.addresses = addresses
        self.perHost = perHost
        self.pause = pause
        self.connect = connect
        self.proxy = proxy
        self.extraAuthorities = extraAuthorities
    }

    /// A header value of printable ASCII, whatever was put into the settings.
    var userAgent: String {
        String(
            "\(product) (+\(contact))".unicodeScalars.filter { (0x20..<0x7F).contains($0.value) }.map(Character.init))
    }
}

/// An HTTP proxy (`CONNECT`, RFC 9110 section 9.3.6). Names are resolved by the proxy, since networks that ask for one
/// rarely let others resolve: addresses in figures and local names are still refused here, and the proxy must be set to
/// refuse private destinations.
public struct Proxy: Sendable {
    public var host: String
    public var port: Int
    public var user: String?
    public var password: String?

    public init(host: String, port: Int, user: String? = nil, password: String? = nil) {
        self.host = host
        self.port = port
        self.user = user
        self.password = password
    }
}
