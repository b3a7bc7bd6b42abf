import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct InstagramSenderTests {
    private static func sender(_ meta: FakeMeta) -> InstagramSender {
        InstagramSender(credentials: InstagramConnectorTests.credentials, http: meta.http, clock: noon)
    }

    @Test("a comment is answered under itself, an answer under the comment above it, with the name of whom it is for")
    func targets() async throws {
        let meta = FakeMeta([
            "GET /c1": .json(#"{"id":"c1","username":"ann"}"#),
            "GET /c2": .json(#"{"id":"c2","username":"bo.x","parent_id":"c1"}"#),
            "POST /c1/replies": .json(#"{"id":"c9"}"#),
        ])
        let sender = Self.sender(meta)
        let floor = try await sender.target("c1")
        #expect(floor.id == "c1" && floor.author == nil)
        let nested = try await sender.target("c2")
        #expect(nested.id == "c1" && nested.author == "bo.x")
        let words = try FakeMeta.cleared("Merci.")
        #expect(FakeMeta.sent(await sender.send(words, to: floor, key: "k"))?.id == "c9")
        #expect(meta.call("POST /c1/replies")?.fields == ["message": "Merci."])
        _ = await sender.send(words, to: nested, key: "k")
        #expect(meta.call("POST /c1/replies")?.fields == ["message": "@bo.x Merci."])
    }

    @Test("an answer that may be out is found by our name, with or without the name before it")
    func found() async throws {
        func network(_ text: String, by name: String = "chuaval") -> FakeMeta {
            FakeMeta([
                "GET /me": .json(#"{"user_id":"178","username":"chuaval"}"#),
                "GET /c1/replies": .json(
                    #"{"data":[{"id":"c9","text":"\#(text)","timestamp":"2026-11-21T11:59:00+0000","username":"\#(name)"}]}"#
                ),
            ])
        }
        let target = ReplyTarget(id: "c1", author: "bo.x", visibility: "public", longest: 2_200)
        func find(_ meta: FakeMeta) async throws -> Sent? {
            try await Self.sender(meta).find("Merci.", under: target, since: noon.now())
        }
        #expect(try await find(network("@bo.x Merci."))?.id == "c9")
        #expect(try await find(network("Merci"))?.id == "c9")
        #expect(try await find(network("@ann Merci.")) == nil)
        #expect(try await find(network("Merci.", by: "ann")) == nil)
    }

    @Test("what is gone is not found, and an action that Instagram blocks may be out all the same")
    func outcomes() async throws {
        let gone = FakeMeta { call in .refused(400, call.method == "POST" ? FakeMeta.error(100) : "") }
        #expect(await failure { try await Self.sender(gone).target("c1") }?.kind == .notFound)
        let target = ReplyTarget(id: "c1", author: nil, visibility: "public", longest: 2_200)
        let blocked = FakeMeta { _ in .refused(400, FakeMeta.error(4, 2_207_051)) }
        let words = try FakeMeta.cleared("Merci.")
        #expect(FakeMeta.doubt(await Self.sender(blocked).send(words, to: target, key: "k")) != nil)
        let short = ReplyTarget(id: "c1", author: nil, visibility: "public", longest: 3)
        let long = await Self.sender(blocked).send(words, to: short, key: "k")
        #expect(FakeMeta.refusal(long)?.failure.words == "networks.too_long")
    }
}
