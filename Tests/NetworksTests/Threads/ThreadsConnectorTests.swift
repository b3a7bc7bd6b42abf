import Deontology
import Foundation
import Kernel
import Synchronization
import Testing
import Wire

@testable import Networks

@Suite struct ThreadsConnectorTests {
    static let credentials = Credentials(access: "th-token", subject: "31")

    static func connector(_ meta: FakeMeta) -> ThreadsConnector {
        ThreadsConnector(credentials: credentials, http: meta.http, clock: noon)
    }

    static func piece(
        _ text: String = "Portes ouvertes samedi.", _ attachments: [Networks.Attachment] = [],
        role: Networks.Piece.Role = .post, under parent: Sent? = nil
    ) throws -> Networks.Piece {
        Networks.Piece(role, words: try FakeMeta.cleared(text), attachments: attachments, parent: parent)
    }

    static func network(_ state: String = "FINISHED", _ reason: String = "") -> FakeMeta {
        let made = Mutex(0)
        return FakeMeta { call in
            switch "\(call.method) \(call.path)" {
            case "POST /31/threads":
                let number = made.withLock { made in
                    made += 1
                    return made
                }
                return .json(#"{"id":"c\#(number)"}"#)
            case "POST /31/threads_publish": return .json(#"{"id":"t\#(call.fields["creation_id"] ?? "")"}"#)
            default:
                guard call.method == "GET" else { return .refused(404) }
                return call.path.hasPrefix("/t")
                    ? .json(#"{"id":"t","permalink":"https://www.threads.net/@chu/post/P"}"#)
                    : .json(#"{"status":"\#(state)","error_message":"\#(reason)"}"#)
            }
        }
    }

    @Test("words become a container, and a post once it is ready")
    func words() async throws {
        let meta = Self.network()
        let connector = Self.connector(meta)
        let piece = try Self.piece()
        let prepared = try await FakeMeta.prepare(connector, piece)
        #expect(meta.calls[0].fields == ["media_type": "TEXT", "text": "Portes ouvertes samedi."])
        #expect(meta.calls[0].version == "v1.0")
        let sent = FakeMeta.sent(await connector.publish(piece, prepared, key: "k"))
        #expect(sent == Sent(id: "tc1", url: "https://www.threads.net/@chu/post/P"))
        #expect(meta.asked == ["POST /31/threads", "GET /c1", "POST /31/threads_publish", "GET /tc1"])
        #expect(meta.calls[1].fields == ["fields": "status,error_message"])
    }

    @Test("each part of a thread, and the first comment, answers the part before")
    func thread() async throws {
        let meta = Self.network()
        let connector = Self.connector(meta)
        for role in [Networks.Piece.Role.thread, .comment] {
            let piece = try Self.piece("La suite.", role: role, under: Sent(id: "t1", url: nil))
            _ = await connector.publish(piece, try await FakeMeta.prepare(connector, piece), key: "k")
            #expect(
                meta.call("POST /31/threads")?.fields == [
                    "media_type": "TEXT", "text": "La suite.", "reply_to_id": "t1",
                ])
        }
        let orphan = try Self.piece("La suite.", role: .thread)
        #expect(await failure { try await connector.prepare(orphan, after: nil) }?.kind == .broken)
    }

    @Test("a picture, a video and a carousel each have their container, with what they show")
    func media() async throws {
        let meta = Self.network()
        let connector = Self.connector(meta)
        let picture = try FakeMeta.attachment(mime: "image/png", alt: "Le hall", at: "https://chu.example/1.png")
        let film = try FakeMeta.attachment(.video, mime: "video/mp4", alt: "Le bloc", at: "https://chu.example/v.mp4")
        _ = try await FakeMeta.prepare(connector, try Self.piece("Une image.", [picture]))
        #expect(
            meta.calls[0].fields == [
                "media_type": "IMAGE", "image_url": "https://chu.example/1.png", "alt_text": "Le hall",
                "text": "Une image.",
            ])
        let ready = try await FakeMeta.prepare(connector, try Self.piece("Deux.", [picture, film]))
        let made = meta.calls.filter { $0.path == "/31/threads" }.map(\.fields)
        #expect(
            made[2] == [
                "media_type": "VIDEO", "video_url": "https://chu.example/v.mp4", "alt_text": "Le bloc",
                "is_carousel_item": "true",
            ])
        #expect(made[1]["text"] == nil && made[1]["reply_to_id"] == nil)
        #expect(made[3] == ["media_type": "CAROUSEL", "children": "c2,c3", "text": "Deux."])
        #expect(ready.values["container"] == "c4")
    }

    @Test("what Threads cannot fetch or show is refused before anything leaves")
    func refusedEarly() async throws {
        let meta = Self.network()
        let fine = try FakeMeta.attachment(at: "https://chu.example/1.jpg")
        let pieces: [(Networks.Piece, String)] = [
            (try Self.piece("a", [try FakeMeta.attachment()]), "networks.no_public_address"),
            (try Self.piece("a", Array(repeating: fine, count: 21)), "networks.too_many_files"),
            (
                try Self.piece("a", [try FakeMeta.attachment(mime: "image/webp", at: "https://chu.example/1")]),
                "networks.media_refused"
            ),
            (
                Networks.Piece(words: try FakeMeta.cleared("a"), visibility: .followers), "networks.public_only"
            ),
        ]
        for (piece, words) in pieces {
            let said = await failure { try await Self.connector(meta).prepare(piece, after: nil) }
            #expect(said?.kind == .unusable && said?.words == words)
        }
        #expect(meta.calls.isEmpty)
    }

    @Test("a container at work is waited for; one that failed says why; a published one is not published again")
    func containers() async throws {
        let piece = try Self.piece("a", [try FakeMeta.attachment(at: "https://chu.example/1.jpg")])
        let kept = Prepared(["container": "c9"], at: noon.now())
        func said(_ state: String, _ reason: String = "") async -> Failure? {
            await failure { try await Self.connector(Self.network(state, reason)).prepare(piece, after: kept) }
        }
        let working = try await Self.connector(Self.network("IN_PROGRESS")).prepare(piece, after: kept)
        #expect(FakeMeta.waiting(working)?.prepared == kept)
        #expect(await said("ERROR", "FAILED_DOWNLOADING_VIDEO")?.words == "networks.media_unreachable")
        #expect(await said("ERROR", "INVALID_DURATION")?.words == "networks.media_refused")
        #expect(await said("PUBLISHED")?.kind == .conflict)
        let expired = try await Self.connector(Self.network("EXPIRED")).prepare(piece, after: kept)
        #expect(FakeMeta.waiting(expired)?.prepared.values == ["again": "1"])
    }

    @Test("doubts stay doubts, and a no says why")
    func outcomes() async throws {
        let piece = try Self.piece()
        let ready = Prepared(["container": "c1"], at: noon.now())
        for reply in [FakeMeta.Reply.json("{}"), .lost, .refused(400, FakeMeta.error(4, 2_207_051))] {
            let sending = await Self.connector(FakeMeta { _ in reply }).publish(piece, ready, key: "k")
            #expect(FakeMeta.doubt(sending) != nil)
        }
        let dead = FakeMeta { _ in .refused(401, FakeMeta.error(190, 463)) }
        let refusal = FakeMeta.refusal(await Self.connector(dead).publish(piece, ready, key: "k"))
        #expect(refusal?.failure.kind == .forbidden && refusal?.failure.words == "wire.refused")
        let none = FakeMeta.refusal(await Self.connector(dead).publish(piece, Prepared(at: noon.now()), key: "k"))
        #expect(none?.failure.kind == .broken && dead.calls.count == 1)
    }
}
