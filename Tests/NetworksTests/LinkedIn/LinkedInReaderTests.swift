import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct LinkedInReaderTests {
    private static let credentials = LinkedInConnectorTests.credentials
    private static let now = Int(noon.now().seconds) * 1_000

    private static func post(_ number: Int, minutes: Int) -> String {
        #"{"id":"urn:li:share:\#(number)","createdAt":\#(now - minutes * 60_000),"commentary":"Post \\(\#(number)\\)"}"#
    }

    private static func comment(
        _ number: Int, minutes: Int, changed: Int? = nil, by actor: String = "urn:li:person:p", answers: Int = 0,
        under parent: String? = nil
    ) -> String {
        let parent = parent.map { #","parentComment":"\#($0)""# } ?? ""
        return
            #"{"commentUrn":"urn:li:comment:(urn:li:activity:8,\#(number))","object":"urn:li:activity:8","actor":"\#(actor)","message":{"text":"Mot \#(number)"},"created":{"time":\#(now - minutes * 60_000)},"lastModified":{"time":\#(now - (changed ?? minutes) * 60_000)},"commentsSummary":{"aggregatedTotalComments":\#(answers)}\#(parent)}"#
    }

    private static func list(_ items: [String]) -> ClosedNetwork.Reply {
        .yes(#"{"elements":[\#(items.joined(separator: ","))]}"#)
    }

    private static func reader(_ network: ClosedNetwork) -> LinkedInReader {
        LinkedInReader(credentials: credentials, http: network.http, clock: noon)
    }

    private static let top = "urn:li:comment:(urn:li:activity:8,1)"
    private static let answersPath = "GET /rest/socialActions/\(API.escaped(top))/comments"

    @Test("our posts come as ours, comments under them, answers under their comment")
    func reads() async throws {
        let network = ClosedNetwork([
            "GET /rest/posts": [
                Self.list([Self.post(7, minutes: 100), Self.post(6, minutes: 90 * 1_440), #"{"id":"urn:li:share:5"}"#])
            ],
            "GET /rest/socialActions/urn%3Ali%3Ashare%3A7/comments": [
                Self.list([
                    Self.comment(1, minutes: 90, answers: 1), Self.comment(2, minutes: 80, by: "urn:li:organization:5"),
                ])
            ],
            Self.answersPath: [Self.list([Self.comment(3, minutes: 70, under: Self.top)])],
        ])
        let page = try await Self.reader(network).fetch(since: nil)
        #expect(
            page.arrivals.map(\.id) == [
                "urn:li:share:7", Self.top, "urn:li:comment:(urn:li:activity:8,3)",
                "urn:li:comment:(urn:li:activity:8,2)",
            ])
        #expect(page.arrivals.map(\.parent) == [nil, "urn:li:share:7", Self.top, "urn:li:share:7"])
        #expect(page.arrivals.map(\.own) == [true, false, false, true])
        #expect(page.arrivals.first?.text == "Post (7)")
        #expect(page.refusals.map(\.id) == ["urn:li:share:5"])
        #expect(!page.hasMore)
    }

    @Test("the next visit gives what is new and what was changed, and asks for answers only where there are more")
    func again() async throws {
        let network = ClosedNetwork([
            "GET /rest/posts": [Self.list([Self.post(7, minutes: 500)])],
            "GET /rest/socialActions/urn%3Ali%3Ashare%3A7/comments": [
                Self.list([Self.comment(1, minutes: 400, answers: 1), Self.comment(4, minutes: 200)]),
                Self.list([
                    Self.comment(1, minutes: 400, changed: 5, answers: 1), Self.comment(4, minutes: 200),
                    Self.comment(5, minutes: 3),
                ]),
            ],
            Self.answersPath: [Self.list([])],
        ])
        let first = try await Self.reader(network).fetch(since: nil)
        let second = try await Self.reader(network).fetch(since: first.cursor)
        #expect(second.arrivals.last?.id == "urn:li:comment:(urn:li:activity:8,5)")
        #expect(!second.arrivals.contains { $0.id == Self.top || $0.id == "urn:li:share:7" })
        #expect(second.edited.map(\.id) == [Self.top])
        #expect(network.asked.filter { $0 == Self.answersPath }.count == 1)
    }

    @Test("many posts are looked at in turn, a few each time, and a post that is gone is said to be")
    func turns() async throws {
        let network = ClosedNetwork { call, count in
            // The third is taken back after the first visit; nothing is ever shown under the fourth.
            let posts = (1...12).filter { $0 != 3 || count == 0 }.map { Self.post($0, minutes: $0) }
            if call.name == "GET /rest/posts" { return Self.list(posts) }
            let isHidden = call.path.contains("share%3A3/") || call.path.contains("share%3A4/")
            return isHidden ? .no(404) : Self.list([])
        }
        var (cursor, removed, more): (String?, [String], [Bool]) = (nil, [], [])
        for _ in 0..<3 {
            let page = try await Self.reader(network).fetch(since: cursor)
            (cursor, removed, more) = (page.cursor, removed + page.removed, more + [page.hasMore])
        }
        let asked = network.asked.filter { $0.contains("socialActions") }
        #expect(Set(asked).count == 12 && asked.count <= 3 * LinkedInReader.posts)
        #expect(removed == ["urn:li:share:3"] && more == [true, true, false])
    }

    @Test("an answer goes under the comment that begins its thread")
    func answers() async throws {
        let nested = "urn:li:comment:(urn:li:activity:8,3)"
        let network = ClosedNetwork([
            "GET /rest/socialActions/urn%3Ali%3Aactivity%3A8/comments/3": [
                .yes(Self.comment(3, minutes: 9, under: Self.top))
            ],
            "POST /rest/socialActions/\(API.escaped(Self.top))/comments": [
                .yes(#"{"commentUrn":"urn:li:comment:(urn:li:activity:8,9)"}"#)
            ],
            Self.answersPath: [Self.list([Self.comment(9, minutes: 1, by: "urn:li:organization:5", under: Self.top)])],
        ])
        let sender = LinkedInSender(credentials: Self.credentials, http: network.http, clock: noon)
        let target = try await sender.target(nested)
        #expect(target.id == Self.top && target.longest == 1_250)
        let sent = Made.sent(await sender.send(try Made.words("Merci (à vous)."), to: target, key: "k"))
        #expect(sent?.id == "urn:li:comment:(urn:li:activity:8,9)")
        let json = try #require(network.calls.last).json
        #expect(json["parentComment"].string == Self.top && json["object"].string == "urn:li:activity:8")
        #expect(json["message"]["text"].string == "Merci (à vous).")
        #expect(
            try await sender.find("Mot 9", under: target, since: noon.now().adding(seconds: -90))
                == sent.map { Sent(id: $0.id, url: $0.url) })
        #expect(try await sender.find("Mot 9", under: target, since: noon.now().adding(seconds: 900)) == nil)
        #expect(await failure { try await sender.target("nonsense") }?.kind == .notFound)
    }

    @Test("pages are those of which the person is an approved administrator, and never the person")
    func places() async throws {
        func role(_ organisation: String, _ role: String, _ state: String) -> String {
            #"{"organization":"\#(organisation)","role":"\#(role)","state":"\#(state)","roleAssignee":"urn:li:person:p"}"#
        }
        let roles = [
            role("urn:li:organization:5", "ADMINISTRATOR", "APPROVED"),
            role("urn:li:organization:5", "ADMINISTRATOR", "APPROVED"),
            role("urn:li:organization:6", "ADMINISTRATOR", "REQUESTED"),
            role("urn:li:organization:7", "ANALYST", "APPROVED"),
            role("urn:li:person:p", "ADMINISTRATOR", "APPROVED"),
        ]
        let network = ClosedNetwork([
            "GET /rest/organizationAcls": [Self.list(roles)],
            "GET /rest/organizations/5": [.yes(#"{"id":5,"localizedName":"CHU","vanityName":"chu"}"#)],
        ])
        let signIn = LinkedInSignIn(NetworkApplication(id: "a", secret: "b"), http: network.http, clock: noon)
        let places = try await signIn.places(Credentials(access: "token", refresh: "r"))
        #expect(places.map(\.credentials.subject) == ["5"] && places.first?.credentials.refresh == "r")
        #expect(places.first?.name == "CHU" && places.first?.url == "https://www.linkedin.com/company/chu/")
        let query = try #require(network.calls.first).query
        #expect(query["role"] == "ADMINISTRATOR" && query["state"] == "APPROVED" && query["q"] == "roleAssignee")
    }
}
