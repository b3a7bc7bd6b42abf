import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

/// What becomes of an attempt on an Instagram account.
@Suite struct InstagramOutcomeTests {
    @Test("2: what Instagram says after the publication may be live: it is never a no")
    func doubts() async throws {
        let piece = try InstagramConnectorTests.piece("a", [try InstagramConnectorTests.picture()])
        let ready = Prepared(["container": "c1"], at: noon.now())
        let replies: [FakeMeta.Reply] = [
            .refused(400, FakeMeta.error(4, 2_207_051, "We restrict certain activity")),
            .refused(400, FakeMeta.error(9, 2_207_051)), .refused(400, FakeMeta.error(-1, 2_207_001)),
            .refused(400, FakeMeta.error(2)), .json("{}"), .lost,
        ]
        for reply in replies {
            let sending = await InstagramConnectorTests.connector(FakeMeta { _ in reply }).publish(
                piece, ready, key: "k")
            #expect(FakeMeta.doubt(sending) != nil)
        }
    }

    @Test("a no of the quota, of a container or of the account says so")
    func refusals() async throws {
        let piece = try InstagramConnectorTests.piece("a", [try InstagramConnectorTests.picture()])
        let ready = Prepared(["container": "c1"], at: noon.now())
        func refusal(_ code: Int, _ subcode: Int?) async -> (failure: Failure, said: String?, wait: Double?)? {
            let meta = FakeMeta { _ in .refused(400, FakeMeta.error(code, subcode)) }
            return FakeMeta.refusal(await InstagramConnectorTests.connector(meta).publish(piece, ready, key: "k"))
        }
        let quota = await refusal(9, 2_207_042)
        #expect(quota?.failure.kind == .tooMany && quota?.wait == 3_600)
        let early = await refusal(9_007, 2_207_027)
        #expect(early?.failure.kind == .unavailable && early?.wait == 30)
        let barred = await refusal(25, 2_207_050)
        #expect(barred?.failure.kind == .forbidden && barred?.failure.words == "networks.account_restricted")
        let meta = FakeMeta { _ in .json(#"{"id":"1"}"#) }
        let none = await InstagramConnectorTests.connector(meta).publish(piece, Prepared(at: noon.now()), key: "k")
        #expect(FakeMeta.refusal(none)?.failure.kind == .broken && meta.calls.isEmpty)
    }

    @Test("a question that fails after a post is out changes nothing of that")
    func laterStep() async throws {
        let meta = FakeMeta(["POST /178/media_publish": .json(#"{"id":"m1"}"#)])
        let piece = try InstagramConnectorTests.piece("a", [try InstagramConnectorTests.picture()])
        let ready = Prepared(["container": "c1"], at: noon.now())
        let sent = FakeMeta.sent(await InstagramConnectorTests.connector(meta).publish(piece, ready, key: "k"))
        #expect(sent == Sent(id: "m1", url: nil))
    }

    @Test("the first comment goes under the post, and shows no file")
    func comment() async throws {
        let meta = FakeMeta(["POST /m1/comments": .json(#"{"id":"c5"}"#)])
        let connector = InstagramConnectorTests.connector(meta)
        let piece = try InstagramConnectorTests.piece(
            "Le lien est dans la bio.", [], role: .comment, under: Sent(id: "m1", url: nil))
        let ready = try #require(FakeMeta.ready(try await connector.prepare(piece, after: nil)))
        #expect(FakeMeta.sent(await connector.publish(piece, ready, key: "k"))?.id == "c5")
        #expect(meta.calls[0].fields == ["message": "Le lien est dans la bio."])
        let shown = try InstagramConnectorTests.piece(
            "a", [try InstagramConnectorTests.picture()], role: .comment, under: Sent(id: "m1", url: nil))
        #expect(await failure { try await connector.prepare(shown, after: nil) }?.words == "networks.media_refused")
    }

    @Test("nothing can be edited or taken back, and both are said in words")
    func neither() async throws {
        let connector = InstagramConnectorTests.connector(FakeMeta([:]))
        let sent = Sent(id: "m1", url: nil)
        let edited = await connector.edit(sent, try InstagramConnectorTests.piece("b", []), key: "k")
        #expect(FakeMeta.refusal(edited)?.failure.words == "networks.no_edit")
        #expect(FakeMeta.refusal(await connector.delete(sent))?.failure.words == "networks.no_delete")
    }
}
