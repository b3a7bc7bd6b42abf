import Foundation
public import Kernel
public import Wire

/// Reads what is said under the posts of an Instagram account of ours, answers among it.
public struct InstagramReader: Subscribing {
    public let network = Network.instagram
    private let account: InstagramAccount
    private let history: Int
    private let clock: Clock

    /// `history` is the number of pages of 50 posts that are read the first time.
    public init(
        credentials: Credentials, endpoints: Endpoints = .real, history: Int = 2, http: HTTP, clock: Clock = .system
    ) {
        account = InstagramAccount(credentials, endpoints, http, clock)
        (self.history, self.clock) = (history, clock)
    }

    public func fetch(since cursor: String?) async throws -> Page {
        var memory = MetaMemory(cursor: cursor)
        do {
            // A name can change: it is asked for once a visit, and not for each page of one.
            let known = memory.isUnderWay ? memory.name : nil
            let name: String
            if let known { name = known } else { name = try await account.account().handle }
            memory.name = name
            let lists = InstagramLists(account: account, username: name, clock: clock)
            return try await MetaInbox(source: lists, network: network, history: history, clock: clock).fetch(&memory)
        } catch let failure as Failure where failure.kind == .forbidden && failure.words == "wire.refused" {
            throw MetaSignIn.again(failure)
        }
    }

    /// Asks Instagram to tell us of comments as they come (`MetaWebhook`;
    /// https://developers.facebook.com/documentation/instagram-platform/webhooks).
    public func subscribe() async throws {
        try await MetaSignIn.subscribe(account.api, account.edge, fields: "comments")
    }
}

/// The lists of one account.
struct InstagramLists: MetaSource {
    let account: InstagramAccount
    let username: String
    let clock: Clock
    /// Pages of 50 answers that are read below one comment.
    static let pages = 5

    func posts(after: String?) async throws -> MetaListing {
        let reply = try await account.api.get(
            account.edge + "/media", [("fields", InstagramItem.postFields), ("limit", "50"), ("after", after)])
        let item = self.item
        return MetaListing(reply, now: item.now) { item.post($0) }
    }

    /// Comments come with their answers below them, newest comment first.
    func comments(under post: String, after: String?) async throws -> MetaListing {
        let reply = try await account.api.get(
            "/\(API.escaped(post))/comments",
            [("fields", InstagramItem.commentFields), ("limit", "50"), ("after", after)])
        let item = self.item
        var listing = MetaListing(reply, now: item.now) { item.comment($0, under: post) }
        for comment in reply.json["data"].elements {
            guard let id = Fields.id(comment["id"].identifier) else { continue }
            listing.items += comment["replies"]["data"].elements.compactMap { item.comment($0, under: id) }
            var next = MetaListing.next(comment["replies"])
            for _ in 0..<Self.pages where next != nil {
                let more = try await account.api.get(
                    "/\(API.escaped(id))/replies",
                    [("fields", InstagramItem.replyFields), ("limit", "50"), ("after", next)])
                listing.items += more.json["data"].elements.compactMap { item.comment($0, under: id) }
                let after = MetaListing.next(more.json)
                next = after == next ? nil : after
            }
        }
        return listing
    }

    private var item: InstagramItem {
        InstagramItem(username: username, account: account.id, now: clock.now())
    }
}
