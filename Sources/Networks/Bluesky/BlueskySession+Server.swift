import Foundation
import Kernel
public import Wire

/// Finds the server that keeps an account: the handle gives its DID, the DID its document, the document the server
/// (https://atproto.com/specs/did, https://atproto.com/specs/handle).
extension BlueskySession {
    /// - Parameters:
    ///   - handle: as `open` takes it.
    ///   - resolver: knows the DIDs of all handles.
    ///   - directory: keeps the documents of `did:plc`.
    /// - Returns: `https://host`; Bluesky's own door for the accounts that it keeps.
    /// - Throws: `.notFound` (words `networks.no_account`) when there is none, or when handle and document do not name each
    ///   other: the password would go to a stranger.
    public static func server(
        of handle: String, resolver: String = "https://public.api.bsky.app",
        directory: String = "https://plc.directory", http: HTTP
    ) async throws -> String {
        let name = try plain(handle)
        let did =
            name.hasPrefix("did:")
            ? name : try await BlueskyReader(.author(name), service: resolver, http: http).resolve(name)
        let document = try await API(http: http, base: try WebAddress(directory).origin, token: nil)
            .get(url: try address(of: did, in: directory)).json
        let names = document["alsoKnownAs"].elements.compactMap { $0.string?.lowercased() }
        guard document["id"].string == did, name == did || names.contains("at://\(name)") else {
            throw Failure(
                .notFound, "the handle and the document of the account differ", words: "networks.no_account")
        }
        let services = document["service"].elements.filter { service in
            service["type"].string == "AtprotoPersonalDataServer"
                && ["#atproto_pds", "\(did)#atproto_pds"].contains(service["id"].string)
        }
        guard let place = services.first?["serviceEndpoint"].string, let server = try? WebAddress(place),
            server.scheme == .https || directory.hasPrefix("http://")
        else { throw Failure(.notFound, "the account has no server", words: "networks.no_account") }
        return server.host.hasSuffix(".host.bsky.network") ? service : server.origin
    }

    private static func address(of did: String, in directory: String) throws -> String {
        let parts = did.split(separator: ":", maxSplits: 2).map(String.init)
        switch parts.count == 3 ? parts[1] : "" {
        case "plc": return try WebAddress(directory).origin + "/" + API.escaped(did).replacing("%3A", with: ":")
        case "web":
            return try WebAddress("https://\(parts[2].replacing("%3A", with: ":").replacing("%3a", with: ":"))").origin
                + "/.well-known/did.json"
        default: throw Failure(.notFound, "a DID of an unknown kind", words: "networks.no_account")
        }
    }
}
