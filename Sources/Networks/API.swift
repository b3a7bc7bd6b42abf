import Foundation
import Kernel
import Wire

/// Asks a network's public interface for JSON.
struct API: Sendable {
    let http: HTTP
    /// `https://host`, without a final slash.
    let base: String
    let token: String?
    var accept = "application/json"

    static let limits = Limits(wireBytes: 8 << 20, bodyBytes: 16 << 20)

    /// What came, and the headers that came with it.
    struct Reply: Sendable {
        let json: JSON
        let headers: Headers
        let finalURL: String
    }

    func get(_ path: String, _ query: [(String, String?)] = []) async throws -> Reply {
        try await get(url: base + path + Self.query(query))
    }

    func get(url: String) async throws -> Reply {
        let host = try WebAddress(url).host
        let headers = token.map { [(name: "authorization", value: "Bearer \($0)")] } ?? []
        switch try await http.fetch(Fetch(url, accept: accept, headers: headers, limits: Self.limits)) {
        case .fresh(let document):
            return Reply(
                json: try JSON.parse(document.body, from: host), headers: document.headers, finalURL: document.finalURL)
        case .gone: throw Failure(.notFound, "\(host): gone for good", words: "wire.gone")
        case .notModified: throw Failure(.broken, "\(host): nothing new to a question without conditions")
        }
    }

    static func query(_ fields: [(String, String?)]) -> String {
        let pairs = fields.compactMap { name, value in value.map { "\(escaped(name))=\(escaped($0))" } }
        return pairs.isEmpty ? "" : "?" + pairs.joined(separator: "&")
    }

    /// Percent-encodes everything but the unreserved characters (RFC 3986): safe in a path and in a query.
    static func escaped(_ text: String) -> String {
        text.addingPercentEncoding(withAllowedCharacters: unreserved) ?? ""
    }

    private static let unreserved = CharacterSet(
        charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    /// `X-RateLimit-*` (Mastodon: reset as a date) or `RateLimit-*` (Bluesky: reset in Unix seconds).
    static func rate(_ headers: Headers, now: Instant) -> RateLimit? {
        guard let left = (headers["x-ratelimit-remaining"] ?? headers["ratelimit-remaining"]).flatMap({ Int($0) })
        else {
            return nil
        }
        let reset = headers["x-ratelimit-reset"] ?? headers["ratelimit-reset"]
        let moment = reset.flatMap { Double($0) }.map { Instant(seconds: $0) } ?? Fields.moment(reset, now: now)
        return RateLimit(remaining: max(0, left), resetsAt: moment)
    }
}
