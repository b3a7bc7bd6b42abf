import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct ThreadsAfterTests {
    @Test("a post is found among our posts, a part of a thread among our answers to the part before")
    func found() async throws {
        let meta = FakeMeta([
            "GET /31/threads": .json(
                #"{"data":[{"id":"t1","text":"Portes ouvertes samedi.","timestamp":"2026-11-21T11:59:00+0000","#
                    + #""permalink":"https://www.threads.net/@chu/post/P"}]}"#),
            "GET /31/replies": .json(
                #"{"data":[{"id":"t8","text":"La suite","timestamp":"2026-11-21T11:59:00+0000","replied_to":{"id":"t0"}},"#
                    + #"{"id":"t9","text":"La suite","timestamp":"2026-11-21T11:59:00+0000","replied_to":{"id":"t1"}}]}"#
            ),
        ])
        let connector = ThreadsConnectorTests.connector(meta)
        let sent = try await connector.find(try ThreadsConnectorTests.piece(), nil, since: noon.now())
        #expect(sent == Sent(id: "t1", url: "https://www.threads.net/@chu/post/P"))
        let part = try ThreadsConnectorTests.piece("La suite.", role: .thread, under: sent)
        #expect(try await connector.find(part, nil, since: noon.now())?.id == "t9")
        #expect(try await connector.find(try ThreadsConnectorTests.piece("Rien."), nil, since: noon.now()) == nil)
    }

    @Test("what is taken back is gone, and nothing can be edited")
    func delete() async throws {
        let sent = Sent(id: "t1", url: nil)
        let meta = FakeMeta(["DELETE /t1": .json(#"{"success":true,"deleted_id":"t1"}"#)])
        #expect(FakeMeta.sent(await ThreadsConnectorTests.connector(meta).delete(sent)) == sent)
        let gone = FakeMeta { _ in .refused(400, FakeMeta.error(100, 33)) }
        #expect(FakeMeta.sent(await ThreadsConnectorTests.connector(gone).delete(sent)) == sent)
        let odd = FakeMeta { _ in .json("{}") }
        #expect(FakeMeta.doubt(await ThreadsConnectorTests.connector(odd).delete(sent)) != nil)
        let edited = await ThreadsConnectorTests.connector(meta).edit(sent, try ThreadsConnectorTests.piece(), key: "k")
        #expect(FakeMeta.refusal(edited)?.failure.words == "networks.no_edit")
    }

    @Test("figures and what is left of the day are Threads' own word")
    func figures() async throws {
        let meta = FakeMeta { call in
            switch "\(call.method) \(call.path)" {
            case "GET /t1/insights":
                .json(
                    #"{"data":[{"name":"views","values":[{"value":70}]},{"name":"likes","values":[{"value":6}]},"#
                        + #"{"name":"replies","values":[{"value":2}]},{"name":"reposts","values":[{"value":1}]},"#
                        + #"{"name":"quotes","values":[{"value":2}]},{"name":"shares","values":[{"value":4}]}]}"#)
            case "GET /31/threads_publishing_limit":
                .json(#"{"data":[{"quota_usage":4,"config":{"quota_total":250,"quota_duration":86400}}]}"#)
            case "POST /31/threads": .refused(400, FakeMeta.error(100))
            default: .refused(400)
            }
        }
        let connector = ThreadsConnectorTests.connector(meta)
        let figures = try await connector.figures([Sent(id: "t1", url: nil), Sent(id: "t2", url: nil)])
        #expect(figures == ["t1": PostFigures(views: 70, likes: 6, comments: 2, shares: 7)])
        #expect(try await connector.allowance() == Allowance(left: 246, most: 250, window: 86_400))
        let dead = FakeMeta { _ in .refused(400, FakeMeta.error(190, 463)) }
        let said = await failure { try await ThreadsConnectorTests.connector(dead).figures([Sent(id: "t1", url: nil)]) }
        #expect(said?.words == "wire.refused")
    }
}
