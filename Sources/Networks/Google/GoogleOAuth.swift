import Foundation
import Kernel
import Wire

/// Signing in at Google (https://developers.google.com/identity/protocols/oauth2/web-server): authorization code with PKCE.
/// `offline` and `consent` together have Google give a refresh token each time that somebody says yes.
struct GoogleOAuth: Sendable {
    let application: NetworkApplication
    let endpoints: Endpoints
    let http: HTTP
    let clock: Clock
    let scopes: [String]

    func page(callback: String, state: String, verifier: String) -> String {
        endpoints.googleAccounts + "/o/oauth2/v2/auth"
            + API.query([
                ("response_type", "code"), ("client_id", application.id), ("redirect_uri", callback),
                ("scope", scopes.joined(separator: " ")), ("access_type", "offline"), ("prompt", "consent"),
                ("state", state), ("code_challenge", OAuthExchange.challenge(verifier)),
                ("code_challenge_method", "S256"),
            ])
    }

    private var exchange: OAuthExchange {
        OAuthExchange(
            http: http, address: endpoints.googleToken + "/token", application: application, isBasic: false,
            clock: clock)
    }

    /// Google's page lets people untick a right: what is missing is asked for again.
    func credentials(code: String, callback: String, verifier: String) async throws -> Credentials {
        let given = try await exchange.credentials([
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", callback),
            ("code_verifier", verifier),
        ])
        guard given.scopes.isEmpty || Set(scopes).isSubset(of: given.scopes) else {
            throw Failure(.forbidden, "a right was left unticked on Google's page", words: "networks.needs_right")
        }
        return given
    }

    func refresh(_ credentials: Credentials) async throws -> Credentials { try await exchange.refreshed(credentials) }
}
