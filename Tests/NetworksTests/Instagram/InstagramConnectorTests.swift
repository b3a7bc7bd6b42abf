import Deontology
import Foundation
import Kernel
import Synchronization
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct InstagramConnectorTests {
    static let credentials = Credentials(access: "ig-token", subject: "178")

    static func connector(_ meta: FakeMeta, at clock: Clock = noon, endpoints: Endpoints = .real) -> InstagramConnector
    {
        InstagramConnector(credentials: credentials, endpoints: endpoints, http: meta.http, clock: clock)
    }

    static func piece(
        _ text: String = "Portes ouvertes samedi.", _ attachments: [Networks.Attachment],
        role: Networks.Piece.Role = .post, under parent: Sent? = nil
    ) throws -> Networks.Piece {
        Networks.Piece(role, words: try FakeMeta.cleared(text), attachments: attachments, parent: parent)
    }

    static func picture(_ name: String = "1", alt: String? = nil) throws -> Networks.Attachment {
        try FakeMeta.attachment(alt: alt, at: "https://chu.example/m/\(name).jpg?s=abc")
    }

    static func film() throws -> Networks.Attachment {
        try FakeMeta.attachment(.video, mime: "video/mp4", at: "https://chu.example/m/v.mp4")
    }

    /// Containers that are ready at the second look.
    static func network(_ states: [String: String] = [:]) -> FakeMeta {
        let made = Mutex(0)
        let looks = Mutex<[String: Int]>([:])
        return FakeMeta { call in
            switch "\(call.method) \(call.path)" {
            case "POST /178/media":
                let number = made.withLock { made in
                    made += 1
                    return made
                }
                return .json(#"{"id":"c\#(number)"}"#)
            case "POST /178/media_publish": return .json(#"{"id":"m1"}"#)
            case "GET /m1": return .json(#"{"id":"m1","permalink":"https://www.instagram.com/p/abc/"}"#)
            default:
                guard call.method == "GET", call.path.hasPrefix("/c") else { return .refused(404) }
                let look = looks.withLock { looks in
                    looks[call.path, default: 0] += 1
                    return looks[call.path] ?? 0
                }
                let state = states[call.path] ?? (look > 1 ? "FINISHED" : "IN_PROGRESS")
                return .json(#"{"status_code":"\#(state)","status":"Error: code 2207026"}"#)
            }
        }
    }

    // MARK: Before

    @Test("a picture becomes a container out of its public address, is waited for, and then published")
    func picture() async throws {
        let meta = Self.network()
        let connector = Self.connector(meta)
        let piece = try Self.piece("Portes ouvertes samedi.", [try Self.picture(alt: "Le hall")])
        let made = try #require(FakeMeta.waiting(try await connector.prepare(piece, after: nil)))
        #expect(made.prepared.values == ["container": "c1"] && made.seconds == 5)
        #expect(
            meta.calls[0].fields == [
                "image_url": "https://chu.example/m/1.jpg?s=abc", "alt_text": "Le hall",
                "caption": "Portes ouvertes samedi.",
            ])
        #expect(meta.calls[0].version == "v25.0")
        #expect(FakeMeta.waiting(try await connector.prepare(piece, after: made.prepared)) != nil)
        let ready = try #require(FakeMeta.ready(try await connector.prepare(piece, after: made.prepared)))
        #expect(meta.call("GET /c1")?.fields == ["fields": "status_code,status"])
        let sent = FakeMeta.sent(await connector.publish(piece, ready, key: "k"))
        #expect(sent == Sent(id: "m1", url: "https://www.instagram.com/p/abc/"))
        #expect(meta.call("POST /178/media_publish")?.fields == ["creation_id": "c1"])
        #expect(meta.asked.count { $0 == "POST /178/media" } == 1)
    }

    @Test("a carousel is a container of containers, made one a step, and goes on after a restart")
    func carousel() async throws {
        let meta = Self.network()
        let connector = Self.connector(meta)
        let piece = try Self.piece("Trois images.", [try Self.picture("1"), try Self.film(), try Self.picture("3")])
        let prepared = try await FakeMeta.prepare(connector, piece)
        #expect(prepared.values["container"] == "c4")
        let made = meta.calls.filter { $0.path == "/178/media" }.map(\.fields)
        #expect(made.count == 4)
        #expect(made[0] == ["image_url": "https://chu.example/m/1.jpg?s=abc", "is_carousel_item": "true"])
        #expect(
            made[1] == ["media_type": "VIDEO", "video_url": "https://chu.example/m/v.mp4", "is_carousel_item": "true"])
        #expect(made[3] == ["media_type": "CAROUSEL", "children": "c1,c2,c3", "caption": "Trois images."])
        let half = Prepared(["child.0": "c1", "child.1": "c2"], at: noon.now())
        let fresh = Self.network()
        let step = try #require(FakeMeta.waiting(try await Self.connector(fresh).prepare(piece, after: half)))
        #expect(step.prepared.values["child.2"] == "c1" && step.prepared.values["child.0"] == "c1")
        #expect(fresh.calls.count == 1)
    }

    @Test("a video alone is a reel, shown in the feed too")
    func reel() async throws {
        let meta = Self.network()
        let first = try await Self.connector(meta).prepare(try Self.piece("Film.", [try Self.film()]), after: nil)
        #expect(FakeMeta.waiting(first)?.seconds == 30)
        #expect(
            meta.calls[0].fields == [
                "media_type": "REELS", "video_url": "https://chu.example/m/v.mp4", "share_to_feed": "true",
                "caption": "Film.",
            ])
    }

    @Test("what Instagram cannot fetch or show is refused before anything leaves")
    func refusedEarly() async throws {
        let meta = FakeMeta { _ in .json(#"{"id":"c1"}"#) }
        let connector = Self.connector(meta)
        for address in [
            nil, "", "http://chu.example/a.jpg", "https://127.0.0.1/a.jpg", "https://10.0.0.4/a.jpg",
            "https://localhost/a.jpg", "https://[::1]/a.jpg", "https://nas.local/a.jpg", "https://serveur/a.jpg",
            "ftp://chu.example/a.jpg", "nonsense",
        ] {
            let piece = try Self.piece("a", [try FakeMeta.attachment(at: address)])
            let said = await failure { try await connector.prepare(piece, after: nil) }
            #expect(said?.kind == .unusable && said?.words == "networks.no_public_address", "\(address ?? "none")")
        }
        let others: [([Networks.Attachment], String)] = [
            ([], "networks.needs_media"), (Array(repeating: try Self.picture(), count: 11), "networks.too_many_files"),
            ([try FakeMeta.attachment(mime: "image/png", at: "https://chu.example/a")], "networks.media_refused"),
            ([try FakeMeta.attachment(.animation, mime: "image/gif", at: "https://a.fr/a")], "networks.media_refused"),
        ]
        for (attachments, words) in others {
            let said = await failure { try await connector.prepare(try Self.piece("a", attachments), after: nil) }
            #expect(said?.kind == .unusable && said?.words == words)
        }
        #expect(meta.calls.isEmpty)
    }

    @Test("a simulated network fetches from where it stands")
    func simulated() async throws {
        let meta = FakeMeta { _ in .json(#"{"id":"c1"}"#) }
        let connector = Self.connector(meta, endpoints: .simulated(at: "http://127.0.0.1:8099"))
        let piece = try Self.piece("a", [try FakeMeta.attachment(at: "http://127.0.0.1:8080/m/1.jpg")])
        _ = try await connector.prepare(piece, after: nil)
        #expect(meta.calls[0].fields["image_url"] == "http://127.0.0.1:8080/m/1.jpg")
    }

    @Test("a file that Instagram could not fetch is a clear no, one that took too long is tried again")
    func fetching() async throws {
        let piece = try Self.piece("a", [try Self.picture()])
        func said(_ code: Int, _ subcode: Int) async -> Failure? {
            let meta = FakeMeta { _ in .refused(400, FakeMeta.error(code, subcode)) }
            return await failure { try await Self.connector(meta).prepare(piece, after: nil) }
        }
        let unreachable = await said(9_004, 2_207_052)
        #expect(unreachable?.kind == .unusable && unreachable?.words == "networks.media_unreachable")
        #expect(await said(-2, 2_207_003)?.kind == .unavailable)
        #expect(await said(36_003, 2_207_009)?.words == "networks.media_refused")
        #expect(await said(190, 463)?.words == "wire.refused")
        #expect(await said(4, 1)?.kind == .tooMany)
    }

    @Test("a container that fails says why; one that is lost is made again, and not for ever")
    func containers() async throws {
        let piece = try Self.piece("a", [try Self.picture()])
        let kept = Prepared(["container": "c9"], at: noon.now())
        let failed = Self.network(["/c9": "ERROR"])
        let said = await failure { try await Self.connector(failed).prepare(piece, after: kept) }
        #expect(said?.kind == .unusable && said?.words == "networks.media_refused")
        let expired = Self.network(["/c9": "EXPIRED"])
        let again = try #require(FakeMeta.waiting(try await Self.connector(expired).prepare(piece, after: kept)))
        #expect(again.prepared.values == ["again": "1"])
        let tired = Prepared(["container": "c9", "again": "2"], at: noon.now())
        #expect(await failure { try await Self.connector(expired).prepare(piece, after: tired) } != nil)
        let unknown = FakeMeta { call in
            .refused(400, call.method == "POST" ? FakeMeta.error(100) : FakeMeta.error(100, 33))
        }
        let lost = try #require(FakeMeta.waiting(try await Self.connector(unknown).prepare(piece, after: kept)))
        #expect(lost.prepared.values["container"] == nil)
        let old = Prepared(["container": "c9"], at: noon.now().adding(seconds: -23.5 * 3_600))
        let fresh = Self.network()
        let anew = try #require(FakeMeta.waiting(try await Self.connector(fresh).prepare(piece, after: old)))
        #expect(anew.prepared.values == ["container": "c1"] && fresh.asked == ["POST /178/media"])
    }

    @Test("a container that is published already is never published again")
    func published() async throws {
        let meta = Self.network(["/c9": "PUBLISHED"])
        let kept = Prepared(["container": "c9"], at: noon.now())
        let piece = try Self.piece("a", [try Self.picture()])
        let said = await failure { try await Self.connector(meta).prepare(piece, after: kept) }
        #expect(said?.kind == .conflict && said?.words == "networks.duplicate")
        #expect(!meta.asked.contains { $0.hasPrefix("POST") })
    }
}
