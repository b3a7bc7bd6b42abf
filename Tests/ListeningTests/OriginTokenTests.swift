import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Storage
import TestKit
import Testing
import Wire

@testable import Listening

@Suite struct OriginTokenTests {
    private static let token = "jeton-Tr3s-S3cret_42"

    /// A Mastodon server that searches for those it knows.
    private static func router(_ heard: Notes) -> Router<BasicRequestContext> {
        let router = Router()
        router.get("api/v2/search") { request, _ in
            let said = request.headers[.authorization] ?? "-"
            heard.note(said)
            guard said == "Bearer \(token)" else { return Response(status: .unauthorized) }
            let status = """
                {"id":"1","uri":"https://m.example/users/zoe/statuses/1","visibility":"public",\
                "created_at":"2026-11-21T11:58:00.000Z","content":"<p>Le CHU m'a bien soignée</p>",\
                "account":{"acct":"zoe"},"media_attachments":[]}
                """
            return Response(
                status: .ok, headers: [.contentType: "application/json"],
                body: .init(byteBuffer: ByteBuffer(string: "{\"statuses\":[\(status)]}")))
        }
        return router
    }

    private func onBoth(_ body: @escaping @Sendable (OriginHouse, Notes, Origin, Int) async throws -> Void) async throws
    {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let heard = Notes()
            try await serving(Self.router(heard)) { port in
                let time = MovableClock(OriginHouse.noon)
                let http = try loopback(port, clock: time.clock)
                let house = try OriginHouse(
                    database, http: http,
                    networks: .live(http, clock: time.clock, sealer: OriginHouse.sealer, scheme: "http"), time: time)
                let origin = try await house.actions.add(
                    OriginDraft(
                        kind: .mastodonSearch, address: "CHU@127.0.0.1:\(port)", label: "", purpose: "Écouter",
                        retentionDays: 30), by: nil)
                try await body(house, heard, origin, port)
            }
        }
    }

    @Test("a search that its server refuses to strangers is read with the source's token, which lies sealed")
    func search() async throws {
        try await onBoth { house, heard, origin, port in
            _ = try await house.jobs().visitAllDue()
            let refused = try await house.reload(origin)
            #expect(refused.failures == 1 && refused.lastError?.contains("token") == true)
            let probe = try await house.actions.probe(
                "CHU@127.0.0.1:\(port)", kind: .mastodonSearch, by: nil)
            #expect(probe.needsToken && probe.items.isEmpty)

            try await house.actions.setToken(" \(Self.token)\n", of: origin.id, by: nil)
            _ = try await house.jobs().visitAllDue()
            #expect(try await house.count("mention") == 1)
            #expect(heard.all.last == "Bearer \(Self.token)")
            let kept = try #require(try await house.reload(origin).sealedToken)
            #expect(Sealer.isSealed(kept) && !Data(kept).contains(Data(Self.token.utf8)))
            let trail = try await house.database.read { try Audit.entries(.init(action: "origin.token_set"), in: $0) }
            #expect(trail.count == 1 && !"\(trail)".contains(Self.token))

            try await house.actions.setToken(nil, of: origin.id, by: nil)
            #expect(try await house.reload(origin).sealedToken == nil)
            house.time.move(90_000)
            _ = try await house.jobs().visitAllDue()
            #expect(heard.all.last == "-")
        }
    }

    @Test("what cannot be a token is refused, and so is a token for a feed or by somebody who may not gather")
    func refused() async throws {
        try await onBoth { house, _, origin, _ in
            for wrong in ["", "deux mots", "a\r\nHost: ailleurs", "é", String(repeating: "x", count: 1_001)] {
                await #expect(throws: Failure.self) {
                    try await house.actions.setToken(wrong, of: origin.id, by: nil)
                }
            }
            let feed = try await house.feed()
            await #expect(throws: Failure.self) {
                try await house.actions.setToken(Self.token, of: feed.id, by: nil)
            }
            await #expect(throws: Failure.self) {
                try await house.actions.setToken(Self.token, of: origin.id, by: StreamHouse.person("clinician"))
            }
            #expect(try await house.count("origin", "token IS NOT NULL") == 0)
        }
    }

    @Test("a token that is taken to another source's row does not open there")
    func moved() async throws {
        try await onBoth { house, heard, origin, port in
            let other = try await house.actions.add(
                OriginDraft(
                    kind: .mastodonSearch, address: "autre@127.0.0.1:\(port)", label: "", purpose: "Écouter",
                    retentionDays: 30), by: nil)
            try await house.actions.setToken(Self.token, of: origin.id, by: nil)
            try await house.database.write {
                try $0.execute(
                    "UPDATE origin SET token = (SELECT token FROM origin WHERE id = $1) WHERE id = $2", origin.id,
                    other.id)
            }
            _ = try await house.jobs().visitAllDue()
            #expect(heard.all == ["Bearer \(Self.token)"])
            #expect(try await house.reload(other).lastError?.contains("secret file") == true)
        }
    }
}
