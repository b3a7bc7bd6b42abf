import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct MastodonAfterTests {
    let server = FakeMastodon()

    @Test("31: an edit changes the words and keeps the pictures, each described anew")
    func edit() async throws {
        let connector = try server.connector()
        let pictures = [try FediPieces.picture("Avant"), try FediPieces.picture("Aussi")]
        let sent = try await FediPieces.publish(connector, try FediPieces.piece("Lundi.", pictures))
        let described = try pictures.map {
            Networks.Attachment($0.file, alt: try FediPieces.words("Après"), width: $0.width, height: $0.height)
        }
        let edited = try FediPieces.sent(
            await connector.edit(sent, try FediPieces.piece("Mardi.", warning: "Changement", described), key: "e"))
        let call = try #require(server.last("PUT /api/v1/statuses/1003"))
        #expect(edited == sent && call.key == "e")
        #expect(call.json["status"].string == "Mardi." && call.json["spoiler_text"].string == "Changement")
        #expect(call.json["media_ids"].elements.map(\.string) == ["1001", "1002"])
        #expect(call.json["media_attributes"].elements.map { $0["id"].string } == ["1001", "1002"])
        #expect(server.look { $0.media[1001]?.description } == "Après")
        // Words alone: the pictures stay, and what is said of them too.
        _ = try FediPieces.sent(await connector.edit(sent, try FediPieces.piece("Mercredi."), key: "f"))
        let second = try #require(server.last("PUT /api/v1/statuses/1003"))
        #expect(second.json["media_ids"].elements.count == 2 && second.json["media_attributes"] == .null)
    }

    @Test("what is gone is not edited, and a server that edits nothing says so")
    func noEdit() async throws {
        let connector = try server.connector()
        let piece = try FediPieces.piece("Lundi.")
        let sent = try await FediPieces.publish(connector, piece)
        server.change { $0.gone["PUT /api/v1/statuses/1001"] = 404 }
        let unable = FediPieces.refusal(await connector.edit(sent, piece, key: "e"))
        #expect(unable?.failure.kind == .unusable && unable?.failure.words == "networks.no_edit")
        server.change { $0.statuses = [] }
        let gone = FediPieces.refusal(await connector.edit(sent, piece, key: "e"))
        #expect(gone?.failure.kind == .notFound && gone?.failure.words == "networks.no_status")
    }

    @Test("what is taken back is gone, also when it was gone; a server that takes nothing back is not believed")
    func delete() async throws {
        let connector = try server.connector()
        let sent = try await FediPieces.publish(connector, try FediPieces.piece("Lundi."))
        server.change { $0.gone["DELETE /api/v1/statuses/1001"] = 404 }
        let unable = FediPieces.refusal(await connector.delete(sent))
        #expect(unable?.failure.words == "networks.no_delete" && server.texts.count == 1)
        server.change { $0.gone["GET /api/v1/statuses/1001"] = 503 }
        #expect(FediPieces.refusal(await connector.delete(sent))?.failure.kind == .unavailable)
        server.change { $0.gone = [:] }
        #expect(try FediPieces.sent(await connector.delete(sent)) == sent)
        #expect(server.texts.isEmpty)
        server.change { $0.gone["DELETE /api/v1/statuses/1001"] = 404 }
        #expect(try FediPieces.sent(await connector.delete(sent)) == sent)
    }

    @Test("figures are those of the server, and what it does not know any more is left out")
    func figures() async throws {
        let connector = try server.connector()
        let sent = try await FediPieces.publish(connector, try FediPieces.piece("Lundi."))
        let gone = Sent(id: "https://social.example/gone", url: nil, reference: "12")
        let figures = try await connector.figures([sent, gone])
        #expect(figures == [sent.id: PostFigures(likes: 3, comments: 2, shares: 1)])
    }

    @Test("a look finds what servers have rewritten, and only what is ours, recent and in its place")
    func find() async throws {
        let connector = try server.connector()
        let text = "Écrivez à @maison@usagers.example : https://chu.example/long/chemin #santé"
        let html =
            #"Écrivez à <span class=\"h-card\"><a href=\"https://usagers.example/@maison\">@<span>maison</span></a></span> : "#
            + #"<a href=\"https://chu.example/long/chemin\"><span>https://</span><span>chu.example/long</span>"#
            + #"<span>/chemin</span></a> <a href=\"https://social.example/tags/x\">#<span>sant\u00e9</span></a>"#
        let body = #"{"status":"\#(html)"}"#
        let fields = try JSON.parse(Array(body.utf8), from: "test")
        guard case .object(let object) = fields else { throw Failure(.broken, "no object") }
        let now = server.clock.now
        server.change { $0.statuses = [(5, object, now)] }
        let piece = try FediPieces.piece(text)
        #expect(try await connector.find(piece, nil, since: now)?.reference == "5")
        #expect(try await connector.find(piece, nil, since: now.adding(seconds: 299))?.reference == "5")
        #expect(try await connector.find(piece, nil, since: now.adding(seconds: 301)) == nil)
        #expect(try await connector.find(try FediPieces.piece("Écrivez à"), nil, since: now) == nil)
        // Two hundred newer ones lie above it: it is not among the latest.
        server.change { state in
            for id in 100..<340 { state.statuses.append((id, ["status": .string("autre \(id)")], now)) }
        }
        #expect(try await connector.find(piece, nil, since: now) == nil)
        #expect(server.asked.filter { $0.hasSuffix("/statuses") }.count <= 5 * 5)
    }

    @Test("a publication without a word is found by what is said of its pictures")
    func wordless() async throws {
        let connector = try server.connector()
        let piece = try FediPieces.piece("🎉", [try FediPieces.picture("La fête du service")])
        let sent = try await FediPieces.publish(connector, piece)
        #expect(try await connector.find(piece, nil, since: server.clock.now) == sent)
        #expect(try await connector.find(try FediPieces.piece("🎉"), nil, since: server.clock.now) == nil)
        let other = try FediPieces.piece("🎉", [try FediPieces.picture("Une autre fête")])
        #expect(try await connector.find(other, nil, since: server.clock.now) == nil)
    }
}
