import Foundation
public import Kernel
public import Wire

/// Signing in at a Bluesky server with an application password, which its owner makes in the settings of the account and
/// takes back there (https://atproto.com/specs/xrpc, authentication). The password opens one session and is not kept: what
/// is kept are the session's two tokens. The first lives two hours; before it ends, the second gives two new ones, and
/// serves once.
public struct BlueskySession: NetworkSignIn {
    /// An application password has its rights already: posts, and no change of the account.
    public static let scopes: [String] = []
    /// The door of the accounts that Bluesky keeps itself.
    public static let service = "https://bsky.social"
    private let base: String
    private let http: HTTP
    private let clock: Clock

    /// - Parameter server: `https://host`; `server(of:)` finds it.
    public init(on server: String = BlueskySession.service, http: HTTP, clock: Clock = .system) throws {
        base = try WebAddress(server).origin
        (self.http, self.clock) = (http, clock)
    }

    /// Opens a session. Once for each connection of an account, never for a post: a server lets an account in thirty times
    /// in five minutes.
    ///
    /// - Parameters:
    ///   - handle: `hopital.bsky.social`, with or without `@`, or a DID.
    ///   - password: an application password.
    /// - Throws: `.unusable` (words `networks.bad_handle`); `.forbidden` with words `networks.wrong_password` when it does
    ///   not open the account, `networks.app_password` when it is the account's own and a second factor guards it,
    ///   `networks.account_restricted` when the account is closed.
    public func open(_ handle: String, password: String) async throws -> NetworkPlace {
        let name = try Self.plain(handle)
        var post = ProtocolPost(
            base + "/xrpc/com.atproto.server.createSession",
            json: [("identifier", name), ("password", password.trimmingCharacters(in: .whitespacesAndNewlines))])
        post.reading = [400, 401, 403]
        let document = try await http.submit(post)
        let json = try JSON.parse(document.body, from: try host)
        guard document.status < 400 else { throw Self.refusal(json["error"].string ?? "", try host) }
        guard json["active"].bool != false else { throw Self.refusal("AccountDeactivated", try host) }
        let credentials = try credentials(json)
        return try await place(credentials, handle: Fields.id(json["handle"].string) ?? name)
    }

    private static func refusal(_ error: String, _ host: String) -> Failure {
        let words =
            switch error {
            case "AuthFactorTokenRequired": "networks.app_password"
            case "AccountTakedown", "AccountSuspended", "AccountDeactivated": "networks.account_restricted"
            default: "networks.wrong_password"
            }
        return Failure(
            .forbidden, "\(host) opens no session (\(NetworkRefusal.line(error)?.prefix(80) ?? "no reason"))",
            words: words)
    }

    /// What people write, as the protocol has it: lower case, without `@` and without the invisible signs that come along
    /// when a handle is copied from a page.
    static func plain(_ handle: String) throws -> String {
        let visible = handle.unicodeScalars.filter { $0.properties.generalCategory != .format }
        var name = String(String.UnicodeScalarView(visible)).trimmingCharacters(in: .whitespacesAndNewlines)
        if name.hasPrefix("did:"), Mark(name) != nil { return name }
        if name.hasPrefix("@") { name.removeFirst() }
        name = name.lowercased()
        let form = /([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?/
        guard name.utf8.count <= 253, name.wholeMatch(of: form) != nil else {
            throw Failure(.unusable, "no Bluesky handle", words: "networks.bad_handle")
        }
        return name
    }

    // MARK: Tokens

    /// - Throws: `.unavailable` when a token is missing: a session that nobody could renew is worth nothing.
    private func credentials(_ json: JSON) throws -> Credentials {
        let (access, refresh) = (json["accessJwt"].string ?? "", json["refreshJwt"].string ?? "")
        guard !access.isEmpty, !refresh.isEmpty, let did = json["did"].string, did.hasPrefix("did:"), Mark(did) != nil
        else {
            throw Failure(
                .unavailable, "\(try host) opens no sessions as Bluesky does", words: "networks.not_json")
        }
        let (token, second) = (BlueskyToken(access), BlueskyToken(refresh))
        let now = clock.now()
        var credentials = Credentials(
            access: access, refresh: refresh, expiresAt: token?.expiresAt ?? now.adding(seconds: Self.shortest),
            refreshExpiresAt: second?.expiresAt, scopes: (token?.scope).map { [$0] } ?? [], subject: did)
        credentials.issuedAt = now
        return credentials
    }

    /// Seconds that a token surely lives which does not say how long it does.
    private static let shortest = 3_600.0

    public func refresh(_ credentials: Credentials) async throws -> Credentials {
        guard let token = credentials.refresh, !token.isEmpty else { throw again("nothing renews the session") }
        if let end = credentials.refreshExpiresAt, end <= clock.now() { throw again("the session has ended") }
        var post = ProtocolPost(base + "/xrpc/com.atproto.server.refreshSession", json: [], token: token)
        post.reading = [400, 401, 403]
        let document = try await http.submit(post)
        let json = (try? JSON.parse(document.body, from: try host)) ?? .null
        guard document.status < 400 else {
            let error = json["error"].string ?? ""
            guard document.status == 401 || Self.ended.contains(error) else {
                throw Failure(.unavailable, "\(try host) answered HTTP \(document.status) to a renewal")
            }
            throw again("\(try host) renews the session no more")
        }
        let fresh = try self.credentials(json)
        guard credentials.subject.isEmpty || fresh.subject == credentials.subject else {
            throw Failure(.unavailable, "\(try host) renewed the session of another account")
        }
        return fresh
    }

    /// Names by which a server says that it is over (`com.atproto.server.refreshSession`).
    private static let ended: Set<String> = [
        "ExpiredToken", "InvalidToken", "AuthMissing", "AuthenticationRequired", "AccountTakedown",
    ]

    private func again(_ cause: String) -> Failure { Failure(.forbidden, cause, words: "networks.sign_in_again") }

    private var host: String { get throws { try WebAddress(base).host } }

    // MARK: As every network is signed in at

    /// Where the account's owner makes an application password. Nobody comes back from there with a code.
    public func page(callback: String, state: String, verifier: String) -> String {
        "https://bsky.app/settings/app-passwords"
    }

    /// - Throws: `.unusable`, always: people bring a password, see `open`.
    public func credentials(code: String, callback: String, verifier: String) async throws -> Credentials {
        throw Failure(.unusable, "Bluesky is signed in at with a password", words: "networks.app_password")
    }

    public func places(_ person: Credentials) async throws -> [NetworkPlace] {
        let account = try await BlueskyServer(base, person, http: http, clock: clock).account()
        return [place(person, account)]
    }

    private func place(_ credentials: Credentials, handle: String) async throws -> NetworkPlace {
        let account = try? await BlueskyServer(base, credentials, http: http, clock: clock).account()
        return place(credentials, account ?? SenderAccount(id: credentials.subject, handle: handle, name: handle))
    }

    private func place(_ credentials: Credentials, _ account: SenderAccount) -> NetworkPlace {
        NetworkPlace(
            name: account.name, handle: account.handle,
            url: Fields.link("https://bsky.app/profile/\(account.handle)"), credentials: credentials)
    }
}
