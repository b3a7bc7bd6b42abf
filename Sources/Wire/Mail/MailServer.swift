/// The hospital's SMTP server, as its administrator gives it. It often lies inside: the address guard does not apply.
public struct MailServer: Sendable {
    public enum Security: String, Sendable, CaseIterable {
        /// TLS from the first byte (port 465, RFC 8314).
        case tls
        /// TLS by STARTTLS, without which nothing is sent (port 587, RFC 3207).
        case startTLS = "starttls"
        /// None: for a relay on this machine or a closed network; a password is then sent to loopback only.
        case none
    }
    public var host: String
    public var port: Int
    public var security: Security
    public var user: String?
    public var password: String?
    /// PEM file of authorities to trust besides the system's.
    public var authorities: String?
    /// Where the system's authorities lie; nil for where libcurl was built to look. Tests have a system of their own.
    var systemAuthorities: String?
    /// Seconds for a whole message.
    public var timeout: Int
    /// The name that we give in `EHLO`: this server's own.
    public var hello: String

    public init(
        host: String, port: Int = 587, security: Security = .startTLS, user: String? = nil, password: String? = nil,
        authorities: String? = nil, timeout: Int = 30, hello: String = "localhost"
    ) {
        self.host = host
        self.port = port
        self.security = security
        self.user = user
        self.password = password
        self.authorities = authorities
        self.timeout = timeout
        self.hello = hello
    }

    var isLoopback: Bool { host == "localhost" || host.hasPrefix("127.") || host == "::1" }
}
