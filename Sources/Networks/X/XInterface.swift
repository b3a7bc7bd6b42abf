import Foundation
import Kernel
import Wire

/// X API v2 (https://api.x.com/2/openapi.json, 2.167 of November 2026; its fields are named after posts, no more after
/// tweets, and it answers a name that it does not know with silence).
struct XInterface: Sendable {
    static let version = "2"
    let line: NetworkLine
    let clock: Clock
    private let spend: XSpending
    private let prices: XPrices

    init(
        token: String, endpoints: Endpoints, http: HTTP, clock: Clock, prices: XPrices = .full,
        spend: @escaping XSpending = { _ in }
    ) {
        line = NetworkLine(
            http: http, base: endpoints.x + "/" + Self.version, token: token, clock: clock, table: XErrors.read)
        (self.clock, self.prices, self.spend) = (clock, prices, spend)
    }

    /// Asks for at most `most` posts, and for what comes beside each of them.
    func posts(
        _ path: String, _ query: [(String, String?)], most: Int, authors: Bool = false, parents: Bool = false
    ) async throws -> API.Reply {
        let each = prices.post + (authors ? prices.user : 0) + (parents ? prices.post : 0)
        try await spend(most * each)
        let reply = try await line.get(path, query)
        let (data, beside) = (reply.json["data"], reply.json["includes"])
        let posts = data.elements.count + beside["posts"].elements.count + beside["tweets"].elements.count
        let spent = posts * prices.post + beside["users"].elements.count * prices.user
        if spent < most * each { try await spend(spent - most * each) }
        return reply
    }

    /// Whose token this is: number, name, handle.
    func account() async throws -> SenderAccount {
        try await spend(prices.user)
        let me = try await line.get("/users/me", [("user.fields", "name,username")]).json["data"]
        guard let id = Fields.id(me["id"].identifier), let handle = Fields.id(me["username"].string) else {
            throw Failure(.unavailable, "\(line.host) does not say whose token this is", words: "networks.not_json")
        }
        let name = Fields.text(me["name"].string ?? "")
        return SenderAccount(id: id, handle: handle, name: name.isEmpty ? handle : String(name.prefix(200)))
    }

    /// Our own latest posts, newest first, a page at a time.
    func own(_ account: String, since moment: Instant, after token: String?, replies: Bool) async throws -> API.Reply {
        try await posts(
            "/users/\(API.escaped(account))/tweets",
            [
                ("max_results", "20"), ("start_time", moment.adding(seconds: -300).iso8601),
                ("exclude", replies ? "retweets" : "replies,retweets"), ("pagination_token", token),
                ("post.fields", "created_at,note_post"), ("expansions", replies ? "referenced_posts" : nil),
            ], most: 20, parents: replies)
    }
}
