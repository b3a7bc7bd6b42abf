import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct YouTubeReaderTests {
    private static let credentials = Credentials(access: "token", subject: "UC1")

    private static func comment(
        _ id: String, _ text: String, at: String, changed: String? = nil, by channel: String = "UC9",
        under parent: String? = nil
    ) -> String {
        let parent = parent.map { #","parentId":"\#($0)""# } ?? ""
        return
            #"{"id":"\#(id)","snippet":{"textOriginal":"\#(text)","authorDisplayName":"@ann","authorChannelId":{"value":"\#(channel)"},"publishedAt":"\#(at)","updatedAt":"\#(changed ?? at)"\#(parent)}}"#
    }

    private static func thread(_ top: String, _ answers: [String] = [], count: Int? = nil) -> String {
        #"{"id":"T","snippet":{"videoId":"V1","totalReplyCount":\#(count ?? answers.count),"topLevelComment":\#(top)},"replies":{"comments":[\#(answers.joined(separator: ","))]}}"#
    }

    private static func list(_ items: [String], next: String? = nil) -> ClosedNetwork.Reply {
        .yes(#"{"items":[\#(items.joined(separator: ","))]\#(next.map { #","nextPageToken":"\#($0)""# } ?? "")}"#)
    }

    private static func reader(_ network: ClosedNetwork) -> YouTubeReader {
        YouTubeReader(credentials: credentials, http: network.http, clock: noon)
    }

    @Test("comments come under their video, answers under their comment, ours are marked")
    func reads() async throws {
        let answer = Self.comment("C1.2", "Merci", at: "2026-11-21T11:30:00Z", by: "UC1", under: "C1")
        let network = ClosedNetwork([
            "GET /youtube/v3/commentThreads": [
                Self.list([
                    Self.thread(Self.comment("C1", "Bravo", at: "2026-11-21T11:00:00Z"), [answer]),
                    #"{"id":"T2","snippet":{}}"#,
                ])
            ]
        ])
        let page = try await Self.reader(network).fetch(since: nil)
        #expect(page.arrivals.map(\.id) == ["C1", "C1.2"])
        #expect(page.arrivals.map(\.parent) == ["V1", "C1"])
        #expect(page.arrivals.map(\.own) == [false, true])
        #expect(page.arrivals.first?.url == "https://www.youtube.com/watch?v=V1&lc=C1")
        #expect(page.refusals.map(\.id) == ["T2"])
        #expect(!page.hasMore)
    }

    @Test(
        "the next visit gives what is new, and what its author changed, and asks for answers only where there are more")
    func again() async throws {
        let old = Self.comment("C1", "Bravo", at: "2026-11-21T08:00:00Z")
        let changed = Self.comment("C1", "Bravo à tous", at: "2026-11-21T08:00:00Z", changed: "2026-11-21T11:40:00Z")
        let fresh = Self.comment("C2", "Et demain ?", at: "2026-11-21T11:50:00Z")
        let network = ClosedNetwork([
            "GET /youtube/v3/commentThreads": [
                Self.list([
                    Self.thread(Self.comment("C0", "Oui", at: "2026-11-21T11:00:00Z"), count: 7), Self.thread(old),
                ]),
                Self.list([
                    Self.thread(fresh), Self.thread(Self.comment("C0", "Oui", at: "2026-11-21T11:00:00Z"), count: 7),
                    Self.thread(changed),
                ]),
            ],
            "GET /youtube/v3/comments": [
                Self.list([Self.comment("C0.1", "Tiens", at: "2026-11-21T11:05:00Z", under: "C0")])
            ],
        ])
        let first = try await Self.reader(network).fetch(since: nil)
        #expect(Set(first.arrivals.map(\.id)) == ["C0", "C0.1", "C1"])
        let second = try await Self.reader(network).fetch(since: first.cursor)
        #expect(second.arrivals.map(\.id).contains("C2") && !second.arrivals.map(\.id).contains("C1"))
        #expect(second.edited.map(\.text) == ["Bravo à tous"])
        #expect(network.asked.filter { $0 == "GET /youtube/v3/comments" }.count == 1)
    }

    @Test("a long list is walked page by page, and no further than what is known")
    func walks() async throws {
        let network = ClosedNetwork { call, _ in
            switch call.query["pageToken"] {
            case nil: Self.list([Self.thread(Self.comment("C3", "c", at: "2026-11-21T11:00:00Z"))], next: "p2")
            case "p2": Self.list([Self.thread(Self.comment("C2", "b", at: "2026-11-20T11:00:00Z"))], next: "p3")
            default: Self.list([Self.thread(Self.comment("C1", "a", at: "2026-11-19T11:00:00Z"))])
            }
        }
        var (cursor, seen): (String?, [String]) = (nil, [])
        for _ in 0..<3 {
            let page = try await Self.reader(network).fetch(since: cursor)
            (cursor, seen) = (page.cursor, seen + page.arrivals.map(\.id))
        }
        #expect(seen == ["C3", "C2", "C1"])
        let next = try await Self.reader(network).fetch(since: cursor)
        #expect(next.arrivals.map(\.id) == ["C3"] && next.hasMore)
        let last = try await Self.reader(network).fetch(since: next.cursor)
        #expect(last.arrivals.isEmpty && !last.hasMore)
    }

    @Test("an answer to an answer goes under the same comment, and names the one that it is for")
    func answers() async throws {
        let network = ClosedNetwork([
            "GET /youtube/v3/comments": [
                Self.list([Self.comment("C1.2", "Tiens", at: "2026-11-21T11:05:00Z", under: "C1")]),
                Self.list([Self.comment("C1", "Oui", at: "2026-11-21T11:05:00Z")]),
                Self.list([
                    Self.comment("C1.9", "@ann Merci à vous.", at: "2026-11-21T11:59:00Z", by: "UC1", under: "C1")
                ]),
                Self.list([]),
            ],
            "POST /youtube/v3/comments": [.yes(#"{"id":"C1.9"}"#)],
        ])
        let sender = YouTubeSender(credentials: Self.credentials, http: network.http, clock: noon)
        let target = try await sender.target("C1.2")
        #expect(target.id == "C1" && target.author == "ann")
        #expect(try await sender.target("C1").author == nil)
        let words = try Made.words("Merci à vous.")
        #expect(Made.sent(await sender.send(words, to: target, key: "k"))?.id == "C1.9")
        let json = try #require(network.last("POST /youtube/v3/comments")).json["snippet"]
        #expect(json["parentId"].string == "C1" && json["textOriginal"].string == "@ann Merci à vous.")
        let found = try await sender.find("Merci à vous.", under: target, since: noon.now().adding(seconds: -120))
        #expect(found?.id == "C1.9")
        #expect(await failure { try await sender.target("C7") }?.kind == .notFound)
    }
}
