import Foundation
public import Kernel
public import Wire

/// Reads what is answered to the posts of a Threads profile of ours, on every floor.
public struct ThreadsReader: Reader {
    public let network = Network.threads
    private let account: ThreadsAccount
    private let history: Int
    private let clock: Clock

    /// `history` is the number of pages of 50 posts that are read the first time.
    public init(
        credentials: Credentials, endpoints: Endpoints = .real, history: Int = 2, http: HTTP, clock: Clock = .system
    ) {
        account = ThreadsAccount(credentials, endpoints, http, clock)
        (self.history, self.clock) = (history, clock)
    }

    public func fetch(since cursor: String?) async throws -> Page {
        var memory = MetaMemory(cursor: cursor)
        do {
            let known = memory.isUnderWay ? memory.name : nil
            let name: String
            if let known { name = known } else { name = try await account.account().handle }
            memory.name = name
            let lists = ThreadsLists(account: account, username: name, clock: clock)
            return try await MetaInbox(source: lists, network: network, history: history, clock: clock).fetch(&memory)
        } catch let failure as Failure where failure.kind == .forbidden && failure.words == "wire.refused" {
            throw MetaSignIn.again(failure)
        }
    }
}

/// The lists of one profile.
struct ThreadsLists: MetaSource {
    let account: ThreadsAccount
    let username: String
    let clock: Clock

    func posts(after: String?) async throws -> MetaListing {
        let reply = try await account.api.get(
            account.edge + "/threads", [("fields", ThreadsItem.postFields), ("limit", "50"), ("after", after)])
        let item = ThreadsItem(username: username, now: clock.now())
        return MetaListing(reply, now: item.now) { item.post($0) }
    }

    func comments(under post: String, after: String?) async throws -> MetaListing {
        let reply = try await account.api.get(
            "/\(API.escaped(post))/conversation",
            [("fields", ThreadsItem.replyFields), ("reverse", "true"), ("limit", "50"), ("after", after)])
        let item = ThreadsItem(username: username, now: clock.now())
        return MetaListing(reply, now: item.now) { item.reply($0, under: post) }
    }
}
