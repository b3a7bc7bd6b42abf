import Deontology
import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct FacebookSenderTests {
    private static func sender(_ meta: FakeMeta) -> FacebookSender {
        FacebookSender(credentials: FacebookConnectorTests.credentials, http: meta.http, clock: noon)
    }

    @Test("36: an answer to a nested comment goes under the comment that both stand below")
    func nested() async throws {
        let meta = FakeMeta([
            "GET /100_9": .json(#"{"id":"100_9","parent":{"id":"100_5"}}"#),
            "POST /100_5/comments": .json(#"{"id":"100_10"}"#),
        ])
        let sender = Self.sender(meta)
        let target = try await sender.target("100_9")
        #expect(target.id == "100_5" && target.visibility == "public")
        let sent = FakeMeta.sent(await sender.send(try FakeMeta.cleared("Merci."), to: target, key: "k"))
        #expect(sent?.id == "100_10")
        #expect(meta.asked == ["GET /100_9", "POST /100_5/comments"])
        #expect(meta.calls[1].fields == ["message": "Merci."])
    }

    @Test("36: a comment on the floor itself is answered under itself")
    func floor() async throws {
        let meta = FakeMeta(["GET /100_5": .json(#"{"id":"100_5"}"#)])
        #expect(try await Self.sender(meta).target("100_5").id == "100_5")
    }

    @Test("a recommendation and a post have no parent, and are answered all the same")
    func stories() async throws {
        let meta = FakeMeta { call in
            switch (call.path, call.fields["fields"]) {
            case ("/8800", "id"): .json(#"{"id":"8800"}"#)
            case ("/7_100", "id"): .json(#"{"id":"7_100"}"#)
            case ("/7/photos", _): .refused(400, FakeMeta.error(324))
            default: .refused(400, FakeMeta.error(100))
            }
        }
        #expect(try await Self.sender(meta).target("8800").id == "8800")
        #expect(try await Self.sender(meta).target("7_100").id == "7_100")
        #expect(meta.calls.last?.fields["fields"] == "id")
    }

    @Test("37: what its author took back is not found, and a dead token is not taken for that")
    func gone() async throws {
        let meta = FakeMeta { call in
            .refused(400, call.method == "POST" ? FakeMeta.error(324) : FakeMeta.error(100, 33))
        }
        let missing = await failure { try await Self.sender(meta).target("100_5") }
        #expect(missing?.kind == .notFound)
        let dead = FakeMeta { _ in .refused(400, FakeMeta.error(190, 463)) }
        let said = await failure { try await Self.sender(dead).target("100_5") }
        #expect(said?.kind == .forbidden && said?.words == "wire.refused")
    }

    @Test("an answer longer than a comment may be is refused before anything leaves")
    func long() async throws {
        let meta = FakeMeta { _ in .json(#"{"id":"1"}"#) }
        let target = ReplyTarget(id: "100_5", author: nil, visibility: "public", longest: 5)
        let sending = await Self.sender(meta).send(try FakeMeta.cleared("Merci à vous."), to: target, key: "k")
        #expect(FakeMeta.refusal(sending)?.failure.words == "networks.too_long")
        #expect(meta.calls.isEmpty)
    }

    @Test("an answer of which nobody can tell is found under what it answers")
    func found() async throws {
        let said =
            #"{"data":[{"id":"100_8","message":"Merci.","created_time":"2026-11-21T11:59:00+0000","from":{"id":"7"}}]}"#
        let meta = FakeMeta { call in call.method == "GET" ? .json(said) : .lost }
        let target = ReplyTarget(id: "100_5", author: nil, visibility: "public", longest: 8_000)
        let sender = Self.sender(meta)
        #expect(FakeMeta.doubt(await sender.send(try FakeMeta.cleared("Merci."), to: target, key: "k")) != nil)
        #expect(try await sender.find("Merci.", under: target, since: noon.now())?.id == "100_8")
        #expect(meta.calls.last?.path == "/100_5/comments")
    }
}
