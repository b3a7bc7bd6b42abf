import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct InstagramReaderTests {
    private func reader(_ meta: FakeMeta, at clock: Clock = noon) -> InstagramReader {
        InstagramReader(credentials: InstagramConnectorTests.credentials, http: meta.http, clock: clock)
    }

    private static let me = FakeMeta.Reply.json(#"{"user_id":"178","username":"chuaval"}"#)

    private static func said(_ id: String, _ text: String, by name: String, _ more: String = "") -> String {
        #"{"id":"\#(id)","text":"\#(text)","timestamp":"2026-11-21T10:00:00+0000","username":"\#(name)"\#(more)}"#
    }

    private static func network(_ comments: String, count: Int = 4) -> FakeMeta {
        FakeMeta([
            "GET /me": me,
            "GET /178/media": .json(
                #"{"data":[{"id":"m1","caption":"Notre image","timestamp":"2026-11-21T09:00:00+0000","#
                    + #""permalink":"https://www.instagram.com/p/a/","comments_count":\#(count)},"#
                    + #"{"id":"m0","timestamp":"2026-11-20T09:00:00+0000","comments_count":0}]}"#),
            "GET /m1/comments": .json(#"{"data":[\#(comments)]}"#),
        ])
    }

    @Test("comments come with the answers below them, ours marked, under what they answer")
    func thread() async throws {
        let below = Self.said("c2", "Lundi", by: "chuaval", #","parent_id":"c1""#)
        let deep = Self.said("c3", "Merci", by: "ann", #","parent_id":"c1""#)
        let comments = [
            Self.said("c4", "Bravo", by: "bo"),
            Self.said("c1", "Quand ?", by: "ann", #","replies":{"data":[\#(below),\#(deep)]}"#),
        ]
        let page = try await reader(Self.network(comments.joined(separator: ","))).fetch(since: nil)
        let by = Dictionary(uniqueKeysWithValues: page.arrivals.map { ($0.id, $0) })
        #expect(Set(by.keys) == ["m1", "c1", "c2", "c3", "c4"] && !page.hasMore)
        #expect(by["m1"]?.own == true && by["m1"]?.url == "https://www.instagram.com/p/a/")
        #expect(by["c1"]?.parent == "m1" && by["c1"]?.author == "ann" && by["c1"]?.own == false)
        #expect(by["c2"]?.parent == "c1" && by["c2"]?.own == true)
        #expect(by["c3"]?.parent == "c1" && by["c4"]?.parent == "m1")
    }

    @Test("answers that go over a page are read to their end")
    func manyAnswers() async throws {
        let paging = #""paging":{"cursors":{"after":"n"},"next":"https://x"}"#
        let first = Self.said("c2", "Un mot", by: "ann", #","parent_id":"c1""#)
        let comment = Self.said("c1", "Quand ?", by: "ann", #","replies":{"data":[\#(first)],\#(paging)}"#)
        let base = Self.network(comment)
        let meta = FakeMeta { call in
            guard call.path == "/c1/replies" else { return base.reply(to: call) }
            return .json(#"{"data":[\#(Self.said("c3", "Encore", by: "bo", #","parent_id":"c1""#))]}"#)
        }
        let page = try await reader(meta).fetch(since: nil)
        #expect(Set(page.arrivals.map(\.id)) == ["m1", "c1", "c2", "c3"])
        #expect(meta.call("GET /c1/replies")?.fields["after"] == "n")
    }

    @Test("what is gone, changed or new at the next visit is told; a post without comments is not asked about")
    func followed() async throws {
        let time = MovableClock(noon.now())
        let first = Self.network(
            [Self.said("c1", "Quand ?", by: "ann"), Self.said("c2", "Nul", by: "bo")].joined(separator: ","))
        let page = try await reader(first, at: time.clock).fetch(since: nil)
        #expect(!first.asked.contains("GET /m0/comments"))
        time.move(700)
        let second = Self.network(
            [Self.said("c3", "Bravo", by: "cy"), Self.said("c1", "Où ?", by: "ann")].joined(separator: ","))
        let next = try await reader(second, at: time.clock).fetch(since: page.cursor)
        #expect(next.arrivals.map(\.id) == ["c3"] && next.edited.map(\.text) == ["Où ?"] && next.removed == ["c2"])
        let quiet = try await reader(second, at: time.clock).fetch(since: next.cursor)
        #expect(quiet.arrivals.isEmpty && quiet.edited.isEmpty && quiet.removed.isEmpty)
    }

    @Test("a dead token asks for a person, and we ask to be told of comments")
    func token() async throws {
        let dead = FakeMeta { _ in .refused(400, FakeMeta.error(190, 463)) }
        #expect(await failure { try await reader(dead).fetch(since: nil) }?.words == "networks.sign_in_again")
        let meta = FakeMeta(["POST /178/subscribed_apps": .json(#"{"success":true}"#)])
        try await reader(meta).subscribe()
        #expect(meta.calls[0].fields == ["subscribed_fields": "comments"])
    }
}
