import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct BlueskySessionTests {
    let server = FakeBluesky()

    private func open() async throws -> Networks.NetworkPlace {
        try await server.session().open(" @Hopital.example\u{202C}", password: "abcd-efgh-ijkl-mnop\n")
    }

    @Test("an application password opens a session once; its tokens say when they end, and it is not kept")
    func opens() async throws {
        let place = try await open()
        #expect(place.handle == "hopital.example" && place.name == "L’hôpital")
        #expect(place.url == "https://bsky.app/profile/hopital.example")
        let credentials = place.credentials
        #expect(credentials.subject == FakeBluesky.did && credentials.scopes == ["com.atproto.appPass"])
        #expect(credentials.expiresAt == server.clock.now.adding(seconds: 7_200))
        #expect(credentials.refreshExpiresAt == server.clock.now.adding(days: 90))
        #expect(credentials.issuedAt == server.clock.now)
        let kept = String(decoding: try JSONEncoder().encode(credentials), as: UTF8.self)
        #expect(!kept.contains("mnop") && !"\(credentials)".contains(credentials.access))
        #expect(server.asked.filter { $0.hasSuffix("createSession") }.count == 1)
    }

    @Test("a renewal gives two new tokens, the old ones open nothing any more, and nobody signs in again")
    func renews() async throws {
        let old = try await open().credentials
        server.clock.move(6 * 3_600)
        let fresh = old.renewed(by: try await server.session().refresh(old))
        #expect(fresh.access != old.access && fresh.refresh != old.refresh && fresh.subject == old.subject)
        #expect(fresh.expiresAt == server.clock.now.adding(seconds: 7_200))
        let stale = await failure(of: { try await server.session().refresh(old) })
        #expect(stale?.kind == .forbidden && stale?.words == "networks.sign_in_again")
        let connector = try BlueskyConnector(
            on: FakeBluesky.base, credentials: fresh, http: server.http, clock: server.clock.clock)
        #expect(try await connector.account().handle == "hopital.example")
        for index in 0..<50 {
            _ = try await FediPieces.publish(connector, try FediPieces.piece("Message \(index)."))
            server.clock.move(1)
        }
        #expect(server.asked.filter { $0.hasSuffix("createSession") }.count == 1)
        #expect(server.asked.filter { $0.hasSuffix("refreshSession") }.count == 2)
        #expect(server.texts.count == 50)
    }

    @Test("a session that is over asks for a person; a server in trouble asks for patience")
    func over() async throws {
        let credentials = try await open().credentials
        for (status, error) in [
            (400, "ExpiredToken"), (400, "InvalidToken"), (401, "AuthMissing"), (401, "AccountTakedown"),
        ] {
            server.change { $0.closed = (status, error) }
            let refusal = await failure(of: { try await server.session().refresh(credentials) })
            #expect(refusal?.kind == .forbidden && refusal?.words == "networks.sign_in_again")
        }
        for (status, error) in [(400, "InvalidRequest"), (403, "Blocked"), (500, "InternalServerError"), (503, "x")] {
            server.change { $0.closed = (status, error) }
            let refusal = await failure(of: { try await server.session().refresh(credentials) })
            #expect(refusal?.kind == .unavailable)
        }
        server.change { $0.closed = (429, "RateLimitExceeded") }
        #expect(await failure(of: { try await server.session().refresh(credentials) })?.kind == .tooMany)
        let count = server.calls.count
        server.clock.move(91 * 86_400)
        let ended = await failure(of: { try await server.session().refresh(credentials) })
        #expect(ended?.words == "networks.sign_in_again" && server.calls.count == count)
        for token in [nil, ""] {
            let bare = Credentials(access: "x", refresh: token, subject: FakeBluesky.did)
            #expect(await failure(of: { try await server.session().refresh(bare) })?.words == "networks.sign_in_again")
        }
    }

    @Test(
        "what does not open an account says what to do",
        arguments: [
            (401, "AuthenticationRequired", "networks.wrong_password"),
            (401, "AuthFactorTokenRequired", "networks.app_password"),
            (401, "AccountTakedown", "networks.account_restricted"), (400, "InvalidRequest", "networks.wrong_password"),
        ])
    func refused(_ status: Int, _ error: String, _ words: String) async throws {
        server.change { $0.closed = (status, error) }
        let refusal = await failure(of: { try await open() })
        #expect(refusal?.kind == .forbidden && refusal?.words == words && refusal?.cause.contains("mnop") == false)
    }

    @Test("what is no handle is never sent", arguments: ["", "hopital", "hopital@chu.example", "ma maison .", "a.b/c"])
    func handles(_ handle: String) async throws {
        let refusal = await failure(of: { try await server.session().open(handle, password: "p") })
        #expect(refusal?.words == "networks.bad_handle" && server.calls.isEmpty)
    }

    @Test("a session that nobody could renew, or of nobody, is refused")
    func incomplete() async throws {
        let whole = [
            "accessJwt": "a", "refreshJwt": "r", "did": FakeBluesky.did, "handle": "hopital.example",
        ]
        for missing in ["accessJwt", "refreshJwt", "did"] {
            let body = try JSONEncoder().encode(whole.merging([missing: ""]) { $1 })
            let http = HTTP.answering(accepted: { Document(body: Array(body), finalURL: $0.url) }) { _ in .gone }
            let session = try BlueskySession(on: FakeBluesky.base, http: http, clock: server.clock.clock)
            #expect(
                await failure(of: { try await session.open("hopital.example", password: "p") })?.kind == .unavailable)
        }
        // Tokens that say nothing of themselves are renewed within the hour.
        let body = try JSONEncoder().encode(whole)
        let http = HTTP.answering(accepted: { Document(body: Array(body), finalURL: $0.url) }) { _ in .gone }
        let session = try BlueskySession(on: FakeBluesky.base, http: http, clock: server.clock.clock)
        let credentials = try await session.open("hopital.example", password: "p").credentials
        #expect(credentials.expiresAt == server.clock.now.adding(seconds: 3_600))
        #expect(credentials.refreshExpiresAt == nil)
    }

    @Test(
        "tokens are read with suspicion",
        arguments: ["", "a", "a.b", "a.b.c", "a.e30.c.d", "a.\u{e9}.c", "..", "a.W10.c"])
    func tokens(_ text: String) {
        #expect(BlueskyToken(text) == nil)
    }

    @Test("a token's end is read whatever its letters")
    func ends() throws {
        for number in 0..<20 {
            let token = try #require(BlueskyToken(FakeBluesky.token("com.atproto.appPass", 1_800_000_000, number)))
            #expect(token.expiresAt == Instant(seconds: 1_800_000_000) && token.subject == FakeBluesky.did)
        }
    }
}
