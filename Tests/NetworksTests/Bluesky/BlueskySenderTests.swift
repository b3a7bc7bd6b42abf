import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct BlueskySenderTests {
    let server = FakeBluesky()
    private static let question = "at://did:plc:patient/app.bsky.feed.post/3jzfcijpj2z2a"

    init() {
        let reply =
            #""reply":{"root":{"uri":"at://did:plc:patient/app.bsky.feed.post/3jzfcijpj2z2b","cid":"bafyreirootroot"},"parent":{"uri":"at://did:plc:x/app.bsky.feed.post/3jzfcijpj2z2c","cid":"bafyreiparent"}}"#
        let record = #"{"text":"Quand ouvre le scanner ?","langs":["fr"],"createdAt":"2026-11-21T11:00:00Z",\#(reply)}"#
        server.change {
            $0.others[Self.question] = #"{"uri":"\#(Self.question)","cid":"bafyreiquestion","value":\#(record)}"#
            $0.handles["patient.example"] = "did:plc:patient"
        }
    }

    @Test("a reply goes under what it answers, in its thread and its language, and is found again")
    func reply() async throws {
        let sender = try server.sender()
        let target = try await sender.target(Self.question)
        #expect(target.author == nil && target.language == "fr" && target.longest == 300)
        let sent = try FediPieces.sent(await sender.send(try FediPieces.reply("Lundi matin."), to: target, key: "r"))
        let record = try #require(server.last(BlueskyConnectorTests.create)).json["record"]
        #expect(record["text"].string == "Lundi matin." && record["langs"].elements == [.string("fr")])
        #expect(record["reply"]["parent"]["uri"].string == Self.question)
        #expect(record["reply"]["parent"]["cid"].string == "bafyreiquestion")
        #expect(record["reply"]["root"]["cid"].string == "bafyreirootroot")
        #expect(try await sender.find("Lundi matin.", under: target, since: noon.now()) == sent)
        #expect(try await sender.find("Mardi matin.", under: target, since: noon.now()) == nil)
        if let lexicons = Lexicons.all { #expect(lexicons.faults(record, as: "app.bsky.feed.post") == []) }
    }

    @Test("a page of bsky.app leads to the same post, by handle or by number")
    func pages() async throws {
        let sender = try server.sender()
        let target = try await sender.target(Self.question)
        for who in ["patient.example", "did:plc:patient"] {
            #expect(try await sender.target("https://bsky.app/profile/\(who)/post/3jzfcijpj2z2a") == target)
        }
    }

    @Test(
        "what is no post, or is gone, is not answered",
        arguments: [
            "", "https://example.org/profile/a.b/post/3jzfcijpj2z2a", "at://did:plc:patient/app.bsky.feed.like/3jz",
            "at://did:plc:patient/app.bsky.feed.post/3jzfcijpj2z22", "https://bsky.app/profile/nobody.example/post/3jz",
            "at://did:plc:patient/app.bsky.feed.post/../x", "at://a b/app.bsky.feed.post/x",
        ])
    func missing(_ id: String) async throws {
        let refusal = await failure(of: { try await server.sender().target(id) })
        #expect(refusal?.kind == .notFound && refusal?.words == "networks.no_status")
    }

    @Test("an answer that never came is settled by a look; what was lost stays unknown; what is too long never leaves")
    func unknown() async throws {
        let sender = try server.sender()
        let target = try await sender.target(Self.question)
        server.change { $0.faults = [.deaf] }
        _ = try FediPieces.sent(await sender.send(try FediPieces.reply("Lundi matin."), to: target, key: "r"))
        server.change { $0.faults = [.lost] }
        #expect(FediPieces.cause(await sender.send(try FediPieces.reply("Mardi."), to: target, key: "s")) != nil)
        #expect(server.texts == ["Lundi matin."])
        let long = try FediPieces.reply(String(repeating: "Merci. ", count: 50))
        #expect(FediPieces.refusal(await sender.send(long, to: target, key: "t"))?.failure.words == "networks.too_long")
        let nowhere = ReplyTarget(id: "12", author: nil, visibility: "public", longest: 300)
        let refusal = FediPieces.refusal(await sender.send(try FediPieces.reply("Oui."), to: nowhere, key: "u"))
        #expect(refusal?.failure.words == "networks.no_status" && server.texts.count == 1)
        #expect(try await sender.find("Oui.", under: nowhere, since: noon.now()) == nil)
    }

    @Test("an account says who it is")
    func account() async throws {
        let account = try await server.sender().account()
        #expect(account == SenderAccount(id: FakeBluesky.did, handle: "hopital.example", name: "L’hôpital"))
    }
}
