import Foundation
public import Kernel
public import Wire

/// Signing in at Google for a business profile.
public struct GoogleBusinessSignIn: NetworkSignIn {
    public static let scopes = ["https://www.googleapis.com/auth/business.manage"]
    /// Pages of accounts and of each account's locations.
    static let pages = 10

    private let oauth: GoogleOAuth

    public init(
        _ application: NetworkApplication, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system
    ) {
        oauth = GoogleOAuth(
            application: application, endpoints: endpoints, http: http, clock: clock, scopes: Self.scopes)
    }

    public func page(callback: String, state: String, verifier: String) -> String {
        oauth.page(callback: callback, state: state, verifier: verifier)
    }

    public func credentials(code: String, callback: String, verifier: String) async throws -> Credentials {
        try await oauth.credentials(code: code, callback: callback, verifier: verifier)
    }

    /// The locations of the accounts that the person manages, each once; `subject` is `accounts/1/locations/2`.
    public func places(_ person: Credentials) async throws -> [NetworkPlace] {
        let accounts = BusinessInterface.line(
            oauth.endpoints.businessAccounts + "/" + BusinessInterface.accounts, person.access, oauth.http, oauth.clock)
        let information = BusinessInterface.line(
            oauth.endpoints.businessInformation + "/" + BusinessInterface.information, person.access, oauth.http,
            oauth.clock)
        var places: [String: NetworkPlace] = [:]
        var order: [String] = []
        for account in try await all(accounts, "/accounts", [("pageSize", "20")], "accounts") {
            guard let name = account["name"].string, name.wholeMatch(of: /accounts\/[0-9]+/) != nil else { continue }
            let locations = try await all(
                information, "/\(name)/locations", [("readMask", "name,title,metadata"), ("pageSize", "100")],
                "locations")
            for location in locations {
                guard let id = location["name"].string, id.wholeMatch(of: /locations\/[0-9]+/) != nil, places[id] == nil
                else { continue }
                places[id] = place(location, "\(name)/\(id)", person)
                order.append(id)
            }
        }
        return order.compactMap { places[$0] }
    }

    private func place(_ location: JSON, _ name: String, _ person: Credentials) -> NetworkPlace {
        var credentials = person
        credentials.subject = name
        let title = String(Fields.text(location["title"].string ?? name).prefix(200))
        return NetworkPlace(
            name: title, handle: title, url: Fields.link(location["metadata"]["mapsUri"].string),
            credentials: credentials)
    }

    private func all(
        _ line: NetworkLine, _ path: String, _ query: [(String, String?)], _ field: String
    ) async throws -> [JSON] {
        var found: [JSON] = []
        var token: String?
        for _ in 0..<Self.pages {
            let json = try await line.get(path, query + [("pageToken", token)]).json
            found += json[field].elements
            guard let next = Fields.id(json["nextPageToken"].string), next != token else { break }
            token = next
        }
        return found
    }

    public func refresh(_ credentials: Credentials) async throws -> Credentials {
        try await oauth.refresh(credentials)
    }
}
