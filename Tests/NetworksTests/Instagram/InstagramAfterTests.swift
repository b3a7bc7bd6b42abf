import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct InstagramAfterTests {
    private static func connector(_ meta: FakeMeta) -> InstagramConnector { InstagramConnectorTests.connector(meta) }

    private static let me = FakeMeta.Reply.json(#"{"user_id":"178","username":"chuaval","name":"CHU d'Aval"}"#)

    @Test("2: a post that may be out is found by its caption, and only since then")
    func found() async throws {
        let media =
            #"{"data":[{"id":"m2","caption":"Portes ouvertes\nsamedi","timestamp":"2026-11-21T11:58:00+0000","#
            + #""permalink":"https://www.instagram.com/p/b/"},"#
            + #"{"id":"m1","caption":"Portes ouvertes samedi","timestamp":"2026-11-10T11:58:00+0000"}]}"#
        let meta = FakeMeta(["GET /178/media": .json(media)])
        let piece = try InstagramConnectorTests.piece("Portes ouvertes samedi.", [])
        let sent = try await Self.connector(meta).find(piece, nil, since: noon.now().adding(seconds: -60))
        #expect(sent == Sent(id: "m2", url: "https://www.instagram.com/p/b/"))
        #expect(try await Self.connector(meta).find(piece, nil, since: noon.now().adding(seconds: 3_000)) == nil)
        #expect(meta.calls.allSatisfy { $0.method == "GET" })
    }

    @Test("a post without words is found by its container, when that was published")
    func wordless() async throws {
        func network(_ state: String) -> FakeMeta {
            FakeMeta([
                "GET /c1": .json(#"{"status_code":"\#(state)"}"#),
                "GET /178/media": .json(#"{"data":[{"id":"m2","timestamp":"2026-11-21T11:58:00+0000"}]}"#),
            ])
        }
        let piece = try InstagramConnectorTests.piece("…", [])
        let prepared = Prepared(["container": "c1"], at: noon.now())
        let since = noon.now()
        #expect(try await Self.connector(network("PUBLISHED")).find(piece, prepared, since: since)?.id == "m2")
        #expect(try await Self.connector(network("FINISHED")).find(piece, prepared, since: since) == nil)
        #expect(try await Self.connector(network("PUBLISHED")).find(piece, nil, since: since) == nil)
    }

    @Test("a comment of ours is found by our name, and nobody else's is taken for it")
    func comment() async throws {
        let said =
            #"{"data":[{"id":"c1","text":"Merci","timestamp":"2026-11-21T11:59:00+0000","username":"ann"},"#
            + #"{"id":"c2","text":"Merci","timestamp":"2026-11-21T11:58:30+0000","from":{"username":"chuaval"}}]}"#
        let meta = FakeMeta(["GET /me": Self.me, "GET /m1/comments": .json(said)])
        let piece = try InstagramConnectorTests.piece("Merci !", [], role: .comment, under: Sent(id: "m1", url: nil))
        #expect(try await Self.connector(meta).find(piece, nil, since: noon.now())?.id == "c2")
    }

    @Test("figures come by publication, without those that Instagram does not tell")
    func figures() async throws {
        let meta = FakeMeta { call in
            switch "\(call.method) \(call.path)" {
            case "GET /m1", "GET /m2": .json(#"{"id":"m1","like_count":12,"comments_count":3}"#)
            case "GET /m1/insights":
                .json(
                    #"{"data":[{"name":"views","values":[{"value":900}]},{"name":"reach","values":[{"value":400}]},"#
                        + #"{"name":"shares","total_value":{"value":5}}]}"#)
            case "POST /178/media": .refused(400, FakeMeta.error(100))
            default: .refused(400, FakeMeta.error(10))
            }
        }
        let published = ["m1", "m2", "m3"].map { Sent(id: $0, url: nil) }
        let figures = try await Self.connector(meta).figures(published)
        #expect(figures["m1"] == PostFigures(views: 900, reach: 400, likes: 12, comments: 3, shares: 5))
        #expect(figures["m2"] == PostFigures(likes: 12, comments: 3))
        #expect(figures["m3"] == nil && figures.count == 2)
    }

    @Test("what is left of the day's publications is Instagram's own word")
    func allowance() async throws {
        let meta = FakeMeta([
            "GET /178/content_publishing_limit": .json(
                #"{"data":[{"quota_usage":48,"config":{"quota_total":50,"quota_duration":86400}}]}"#)
        ])
        #expect(try await Self.connector(meta).allowance() == Allowance(left: 2, most: 50, window: 86_400))
        #expect(meta.calls[0].fields == ["fields": "config,quota_usage"])
        let spent = FakeMeta { _ in .json(#"{"data":[{"quota_usage":60,"config":{"quota_total":50}}]}"#) }
        #expect(try await Self.connector(spent).allowance()?.left == 0)
        #expect(try await Self.connector(FakeMeta { _ in .json("{}") }).allowance() == nil)
    }

    @Test("the account is the professional one that was chosen")
    func account() async throws {
        let account = try await Self.connector(FakeMeta(["GET /me": Self.me])).account()
        #expect(account == SenderAccount(id: "178", handle: "chuaval", name: "CHU d'Aval"))
        let other = FakeMeta(["GET /me": .json(#"{"user_id":"999","username":"autre"}"#)])
        #expect(await failure { try await Self.connector(other).account() }?.words == "networks.sign_in_again")
        let dead = FakeMeta { _ in .refused(400, FakeMeta.error(190, 463)) }
        let said = await failure { try await Self.connector(dead).account() }
        #expect(said?.kind == .forbidden && said?.words == "wire.refused")
    }

    @Test("each parameter and field of ours is one that Instagram documents")
    func contract() async throws {
        guard let media = try FakeMeta.documented("IGUser", "POST", "media"),
            let publish = try FakeMeta.documented("IGUser", "POST", "media_publish"),
            let comments = try FakeMeta.documented("IGMedia", "POST", "comments"),
            let replies = try FakeMeta.documented("IGComment", "POST", "replies"),
            let post = try FakeMeta.documentedFields("IGMedia"),
            let comment = try FakeMeta.documentedFields("IGComment")
        else { return print("skipped: no description of the Graph API beside this checkout") }
        let network = InstagramConnectorTests.network()
        let connector = Self.connector(network)
        let pieces = [
            try InstagramConnectorTests.piece("a", [try InstagramConnectorTests.picture(alt: "Le hall")]),
            try InstagramConnectorTests.piece("a", [try InstagramConnectorTests.film()]),
            try InstagramConnectorTests.piece(
                "a", [try InstagramConnectorTests.picture(), try InstagramConnectorTests.film()]),
        ]
        for piece in pieces {
            _ = await connector.publish(piece, try await FakeMeta.prepare(connector, piece), key: "k")
        }
        let made = network.calls.filter { $0.path == "/178/media" }
        #expect(made.count == 5)
        for call in made { #expect(Set(call.fields.keys).isSubset(of: media)) }
        #expect(Set(network.call("POST /178/media_publish")?.fields.keys.map { $0 } ?? []) == publish)
        #expect(comments.contains("message") && replies.contains("message"))
        #expect(Set(FakeMeta.names(InstagramItem.postFields)).isSubset(of: post))
        // `replies` is an edge of a comment.
        #expect(Set(FakeMeta.names(InstagramItem.commentFields)).subtracting(comment) == ["replies"])
    }
}
