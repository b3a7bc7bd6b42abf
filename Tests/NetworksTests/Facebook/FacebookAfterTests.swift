import Deontology
import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct FacebookAfterTests {
    private static func connector(_ meta: FakeMeta) -> FacebookConnector { FacebookConnectorTests.connector(meta) }

    private static func piece(
        _ text: String, role: Networks.Piece.Role = .post, under parent: Sent? = nil
    ) throws -> Networks.Piece {
        Networks.Piece(role, words: try FakeMeta.cleared(text), parent: parent)
    }

    private static func post(_ id: String, _ text: String, _ time: String, from: String = "7") -> String {
        #"{"id":"\#(id)","message":"\#(text)","created_time":"\#(time)","from":{"id":"\#(from)"}}"#
    }

    // MARK: Finding

    @Test("what is out is found by its letters, however the network set its blanks, and only since then")
    func found() async throws {
        let posts = [
            Self.post("7_3", "Autre chose", "2026-11-21T11:59:00+0000"),
            Self.post("7_2", "Portes  ouvertes\\nsamedi", "2026-11-21T11:57:00+0000"),
            Self.post("7_1", "Portes ouvertes samedi.", "2026-11-20T11:57:00+0000"),
        ]
        let meta = FakeMeta(["GET /7/published_posts": .json(#"{"data":[\#(posts.joined(separator: ","))]}"#)])
        let piece = try Self.piece("Portes ouvertes samedi.")
        let connector = Self.connector(meta)
        let sent = try await connector.find(piece, nil, since: noon.now().adding(seconds: -60))
        #expect(sent?.id == "7_2")
        #expect(meta.calls[0].token == "Bearer page-token")
        #expect(try await connector.find(piece, nil, since: noon.now().adding(seconds: 200)) == nil)
        #expect(try await connector.find(try Self.piece("Rien de tel."), nil, since: noon.now()) == nil)
        #expect(meta.calls.allSatisfy { $0.method == "GET" })
    }

    @Test("the look goes on page by page, and stops at what is older")
    func pages() async throws {
        let meta = FakeMeta { call in
            let next =
                #""paging":{"next":"https://graph.facebook.com/x","cursors":{"after":"c\#(call.fields["after"] ?? "")1"}}"#
            return switch call.fields["after"] {
            case nil: .json(#"{"data":[\#(Self.post("7_9", "Le parking", "2026-11-21T11:59:00+0000"))],\#(next)}"#)
            case "c1": .json(#"{"data":[\#(Self.post("7_8", "La cantine", "2026-11-21T11:58:00+0000"))],\#(next)}"#)
            default: .json(#"{"data":[\#(Self.post("7_7", "Les horaires", "2026-11-19T11:58:00+0000"))],\#(next)}"#)
            }
        }
        let connector = Self.connector(meta)
        let since = noon.now().adding(seconds: -600)
        #expect(try await connector.find(try Self.piece("La cantine"), nil, since: since)?.id == "7_8")
        #expect(meta.calls.count == 2)
        #expect(try await connector.find(try Self.piece("Les horaires"), nil, since: since) == nil)
        #expect(meta.calls.count == 5)
    }

    @Test("a comment of ours is found where it belongs, and nobody else's is taken for it")
    func comments() async throws {
        let said = [
            Self.post("100_1", "Merci", "2026-11-21T11:59:30+0000", from: "99"),
            Self.post("100_2", "Merci", "2026-11-21T11:59:00+0000"),
        ]
        let meta = FakeMeta(["GET /7_100/comments": .json(#"{"data":[\#(said.joined(separator: ","))]}"#)])
        let under = try Self.piece("Merci !", role: .comment, under: Sent(id: "7_100", url: nil))
        let sent = try await Self.connector(meta).find(under, nil, since: noon.now().adding(seconds: -60))
        #expect(sent?.id == "100_2")
    }

    // MARK: Changing and taking back

    @Test("an edit puts new words in the place of the old, a video's as its description")
    func edit() async throws {
        let meta = FakeMeta(["POST /7_100": .json(#"{"success":true}"#), "POST /555": .json(#"{"success":true}"#)])
        let connector = Self.connector(meta)
        let post = Sent(id: "7_100", url: "https://www.facebook.com/7_100")
        let piece = try Self.piece("Corrigé.")
        #expect(FakeMeta.sent(await connector.edit(post, piece, key: "k")) == post)
        #expect(meta.calls[0].fields == ["message": "Corrigé."])
        _ = await connector.edit(Sent(id: "7_101", url: nil, reference: "555"), piece, key: "k")
        #expect(meta.calls[1].fields == ["description": "Corrigé."])
        let silent = Self.connector(FakeMeta { _ in .json("{}") })
        #expect(FakeMeta.doubt(await silent.edit(post, piece, key: "k")) != nil)
        let lost = Self.connector(FakeMeta { _ in .refused(403, FakeMeta.error(200)) })
        #expect(FakeMeta.refusal(await lost.edit(post, piece, key: "k"))?.failure.words == "networks.needs_right")
    }

    @Test("what was gone already is gone")
    func delete() async throws {
        let sent = Sent(id: "7_100", url: nil)
        let meta = FakeMeta(["DELETE /7_100": .json(#"{"success":true}"#)])
        #expect(FakeMeta.sent(await Self.connector(meta).delete(sent)) == sent)
        let gone = FakeMeta { _ in .refused(400, FakeMeta.error(100, 33)) }
        #expect(FakeMeta.sent(await Self.connector(gone).delete(sent)) == sent)
        let nothing = FakeMeta { _ in .refused(404, "") }
        #expect(FakeMeta.sent(await Self.connector(nothing).delete(sent)) == sent)
        let forbidden = FakeMeta { _ in .refused(403, FakeMeta.error(10)) }
        #expect(FakeMeta.refusal(await Self.connector(forbidden).delete(sent)) != nil)
        #expect(FakeMeta.doubt(await Self.connector(FakeMeta { _ in .lost }).delete(sent)) != nil)
        let video = FakeMeta(["DELETE /555": .json(#"{"success":true}"#)])
        _ = await Self.connector(video).delete(Sent(id: "7_101", url: nil, reference: "555"))
        #expect(video.asked == ["DELETE /555"])
    }

    // MARK: Figures

    static let basic = #"""
        {"id":"7_100","shares":{"count":4},"reactions":{"data":[],"summary":{"total_count":31}},
        "comments":{"data":[],"summary":{"total_count":6}}}
        """#
    static let insights = #"""
        {"data":[{"name":"post_media_view","period":"lifetime","values":[{"value":1200}]},
        {"name":"post_total_media_view_unique","period":"lifetime","values":[{"value":800}]},
        {"name":"post_clicks","period":"lifetime","values":[{"value":{"link clicks":12,"other clicks":3}}]}]}
        """#

    @Test("figures come by publication; what the network knows no more is left out")
    func figures() async throws {
        let meta = FakeMeta { call in
            switch "\(call.method) \(call.path)" {
            case "GET /7_100": .json(Self.basic)
            case "GET /7_100/insights": .json(Self.insights)
            case "POST /7/photos": .refused(400, FakeMeta.error(324))
            default: .refused(400, FakeMeta.error(100, 33))
            }
        }
        let figures = try await Self.connector(meta).figures([
            Sent(id: "7_100", url: nil), Sent(id: "7_999", url: nil),
        ])
        #expect(
            figures == [
                "7_100": PostFigures(views: 1_200, reach: 800, likes: 31, comments: 6, shares: 4, clicks: 15)
            ])
    }

    @Test("figures that are not ours to read leave those that are")
    func withoutInsights() async throws {
        let meta = FakeMeta { call in
            switch "\(call.method) \(call.path)" {
            case "GET /7_100": .json(Self.basic)
            case "GET /7_100/insights": .refused(403)
            case "POST /7/photos": .refused(400, FakeMeta.error(324))
            default: .refused(404)
            }
        }
        let figures = try await Self.connector(meta).figures([Sent(id: "7_100", url: nil)])
        #expect(figures["7_100"] == PostFigures(likes: 31, comments: 6, shares: 4))
    }

    @Test("a dead token is not taken for publications that are gone")
    func deadToken() async throws {
        let meta = FakeMeta { _ in .refused(400, FakeMeta.error(190, 460)) }
        let said = await failure { try await Self.connector(meta).figures([Sent(id: "7_100", url: nil)]) }
        #expect(said?.kind == .forbidden && said?.words == "wire.refused")
    }

    // MARK: The account

    @Test("the account is the Page; a person's token, or another Page's, is refused")
    func account() async throws {
        let meta = FakeMeta(["GET /me": .json(#"{"id":"7","name":"CHU d'Aval","username":"chuaval"}"#)])
        #expect(
            try await Self.connector(meta).account() == SenderAccount(id: "7", handle: "chuaval", name: "CHU d'Aval"))
        let person = FakeMeta(["GET /me": .json(#"{"id":"12345","name":"Anne"}"#)])
        let said = await failure { try await Self.connector(person).account() }
        #expect(said?.kind == .forbidden && said?.words == "networks.sign_in_again")
    }

    @Test(
        "whether a token is dead is heard from the error itself, never from the status",
        arguments: [
            (400, 190, 460, Failure.Kind.forbidden, "wire.refused"),
            (400, 190, 459, .forbidden, "networks.account_restricted"), (403, 4, nil, .tooMany, "wire.asked_to_wait"),
            (400, 2, nil, .unavailable, "wire.unavailable"), (403, 324, nil, .forbidden, "networks.needs_right"),
        ] as [(Int, Int, Int?, Failure.Kind, String)])
    func token(_ status: Int, _ code: Int, _ subcode: Int?, _ kind: Failure.Kind, _ words: String) async throws {
        let meta = FakeMeta { _ in .refused(status, FakeMeta.error(code, subcode)) }
        let said = await failure { try await Self.connector(meta).account() }
        #expect(said?.kind == kind && said?.words == words)
        #expect(meta.asked == ["GET /me", "POST /7/photos"])
        #expect(meta.calls[1].fields == ["published": "false"] && meta.calls[1].file == nil)
    }

    @Test("a network that does not answer proves nothing of the token")
    func silence() async throws {
        let gone = await failure { try await Self.connector(FakeMeta { _ in .lost }).account() }
        #expect(gone?.kind == .unavailable)
        let half = FakeMeta { $0.method == "GET" ? .refused(400) : .lost }
        let said = await failure { try await Self.connector(half).account() }
        #expect(said?.kind == .unavailable)
    }
}
