import Deontology
import Foundation
import Kernel
import Synchronization
import TestKit
import Testing

@testable import Networks

@Suite struct XConnectorTests {
    static let credentials = Credentials(access: "token", subject: "42")

    static func connector(_ network: ClosedNetwork, clock: Clock = noon) -> XConnector {
        XConnector(credentials: credentials, http: network.http, clock: clock)
    }

    private static func publish(_ reply: ClosedNetwork.Reply) async throws -> Sending {
        let network = ClosedNetwork(["POST /2/tweets": [reply]])
        let piece = try Made.piece()
        return await connector(network).publish(piece, Prepared(at: noon.now()), key: "k")
    }

    @Test("a post travels with its words, its pictures and what it answers, and comes back by its number")
    func publishes() async throws {
        let network = ClosedNetwork(["POST /2/tweets": [.yes(#"{"data":{"id":"99","text":"x"}}"#)]])
        let piece = try Made.piece(
            "La suite demain.", role: .thread, [try Made.attachment()], parent: Sent(id: "98", url: nil))
        let prepared = Prepared(["media.0.id": "71", "media.0.ready": "1"], at: noon.now())
        let sent = Made.sent(await Self.connector(network).publish(piece, prepared, key: "k"))
        #expect(sent == Sent(id: "99", url: "https://x.com/i/web/status/99"))
        let json = try #require(network.last("POST /2/tweets")).json
        #expect(json["text"].string == "La suite demain.")
        #expect(json["media"]["media_ids"].elements == [.string("71")])
        #expect(json["reply"]["in_reply_to_tweet_id"].string == "98")
        #expect(network.calls.first?.token == "token")
    }

    @Test("a yes without a number, a yes with errors alone, and silence are all: nobody can tell")
    func doubts() async throws {
        let strange: [ClosedNetwork.Reply] = [
            .yes("{}"), .yes(#"{"data":{}}"#), .yes("<html>"), .silence,
            .yes(#"{"errors":[{"title":"Internal Error","type":"https://api.x.com/2/problems/internal-error"}]}"#),
            .no(400, #"{"title":"x","detail":"x","type":"https://api.x.com/2/problems/internal-error"}"#),
        ]
        for reply in strange { #expect(Made.doubt(try await Self.publish(reply)) != nil, "\(reply)") }
    }

    private static func problem(_ type: String, _ detail: String = "no") -> String {
        #"{"title":"No","detail":"\#(detail)","type":"https://api.x.com/2/problems/\#(type)"}"#
    }

    @Test("45: each no of X is the failure that it stands for")
    func refusals() async throws {
        let blank = #"{"title":"Forbidden","type":"about:blank","detail":"#
        let table: [(Int, String, Failure.Kind, String)] = [
            (401, "{}", .forbidden, "wire.refused"),
            (402, Self.problem("credits-depleted"), .forbidden, "networks.unpaid"),
            (403, Self.problem("usage-capped"), .forbidden, "networks.unpaid"),
            (
                403, blank + #""You are not allowed to create a Tweet with duplicate content."}"#, .conflict,
                "networks.duplicate"
            ),
            (403, blank + #""Your account is temporarily locked."}"#, .forbidden, "networks.account_restricted"),
            (403, blank + #""Your account is suspended."}"#, .forbidden, "networks.account_restricted"),
            (403, Self.problem("client-forbidden"), .forbidden, "networks.needs_right"),
            (403, Self.problem("not-authorized-for-resource"), .forbidden, "networks.needs_right"),
            (403, blank + #""You are not permitted to perform this action."}"#, .forbidden, "networks.needs_right"),
            (400, Self.problem("resource-not-found"), .notFound, "networks.no_status"),
            (
                403, blank + #""You attempted to reply to a Tweet that is deleted or not visible to you."}"#, .notFound,
                "networks.no_status"
            ),
            (
                400, #"{"errors":[{"message":"Your media IDs are invalid."}],"title":"Invalid Request"}"#, .notFound,
                "networks.upload_lost"
            ),
            (400, Self.problem("invalid-request", "Your Tweet text is too long."), .tooLarge, "networks.too_long"),
            (413, "", .unusable, "networks.media_refused"),
            (400, Self.problem("invalid-request"), .unusable, "networks.refused"),
            (404, "", .notFound, "networks.no_status"),
        ]
        for (status, body, kind, words) in table {
            let refusal = try #require(Made.refusal(try await Self.publish(.no(status, body))), "\(body)")
            #expect(refusal.failure.kind == kind, "\(status) \(body)")
            #expect(refusal.failure.words == words, "\(status) \(body)")
        }
    }

    @Test("41: a 429 is a no before anything is written, and its wait lies between a second and an hour")
    func waits() async throws {
        let asked: [(Double?, Double)] = [
            (nil, 900), (120, 120), (0, 1), (-50, 1), (31_536_000, 3_600), (.infinity, 3_600),
        ]
        for (asked, wait) in asked {
            let refusal = try #require(Made.refusal(try await Self.publish(.no(429, "", wait: asked))))
            #expect(refusal.failure.kind == .tooMany)
            #expect(refusal.wait == wait)
        }
    }

    @Test("what X says beside its no is one line of at most 300 characters, even out of four megabytes")
    func truncates() async throws {
        let long = String(repeating: "mot\\n", count: 1 << 20)
        let refusal = try #require(
            Made.refusal(try await Self.publish(.no(400, Self.problem("invalid-request", long)))))
        let said = try #require(refusal.said)
        #expect(said.count == 300 && !said.contains("\n"))
        let page = "<html>" + String(repeating: "x", count: 4 << 20)
        #expect(try #require(Made.refusal(try await Self.publish(.no(403, page)))).said == nil)
        let secret = try await Self.publish(
            .no(400, Self.problem("invalid-request", "token abcdefghij0123456789abcdefghij0123 is wrong")))
        #expect(Made.refusal(secret)?.said == "token …0123 is wrong")
    }

    @Test("an attachment that was not uploaded, or a reply to nothing, is not sent")
    func incomplete() async throws {
        let network = ClosedNetwork([:])
        let picture = try Made.piece("Le hall.", [try Made.attachment()])
        let connector = Self.connector(network)
        #expect(Made.refusal(await connector.publish(picture, Prepared(at: noon.now()), key: "k")) != nil)
        let orphan = try Made.piece(role: .comment)
        #expect(Made.refusal(await connector.publish(orphan, Prepared(at: noon.now()), key: "k")) != nil)
        #expect(network.calls.isEmpty)
    }

    @Test("what is gone already is gone, and a deletion that X does not confirm is in doubt")
    func deletes() async throws {
        for (reply, isSent) in [(.yes(#"{"data":{"deleted":true}}"#), true), (.no(404), true), (.yes("{}"), false)]
            as [(ClosedNetwork.Reply, Bool)]
        {
            let network = ClosedNetwork(["DELETE /2/tweets/99": [reply]])
            let sending = await Self.connector(network).delete(Sent(id: "99", url: nil))
            #expect((Made.sent(sending) != nil) == isSent)
        }
        let edited = await Self.connector(ClosedNetwork([:])).edit(Sent(id: "1", url: nil), try Made.piece(), key: "k")
        #expect(Made.refusal(edited)?.failure.words == "networks.no_edit")
    }

    @Test("a post is found although X shortened its link and escaped its signs, and only where it was meant to stand")
    func finds() async throws {
        let page = #"""
            {"data":[
             {"id":"4","created_at":"2026-11-21T11:59:00Z","text":"Le scanner ouvre lundi","referenced_posts":[{"type":"replied_to","id":"98"}]},
             {"id":"3","created_at":"2026-11-21T11:58:00Z","text":"Le hall &amp; le jardin ouvrent : https://t.co/aB1 https://t.co/pic"},
             {"id":"2","created_at":"2026-11-21T11:40:00Z","text":"Le scanner ouvre lundi"}],
             "meta":{"next_token":"n2"}}
            """#
        let network = ClosedNetwork(["GET /2/users/42/tweets": [.yes(page), .yes(#"{"data":[],"meta":{}}"#)]])
        let connector = Self.connector(network)
        let since = noon.now().adding(seconds: -300)
        let linked = try Made.piece("Le hall & le jardin ouvrent : https://chu.example/hall.")
        #expect(try await connector.find(linked, nil, since: since)?.id == "3")
        let bare = try Made.piece("Le hall & le jardin ouvrent : chu.example/hall")
        #expect(try await connector.find(bare, nil, since: since)?.id == nil)
        let again = ClosedNetwork(["GET /2/users/42/tweets": [.yes(page)]])
        #expect(try await Self.connector(again).find(bare, nil, since: since)?.id == "3")
        let reply = try Made.piece("Le scanner ouvre lundi.", parent: Sent(id: "98", url: nil))
        #expect(try await Self.connector(again).find(reply, nil, since: since)?.id == "4")
        let elsewhere = try Made.piece("Le scanner ouvre lundi.", parent: Sent(id: "97", url: nil))
        #expect(try await Self.connector(again).find(elsewhere, nil, since: since) == nil)
        #expect(again.calls.count <= 2 + XConnector.pages)
    }

    @Test("figures come in X's new words and in its old ones; what it does not know is left out")
    func figures() async throws {
        let body = #"""
            {"data":[{"id":"1","public_metrics":{"repost_count":2,"quote_count":1,"reply_count":3,"like_count":4,"impression_count":50}},
             {"id":"2","public_metrics":{"retweet_count":5,"reply_count":0,"like_count":0}}],"errors":[{"resource_id":"3"}]}
            """#
        let network = ClosedNetwork(["GET /2/tweets": [.yes(body)]])
        let found = try await Self.connector(network).figures(
            ["1", "2", "3", "not a number"].map { Sent(id: $0, url: nil) })
        #expect(
            found == [
                "1": PostFigures(views: 50, likes: 4, comments: 3, shares: 3),
                "2": PostFigures(likes: 0, comments: 0, shares: 5),
            ])
        #expect(network.calls.first?.query["ids"] == "1,2,3")
    }

    @Test("money is counted before X is asked, and what was not used comes back; no money, no question")
    func spends() async throws {
        let spent = Mutex<[Int]>([])
        let network = ClosedNetwork(["GET /2/tweets": [.yes(#"{"data":[{"id":"1"}]}"#)]])
        let connector = XConnector(
            credentials: Self.credentials, http: network.http, clock: noon,
            spend: { amount in spent.withLock { $0.append(amount) } })
        _ = try await connector.figures([Sent(id: "1", url: nil), Sent(id: "2", url: nil)])
        #expect(spent.withLock { $0 } == [1_000, -500])
        let poor = XConnector(
            credentials: Self.credentials, http: network.http, clock: noon,
            spend: { _ in throw Failure(.tooMany, "the month's money is used up") })
        #expect(await failure { try await poor.figures([Sent(id: "1", url: nil)]) }?.kind == .tooMany)
        #expect(network.calls.count == 1)
    }
}
