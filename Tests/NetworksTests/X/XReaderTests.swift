import Foundation
import Kernel
import Synchronization
import Testing
import Wire

@testable import Networks

@Suite struct XReaderTests {
    private static let credentials = Credentials(access: "token", subject: "42")

    private static func post(_ id: Int, author: String = "7", more: String = "") -> String {
        #"{"id":"\#(id)","author_id":"\#(author)","lang":"fr","created_at":"2026-11-21T11:\#(10 + id % 40):00.000Z","text":"@chu message \#(id) &lt;3"\#(more)}"#
    }

    private static func page(_ posts: [String], next: String? = nil) -> ClosedNetwork.Reply {
        let meta = next.map { #","meta":{"next_token":"\#($0)"}"# } ?? ""
        let users = #"{"id":"7","username":"ann","public_metrics":{"followers_count":12}},{"id":"42","username":"chu"}"#
        return .yes(
            #"{"data":[\#(posts.joined(separator: ","))],"includes":{"users":[\#(users)]}\#(meta)}"#,
            ["x-rate-limit-remaining": "5", "x-rate-limit-reset": "1795263000"])
    }

    private static func reader(_ network: ClosedNetwork) -> XReader {
        XReader(credentials: credentials, http: network.http, clock: noon)
    }

    @Test(
        "mentions and answers are taken in with who said them, ours are marked, and the next visit asks for what is new"
    )
    func reads() async throws {
        let reply = Self.post(3, more: #","referenced_posts":[{"type":"replied_to","id":"1"}]"#)
        let old = Self.post(2, more: #","referenced_tweets":[{"type":"replied_to","id":"1"}]"#)
        let network = ClosedNetwork([
            "GET /2/users/42/mentions": [
                Self.page([Self.post(4), reply, old, Self.post(1, author: "42"), #"{"id":"0","text":"no date"}"#]),
                Self.page([]),
            ]
        ])
        let page = try await Self.reader(network).fetch(since: nil)
        #expect(page.arrivals.map(\.id) == ["4", "3", "2", "1"])
        #expect(page.arrivals.map(\.parent) == [nil, "1", "1", nil])
        #expect(page.arrivals.map(\.kind) == [.post, .comment, .comment, .post])
        #expect(page.arrivals.map(\.own) == [false, false, false, true])
        #expect(page.arrivals.first?.text == "@chu message 4 <3")
        #expect(page.arrivals.first?.author == "ann" && page.arrivals.first?.reach == 12)
        #expect(page.refusals == [Refusal(id: "0", reason: "a date that cannot be")])
        #expect(page.rate == RateLimit(remaining: 5, resetsAt: Instant(seconds: 1_795_263_000)))
        #expect(!page.hasMore)
        _ = try await Self.reader(network).fetch(since: page.cursor)
        #expect(network.calls.last?.query["since_id"] == "4")
    }

    @Test("a walk that is cut goes on where it was, and loses nothing")
    func walks() async throws {
        let network = ClosedNetwork { call, _ in
            call.query["pagination_token"] == nil
                ? Self.page([Self.post(6), Self.post(5)], next: "p2") : Self.page([Self.post(4)])
        }
        let first = try await Self.reader(network).fetch(since: nil)
        #expect(first.hasMore)
        let second = try await Self.reader(network).fetch(since: first.cursor)
        #expect((first.arrivals + second.arrivals).map(\.id) == ["6", "5", "4"])
        #expect(!second.hasMore)
        _ = try await Self.reader(network).fetch(since: second.cursor)
        #expect(network.calls.last?.query["since_id"] == "6")
    }

    @Test("a dead token and a wait are said as such")
    func refusals() async {
        let dead = ClosedNetwork(["GET /2/users/42/mentions": [.no(401)]])
        let first = await failure { try await Self.reader(dead).fetch(since: nil) }
        #expect(first?.kind == .forbidden && first?.words == "wire.refused")
        let busy = ClosedNetwork(["GET /2/users/42/mentions": [.no(429)]])
        #expect(await failure { try await Self.reader(busy).fetch(since: nil) }?.kind == .tooMany)
    }

    @Test("an answer goes under what it answers, without a handle of ours before it")
    func answers() async throws {
        let network = ClosedNetwork([
            "GET /2/tweets": [
                .yes(
                    #"{"data":[{"id":"5","author_id":"7","lang":"fr"}],"includes":{"users":[{"id":"7","username":"ann"}]}}"#
                )
            ],
            "POST /2/tweets": [.yes(#"{"data":{"id":"99","text":"x"}}"#)],
        ])
        let sender = XSender(credentials: Self.credentials, http: network.http, clock: noon)
        let target = try await sender.target("5")
        #expect(target == ReplyTarget(id: "5", author: "ann", visibility: "public", language: "fr", longest: 280))
        #expect(Made.sent(await sender.send(try Made.words("Merci à vous."), to: target, key: "k"))?.id == "99")
        let json = try #require(network.last("POST /2/tweets")).json
        #expect(json["text"].string == "Merci à vous." && json["reply"]["in_reply_to_tweet_id"].string == "5")
        let long = try Made.words(String(repeating: "mot ", count: 80))
        #expect(Made.refusal(await sender.send(long, to: target, key: "k"))?.failure.kind == .tooLarge)
        #expect(await failure { try await sender.target("6") }?.kind == .notFound)
    }
}
