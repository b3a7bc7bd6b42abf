import Foundation
import Kernel
public import Wire

/// Signing in at a Mastodon-compatible server in an account's own name (OAuth 2.0, authorization code; RFC 6749 section
/// 4.1): our application is registered there, its owner says yes on the server's own page, and the code that comes back
/// is exchanged for a token.
public struct MastodonSignIn: Sendable {
    /// Our application as one server knows it.
    public struct Application: Sendable, Equatable {
        public let id: String
        public let secret: String

        public init(id: String, secret: String) { (self.id, self.secret) = (id, secret) }
    }

    public static let scopes = "read write:statuses write:media"
    private let base: String
    private let http: HTTP

    public init(on server: String, http: HTTP) throws {
        base = try WebAddress(server).origin
        self.http = http
    }

    /// - Parameter callback: where the server sends its visitor back, with the code.
    public func register(name: String, site: String, callback: String) async throws -> Application {
        let json = try await post(
            "/api/v1/apps",
            [("client_name", name), ("redirect_uris", callback), ("scopes", Self.scopes), ("website", site)])
        guard let id = Fields.id(json["client_id"].identifier), let secret = Fields.id(json["client_secret"].string)
        else { throw strange }
        return Application(id: id, secret: secret)
    }

    /// The server's own page, where the account's owner says yes. `state` comes back as it was given.
    public func page(_ application: Application, callback: String, state: String) -> String {
        base + "/oauth/authorize"
            + API.query([
                ("response_type", "code"), ("client_id", application.id), ("redirect_uri", callback),
                ("scope", Self.scopes), ("state", state),
            ])
    }

    /// The token for a code; a code serves once.
    public func token(_ application: Application, code: String, callback: String) async throws -> String {
        let json = try await post(
            "/oauth/token",
            [
                ("grant_type", "authorization_code"), ("code", code), ("client_id", application.id),
                ("client_secret", application.secret), ("redirect_uri", callback), ("scope", Self.scopes),
            ])
        guard let token = Fields.id(json["access_token"].string) else { throw strange }
        return token
    }

    private func post(_ path: String, _ fields: [(name: String, value: String)]) async throws -> JSON {
        let document = try await http.submit(ProtocolPost(base + path, fields: fields, accept: "application/json"))
        return try JSON.parse(document.body, from: try WebAddress(base).host)
    }

    private var strange: Failure {
        Failure(.unavailable, "the server does not sign applications in as Mastodon does", words: "networks.not_json")
    }
}
