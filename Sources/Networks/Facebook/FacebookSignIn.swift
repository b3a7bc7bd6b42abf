import Foundation
public import Kernel
public import Wire

/// Signing in at Facebook for the Pages that a person speaks for
/// (https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow). The Page's own token, made from
/// the person's long-lived one, does not end by itself
/// (https://developers.facebook.com/docs/facebook-login/guides/access-tokens/get-long-lived).
public struct FacebookSignIn: NetworkSignIn {
    /// The Pages and who speaks for them; posts; what is said under them and of us; answers; figures; word of changes.
    public static let scopes = [
        "pages_show_list", "pages_manage_posts", "pages_read_engagement", "pages_manage_engagement",
        "pages_read_user_content", "read_insights", "pages_manage_metadata",
    ]
    private let application: NetworkApplication
    private let endpoints: Endpoints
    private let http: HTTP
    private let clock: Clock
    /// Pages of 100 Pages that are asked for.
    static let pages = 10

    /// `application` is the hospital's own, as Meta's developer pages name it.
    public init(application: NetworkApplication, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system) {
        (self.application, self.endpoints, self.http, self.clock) = (application, endpoints, http, clock)
    }

    private var base: String { endpoints.facebook + "/" + MetaAPI.graphVersion }

    public func page(callback: String, state: String, verifier: String) -> String {
        endpoints.facebookDialog + "/\(MetaAPI.graphVersion)/dialog/oauth"
            + API.query([
                ("client_id", application.id), ("redirect_uri", callback), ("response_type", "code"),
                ("scope", Self.scopes.joined(separator: ",")), ("state", state),
            ])
    }

    /// The person's long-lived credentials: they serve to name the Pages, and no Page speaks by them.
    public func credentials(code: String, callback: String, verifier: String) async throws -> Credentials {
        let short = try await token([
            ("client_id", application.id), ("client_secret", application.secret), ("redirect_uri", callback),
            ("code", MetaSignIn.code(code)),
        ])
        return try await lasting(try MetaSignIn.access(short), scopes: Self.scopes)
    }

    private func lasting(_ token: String, scopes: [String]) async throws -> Credentials {
        let json = try await self.token([
            ("grant_type", "fb_exchange_token"), ("client_id", application.id), ("client_secret", application.secret),
            ("fb_exchange_token", token),
        ])
        return Credentials(
            access: try MetaSignIn.access(json), expiresAt: MetaSignIn.end(json, now: clock.now()), scopes: scopes)
    }

    private func token(_ query: [(String, String?)]) async throws -> JSON {
        try await MetaSignIn.get(base + "/oauth/access_token" + API.query(query), http)
    }

    /// Each Page with its own number and token; never the person.
    public func places(_ person: Credentials) async throws -> [NetworkPlace] {
        let api = API(http: http, base: base, token: person.access)
        var places: [NetworkPlace] = []
        var after: String?
        for _ in 0..<Self.pages {
            let json: JSON
            do {
                json = try await api.get(
                    "/me/accounts",
                    [("fields", "id,name,username,link,access_token,tasks"), ("limit", "100"), ("after", after)]
                ).json
            } catch let failure as Failure where failure.kind == .forbidden || failure.kind == .unusable {
                throw MetaSignIn.again(failure)
            }
            if let error = MetaError(json) { throw error.failure(from: "Facebook") }
            places += json["data"].elements.compactMap { place($0, person) }
            guard let next = MetaListing.next(json), next != after else { break }
            after = next
        }
        return places
    }

    /// Nil for a Page that the person may look at, and not speak for.
    private func place(_ json: JSON, _ person: Credentials) -> NetworkPlace? {
        guard let id = Fields.id(json["id"].identifier), let token = Fields.id(json["access_token"].string) else {
            return nil
        }
        let tasks = json["tasks"].elements.compactMap(\.string)
        guard tasks.isEmpty || tasks.contains("CREATE_CONTENT") else { return nil }
        let handle = Fields.id(json["username"].string) ?? id
        let name = String(Fields.text(json["name"].string ?? "").prefix(200))
        return NetworkPlace(
            name: name.isEmpty ? handle : name, handle: handle,
            url: Fields.link(json["link"].string) ?? FacebookPage.address(id),
            credentials: Credentials(access: token, scopes: person.scopes, subject: id))
    }

    /// A Page's token has no end, so that there is nothing to renew: what can be told is whether it lives. A person's
    /// is exchanged for a new one.
    public func refresh(_ credentials: Credentials) async throws -> Credentials {
        let page = FacebookPage(credentials, endpoints, http, clock)
        do {
            guard credentials.expiresAt != nil else {
                _ = try await page.account()
                return credentials
            }
            return credentials.renewed(by: try await lasting(credentials.access, scopes: credentials.scopes))
        } catch let failure as Failure where failure.kind == .forbidden || failure.kind == .unusable {
            throw await MetaSignIn.verdict(failure, page.api)
        }
    }
}
