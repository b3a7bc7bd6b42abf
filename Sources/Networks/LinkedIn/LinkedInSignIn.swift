import Foundation
public import Kernel
public import Wire

/// Signing in at LinkedIn for an organisation's page (https://learn.microsoft.com/linkedin/shared/authentication/authorization-code-flow).
/// An access token lives for sixty days; approved applications get a refresh token for a year, others sign in again.
public struct LinkedInSignIn: NetworkSignIn {
    /// Posts, what is said under them, and the list of the pages that a person runs, with their figures.
    public static let scopes = [
        "w_organization_social", "r_organization_social", "w_organization_social_feed", "r_organization_social_feed",
        "rw_organization_admin",
    ]
    /// Pages that one person is shown.
    static let most = 100

    private let application: NetworkApplication
    private let endpoints: Endpoints
    private let http: HTTP
    private let clock: Clock

    public init(
        _ application: NetworkApplication, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system
    ) {
        (self.application, self.endpoints, self.http, self.clock) = (application, endpoints, http, clock)
    }

    /// LinkedIn knows PKCE for applications without a secret only.
    public func page(callback: String, state: String, verifier: String) -> String {
        endpoints.linkedinDialog + "/oauth/v2/authorization"
            + API.query([
                ("response_type", "code"), ("client_id", application.id), ("redirect_uri", callback), ("state", state),
                ("scope", Self.scopes.joined(separator: " ")),
            ])
    }

    private var exchange: OAuthExchange {
        OAuthExchange(
            http: http, address: endpoints.linkedinDialog + "/oauth/v2/accessToken", application: application,
            isBasic: false, clock: clock)
    }

    public func credentials(code: String, callback: String, verifier: String) async throws -> Credentials {
        try await exchange.credentials([
            ("grant_type", "authorization_code"), ("code", code), ("redirect_uri", callback),
        ])
    }

    /// The pages of which the person is an administrator.
    public func places(_ person: Credentials) async throws -> [NetworkPlace] {
        let linkedin = LinkedInInterface(person, endpoints: endpoints, http: http, clock: clock)
        let json = try await linkedin.line.get(
            "/organizationAcls",
            [
                ("q", "roleAssignee"), ("role", "ADMINISTRATOR"), ("state", "APPROVED"), ("start", "0"),
                ("count", String(Self.most)),
            ]
        ).json
        var numbers: [String] = []
        for role in json["elements"].elements
        where role["role"].string == "ADMINISTRATOR" && role["state"].string == "APPROVED" {
            let urn =
                role["organization"].string ?? role["organizationTarget"].string ?? role["organizationalTarget"].string
            guard let found = urn?.wholeMatch(of: /urn:li:organization:([0-9]+)/) else { continue }
            if !numbers.contains(String(found.1)) { numbers.append(String(found.1)) }
        }
        var places: [NetworkPlace] = []
        for number in numbers.prefix(Self.most) { places.append(try await place(number, person)) }
        return places
    }

    private func place(_ number: String, _ person: Credentials) async throws -> NetworkPlace {
        var credentials = person
        credentials.subject = number
        let account = try await LinkedInInterface(credentials, endpoints: endpoints, http: http, clock: clock).account()
        return NetworkPlace(
            name: account.name, handle: account.handle,
            url: "https://www.linkedin.com/company/\(API.escaped(account.handle))/", credentials: credentials)
    }

    public func refresh(_ credentials: Credentials) async throws -> Credentials {
        try await exchange.refreshed(credentials)
    }
}
