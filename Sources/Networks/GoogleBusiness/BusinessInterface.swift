import Foundation
import Kernel
import Wire

/// Google's business profiles: posts and reviews by the My Business API v4, accounts and locations by two newer
/// interfaces (https://developers.google.com/my-business/reference/rest; changes of up to 24 July 2026).
struct BusinessInterface: Sendable {
    static let (posts, accounts, information) = ("v4", "v1", "v1")

    let line: NetworkLine
    private let about: NetworkLine
    /// `accounts/1/locations/2`.
    let location: String
    let clock: Clock

    init(_ credentials: Credentials, endpoints: Endpoints, http: HTTP, clock: Clock) {
        line = Self.line(endpoints.business + "/" + Self.posts, credentials.access, http, clock)
        about = Self.line(endpoints.businessInformation + "/" + Self.information, credentials.access, http, clock)
        (location, self.clock) = (credentials.subject, clock)
    }

    static func line(_ base: String, _ token: String, _ http: HTTP, _ clock: Clock) -> NetworkLine {
        NetworkLine(http: http, base: base, token: token, clock: clock) { status, json in
            GoogleErrors.read(status, json, now: clock.now())
        }
    }

    /// `/accounts/1/locations/2`, safe in an address. Throws `.unusable` for what is no location.
    var path: String { get throws { try path(location) } }

    /// Of a location, or of something of it.
    func path(_ name: String) throws -> String {
        guard name.wholeMatch(of: /accounts\/[0-9]+\/locations\/[0-9]+(\/[A-Za-z]+\/[A-Za-z0-9_-]{1,400})?/) != nil
        else {
            throw Failure(.unusable, "a location is called accounts/1/locations/2", words: "networks.no_account")
        }
        return "/" + name
    }

    /// One location may stand under several accounts: the account is no part of what is known to others.
    static func identifier(_ name: String) -> String {
        name.range(of: "locations/").map { String(name[$0.lowerBound...]) } ?? name
    }

    /// What an identifier stands for in our account.
    func name(_ identifier: String) -> String {
        guard identifier.hasPrefix("locations/"), let account = location.range(of: "locations/") else {
            return identifier
        }
        return location[..<account.lowerBound] + identifier
    }

    func account() async throws -> SenderAccount {
        _ = try path
        let short = Self.identifier(location)
        let json = try await about.get("/\(short)", [("readMask", "name,title")]).json
        guard json["name"].string == short else {
            throw Failure(
                .unavailable, "\(about.host) does not say which location this is", words: "networks.not_json")
        }
        let title = String(Fields.text(json["title"].string ?? short).prefix(200))
        return SenderAccount(id: location, handle: title, name: title)
    }
}
