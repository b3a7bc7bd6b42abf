import Foundation
public import Kernel
public import Wire

/// Signing in at one Mastodon-compatible server, as every network is signed in at: whoever says yes there is the account.
public struct MastodonDoor: NetworkSignIn {
    public static let scopes = MastodonSignIn.scopes.split(separator: " ").map(String.init)
    private let signIn: MastodonSignIn
    private let application: MastodonSignIn.Application
    private let server: String
    private let http: HTTP
    private let clock: Clock

    /// - Parameter server: `https://host`.
    public init(on server: String, _ application: NetworkApplication, http: HTTP, clock: Clock = .system) throws {
        (self.server, self.http, self.clock) = (server, http, clock)
        self.application = MastodonSignIn.Application(id: application.id, secret: application.secret)
        signIn = try MastodonSignIn(on: server, http: http)
    }

    public func page(callback: String, state: String, verifier: String) -> String {
        signIn.page(application, callback: callback, state: state)
    }

    public func credentials(code: String, callback: String, verifier: String) async throws -> Credentials {
        Credentials(
            access: try await signIn.token(application, code: code, callback: callback), scopes: Self.scopes)
    }

    public func places(_ person: Credentials) async throws -> [NetworkPlace] {
        let account = try await MastodonSender(on: server, token: person.access, http: http, clock: clock).account()
        var credentials = person
        credentials.subject = account.id
        return [NetworkPlace(name: account.name, handle: account.handle, url: nil, credentials: credentials)]
    }

    /// Its tokens last until somebody takes them back.
    public func refresh(_ credentials: Credentials) async throws -> Credentials { credentials }
}
