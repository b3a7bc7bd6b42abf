import Foundation
public import Kernel
public import Wire

/// Signing in at X (https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code): authorization code with
/// PKCE. An application with a secret is a confidential client and says who it is by a header; one without is a public
/// client. A code lives for thirty seconds; an access token for two hours.
public struct XSignIn: NetworkSignIn {
    public static let scopes = ["tweet.read", "tweet.write", "users.read", "media.write", "offline.access"]

    private let application: NetworkApplication
    private let endpoints: Endpoints
    private let http: HTTP
    private let clock: Clock

    public init(
        _ application: NetworkApplication, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system
    ) {
        (self.application, self.endpoints, self.http, self.clock) = (application, endpoints, http, clock)
    }

    public func page(callback: String, state: String, verifier: String) -> String {
        endpoints.xDialog + "/i/oauth2/authorize"
            + API.query([
                ("response_type", "code"), ("client_id", application.id), ("redirect_uri", callback),
                ("scope", Self.scopes.joined(separator: " ")), ("state", state),
                ("code_challenge", OAuthExchange.challenge(verifier)), ("code_challenge_method", "S256"),
            ])
    }

    private var exchange: OAuthExchange {
        OAuthExchange(
            http: http, address: endpoints.x + "/2/oauth2/token", application: application, isBasic: true, clock: clock)
    }

    public func credentials(code: String, callback: String, verifier: String) async throws -> Credentials {
        try await exchange.credentials([
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", callback),
            ("code_verifier", verifier),
        ])
    }

    /// On X the person is the account.
    public func places(_ person: Credentials) async throws -> [NetworkPlace] {
        let account = try await XInterface(token: person.access, endpoints: endpoints, http: http, clock: clock)
            .account()
        var credentials = person
        credentials.subject = account.id
        return [
            NetworkPlace(
                name: account.name, handle: account.handle, url: "https://x.com/\(account.handle)",
                credentials: credentials)
        ]
    }

    public func refresh(_ credentials: Credentials) async throws -> Credentials {
        try await exchange.refreshed(credentials)
    }
}
