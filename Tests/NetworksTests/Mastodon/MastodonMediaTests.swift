import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct MastodonMediaTests {
    let server = FakeMastodon()

    @Test("31: files are sent one a step, once each, with what is said of them, and the status names them in order")
    func pictures() async throws {
        let connector = try server.connector()
        let pictures = try (1...3).map { try FediPieces.picture("Image numéro \($0) « é »") }
        let piece = try FediPieces.piece("Trois images.", pictures)
        let (prepared, waits) = try await FediPieces.prepared(connector, piece)
        #expect(waits.count == 2)
        #expect(server.asked == ["POST /api/v2/media", "POST /api/v2/media", "POST /api/v2/media"])
        #expect(server.calls.map { $0.fields["description"] } == (1...3).map { "Image numéro \($0) « é »" })
        #expect(server.calls.map(\.file) == pictures.map(\.file.content.path))
        // Made ready again, after a restart, nothing is sent twice.
        _ = try await FediPieces.prepared(connector, piece, from: prepared)
        #expect(server.calls.count == 3)
        _ = try FediPieces.sent(await connector.publish(piece, prepared, key: "k"))
        let named = server.last("POST /api/v1/statuses")?.json["media_ids"].elements.map(\.string)
        #expect(named == ["1001", "1002", "1003"])
    }

    @Test("a video that the server still reads is asked for, less and less often, and goes when it has been read")
    func video() async throws {
        server.change { $0.slowness = 8 }
        let connector = try server.connector()
        let piece = try FediPieces.piece("La visite.", [try FediPieces.video()])
        guard case .wait(let pause, let early) = try await connector.prepare(piece, after: nil) else {
            throw Failure(.broken, "ready at once")
        }
        #expect(pause == 2)
        // Too early, nothing leaves.
        let tooEarly = FediPieces.refusal(await connector.publish(piece, early, key: "k"))
        #expect(tooEarly?.failure.kind == .unavailable && server.texts.isEmpty)
        let (prepared, waits) = try await FediPieces.prepared(connector, piece, from: early)
        #expect(waits == [4, 8, 16, 32, 60, 60, 60])
        #expect(server.asked.filter { $0 == "POST /api/v2/media" }.count == 1)
        _ = try FediPieces.sent(await connector.publish(piece, prepared, key: "k"))
        #expect(server.last("POST /api/v1/statuses")?.json["media_ids"].elements.map(\.string) == ["1001"])
    }

    @Test("a video that is not read within an hour, or that cannot be read, is refused for good")
    func unread() async throws {
        server.change { $0.slowness = 1_000 }
        let connector = try server.connector()
        let piece = try FediPieces.piece("La visite.", [try FediPieces.video()])
        guard case .wait(_, let kept) = try await connector.prepare(piece, after: nil) else {
            throw Failure(.broken, "ready at once")
        }
        server.clock.move(3_700)
        let late = await failure(of: { try await connector.prepare(piece, after: kept) })
        #expect(late?.kind == .unusable && late?.words == "networks.media_refused")
        server.clock.move(-3_700)
        server.change { $0.gone["GET /api/v1/media/1001"] = 422 }
        let unreadable = await failure(of: { try await connector.prepare(piece, after: kept) })
        #expect(unreadable?.kind == .unusable && unreadable?.words == "networks.media_refused")
    }

    @Test("a file that the server forgot, whose description changed, or that became another, is sent again")
    func again() async throws {
        let connector = try server.connector()
        let picture = try FediPieces.picture("Avant")
        let piece = try FediPieces.piece("Une image.", [picture])
        let (prepared, _) = try await FediPieces.prepared(connector, piece)
        let described = try FediPieces.piece(
            "Une image.",
            [Networks.Attachment(picture.file, alt: try FediPieces.words("Après"), width: 1_200, height: 800)])
        let (other, _) = try await FediPieces.prepared(connector, described, from: prepared)
        #expect(server.calls.map { $0.fields["description"] } == ["Avant", "Après"])
        #expect(other != prepared)
        server.clock.move(21 * 3_600)
        let (late, _) = try await FediPieces.prepared(connector, described, from: other)
        #expect(server.calls.count == 3)
        // One that is still being read, and is gone.
        server.change { $0.slowness = 3 }
        let video = try FediPieces.piece("La visite.", [try FediPieces.video()])
        guard case .wait(_, let kept) = try await connector.prepare(video, after: late) else {
            throw Failure(.broken, "ready at once")
        }
        server.change { $0.media = [:] }
        let (_, waits) = try await FediPieces.prepared(connector, video, from: kept)
        #expect(waits.first == 1)
        #expect(server.asked.filter { $0 == "POST /api/v2/media" }.count == 5)
    }

    @Test("servers without the second version are sent to by the first")
    func older() async throws {
        server.change { $0.gone["POST /api/v2/media"] = 404 }
        let piece = try FediPieces.piece("Une image.", [try FediPieces.picture()])
        _ = try await FediPieces.prepared(try server.connector(), piece)
        #expect(server.asked == ["POST /api/v2/media", "POST /api/v1/media"])
    }

    @Test(
        "a no to a file says what may be done",
        arguments: [
            (413, "{}", Failure.Kind.tooLarge, "networks.media_too_large"),
            (422, #"{"error":"Validation failed: File type is not supported"}"#, .unusable, "networks.media_refused"),
            (401, "{}", .forbidden, "wire.refused"),
            (
                403, #"{"error":"This action is outside the authorized scopes"}"#, .forbidden,
                "networks.sign_in_again"
            ),
            (429, "{}", .tooMany, "wire.asked_to_wait"),
        ])
    func refused(_ status: Int, _ body: String, _ kind: Failure.Kind, _ words: String) async throws {
        server.change { $0.faults = [.refused(status, body)] }
        let piece = try FediPieces.piece("Une image.", [try FediPieces.picture()])
        let connector = try server.connector()
        let refusal = await failure(of: { try await connector.prepare(piece, after: nil) })
        #expect(refusal?.kind == kind && refusal?.words == words)
    }

    @Test("what was kept and cannot be read is taken for nothing")
    func hostile() async throws {
        let connector = try server.connector()
        let piece = try FediPieces.piece("Une image.", [try FediPieces.picture()])
        for text in ["", "1", "1 2 3 4", "1 2 inf 0", "1 2 nan read", String(repeating: "9 ", count: 10_000)] {
            let (prepared, _) = try await FediPieces.prepared(
                connector, piece, from: Prepared(["media.0": text, "media.x": "1"], at: server.clock.now))
            #expect(prepared.values["media.0"] != text)
        }
    }
}
