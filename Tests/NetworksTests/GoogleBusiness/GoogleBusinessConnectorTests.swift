import Deontology
import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct GoogleBusinessConnectorTests {
    static let credentials = Credentials(access: "token", subject: "accounts/1/locations/2")
    private static let posts = "/v4/accounts/1/locations/2/localPosts"
    private static let name = "accounts/1/locations/2/localPosts/3"
    private static let sent = Sent(
        id: "locations/2/localPosts/3", url: "https://local.google.com/3", reference: name)

    private static func connector(_ network: ClosedNetwork, subject: String = credentials.subject)
        -> GoogleBusinessConnector
    {
        GoogleBusinessConnector(
            credentials: Credentials(access: "token", subject: subject), http: network.http, clock: noon)
    }

    private static func answer(_ state: String) -> ClosedNetwork.Reply {
        .yes(#"{"name":"\#(name)","state":"\#(state)","searchUrl":"https://local.google.com/3"}"#)
    }

    @Test("a post travels with its link and its photo, which Google fetches from us")
    func publishes() async throws {
        let network = ClosedNetwork(["POST \(Self.posts)": [Self.answer("PROCESSING")]])
        let piece = try Made.piece(
            "Le nouveau hall est ouvert : https://chu.example/hall.",
            [try Made.attachment(at: "https://chu.example/m/1.jpg?s=a")])
        let connector = Self.connector(network)
        let prepared = try await Made.prepared(connector, piece)
        #expect(Made.sent(await connector.publish(piece, prepared, key: "k")) == Self.sent)
        let json = try #require(network.calls.first).json
        #expect(json["summary"].string == "Le nouveau hall est ouvert : https://chu.example/hall.")
        #expect(json["topicType"].string == "STANDARD" && json["languageCode"].string == "fr")
        #expect(json["callToAction"]["actionType"].string == "LEARN_MORE")
        #expect(json["callToAction"]["url"].string == "https://chu.example/hall")
        #expect(json["media"].elements.map { $0["sourceUrl"].string } == ["https://chu.example/m/1.jpg?s=a"])
        #expect(json["media"].elements.map { $0["mediaFormat"].string } == ["PHOTO"])
    }

    @Test("a post that Google rejects at once was never there; one without a name leaves nobody able to tell")
    func rejected() async throws {
        func sending(_ reply: ClosedNetwork.Reply) async throws -> Sending {
            let network = ClosedNetwork(["POST \(Self.posts)": [reply]])
            return await Self.connector(network).publish(try Made.piece(), Prepared(at: noon.now()), key: "k")
        }
        #expect(Made.refusal(try await sending(Self.answer("REJECTED")))?.failure.words == "networks.rejected")
        #expect(Made.sent(try await sending(Self.answer("LIVE"))) == Self.sent)
        for reply in [ClosedNetwork.Reply.yes("{}"), .yes("<html>"), .yes(#"{"name":"accounts/1"}"#), .silence] {
            #expect(Made.doubt(try await sending(reply)) != nil)
        }
    }

    @Test("45: each no of Google is the failure that it stands for")
    func refusals() async throws {
        func status(_ word: String, _ more: String = "") -> String {
            #"{"error":{"status":"\#(word)","message":"no"\#(more)}}"#
        }
        let field = #","details":[{"errorDetails":[{"code":3,"field":"summary","message":"Summary too long"}]}]"#
        let table: [(Int, String, Failure.Kind, String, Double?)] = [
            (401, status("UNAUTHENTICATED"), .forbidden, "wire.refused", nil),
            (403, status("PERMISSION_DENIED"), .forbidden, "networks.needs_right", nil),
            (404, status("NOT_FOUND"), .notFound, "networks.no_status", nil),
            (409, status("ALREADY_EXISTS"), .conflict, "networks.duplicate", nil),
            (429, status("RESOURCE_EXHAUSTED"), .tooMany, "wire.asked_to_wait", 60),
            (400, status("INVALID_ARGUMENT", field), .unusable, "networks.refused", nil),
            (400, status("FAILED_PRECONDITION"), .unusable, "networks.refused", nil),
        ]
        for (code, body, kind, words, wait) in table {
            let network = ClosedNetwork(["POST \(Self.posts)": [.no(code, body)]])
            let sending = await Self.connector(network).publish(try Made.piece(), Prepared(at: noon.now()), key: "k")
            let refusal = try #require(Made.refusal(sending), "\(body)")
            #expect(refusal.failure.kind == kind && refusal.failure.words == words && refusal.wait == wait, "\(body)")
            if body.contains("errorDetails") { #expect(refusal.said == "Summary too long") }
        }
        let aborted = ClosedNetwork(["POST \(Self.posts)": [.no(409, status("ABORTED"))]])
        #expect(
            Made.doubt(await Self.connector(aborted).publish(try Made.piece(), Prepared(at: noon.now()), key: "k"))
                != nil)
    }

    @Test("what Google would refuse is refused before it is asked")
    func checks() async throws {
        let network = ClosedNetwork([:])
        let photo = try Made.attachment(at: "https://chu.example/1.jpg")
        let table: [(Networks.Piece, String)] = [
            (try Made.piece("Appelez le 02 40 08 33 33."), "networks.no_phone_number"),
            (try Made.piece(String(repeating: "é", count: 1_501)), "networks.too_long"),
            (try Made.piece("Le hall.", [photo, photo]), "networks.one_photo"),
            (
                try Made.piece("Le hall.", [try Made.attachment(.video, "video/mp4", at: "https://chu.example/1")]),
                "networks.one_photo"
            ),
            (try Made.piece("Le hall.", [try Made.attachment()]), "networks.no_public_address"),
            (try Made.piece("Le hall.", [try Made.attachment(at: "ftp://chu.example")]), "networks.no_public_address"),
            (try Made.piece(role: .comment), "networks.no_comment"),
            (try Made.piece(visibility: .followers), "networks.public_only"),
        ]
        for (piece, words) in table {
            #expect(await failure { try await Self.connector(network).prepare(piece, after: nil) }?.words == words)
            let sending = await Self.connector(network).publish(piece, Prepared(at: noon.now()), key: "k")
            #expect(Made.refusal(sending)?.failure.words == words)
        }
        for subject in ["", "locations/2", "accounts/1/locations/2/../3"] {
            let sending = await Self.connector(network, subject: subject).publish(
                try Made.piece(), Prepared(at: noon.now()), key: "k")
            #expect(Made.refusal(sending)?.failure.kind == .unusable)
        }
        #expect(network.calls.isEmpty)
    }

    @Test(
        "phone numbers are seen in their many forms, and dates, sums and emergency numbers are none",
        arguments: [
            ("02 40 08 33 33", true), ("0240083333", true), ("02.40.08.33.33", true), ("+33 2 40 08 33 33", true),
            ("+33 (0)2 40 08 33 33", true), ("02-40-08-33-33", true), ("Tél.0240083333", true),
            ("Le 15, le 112 ou le 3114", false), ("du 05/12/2026 au 06/12/2026", false), ("44093 Nantes", false),
            ("10 000 000 euros", false), ("de 08 h 30 à 17 h 45", false), ("2026", false),
        ])
    func phones(_ text: String, _ isPhone: Bool) { #expect(BusinessPost.hasPhoneNumber(text) == isPhone) }

    @Test("a change says what it changes, and what is gone is taken back")
    func changes() async throws {
        let network = ClosedNetwork([
            "PATCH /v4/\(Self.name)": [Self.answer("LIVE")], "DELETE /v4/\(Self.name)": [.yes(), .no(404)],
        ])
        let connector = Self.connector(network)
        #expect(Made.sent(await connector.edit(Self.sent, try Made.piece("Le hall."), key: "k")) == Self.sent)
        let call = try #require(network.calls.first)
        #expect(call.query["updateMask"] == "summary,languageCode,callToAction")
        #expect(call.json["summary"].string == "Le hall." && call.json["topicType"] == .null)
        // What was kept by its identifier alone is found again.
        let short = Sent(id: Self.sent.id, url: nil)
        #expect(Made.sent(await connector.delete(short)) == short)
        #expect(Made.sent(await connector.delete(short)) == short)
    }

    @Test("what Google makes of a post is told; figures it gives none")
    func states() async throws {
        let answers = ["PROCESSING", "LIVE", "REJECTED", "SCHEDULED", "NEW_WORD"].map(Self.answer)
        let network = ClosedNetwork([
            "GET /v4/\(Self.name)": answers + [.no(404)],
            "GET \(Self.posts)": [.yes(#"{"localPosts":[{"name":"\#(Self.name)"}]}"#)],
        ])
        var states: [BusinessPostState] = []
        for _ in 0..<6 { states.append(try await Self.connector(network).state(Self.sent)) }
        #expect(states == [.processing, .live, .rejected, .scheduled, .processing, .gone])
        let figures = try await Self.connector(network).figures([
            Self.sent, Sent(id: "locations/2/localPosts/9", url: nil),
        ])
        #expect(figures == [Self.sent.id: PostFigures()])
    }

    @Test("a post is found among the latest by its words")
    func finds() async throws {
        func post(_ number: Int, _ at: String, _ text: String) -> String {
            #"{"name":"accounts/1/locations/2/localPosts/\#(number)","createTime":"\#(at)","summary":"\#(text)"}"#
        }
        let list = [
            post(5, "2026-11-21T11:59:00Z", "Autre"), post(4, "2026-11-21T11:58:00.123456Z", "Le hall ouvre."),
            post(3, "2026-10-21T11:58:00Z", "Le hall ouvre."),
        ]
        let network = ClosedNetwork([
            "GET \(Self.posts)": [.yes(#"{"localPosts":[\#(list.joined(separator: ","))],"nextPageToken":"n"}"#)]
        ])
        let connector = Self.connector(network)
        let piece = try Made.piece("Le hall ouvre.")
        #expect(
            try await connector.find(piece, nil, since: noon.now().adding(seconds: -60))?.id
                == "locations/2/localPosts/4")
        #expect(try await connector.find(try Made.piece("Rien."), nil, since: noon.now()) == nil)
        #expect(network.calls.count == 1 + GoogleBusinessConnector.pages)
    }

    @Test("the account is the location, by its own name")
    func account() async throws {
        let network = ClosedNetwork(["GET /v1/locations/2": [.yes(#"{"name":"locations/2","title":"CHU, hôpital"}"#)]])
        let account = try await Self.connector(network).account()
        #expect(account == SenderAccount(id: "accounts/1/locations/2", handle: "CHU, hôpital", name: "CHU, hôpital"))
    }
}
