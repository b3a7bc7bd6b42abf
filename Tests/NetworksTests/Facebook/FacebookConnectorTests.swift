import Deontology
import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct FacebookConnectorTests {
    static let credentials = Credentials(access: "page-token", subject: "7")

    static func connector(_ meta: FakeMeta, at clock: Clock = noon) -> FacebookConnector {
        FacebookConnector(credentials: credentials, http: meta.http, clock: clock)
    }

    static func piece(
        _ text: String = "Portes ouvertes samedi.", _ attachments: [Networks.Attachment] = [],
        role: Networks.Piece.Role = .post, under parent: Sent? = nil,
        visibility: Networks.Piece.Visibility = .everybody
    ) throws -> Networks.Piece {
        Networks.Piece(
            role, words: try FakeMeta.cleared(text), attachments: attachments, parent: parent, visibility: visibility)
    }

    static let now = Prepared(at: noon.now())

    // MARK: Publishing

    @Test("words leave in one request of the documented form, in the Page's name")
    func words() async throws {
        let meta = FakeMeta(["POST /7/feed": .json(#"{"id":"7_100"}"#)])
        let connector = Self.connector(meta)
        let piece = try Self.piece()
        let prepared = try #require(FakeMeta.ready(try await connector.prepare(piece, after: nil)))
        let sent = FakeMeta.sent(await connector.publish(piece, prepared, key: "k"))
        #expect(sent == Sent(id: "7_100", url: "https://www.facebook.com/7_100"))
        #expect(meta.asked == ["POST /7/feed"])
        #expect(meta.calls[0].version == "v25.0")
        #expect(meta.calls[0].fields == ["message": "Portes ouvertes samedi."])
    }

    @Test("a link in the words is shown as one, without the full stop behind it")
    func link() async throws {
        let meta = FakeMeta(["POST /7/feed": .json(#"{"id":"7_100"}"#)])
        let text = "Le programme : https://chu.example/portes?an=2026. À samedi !"
        _ = await Self.connector(meta).publish(try Self.piece(text), Self.now, key: "k")
        #expect(meta.calls[0].fields["link"] == "https://chu.example/portes?an=2026")
        #expect(meta.calls[0].fields["message"] == text)
    }

    @Test("pictures are uploaded unseen, one a step, with what they show, and then the post names them in order")
    func pictures() async throws {
        let meta = FakeMeta { call in
            switch call.path {
            case "/7/photos": .json(#"{"id":"\#(call.fields["alt_text_custom"] == "Le hall" ? 901 : 902)"}"#)
            case "/7/feed": .json(#"{"id":"7_100"}"#)
            default: .refused(404)
            }
        }
        let connector = Self.connector(meta)
        let piece = try Self.piece(
            "Le hall : https://chu.example",
            [try FakeMeta.attachment(alt: "Le hall"), try FakeMeta.attachment(mime: "image/png")])
        let first = try #require(FakeMeta.waiting(try await connector.prepare(piece, after: nil)))
        #expect(first.prepared.values == ["photo.0": "901"])
        let ready = try #require(FakeMeta.ready(try await connector.prepare(piece, after: first.prepared)))
        #expect(ready.values == ["photo.0": "901", "photo.1": "902"])
        #expect(meta.calls[0].fields == ["published": "false", "alt_text_custom": "Le hall"])
        #expect(meta.calls[0].file == "source image/jpeg" && meta.calls[1].file == "source image/png")
        let sending = await connector.publish(piece, ready, key: "k")
        #expect(FakeMeta.sent(sending)?.id == "7_100")
        let post = try #require(meta.call("POST /7/feed"))
        #expect(post.fields["attached_media"] == #"[{"media_fbid":"901"},{"media_fbid":"902"}]"#)
        #expect(post.fields["link"] == nil)
        #expect(meta.calls.count == 3)
    }

    @Test("a preparation goes on where a restart cut it, and begins anew when its pictures are too old")
    func resumed() async throws {
        let meta = FakeMeta(["POST /7/photos": .json(#"{"id":"902"}"#)])
        let piece = try Self.piece("Deux.", [try FakeMeta.attachment(), try FakeMeta.attachment()])
        let connector = Self.connector(meta)
        let kept = Prepared(["photo.0": "901"], at: noon.now())
        let ready = try #require(FakeMeta.ready(try await connector.prepare(piece, after: kept)))
        #expect(ready.values == ["photo.0": "901", "photo.1": "902"] && meta.calls.count == 1)
        let old = Prepared(["photo.0": "901", "photo.1": "902"], at: noon.now().adding(seconds: -86_400))
        let again = try #require(FakeMeta.waiting(try await connector.prepare(piece, after: old)))
        #expect(again.prepared.values == ["photo.0": "902"])
    }

    @Test("an upload of which nobody can tell is done again, one that was refused is not")
    func uploads() async throws {
        let piece = try Self.piece("Une.", [try FakeMeta.attachment()])
        let lost = await failure { try await Self.connector(FakeMeta { _ in .lost }).prepare(piece, after: nil) }
        #expect(lost?.kind == .unavailable)
        let big = FakeMeta { _ in .refused(400, FakeMeta.error(100, 1_366_046)) }
        let refused = await failure { try await Self.connector(big).prepare(piece, after: nil) }
        #expect(refused?.kind == .unusable && refused?.words == "networks.media_refused")
        let nameless = await failure {
            try await Self.connector(FakeMeta { _ in .json("{}") }).prepare(piece, after: nil)
        }
        #expect(nameless?.kind == .unavailable)
    }

    @Test("a video leaves with its words and its title, and is known by the post that shows it")
    func video() async throws {
        let meta = FakeMeta([
            "POST /7/videos": .json(#"{"id":"555"}"#),
            "GET /555": .json(#"{"id":"555","post_id":"7_101","permalink_url":"/reel/555/"}"#),
        ])
        let connector = Self.connector(meta)
        let film = try FakeMeta.attachment(.video, mime: "video/mp4")
        let piece = Networks.Piece(
            words: try FakeMeta.cleared("Le bloc en film."), title: try FakeMeta.cleared("Le bloc"), attachments: [film]
        )
        let prepared = try #require(FakeMeta.ready(try await connector.prepare(piece, after: nil)))
        #expect(meta.calls.isEmpty)
        let sent = FakeMeta.sent(await connector.publish(piece, prepared, key: "k"))
        #expect(sent == Sent(id: "7_101", url: "https://www.facebook.com/reel/555/", reference: "555"))
        #expect(meta.calls[0].fields == ["description": "Le bloc en film.", "title": "Le bloc"])
        #expect(meta.calls[0].file == "source video/mp4")
        let pulled = try FakeMeta.attachment(.video, mime: "video/mp4", at: "https://chu.example/m/1?s=abc")
        _ = await connector.publish(try Self.piece("Film.", [pulled]), prepared, key: "k")
        let form = try #require(meta.call("POST /7/videos"))
        #expect(form.fields["file_url"] == "https://chu.example/m/1?s=abc" && form.file == nil)
    }

    @Test("a question that fails after a video is out changes nothing of that")
    func laterStep() async throws {
        let meta = FakeMeta(["POST /7/videos": .json(#"{"id":"555"}"#)])
        let piece = try Self.piece("Film.", [try FakeMeta.attachment(.video, mime: "video/mp4")])
        let sent = FakeMeta.sent(await Self.connector(meta).publish(piece, Self.now, key: "k"))
        #expect(sent?.id == "7_555" && sent?.reference == "555")
        #expect(meta.asked.count { $0 == "POST /7/videos" } == 1)
    }

    @Test("the first comment goes under the post, and under the video where the post is one")
    func comment() async throws {
        let meta = FakeMeta([
            "POST /7_100/comments": .json(#"{"id":"100_5"}"#), "POST /555/comments": .json(#"{"id":"101_6"}"#),
        ])
        let connector = Self.connector(meta)
        let under = try Self.piece("Le lien : https://chu.example", role: .comment, under: Sent(id: "7_100", url: nil))
        #expect(FakeMeta.sent(await connector.publish(under, Self.now, key: "k"))?.id == "100_5")
        #expect(meta.calls[0].fields == ["message": "Le lien : https://chu.example"])
        let video = Sent(id: "7_101", url: nil, reference: "555")
        let below = try Self.piece("Merci.", role: .comment, under: video)
        #expect(FakeMeta.sent(await connector.publish(below, Self.now, key: "k"))?.id == "101_6")
    }

    @Test("what a Page cannot show is refused before anything leaves")
    func refusedEarly() async throws {
        let film = try FakeMeta.attachment(.video, mime: "video/mp4")
        let picture = try FakeMeta.attachment()
        let pieces: [(Networks.Piece, String)] = [
            (try Self.piece("a", [film, picture]), "networks.media_mixed"),
            (try Self.piece("a", Array(repeating: picture, count: 11)), "networks.too_many_files"),
            (
                try Self.piece("a", [try FakeMeta.attachment(.document, mime: "application/pdf")]),
                "networks.media_refused"
            ),
            (try Self.piece("a", [film], role: .comment, under: Sent(id: "1", url: nil)), "networks.media_refused"),
            (try Self.piece("a", visibility: .followers), "networks.public_only"),
        ]
        let meta = FakeMeta { _ in .json(#"{"id":"1"}"#) }
        for (piece, words) in pieces {
            let early = await failure { try await Self.connector(meta).prepare(piece, after: nil) }
            #expect(early?.kind == .unusable && early?.words == words)
            let late = FakeMeta.refusal(await Self.connector(meta).publish(piece, Self.now, key: "k"))
            #expect(late?.failure.words == words)
        }
        #expect(meta.calls.isEmpty)
    }
}
