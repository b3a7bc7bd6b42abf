import Foundation
public import Kernel
public import Wire

/// Signing in at Instagram with a professional account
/// (https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login/business-login).
public struct InstagramSignIn: NetworkSignIn {
    public static let scopes = [
        "instagram_business_basic", "instagram_business_content_publish", "instagram_business_manage_comments",
        "instagram_business_manage_insights",
    ]
    private let application: NetworkApplication
    private let endpoints: Endpoints
    private let http: HTTP
    private let clock: Clock

    /// `application` is the hospital's own, as Meta's developer pages name it (its Instagram id and secret, which are
    /// not those of Facebook).
    public init(application: NetworkApplication, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system) {
        (self.application, self.endpoints, self.http, self.clock) = (application, endpoints, http, clock)
    }

    /// Codes are exchanged at an address of their own.
    private var exchange: String {
        endpoints.instagram == Endpoints.real.instagram ? "https://api.instagram.com" : endpoints.instagram
    }

    public func page(callback: String, state: String, verifier: String) -> String {
        endpoints.instagramDialog + "/oauth/authorize"
            + API.query([
                ("client_id", application.id), ("redirect_uri", callback), ("response_type", "code"),
                ("scope", Self.scopes.joined(separator: ",")), ("state", state),
            ])
    }

    public func credentials(code: String, callback: String, verifier: String) async throws -> Credentials {
        let answer = try await MetaSignIn.post(
            exchange + "/oauth/access_token",
            [
                ("client_id", application.id), ("client_secret", application.secret),
                ("grant_type", "authorization_code"), ("redirect_uri", callback), ("code", MetaSignIn.code(code)),
            ], http)
        // Seen as an object and as a list of one.
        let short = answer["data"].elements.first ?? answer
        let json = try await MetaSignIn.get(
            endpoints.instagram + "/access_token"
                + API.query([
                    ("grant_type", "ig_exchange_token"), ("client_secret", application.secret),
                    ("access_token", try MetaSignIn.access(short)),
                ]), http)
        return MetaSignIn.lasting(
            try MetaSignIn.access(json), until: MetaSignIn.end(json, now: clock.now()), scopes: Self.rights(short),
            subject: "")
    }

    /// The rights that were given: a list, or one text with commas.
    private static func rights(_ json: JSON) -> [String] {
        let list = json["permissions"].elements.compactMap(\.string)
        let text = json["permissions"].string?.split(separator: ",").map(String.init) ?? []
        return list.isEmpty && text.isEmpty ? scopes : list + text
    }

    /// The person is the account.
    public func places(_ person: Credentials) async throws -> [NetworkPlace] {
        do {
            let mine = try await InstagramAccount(person, endpoints, http, clock).account()
            var credentials = person
            credentials.subject = mine.id
            return [
                NetworkPlace(
                    name: mine.name, handle: mine.handle,
                    url: "https://www.instagram.com/\(API.escaped(mine.handle))/", credentials: credentials)
            ]
        } catch let failure as Failure where failure.kind == .forbidden && failure.words == "wire.refused" {
            throw MetaSignIn.again(failure)
        }
    }

    /// Sixty days more, for a token that is at least a day old and not ended.
    public func refresh(_ credentials: Credentials) async throws -> Credentials {
        guard !MetaSignIn.isYoung(credentials, now: clock.now()) else { return credentials }
        let url =
            endpoints.instagram + "/refresh_access_token"
            + API.query([("grant_type", "ig_refresh_token"), ("access_token", credentials.access)])
        let account = InstagramAccount(credentials, endpoints, http, clock)
        return try await MetaSignIn.renewed(credentials, at: url, account.api, now: clock.now())
    }
}
