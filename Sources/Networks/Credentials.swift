public import Kernel

/// What opens an account of ours on a network. Kept sealed, never printed.
public struct Credentials: Sendable, Equatable, Codable, CustomStringConvertible {
    public var access: String
    /// By which a new access token is had; nil where the network gives none.
    public var refresh: String?
    /// Nil for a token that lasts until somebody takes it back.
    public var expiresAt: Instant?
    public var refreshExpiresAt: Instant?
    /// When we got it: with `expiresAt`, how long it lives.
    public var issuedAt: Instant?
    /// The rights that were given.
    public var scopes: [String]
    /// The network's own number for the account in whose name we speak: a page, an organisation, a location, a DID.
    public var subject: String

    public init(
        access: String, refresh: String? = nil, expiresAt: Instant? = nil, refreshExpiresAt: Instant? = nil,
        scopes: [String] = [], subject: String = ""
    ) {
        (self.access, self.refresh, self.expiresAt) = (access, refresh, expiresAt)
        (self.refreshExpiresAt, self.scopes, self.subject) = (refreshExpiresAt, scopes, subject)
    }

    /// The same account after a refresh or a new sign-in: a network that gives no new refresh token leaves us the one
    /// that we have.
    public func renewed(by fresh: Credentials) -> Credentials {
        var out = fresh
        if out.refresh?.isEmpty ?? true { (out.refresh, out.refreshExpiresAt) = (refresh, refreshExpiresAt) }
        if out.subject.isEmpty { out.subject = subject }
        if out.scopes.isEmpty { out.scopes = scopes }
        return out
    }

    public var description: String { "credentials that end in …\(access.suffix(4))" }
}

/// The hospital's own application on a network, as the network's developer pages name it.
public struct NetworkApplication: Sendable, Equatable, Codable, CustomStringConvertible {
    public let id: String
    public let secret: String

    public init(id: String, secret: String) { (self.id, self.secret) = (id, secret) }

    public var description: String { "application \(id)" }
}

/// Signing in at a network in an account's own name (OAuth 2.0, authorization code, RFC 6749 section 4.1; with PKCE,
/// RFC 7636, where the network knows it).
public protocol NetworkSignIn: Sendable {
    /// What we ask for, and no more.
    static var scopes: [String] { get }

    /// The network's own page, where the account's owner says yes.
    /// - Parameters:
    ///   - state: comes back as it was given.
    ///   - verifier: secret of this sign-in; its SHA-256 travels.
    func page(callback: String, state: String, verifier: String) -> String

    /// The person's credentials for a code; a code serves once.
    func credentials(code: String, callback: String, verifier: String) async throws -> Credentials

    /// The accounts in whose name that person may speak (pages, organisations, locations): one is chosen. A network where
    /// the person is the account gives one.
    func places(_ person: Credentials) async throws -> [NetworkPlace]

    /// New credentials before the old ones end. Throws `.forbidden` (words `networks.sign_in_again`) only when the network
    /// says that it gives none any more (`invalid_grant` and the like); anything else is a blip, and proves nothing.
    func refresh(_ credentials: Credentials) async throws -> Credentials
}

/// An account that a person may speak for.
public struct NetworkPlace: Sendable, Equatable, Codable {
    public let name: String
    /// As people know it there, without `@`.
    public let handle: String
    public let url: String?
    /// What opens this very account; its `subject` is the account's own number, never the person's.
    public let credentials: Credentials

    public init(name: String, handle: String, url: String?, credentials: Credentials) {
        (self.name, self.handle, self.url, self.credentials) = (name, handle, url, credentials)
    }
}

/// Where a network's interface answers: the real ones, or the simulated networks of a sample hospital.
public struct Endpoints: Sendable, Equatable {
    /// Meta's Graph: `https://graph.facebook.com`.
    public var facebook: String
    /// The page on which people say yes: `https://www.facebook.com`.
    public var facebookDialog: String
    public var instagram: String
    public var instagramDialog: String
    public var threads: String
    public var threadsDialog: String
    public var x: String
    public var xDialog: String
    /// `https://www.googleapis.com`
    public var youtube: String
    public var googleAccounts: String
    public var googleToken: String
    public var linkedin: String
    public var linkedinDialog: String
    /// `https://mybusiness.googleapis.com`
    public var business: String
    public var businessAccounts: String
    public var businessInformation: String
    /// Where visitors see what was published on played networks: `http://127.0.0.1:8099/see`; nil on the real ones, which
    /// say so themselves.
    public var stage: String?

    public static let real = Endpoints(
        facebook: "https://graph.facebook.com", facebookDialog: "https://www.facebook.com",
        instagram: "https://graph.instagram.com", instagramDialog: "https://www.instagram.com",
        threads: "https://graph.threads.net", threadsDialog: "https://threads.net", x: "https://api.x.com",
        xDialog: "https://x.com", youtube: "https://www.googleapis.com",
        googleAccounts: "https://accounts.google.com", googleToken: "https://oauth2.googleapis.com",
        linkedin: "https://api.linkedin.com", linkedinDialog: "https://www.linkedin.com",
        business: "https://mybusiness.googleapis.com",
        businessAccounts: "https://mybusinessaccountmanagement.googleapis.com",
        businessInformation: "https://mybusinessbusinessinformation.googleapis.com")

    /// All of them below one address, `http://127.0.0.1:8099`, as `Simulator` answers.
    public static func simulated(at base: String) -> Endpoints {
        Endpoints(
            facebook: base + "/facebook", facebookDialog: base + "/facebook", instagram: base + "/instagram",
            instagramDialog: base + "/instagram", threads: base + "/threads", threadsDialog: base + "/threads",
            x: base + "/x", xDialog: base + "/x", youtube: base + "/youtube", googleAccounts: base + "/google",
            googleToken: base + "/google", linkedin: base + "/linkedin", linkedinDialog: base + "/linkedin",
            business: base + "/google", businessAccounts: base + "/google", businessInformation: base + "/google",
            stage: base + "/see")
    }
}
