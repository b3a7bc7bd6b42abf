import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

/// What becomes of an attempt on a Page.
@Suite struct FacebookOutcomeTests {
    @Test("a yes without a number is no yes, and no answer is no no")
    func doubts() async throws {
        let piece = try FacebookConnectorTests.piece()
        for reply in [FakeMeta.Reply.json("{}"), .json(#"{"success":true}"#), .json("<html>"), .lost] {
            let sending = await FacebookConnectorTests.connector(FakeMeta { _ in reply }).publish(
                piece, FacebookConnectorTests.now, key: "k")
            #expect(FakeMeta.doubt(sending) != nil)
        }
        let doubtful = FakeMeta { _ in .refused(400, FakeMeta.error(2)) }
        #expect(
            FakeMeta.doubt(
                await FacebookConnectorTests.connector(doubtful).publish(piece, FacebookConnectorTests.now, key: "k"))
                != nil)
    }

    @Test("a no says why, and how long to wait")
    func refusals() async throws {
        let piece = try FacebookConnectorTests.piece()
        func refusal(_ reply: FakeMeta.Reply) async -> (failure: Failure, said: String?, wait: Double?)? {
            FakeMeta.refusal(
                await FacebookConnectorTests.connector(FakeMeta { _ in reply }).publish(
                    piece, FacebookConnectorTests.now, key: "k"))
        }
        let dead = await refusal(.refused(400, FakeMeta.error(190, 460, "Session has been invalidated")))
        #expect(dead?.failure.kind == .forbidden && dead?.failure.words == "wire.refused")
        #expect(dead?.said == "Session has been invalidated")
        let fast = await refusal(.refused(400, FakeMeta.error(368, 1_390_008)))
        #expect(fast?.failure.kind == .tooMany && fast?.wait == 3_600)
        let asked = await refusal(.refused(429, FakeMeta.error(32), wait: 77))
        #expect(asked?.failure.kind == .tooMany && asked?.wait == 77)
        let twice = await refusal(.refused(400, FakeMeta.error(506)))
        #expect(twice?.failure.kind == .conflict && twice?.failure.words == "networks.duplicate")
        let right = await refusal(.refused(403, FakeMeta.error(200)))
        #expect(right?.failure.kind == .forbidden && right?.failure.words == "networks.needs_right")
        let bare = await refusal(.refused(404, "<html>"))
        #expect(bare?.failure.kind == .notFound && bare?.said == nil)
        let inside = await refusal(.json(FakeMeta.error(100, nil, "Invalid parameter")))
        #expect(inside?.failure.kind == .unusable && inside?.said == "Invalid parameter")
    }

    @Test("publishing what was not prepared says so and sends nothing")
    func unprepared() async throws {
        let meta = FakeMeta { _ in .json(#"{"id":"1"}"#) }
        let piece = try FacebookConnectorTests.piece("Une.", [try FakeMeta.attachment()])
        #expect(
            FakeMeta.refusal(
                await FacebookConnectorTests.connector(meta).publish(piece, FacebookConnectorTests.now, key: "k"))?
                .failure.kind == .broken)
        let orphan = try FacebookConnectorTests.piece("Sous rien.", role: .comment)
        #expect(
            FakeMeta.refusal(
                await FacebookConnectorTests.connector(meta).publish(orphan, FacebookConnectorTests.now, key: "k"))
                != nil)
        #expect(meta.calls.isEmpty)
    }
}
