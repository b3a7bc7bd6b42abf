import Foundation
public import Kernel
public import Wire

/// Signing in at Threads
/// (https://developers.facebook.com/documentation/threads/get-started/get-access-tokens-and-permissions).
public struct ThreadsSignIn: NetworkSignIn {
    public static let scopes = [
        "threads_basic", "threads_content_publish", "threads_manage_replies", "threads_read_replies",
        "threads_manage_insights", "threads_delete",
    ]
    private let application: NetworkApplication
    private let endpoints: Endpoints
    private let http: HTTP
    private let clock: Clock

    /// `application` is the hospital's own, as Meta's developer pages name it (its Threads id and secret, which are not
    /// those of Facebook).
    public init(application: NetworkApplication, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system) {
        (self.application, self.endpoints, self.http, self.clock) = (application, endpoints, http, clock)
    }

    public func page(callback: String, state: String, verifier: String) -> String {
        endpoints.threadsDialog + "/oauth/authorize"
            + API.query([
                ("client_id", application.id), ("redirect_uri", callback), ("response_type", "code"),
                ("scope", Self.scopes.joined(separator: ",")), ("state", state),
            ])
    }

    public func credentials(code: String, callback: String, verifier: String) async throws -> Credentials {
        let short = try await MetaSignIn.post(
            endpoints.threads + "/oauth/access_token",
            [
                ("client_id", application.id), ("client_secret", application.secret),
                ("grant_type", "authorization_code"), ("redirect_uri", callback), ("code", MetaSignIn.code(code)),
            ], http)
        let json = try await MetaSignIn.get(
            endpoints.threads + "/access_token"
                + API.query([
                    ("grant_type", "th_exchange_token"), ("client_secret", application.secret),
                    ("access_token", try MetaSignIn.access(short)),
                ]), http)
        return MetaSignIn.lasting(
            try MetaSignIn.access(json), until: MetaSignIn.end(json, now: clock.now()), scopes: Self.scopes, subject: ""
        )
    }

    /// The person is the account.
    public func places(_ person: Credentials) async throws -> [NetworkPlace] {
        do {
            let mine = try await ThreadsAccount(person, endpoints, http, clock).account()
            var credentials = person
            credentials.subject = mine.id
            return [
                NetworkPlace(
                    name: mine.name, handle: mine.handle, url: "https://www.threads.com/@\(API.escaped(mine.handle))",
                    credentials: credentials)
            ]
        } catch let failure as Failure where failure.kind == .forbidden && failure.words == "wire.refused" {
            throw MetaSignIn.again(failure)
        }
    }

    /// Sixty days more, for a token that is at least a day old and not ended.
    public func refresh(_ credentials: Credentials) async throws -> Credentials {
        guard !MetaSignIn.isYoung(credentials, now: clock.now()) else { return credentials }
        let url =
            endpoints.threads + "/refresh_access_token"
            + API.query([("grant_type", "th_refresh_token"), ("access_token", credentials.access)])
        let account = ThreadsAccount(credentials, endpoints, http, clock)
        return try await MetaSignIn.renewed(credentials, at: url, account.api, now: clock.now())
    }
}
