import Foundation
public import Kernel
public import Wire

/// Reads what mentions our account on X, answers to it among them. X bills each post that it gives: only what is new is
/// asked for, and `spend` is asked first.
public struct XReader: Reader {
    public let network = Network.x
    /// Posts a page.
    static let page = 50

    private let credentials: Credentials
    private let x: XInterface
    private let history: Int

    /// - Parameter history: pages read the first time.
    public init(
        credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system, history: Int = 2,
        prices: XPrices = .full, spend: @escaping XSpending = { _ in }
    ) {
        (self.credentials, self.history) = (credentials, history)
        x = XInterface(
            token: credentials.access, endpoints: endpoints, http: http, clock: clock, prices: prices, spend: spend)
    }

    public func fetch(since cursor: String?) async throws -> Page {
        var walk = Walk(cursor: cursor)
        let mine = try await account(&walk)
        let reply = try await x.posts(
            "/users/\(API.escaped(mine))/mentions",
            [
                ("max_results", String(Self.page)), ("since_id", walk.until?.id), ("pagination_token", walk.position),
                ("post.fields", "created_at,lang,note_post,public_metrics"),
                ("expansions", "author_id,referenced_posts"), ("user.fields", "username,public_metrics"),
            ], most: Self.page, authors: true, parents: true)
        let now = x.clock.now()
        let posts = reply.json["data"].elements.map(XPost.init)
        let people = Self.people(reply.json)
        var page = Page(rate: Self.rate(reply.headers))
        let items = posts.map { (id: $0.id ?? "", moment: $0.moment(now: now) ?? Instant(microseconds: 0)) }
        let next = Fields.id(reply.json["meta"]["next_token"].string)
        let (fresh, goesOn) = walk.take(items, next: next, history: history)
        for post in posts.prefix(fresh) { take(post, mine, people, now, &page) }
        page.hasMore = goesOn
        page.cursor = try walk.cursor
        return page
    }

    private func account(_ walk: inout Walk) async throws -> String {
        if !credentials.subject.isEmpty { return credentials.subject }
        if let known = walk.place["account"] { return known }
        let id = try await x.account().id
        walk.place["account"] = id
        return id
    }

    private func take(_ post: XPost, _ mine: String, _ people: [String: JSON], _ now: Instant, _ page: inout Page) {
        guard let id = post.id else {
            page.refusals.append(Refusal(id: nil, reason: "a post without an identifier"))
            return
        }
        guard let moment = post.moment(now: now) else {
            page.refusals.append(Refusal(id: id, reason: "a date that cannot be"))
            return
        }
        let author = post.json["author_id"].identifier
        let person = author.flatMap { people[$0] }
        page.arrivals.append(
            Arrival(
                id: id, network: .x, kind: post.parent == nil ? .post : .comment,
                author: person?["username"].string.map(Fields.text) ?? author, text: post.text, publishedAt: moment,
                url: XPost.link(id), parent: post.parent,
                reach: person?["public_metrics"]["followers_count"].int.flatMap { $0 >= 0 ? $0 : nil },
                language: Fields.language(post.json["lang"].string), own: author == mine))
    }

    private static func people(_ json: JSON) -> [String: JSON] {
        var people: [String: JSON] = [:]
        for person in json["includes"]["users"].elements {
            if let id = person["id"].identifier { people[id] = person }
        }
        return people
    }

    private static func rate(_ headers: Headers) -> RateLimit? {
        guard let left = headers["x-rate-limit-remaining"].flatMap({ Int($0) }) else { return nil }
        let reset = headers["x-rate-limit-reset"].flatMap { Double($0) }.map { Instant(seconds: $0) }
        return RateLimit(remaining: max(0, left), resetsAt: reset)
    }
}
