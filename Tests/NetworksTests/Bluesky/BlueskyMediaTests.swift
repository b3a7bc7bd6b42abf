import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct BlueskyMediaTests {
    let server = FakeBluesky()
    private static let upload = "POST com.atproto.repo.uploadBlob"

    private func record(_ piece: Networks.Piece) async throws -> JSON {
        _ = try await FediPieces.publish(try server.connector(), piece)
        return try #require(server.last(BlueskyConnectorTests.create)).json["record"]
    }

    @Test("pictures are sent one a step, once each, and shown in order with what is said of them and their sides")
    func pictures() async throws {
        let connector = try server.connector()
        let pictures = try ["Un quai", "Deux quais « pleins »", "Trois"].map { try FediPieces.picture($0) }
        let piece = try FediPieces.piece("Les quais.", pictures)
        let (prepared, waits) = try await FediPieces.prepared(connector, piece)
        #expect(waits.count == 2 && server.asked == [Self.upload, Self.upload, Self.upload])
        #expect(server.calls.map(\.file) == pictures.map(\.file.content.path))
        #expect(server.calls.allSatisfy { $0.mime == "image/png" && $0.token == "access-0" })
        #expect(try await FediPieces.prepared(connector, piece, from: prepared).prepared == prepared)
        _ = try FediPieces.sent(await connector.publish(piece, prepared, key: "k"))
        let embed = try #require(server.last(BlueskyConnectorTests.create)).json["record"]["embed"]
        #expect(embed["$type"].string == "app.bsky.embed.images")
        let images = embed["images"].elements
        #expect(images.map { $0["alt"].string } == ["Un quai", "Deux quais « pleins »", "Trois"])
        #expect(images.map { $0["image"]["ref"]["$link"].string } == (1...3).map { "bafkreifake\(1_000 + $0)" })
        #expect(images.allSatisfy { $0["aspectRatio"]["width"].int == 1_200 && $0["aspectRatio"]["height"].int == 800 })
        #expect(images.map { $0["image"]["size"].int.map(Int64.init) } == pictures.map(\.file.content.bytes))
    }

    @Test("a video goes with its captions, in the language of the piece")
    func video() async throws {
        let embed = try await record(try FediPieces.piece("La visite.", [try FediPieces.video(captions: true)]))[
            "embed"]
        #expect(embed["$type"].string == "app.bsky.embed.video" && embed["alt"].string == "Une visite du pavillon")
        #expect(embed["video"]["mimeType"].string == "video/mp4")
        #expect(embed["captions"].elements.map { $0["lang"].string } == ["fr"])
        #expect(embed["captions"].elements.first?["file"]["mimeType"].string == "text/vtt")
    }

    @Test("25: a picture that is too large for the network never leaves; one that is too large for the server says so")
    func large() async throws {
        let connector = try server.connector()
        let huge = try FediPieces.piece("Trop.", [try FediPieces.picture(bytes: 2_000_001)])
        let ours = await failure(of: { try await connector.prepare(huge, after: nil) })
        #expect(ours?.kind == .tooLarge && ours?.words == "networks.media_too_large" && server.calls.isEmpty)
        let large = try FediPieces.piece("Grand.", [try FediPieces.picture(bytes: 1_400_000)])
        for (status, name) in [(413, "PayloadTooLarge"), (400, "BlobTooLarge")] {
            server.change { $0.faults = [.refused(status, #"{"error":"\#(name)"}"#)] }
            let theirs = await failure(of: { try await connector.prepare(large, after: nil) })
            #expect(theirs?.kind == .tooLarge && theirs?.words == "networks.media_too_large")
        }
        // Some say it when the post is made. Made smaller, the same piece passes under the same name.
        let (prepared, _) = try await FediPieces.prepared(connector, large)
        server.change { $0.faults = [.refused(400, #"{"error":"BlobTooLarge"}"#)] }
        let late = FediPieces.refusal(await connector.publish(large, prepared, key: "k"))
        #expect(late?.failure.kind == .tooLarge && late?.failure.words == "networks.media_too_large")
        let small = try FediPieces.piece("Grand.", [try FediPieces.picture(bytes: 900_000)])
        let (again, _) = try await FediPieces.prepared(connector, small, from: prepared)
        #expect(again.values["rkey"] == prepared.values["rkey"])
        let sent = try FediPieces.sent(await connector.publish(small, again, key: "k"))
        #expect(sent.id.hasSuffix(prepared.values["rkey"] ?? "?"))
    }

    @Test("files that no record named for a while are sent again before the post is made")
    func stale() async throws {
        let connector = try server.connector()
        let piece = try FediPieces.piece("Les quais.", [try FediPieces.picture()])
        let (prepared, _) = try await FediPieces.prepared(connector, piece)
        server.clock.move(1_000)
        let refusal = FediPieces.refusal(await connector.publish(piece, prepared, key: "k"))
        #expect(refusal?.failure.kind == .unavailable && server.texts.isEmpty)
        let (again, _) = try await FediPieces.prepared(connector, piece, from: prepared)
        #expect(server.asked == [Self.upload, Self.upload])
        _ = try FediPieces.sent(await connector.publish(piece, again, key: "k"))
    }

    @Test("what Bluesky shows in no post is refused before anything leaves")
    func refused() async throws {
        let connector = try server.connector()
        let gif = Networks.Attachment(
            try FediPieces.file(.document, "application/pdf", bytes: 50), alt: nil, width: 1, height: 1)
        let pieces = [
            (try FediPieces.piece("Cinq.", try (0..<5).map { _ in try FediPieces.picture() }), "networks.media_mixed"),
            (
                try FediPieces.piece("Deux.", [try FediPieces.picture(), try FediPieces.video()]),
                "networks.media_mixed"
            ),
            (try FediPieces.piece("Muette.", [try FediPieces.picture(nil)]), "networks.needs_alt"),
            (try FediPieces.piece("Un papier.", [gif]), "networks.media_refused"),
            (try FediPieces.piece("Entre nous.", visibility: .followers), "networks.public_only"),
        ]
        for (piece, words) in pieces {
            let refusal = await failure(of: { try await connector.prepare(piece, after: nil) })
            #expect(refusal?.kind == .unusable && refusal?.words == words)
            let late = FediPieces.refusal(await connector.publish(piece, Prepared(at: noon.now()), key: "k"))
            #expect(late?.failure.words == words)
        }
        #expect(server.calls.isEmpty)
    }

    @Test("a link in a post without pictures becomes a card of its address; with pictures it stays a link")
    func card() async throws {
        let plain = try await record(try FediPieces.piece("Tout est là : https://chu.example.com/été/?a=1#b."))
        let card = plain["embed"]["external"]
        #expect(plain["embed"]["$type"].string == "app.bsky.embed.external")
        #expect(card["uri"].string == "https://chu.example.com/%C3%A9t%C3%A9/?a=1")
        #expect(card["title"].string == "chu.example.com")
        #expect(card["description"].string == "chu.example.com/%C3%A9t%C3%A9/?a=1")
        let shown = try await record(try FediPieces.piece("https://chu.example.com", [try FediPieces.picture()]))
        #expect(shown["embed"]["$type"].string == "app.bsky.embed.images" && shown["facets"].elements.count == 1)
        #expect(try await record(try FediPieces.piece("Sans lien."))["embed"] == .null)
    }

    @Test("links, mentions and tags have their places in bytes; who is nobody stays words")
    func facets() async throws {
        server.change { $0.handles = ["maison.example.com": "did:plc:maison"] }
        let text = "Été 👩‍⚕️ @maison.example.com @personne.example.com https://a.fr/b #chu"
        let facets = try await record(try FediPieces.piece(text))["facets"].elements
        let found = facets.map { facet -> String in
            let (start, end) = (facet["index"]["byteStart"].int ?? 0, facet["index"]["byteEnd"].int ?? 0)
            return String(decoding: Array(text.utf8)[start..<end], as: UTF8.self)
        }
        #expect(found == ["@maison.example.com", "https://a.fr/b", "#chu"])
        let features = facets.compactMap { $0["features"].elements.first }
        #expect(
            features.map { $0["did"].string ?? $0["uri"].string ?? $0["tag"].string } == [
                "did:plc:maison", "https://a.fr/b", "chu",
            ])
        #expect(server.asked.filter { $0.hasSuffix("resolveHandle") }.count == 2)
    }

    @Test("what was kept and cannot be read is taken for nothing")
    func hostile() async throws {
        let connector = try server.connector()
        let piece = try FediPieces.piece("Une image.", [try FediPieces.picture()])
        for text in [
            "", "a b c d e", "a image/png 5 x inf", "a\u{0} image/png 5 x 1", String(repeating: "9 ", count: 10_000),
        ] {
            let kept = Prepared(["blob.0": text, "rkey": text, "did.x": text], at: server.clock.now)
            let (prepared, _) = try await FediPieces.prepared(connector, piece, from: kept)
            #expect(
                prepared.values["blob.0"] != text && prepared.values["rkey"].flatMap { BlueskyRecordKey($0) } != nil)
        }
    }
}
