import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct ThreadsReaderTests {
    private func reader(_ meta: FakeMeta, at clock: Clock = noon) -> ThreadsReader {
        ThreadsReader(credentials: ThreadsConnectorTests.credentials, http: meta.http, clock: clock)
    }

    private static func said(_ id: String, _ text: String, by name: String, to parent: String) -> String {
        #"{"id":"\#(id)","text":"\#(text)","timestamp":"2026-11-21T10:00:00+0000","username":"\#(name)","#
            + #""permalink":"https://www.threads.net/@\#(name)/post/\#(id)","replied_to":{"id":"\#(parent)"}}"#
    }

    private static func network(_ replies: [String], has: Bool = true) -> FakeMeta {
        FakeMeta([
            "GET /me": .json(#"{"id":"31","username":"chu"}"#),
            "GET /31/threads": .json(
                #"{"data":[{"id":"t1","text":"Notre mot","timestamp":"2026-11-21T09:00:00+0000","username":"chu","#
                    + #""has_replies":\#(has)},"#
                    + #"{"id":"t0","text":"Hier","timestamp":"2026-11-20T09:00:00+0000","has_replies":false}]}"#),
            "GET /t1/conversation": .json(#"{"data":[\#(replies.joined(separator: ","))]}"#),
        ])
    }

    @Test("answers of every floor come under what they answer, ours marked")
    func thread() async throws {
        let meta = Self.network([
            Self.said("r3", "Et encore", by: "ann", to: "r2"), Self.said("r2", "Lundi", by: "chu", to: "r1"),
            Self.said("r1", "Quand ?", by: "ann", to: "t1"),
        ])
        let page = try await reader(meta).fetch(since: nil)
        let by = Dictionary(uniqueKeysWithValues: page.arrivals.map { ($0.id, $0) })
        #expect(Set(by.keys) == ["t0", "t1", "r1", "r2", "r3"] && !page.hasMore)
        #expect(by["t1"]?.own == true && by["r2"]?.own == true && by["r1"]?.own == false)
        #expect(by["r1"]?.parent == "t1" && by["r2"]?.parent == "r1" && by["r3"]?.parent == "r2")
        #expect(by["r1"]?.network == .threads && by["r1"]?.url == "https://www.threads.net/@ann/post/r1")
        #expect(!meta.asked.contains("GET /t0/conversation"))
        #expect(meta.call("GET /t1/conversation")?.fields["reverse"] == "true")
    }

    @Test("answers are read again though Threads counts none, and what is gone is told")
    func followed() async throws {
        let time = MovableClock(noon.now())
        let first = Self.network([Self.said("r1", "Quand ?", by: "ann", to: "t1")])
        let page = try await reader(first, at: time.clock).fetch(since: nil)
        time.move(60)
        let second = Self.network([Self.said("r2", "Où ?", by: "bo", to: "t1")])
        let next = try await reader(second, at: time.clock).fetch(since: page.cursor)
        #expect(next.arrivals.map(\.id) == ["r2"] && next.removed == ["r1"])
        time.move(60)
        let third = Self.network([], has: false)
        #expect(try await reader(third, at: time.clock).fetch(since: next.cursor).removed == ["r2"])
        let silent = Self.network([])
        #expect(try await reader(silent, at: time.clock).fetch(since: next.cursor).removed.isEmpty)
    }

    @Test("a dead token asks for a person")
    func token() async {
        let dead = FakeMeta { _ in .refused(401, FakeMeta.error(190)) }
        #expect(await failure { try await reader(dead).fetch(since: nil) }?.words == "networks.sign_in_again")
    }
}
