import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct MastodonSenderTests {
    private let server = FakeMastodon()
    private let target = ReplyTarget(
        id: "900", author: "ann@a.example", visibility: "unlisted", language: "fr", longest: 60)

    private func sender() throws -> MastodonSender {
        try MastodonSender(on: FakeMastodon.base, token: "secret", http: server.http, clock: server.clock.clock)
    }

    @Test("a reply names whom it is for, and is found again by its words, with or without the name")
    func reply() async throws {
        let reply = try FediPieces.reply("Merci de votre message.")
        let sent = try FediPieces.sent(await (try sender()).send(reply, to: target, key: "r"))
        let call = try #require(server.last("POST /api/v1/statuses"))
        #expect(call.key == "r" && sent.reference == nil)
        server.change { state in
            let now = noon.now()
            func status(_ text: String, _ parent: String) -> [String: JSON] {
                ["status": .string(text), "in_reply_to_id": .string(parent)]
            }
            state.statuses = [
                (1, status("@ann Merci de votre message.", "900"), now),
                (2, status("@ann Merci de votre message.", "901"), now),
                (3, status("Sans merci de votre message.", "900"), now),
            ]
        }
        let found = try await sender().find("Merci de votre message.", under: target, since: noon.now())
        #expect(found?.id == "https://social.example/users/chu/statuses/1")
        #expect(try await sender().find("Rien de tel.", under: target, since: noon.now()) == nil)
        #expect(try await sender().find("…", under: target, since: noon.now()) == nil)
    }

    @Test("what is longer than the server takes never leaves")
    func long() async throws {
        let reply = try FediPieces.reply(String(repeating: "Merci. ", count: 20))
        let refusal = FediPieces.refusal(await (try sender()).send(reply, to: target, key: "r"))
        #expect(refusal?.failure.words == "networks.too_long" && server.calls.isEmpty)
    }

    @Test("applications ask for the right to upload")
    func scopes() {
        #expect(MastodonDoor.scopes == ["read", "write:statuses", "write:media"])
    }
}
