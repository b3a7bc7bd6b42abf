public import Kernel
public import Wire

/// Reads Bluesky by XRPC (https://atproto.com/specs/xrpc): what an author writes, what a search finds, the answers to
/// a post.
public struct BlueskyReader: Reader {
    public enum Place: Sendable, Hashable {
        /// A handle (`chu.bsky.social`) or a DID. Reposts are not taken for new words.
        case author(String)
        case search(String)
        /// The answers below a post, named by its `at://` address.
        case thread(String)
    }
    public let network = Network.bluesky
    private let place: Place
    private let api: API
    private let history: Int
    private let clock: Clock

    /// `service` is an app view: the public one by default, which answers to anybody; `token` a session's access token
    /// for what asks for one; `history` the number of pages of 100 to read the first time.
    public init(
        _ place: Place, service: String = "https://public.api.bsky.app", token: String? = nil, history: Int = 3,
        http: HTTP,
        clock: Clock = .system
    ) throws {
        self.place = place
        self.history = history
        self.clock = clock
        api = API(http: http, base: try WebAddress(service).origin, token: token)
    }

    /// The DID behind a handle. Throws `Failure(.notFound)` when there is none.
    public func resolve(_ handle: String) async throws -> String {
        do {
            let reply = try await api.get(
                "/xrpc/com.atproto.identity.resolveHandle", [("handle", Self.plain(handle))])
            if let did = reply.json["did"].string, did.hasPrefix("did:") { return did }
        } catch let failure as Failure where failure.kind == .unusable {
            // The service answers 400 to a handle that nobody holds.
        }
        throw Failure(.notFound, "no such Bluesky handle", words: "networks.no_account")
    }

    public func fetch(since cursor: String?) async throws -> Page {
        var walk = Walk(cursor: cursor)
        let reply = try await self.reply(walk.position)
        let now = clock.now()
        let reader = BlueskyPost(now: now)
        let posts = posts(in: reply.json)
        let items = posts.map { post, _ in
            // By the date at which the network saw it: the author's own would let one forged post stop the walk.
            (
                id: post["uri"].string ?? "",
                moment: Fields.moment(post["indexedAt"].string, now: now) ?? Instant(microseconds: 0)
            )
        }
        let (fresh, goesOn) = walk.take(items, next: reply.json["cursor"].identifier, history: history)
        var page = Page(rate: API.rate(reply.headers, now: now))
        for (post, reason) in posts.prefix(fresh) {
            switch reader.read(post, reason: reason) {
            case .arrival(let arrival): page.arrivals.append(arrival)
            case .refused(let refusal): page.refusals.append(refusal)
            case .skipped: continue
            }
        }
        page.hasMore = goesOn
        page.cursor = try walk.cursor
        return page
    }

    private func reply(_ position: String?) async throws -> API.Reply {
        do {
            switch place {
            case .author(let actor):
                return try await api.get(
                    "/xrpc/app.bsky.feed.getAuthorFeed",
                    [
                        ("actor", Self.plain(actor)), ("limit", "100"), ("filter", "posts_with_replies"),
                        ("cursor", position),
                    ])
            case .search(let words):
                return try await api.get(
                    "/xrpc/app.bsky.feed.searchPosts",
                    [("q", words), ("sort", "latest"), ("limit", "100"), ("cursor", position)])
            case .thread(let uri):
                return try await api.get("/xrpc/app.bsky.feed.getPostThread", [("uri", uri), ("depth", "50")])
            }
        } catch let failure as Failure where failure.kind == .forbidden && failure.words == "wire.refused" {
            throw Failure(.forbidden, "Bluesky shows this to signed-in readers only", words: "networks.needs_token")
        } catch let failure as Failure where failure.kind == .unusable && failure.words == "wire.refused" {
            throw Failure(
                .notFound, "Bluesky does not know this place (\(failure.cause))", words: "networks.no_account")
        }
    }

    /// Posts, each with the reason why the network shows it.
    private func posts(in json: JSON) -> [(post: JSON, reason: JSON)] {
        switch place {
        case .author: json["feed"].elements.map { ($0["post"], $0["reason"]) }
        case .search: json["posts"].elements.map { ($0, .null) }
        case .thread: Self.replies(below: json["thread"])
        }
    }

    /// The answers at every depth. Iterative: a thread from outside must not choose the depth of our stack.
    private static func replies(below thread: JSON) -> [(post: JSON, reason: JSON)] {
        var found: [(post: JSON, reason: JSON)] = []
        var waiting = thread["replies"].elements
        while let next = waiting.popLast(), found.count < 2_000 {
            if next["post"].isObject { found.append((next["post"], .null)) }
            waiting += next["replies"].elements
        }
        return found
    }

    private static func plain(_ actor: String) -> String { actor.hasPrefix("@") ? String(actor.dropFirst()) : actor }
}
