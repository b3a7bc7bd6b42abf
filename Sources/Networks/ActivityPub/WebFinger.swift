import Kernel
import Wire

/// Finds the actor behind `name@host` (RFC 7033).
struct WebFinger: Sendable {
    let http: HTTP
    /// `https`, and `http` only where a test or an intranet says so.
    let scheme: String

    /// The actor's address. Throws `Failure(.notFound)` when the host knows no such account.
    func actor(of account: String) async throws -> String {
        let plain = account.hasPrefix("@") ? String(account.dropFirst()) : account
        let parts = plain.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, let site = try? WebAddress("\(scheme)://\(parts[1])/") else {
            throw Failure(.unusable, "an account is written name@host", words: "networks.bad_account")
        }
        let api = API(
            http: http, base: site.origin, token: nil, accept: "application/jrd+json, application/json;q=0.9")
        let reply = try await api.get("/.well-known/webfinger", [("resource", "acct:\(parts[0])@\(site.authority)")])
        for link in reply.json["links"].elements.prefix(100) where link["rel"].string == "self" {
            let type = link["type"].string ?? ""
            if type.hasPrefix("application/activity+json") || type.contains("https://www.w3.org/ns/activitystreams"),
                let address = Fields.link(link["href"].string)
            {
                return address
            }
        }
        throw Failure(
            .notFound, "\(site.host) names no ActivityPub actor for this account", words: "networks.no_account")
    }
}
