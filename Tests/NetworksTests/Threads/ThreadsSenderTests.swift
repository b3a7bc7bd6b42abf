import Foundation
import Kernel
import Synchronization
import Testing
import Wire

@testable import Networks

@Suite struct ThreadsSenderTests {
    private func sender(_ meta: FakeMeta, _ pause: @escaping @Sendable (Double) -> Void = { _ in }) -> ThreadsSender {
        ThreadsSender(
            credentials: ThreadsConnectorTests.credentials, http: meta.http, clock: noon, pause: { pause($0) })
    }

    private let target = ReplyTarget(id: "890", author: nil, visibility: "public", longest: 500)

    @Test("an answer is a container under what it answers, and then one publication")
    func send() async throws {
        let meta = ThreadsConnectorTests.network()
        let sending = await sender(meta).send(try FakeMeta.cleared("Merci."), to: target, key: "k")
        #expect(FakeMeta.sent(sending) == Sent(id: "tc1", url: "https://www.threads.net/@chu/post/P"))
        #expect(meta.calls[0].fields == ["media_type": "TEXT", "text": "Merci.", "reply_to_id": "890"])
        #expect(meta.asked.count { $0 == "POST /31/threads_publish" } == 1)
    }

    @Test("nothing is published before its container is ready: then it is left for later")
    func patience() async throws {
        let pauses = Mutex<[Double]>([])
        let meta = ThreadsConnectorTests.network("IN_PROGRESS")
        let sender = sender(meta) { seconds in pauses.withLock { $0.append(seconds) } }
        let sending = await sender.send(try FakeMeta.cleared("Merci."), to: target, key: "k")
        #expect(FakeMeta.refusal(sending)?.failure.kind == .unavailable)
        #expect(pauses.withLock { $0 } == [3, 3, 3, 3])
        #expect(!meta.asked.contains("POST /31/threads_publish"))
        let failed = await self.sender(ThreadsConnectorTests.network("ERROR"))
            .send(try FakeMeta.cleared("Merci."), to: target, key: "k")
        #expect(FakeMeta.refusal(failed)?.failure.kind == .unusable)
    }

    @Test("a container of which nobody can tell is no publication; a publication of which nobody can tell is a doubt")
    func doubts() async throws {
        let words = try FakeMeta.cleared("Merci.")
        let lost = await sender(FakeMeta { _ in .lost }).send(words, to: target, key: "k")
        #expect(FakeMeta.refusal(lost)?.failure.kind == .unavailable)
        let base = ThreadsConnectorTests.network()
        let half = FakeMeta { $0.path == "/31/threads_publish" ? .lost : base.reply(to: $0) }
        #expect(FakeMeta.doubt(await sender(half).send(words, to: target, key: "k")) != nil)
        let dead = await sender(FakeMeta { _ in .refused(400, FakeMeta.error(190)) }).send(words, to: target, key: "k")
        #expect(FakeMeta.refusal(dead)?.failure.words == "wire.refused")
        let short = ReplyTarget(id: "890", author: nil, visibility: "public", longest: 3)
        #expect(
            FakeMeta.refusal(await sender(base).send(words, to: short, key: "k"))?.failure.words == "networks.too_long")
    }

    @Test("what is answered is asked for, and our answer is found under it")
    func look() async throws {
        let meta = FakeMeta([
            "GET /890": .json(#"{"id":"890","username":"ann"}"#),
            "GET /31/replies": .json(
                #"{"data":[{"id":"t5","text":"Merci","timestamp":"2026-11-21T11:59:00+0000","replied_to":{"id":"890"}}]}"#
            ),
        ])
        let found = try await sender(meta).target("890")
        #expect(found.id == "890" && found.longest == 500)
        #expect(try await sender(meta).find("Merci.", under: found, since: noon.now())?.id == "t5")
        let gone = FakeMeta { call in .refused(400, call.method == "POST" ? FakeMeta.error(100) : "") }
        #expect(await failure { try await sender(gone).target("890") }?.kind == .notFound)
    }
}
