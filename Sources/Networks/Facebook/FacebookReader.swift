import Foundation
public import Kernel
public import Wire

/// Reads what is said under the posts of a Facebook Page of ours, answers among it, and what people recommend it for.
public struct FacebookReader: Subscribing {
    public let network = Network.facebook
    private let page: FacebookPage
    private let history: Int
    private let clock: Clock
    private let lists: FacebookLists

    /// `history` is the number of pages of 50 posts that are read the first time.
    public init(
        credentials: Credentials, endpoints: Endpoints = .real, history: Int = 2, http: HTTP, clock: Clock = .system
    ) {
        page = FacebookPage(credentials, endpoints, http, clock)
        lists = FacebookLists(page: page, endpoints: endpoints, clock: clock)
        (self.history, self.clock) = (history, clock)
    }

    public func fetch(since cursor: String?) async throws -> Page {
        var memory = MetaMemory(cursor: cursor)
        do {
            return try await MetaInbox(source: lists, network: network, history: history, clock: clock).fetch(&memory)
        } catch let failure as Failure where failure.kind == .forbidden && failure.words == "wire.refused" {
            throw MetaSignIn.again(failure)
        }
    }

    /// Asks Facebook to tell us of what happens on the Page as it happens (`MetaWebhook`;
    /// https://developers.facebook.com/docs/graph-api/webhooks/getting-started/webhooks-for-pages).
    public func subscribe() async throws {
        try await MetaSignIn.subscribe(page.api, page.edge, fields: "feed,ratings")
    }
}

/// The lists of one Page.
struct FacebookLists: MetaSource {
    let page: FacebookPage
    let endpoints: Endpoints
    let clock: Clock

    /// The last version in which recommendations are answered, until 21 January 2027: from v22.0 on, the edge answers
    /// error 12 (https://developers.facebook.com/docs/graph-api/reference/recommendation).
    static let reviewVersion = "v21.0"

    func posts(after: String?) async throws -> MetaListing {
        let reply = try await page.api.get(
            page.edge + "/published_posts",
            [("fields", FacebookItem.postFields), ("limit", "50"), ("after", after)])
        let item = FacebookItem(page: page.id, now: clock.now())
        return MetaListing(reply, now: item.now) { item.post($0) }
    }

    func comments(under post: String, after: String?) async throws -> MetaListing {
        let reply = try await page.api.get(
            "/\(API.escaped(post))/comments",
            [
                ("fields", FacebookItem.commentFields), ("filter", "stream"), ("order", "reverse_chronological"),
                ("limit", "100"), ("after", after),
            ])
        let item = FacebookItem(page: page.id, now: clock.now())
        return MetaListing(reply, now: item.now) { item.comment($0, under: post) }
    }

    func reviews(after: String?) async throws -> MetaListing? {
        let old = MetaAPI(
            endpoints.facebook, version: Self.reviewVersion, token: page.api.token, account: page.id, probe: "photos",
            http: page.api.http, clock: clock)
        let reply = try await old.get(
            page.edge + "/ratings", [("fields", FacebookItem.reviewFields), ("limit", "25"), ("after", after)])
        let item = FacebookItem(page: page.id, now: clock.now())
        return MetaListing(reply, now: item.now) { item.review($0) }
    }
}
