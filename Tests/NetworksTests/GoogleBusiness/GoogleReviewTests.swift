import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct GoogleReviewTests {
    private static let credentials = GoogleBusinessConnectorTests.credentials
    private static let path = "/v4/accounts/1/locations/2/reviews"

    private static func review(
        _ id: String, _ stars: String = "FIVE", _ text: String = "Merci à l’équipe", at: String, changed: String? = nil,
        reply: String? = nil
    ) -> String {
        let reply = reply.map { #","reviewReply":\#($0)"# } ?? ""
        return
            #"{"name":"accounts/1/locations/2/reviews/\#(id)","reviewId":"\#(id)","reviewer":{"displayName":"Ann"},"starRating":"\#(stars)","comment":"\#(text)","createTime":"\#(at)","updateTime":"\#(changed ?? at)"\#(reply)}"#
    }

    private static func list(_ reviews: [String], next: String? = nil) -> ClosedNetwork.Reply {
        .yes(#"{"reviews":[\#(reviews.joined(separator: ","))]\#(next.map { #","nextPageToken":"\#($0)""# } ?? "")}"#)
    }

    private static func reader(_ network: ClosedNetwork) -> GoogleBusinessReader {
        GoogleBusinessReader(credentials: credentials, http: network.http, clock: noon)
    }

    private static func sender(_ network: ClosedNetwork) -> GoogleBusinessSender {
        GoogleBusinessSender(credentials: credentials, http: network.http, clock: noon)
    }

    @Test("reviews come with their stars and in their author's own words, and our answers as ours")
    func reads() async throws {
        let network = ClosedNetwork([
            "GET \(Self.path)": [
                Self.list([
                    Self.review(
                        "R1", "ONE", "(Translated by Google) Long.\\n\\n(Original)\\nLong d’attente.",
                        at: "2026-11-21T10:00:00.5Z",
                        reply: #"{"comment":"Nous vous lisons.","updateTime":"2026-11-21T11:00:00Z"}"#),
                    Self.review("R2", "FOUR", "", at: "2026-11-20T10:00:00Z"),
                    Self.review("R3", "STAR_RATING_UNSPECIFIED", at: "2026-11-19T10:00:00Z"), #"{"name":"nonsense"}"#,
                ])
            ]
        ])
        let page = try await Self.reader(network).fetch(since: nil)
        #expect(
            page.arrivals.map(\.id) == [
                "locations/2/reviews/R1", "locations/2/reviews/R1/reply", "locations/2/reviews/R2",
                "locations/2/reviews/R3",
            ])
        #expect(page.arrivals.map(\.rating) == [1, nil, 4, nil])
        #expect(page.arrivals.map(\.text) == ["Long d’attente.", "Nous vous lisons.", "", "Merci à l’équipe"])
        #expect(page.arrivals.map(\.own) == [false, true, false, false])
        #expect(page.arrivals[1].parent == "locations/2/reviews/R1" && page.arrivals[0].kind == .review)
        #expect(page.refusals.count == 1 && !page.hasMore)
        let query = try #require(network.calls.first).query
        #expect(query["orderBy"] == "updateTime desc" && query["pageSize"] == "50" && query["pageToken"] == nil)
    }

    @Test("a long list is walked to its end once, and then only to what is known; a changed review comes as changed")
    func walks() async throws {
        let old = Self.review("R1", at: "2026-10-01T10:00:00Z")
        let changed = Self.review(
            "R1", "TWO", "Finalement non", at: "2026-10-01T10:00:00Z", changed: "2026-11-21T11:00:00Z")
        let network = ClosedNetwork([
            "GET \(Self.path)": [
                Self.list(
                    [Self.review("R3", at: "2026-11-20T10:00:00Z"), Self.review("R2", at: "2026-11-10T10:00:00Z")],
                    next: "p2"),
                Self.list([old]), Self.list([changed, Self.review("R3", at: "2026-11-20T10:00:00Z")], next: "p2"),
                Self.list([Self.review("R2", at: "2026-11-10T10:00:00Z")], next: "p3"),
            ]
        ])
        let first = try await Self.reader(network).fetch(since: nil)
        let second = try await Self.reader(network).fetch(since: first.cursor)
        #expect(first.hasMore && !second.hasMore)
        #expect((first.arrivals + second.arrivals).map(\.id) == ["R3", "R2", "R1"].map { "locations/2/reviews/\($0)" })
        #expect(network.calls[1].query["pageToken"] == "p2")
        let third = try await Self.reader(network).fetch(since: second.cursor)
        #expect(third.edited.map(\.rating) == [2] && third.edited.map(\.text) == ["Finalement non"])
        #expect(third.hasMore)
        let fourth = try await Self.reader(network).fetch(since: third.cursor)
        #expect(fourth.arrivals.isEmpty && !fourth.hasMore)
    }

    @Test("an answer takes the place of the one before, and comes back as the reader gives it")
    func answers() async throws {
        let network = ClosedNetwork([
            "GET \(Self.path)/R1": [.yes(Self.review("R1", at: "2026-11-20T10:00:00Z"))],
            "PUT \(Self.path)/R1/reply": [
                .yes(#"{"comment":"Merci.","updateTime":"2026-11-21T12:00:00Z","reviewReplyState":"PENDING"}"#)
            ],
        ])
        let sender = Self.sender(network)
        let target = try await sender.target("locations/2/reviews/R1")
        #expect(target.id == "locations/2/reviews/R1")
        let sent = Made.sent(await sender.send(try Made.words("Merci."), to: target, key: "k"))
        #expect(sent?.id == "locations/2/reviews/R1/reply")
        #expect(network.calls.last?.json["comment"].string == "Merci.")
        #expect(await failure { try await sender.target("locations/2/reviews/R9") }?.kind == .notFound)
        let long = try Made.words(String(repeating: "é", count: 2_049))
        #expect(Made.refusal(await sender.send(long, to: target, key: "k"))?.failure.kind == .tooLarge)
    }

    @Test(
        "39: an answer that Google rejects is not an answer: at once, or when it is asked about, with the rule that it breaks"
    )
    func rejected() async throws {
        let refused = ClosedNetwork([
            "PUT \(Self.path)/R1/reply": [
                .yes(#"{"comment":"Merci.","reviewReplyState":"REJECTED","policyViolation":"PERSONAL_INFORMATION"}"#)
            ]
        ])
        let target = ReplyTarget(id: "locations/2/reviews/R1", author: nil, visibility: "public", longest: 2_048)
        let refusal = Made.refusal(await Self.sender(refused).send(try Made.words("Merci."), to: target, key: "k"))
        #expect(refusal?.failure.words == "networks.rejected" && refusal?.said == "PERSONAL_INFORMATION")
    }

    @Test("39: how Google judges an answer is followed until it is no more waiting")
    func moderation() async throws {
        func reply(_ more: String) -> ClosedNetwork.Reply {
            .yes(
                Self.review(
                    "R1", at: "2026-11-20T10:00:00Z",
                    reply: #"{"comment":"Merci.","updateTime":"2026-11-21T11:00:00Z"\#(more)}"#))
        }
        let network = ClosedNetwork([
            "GET \(Self.path)/R1": [
                reply(#","reviewReplyState":"PENDING""#), reply(#","reviewReplyState":"APPROVED""#),
                reply(#","reviewReplyState":"REJECTED","policyViolation":{"reason":"PROFANITY"}"#),
                reply(#","reviewReplyState":"REJECTED""#), reply(""),
                .yes(Self.review("R1", at: "2026-11-20T10:00:00Z")), .no(404),
            ]
        ])
        let sent = Sent(id: "locations/2/reviews/R1/reply", url: nil)
        var seen: [ReplyModeration] = []
        for _ in 0..<7 { seen.append(try await Self.sender(network).moderation(of: sent)) }
        #expect(seen == [.waiting, .approved, .rejected("PROFANITY"), .rejected(nil), .approved, .absent, .absent])
    }

    @Test("an answer of which nobody can tell is looked for in its review, and a rejected one is not found")
    func finds() async throws {
        func reply(_ text: String, _ at: String, _ state: String = "APPROVED") -> ClosedNetwork.Reply {
            .yes(
                Self.review(
                    "R1", at: "2026-11-20T10:00:00Z",
                    reply: #"{"comment":"\#(text)","updateTime":"\#(at)","reviewReplyState":"\#(state)"}"#))
        }
        let target = ReplyTarget(id: "locations/2/reviews/R1", author: nil, visibility: "public", longest: 2_048)
        let table: [(ClosedNetwork.Reply, Bool)] = [
            (reply("Merci !", "2026-11-21T11:59:00Z"), true), (reply("Autre", "2026-11-21T11:59:00Z"), false),
            (reply("Merci.", "2026-11-21T08:00:00Z"), false),
            (reply("Merci.", "2026-11-21T11:59:00Z", "REJECTED"), false),
        ]
        for (reply, isFound) in table {
            let network = ClosedNetwork(["GET \(Self.path)/R1": [reply]])
            let found = try await Self.sender(network).find(
                "Merci.", under: target, since: noon.now().adding(seconds: -60))
            #expect((found?.id == "locations/2/reviews/R1/reply") == isFound)
        }
        let silent = ClosedNetwork(["PUT \(Self.path)/R1/reply": [.silence]])
        #expect(Made.doubt(await Self.sender(silent).send(try Made.words("Merci."), to: target, key: "k")) != nil)
    }

    @Test("locations are those of all the person's accounts, each once, and never the person")
    func places() async throws {
        let network = ClosedNetwork { call, _ in
            switch (call.name, call.query["pageToken"]) {
            case ("GET /v1/accounts", nil):
                .yes(#"{"accounts":[{"name":"accounts/1"},{"name":"nonsense"}],"nextPageToken":"p2"}"#)
            case ("GET /v1/accounts", _): .yes(#"{"accounts":[{"name":"accounts/9"}]}"#)
            case ("GET /v1/accounts/1/locations", _):
                .yes(
                    #"{"locations":[{"name":"locations/2","title":"CHU","metadata":{"mapsUri":"https://maps.google.com/?cid=2"}}]}"#
                )
            case ("GET /v1/accounts/9/locations", _):
                .yes(#"{"locations":[{"name":"locations/2","title":"CHU"},{"name":"locations/3","title":"Clinique"}]}"#)
            default: .no(404)
            }
        }
        let signIn = GoogleBusinessSignIn(NetworkApplication(id: "a", secret: "b"), http: network.http, clock: noon)
        let places = try await signIn.places(Credentials(access: "token"))
        #expect(places.map(\.credentials.subject) == ["accounts/1/locations/2", "accounts/9/locations/3"])
        #expect(places.map(\.name) == ["CHU", "Clinique"])
        #expect(places.map(\.url) == ["https://maps.google.com/?cid=2", nil])
        #expect(network.calls.last?.query["readMask"] == "name,title,metadata")
    }
}
