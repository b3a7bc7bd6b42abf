import Deontology
import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct LinkedInConnectorTests {
    static let credentials = Credentials(access: "token", subject: "5")
    private static let post = "urn:li:share:7"
    private static let path = "/rest/posts/urn%3Ali%3Ashare%3A7"

    static func connector(_ network: ClosedNetwork, clock: Clock = noon) -> LinkedInConnector {
        LinkedInConnector(credentials: credentials, http: network.http, clock: clock)
    }

    private static func publish(_ reply: ClosedNetwork.Reply, _ piece: Networks.Piece? = nil) async throws -> Sending {
        let network = ClosedNetwork(["POST /rest/posts": [reply]])
        return await connector(network).publish(try piece ?? Made.piece(), Prepared(at: noon.now()), key: "k")
    }

    @Test("a post travels in LinkedIn's way of writing, with its version, and its name comes in a header")
    func publishes() async throws {
        let network = ClosedNetwork(["POST /rest/posts": [.yes("", ["x-restli-id": Self.post])]])
        let piece = try Made.piece("Ouvert (enfin) #santé https://chu.example/a_b")
        let sending = await Self.connector(network).publish(piece, Prepared(at: noon.now()), key: "k")
        #expect(
            Made.sent(sending) == Sent(id: Self.post, url: "https://www.linkedin.com/feed/update/urn:li:share:7/"))
        let call = try #require(network.calls.first)
        #expect(call.headers["linkedin-version"] == LinkedInVersion.current)
        #expect(call.headers["x-restli-protocol-version"] == "2.0.0")
        let json = call.json
        #expect(json["author"].string == "urn:li:organization:5")
        #expect(json["commentary"].string == #"Ouvert \(enfin\) #santé https://chu.example/a\_b"#)
        #expect(json["visibility"].string == "PUBLIC" && json["lifecycleState"].string == "PUBLISHED")
        #expect(json["distribution"]["feedDistribution"].string == "MAIN_FEED")
        #expect(json["content"] == .null)
    }

    @Test("pictures, a video and a link each take their own form")
    func contents() async throws {
        let prepared = Prepared(["media.0.id": "urn:li:image:A", "media.1.id": "urn:li:image:B"], at: noon.now())
        func content(_ piece: Networks.Piece) async -> JSON {
            let network = ClosedNetwork(["POST /rest/posts": [.yes("", ["x-restli-id": Self.post])]])
            _ = await Self.connector(network).publish(piece, prepared, key: "k")
            return network.calls.first?.json["content"] ?? .null
        }
        let picture = try Made.attachment(alt: "Le hall (vu d’en haut)")
        let one = await content(try Made.piece("Le hall.", [picture]))
        #expect(one["media"]["id"].string == "urn:li:image:A")
        #expect(one["media"]["altText"].string == "Le hall (vu d’en haut)")
        let two = await content(try Made.piece("Le hall.", [picture, try Made.attachment()]))
        let images = two["multiImage"]["images"].elements
        #expect(images.map { $0["id"].string } == ["urn:li:image:A", "urn:li:image:B"])
        #expect(images.map { $0["altText"].string } == ["Le hall (vu d’en haut)", nil])
        let video = await content(
            try Made.piece("Le hall.", title: "Un tour", [try Made.attachment(.video, "video/mp4")]))
        #expect(video["media"]["title"].string == "Un tour" && video["media"]["altText"] == .null)
        let article = await content(try Made.piece("À lire : https://chu.example/a.", title: "Nos conseils"))
        #expect(article["article"]["source"].string == "https://chu.example/a")
        #expect(article["article"]["title"].string == "Nos conseils")
    }

    @Test("a yes without a name is no yes: nobody can tell")
    func falseSuccess() async throws {
        for reply in [
            ClosedNetwork.Reply.yes("{}"), .yes(#"{"id":"urn:li:share:7"}"#), .yes("", ["x-restli-id": "7"]), .silence,
        ] {
            #expect(Made.doubt(try await Self.publish(reply)) != nil)
        }
        for status in [409, 400] {
            let body = #"{"status":\#(status),"code":"\#(status == 409 ? "CONFLICT" : "INTERNAL_SERVER_ERROR")"}"#
            #expect(Made.doubt(try await Self.publish(.no(status, body))) != nil)
        }
    }

    @Test("each no of LinkedIn is the failure that it stands for")
    func refusals() async throws {
        let duplicate =
            #"{"status":422,"message":"Content is a duplicate of urn:li:share:6","errorDetails":{"inputErrors":[{"code":"DUPLICATE_POST"}]}}"#
        let table: [(Int, String, Failure.Kind, String)] = [
            (422, duplicate, .conflict, "networks.duplicate"),
            (422, #"{"message":"Content is a duplicate of urn:li:share:6"}"#, .conflict, "networks.duplicate"),
            (401, #"{"code":"REVOKED_ACCESS_TOKEN"}"#, .forbidden, "wire.refused"),
            (401, "", .forbidden, "wire.refused"),
            (403, #"{"code":"ACCESS_DENIED"}"#, .forbidden, "networks.needs_right"),
            (403, #"{"code":"MEMBER_RESTRICTED"}"#, .forbidden, "networks.account_restricted"),
            (403, "<html>", .forbidden, "networks.needs_right"),
            (404, "", .notFound, "networks.no_status"),
            (
                426, #"{"code":"NONEXISTENT_VERSION","message":"Requested version 20260901 is not active"}"#, .unusable,
                "networks.old_version"
            ),
            (426, "", .unusable, "networks.old_version"),
            (400, #"{"message":"commentary: FIELD_LENGTH_TOO_LONG"}"#, .tooLarge, "networks.too_long"),
            (400, #"{"code":"MEDIA_ASSET_PROCESSING_FAILED"}"#, .unusable, "networks.media_refused"),
            (400, #"{"code":"MEDIA_ASSET_WAITING_UPLOAD"}"#, .notFound, "networks.upload_lost"),
            (400, #"{"code":"INVALID_URN_TYPE"}"#, .unusable, "networks.refused"),
        ]
        for (status, body, kind, words) in table {
            let refusal = try #require(Made.refusal(try await Self.publish(.no(status, body))), "\(body)")
            #expect(refusal.failure.kind == kind && refusal.failure.words == words, "\(status) \(body)")
        }
        for (asked, wait) in [(nil, 3_600), (30, 30)] as [(Double?, Double)] {
            let refusal = Made.refusal(try await Self.publish(.no(429, #"{"code":"TOO_MANY_REQUESTS"}"#, wait: asked)))
            #expect(refusal?.failure.kind == .tooMany && refusal?.wait == wait)
        }
    }

    @Test("the version is a month, answered for a year, and said to be ending two months before")
    func version() {
        #expect(LinkedInVersion.current.wholeMatch(of: /20[0-9]{2}(0[1-9]|1[0-2])/) != nil)
        #expect(!LinkedInVersion.isEnding(at: LinkedInVersion.end.adding(days: -61)))
        #expect(LinkedInVersion.isEnding(at: LinkedInVersion.end.adding(days: -59)))
    }

    @Test("a change replaces the words, and a deletion is done when the post is gone")
    func changes() async throws {
        let network = ClosedNetwork(["POST \(Self.path)": [.yes("")], "DELETE \(Self.path)": [.yes(""), .no(404)]])
        let (connector, sent) = (Self.connector(network), Sent(id: Self.post, url: nil))
        #expect(Made.sent(await connector.edit(sent, try Made.piece("Ouvert (enfin)"), key: "k")) == sent)
        let call = try #require(network.calls.first)
        #expect(call.headers["x-restli-method"] == "PARTIAL_UPDATE")
        #expect(call.json["patch"]["$set"]["commentary"].string == #"Ouvert \(enfin\)"#)
        #expect(Made.sent(await connector.delete(sent)) == sent)
        #expect(Made.sent(await connector.delete(sent)) == sent)
        #expect(network.calls.last?.headers["x-restli-method"] == "DELETE")
    }

    @Test("a first comment goes under its post in plain words, is changed and taken back")
    func comments() async throws {
        let urn = "urn:li:comment:(urn:li:activity:8,9)"
        let comment = "/rest/socialActions/urn%3Ali%3Aactivity%3A8/comments/9"
        let network = ClosedNetwork([
            "POST /rest/socialActions/urn%3Ali%3Ashare%3A7/comments": [
                .yes(#"{"commentUrn":"\#(urn)"}"#), .yes("", ["x-restli-id": "9"]), .yes("{}"),
            ],
            "POST \(comment)": [.yes("")], "DELETE \(comment)": [.yes("")],
        ])
        let connector = Self.connector(network)
        let piece = try Made.piece("Le lien (ici)", role: .comment, parent: Sent(id: Self.post, url: nil))
        let prepared = try await Made.prepared(connector, piece)
        let sent = try #require(Made.sent(await connector.publish(piece, prepared, key: "k")))
        #expect(sent.id == urn)
        let json = try #require(network.calls.first).json
        #expect(json["actor"].string == "urn:li:organization:5" && json["object"].string == Self.post)
        #expect(json["message"]["text"].string == "Le lien (ici)")
        #expect(
            Made.sent(await connector.publish(piece, prepared, key: "k"))?.id == "urn:li:comment:(urn:li:share:7,9)")
        #expect(Made.doubt(await connector.publish(piece, prepared, key: "k")) != nil)
        #expect(Made.sent(await connector.edit(sent, piece, key: "k")) == sent)
        #expect(network.calls.last?.query["actor"] == "urn:li:organization:5")
        #expect(Made.sent(await connector.delete(sent)) == sent)
    }

    @Test("a post is found by its words although LinkedIn marks its hashtags")
    func finds() async throws {
        let noon = Int(noon.now().seconds) * 1_000
        let posts = ##"""
            [{"id":"urn:li:share:3","createdAt":\##(noon - 60_000),"commentary":"Autre chose"},
             {"id":"urn:li:share:2","createdAt":\##(noon - 90_000),"commentary":"Ouvert \\(enfin\\) {hashtag|\\#|santé} https://lnkd.in/x"},
             {"id":"urn:li:share:1","createdAt":\##(noon - 9_000_000),"commentary":"Autre chose"}]
            """##
        let network = ClosedNetwork(["GET /rest/posts": [.yes(#"{"elements":\#(posts)}"#)]])
        let connector = Self.connector(network)
        let moment = Instant(seconds: Double(noon) / 1_000 - 120)
        let piece = try Made.piece("Ouvert (enfin) #santé https://chu.example/long")
        #expect(try await connector.find(piece, nil, since: moment)?.id == "urn:li:share:2")
        #expect(network.calls.first?.query["author"] == "urn:li:organization:5")
        #expect(try await connector.find(try Made.piece("Rien de tel."), nil, since: moment) == nil)
        #expect(network.calls.count == 2)
    }

    @Test("LinkedIn's way of writing is read back")
    func little() {
        #expect(
            LinkedInText.plain(##"a \(b\) \_c\_ {hashtag|\#|Santé} @[CHU](urn:li:organization:5) \\"##)
                == #"a (b) _c_ #Santé CHU \"#)
    }

    @Test("figures are asked for by kind of post, and what nobody has seen is left out")
    func figures() async throws {
        let element =
            #"{"share":"urn:li:share:7","totalShareStatistics":{"impressionCount":100,"uniqueImpressionsCount":80,"likeCount":5,"commentCount":1,"shareCount":2,"clickCount":9}}"#
        let network = ClosedNetwork([
            "GET /rest/organizationalEntityShareStatistics": [.yes(#"{"elements":[\#(element)]}"#)]
        ])
        let sent = [Self.post, "urn:li:ugcPost:8", "urn:li:comment:(urn:li:activity:8,9)"].map {
            Sent(id: $0, url: nil)
        }
        let found = try await Self.connector(network).figures(sent)
        #expect(found == [Self.post: PostFigures(views: 100, reach: 80, likes: 5, comments: 1, shares: 2, clicks: 9)])
        #expect(
            network.calls.first?.url.hasSuffix(
                "&shares=List(urn%3Ali%3Ashare%3A7)&ugcPosts=List(urn%3Ali%3AugcPost%3A8)") == true)
    }
}
