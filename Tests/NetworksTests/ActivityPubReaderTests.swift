import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct ActivityPubReaderTests {
    private static let actor = "https://tube.example/users/chu"
    private static let finger = "https://tube.example/.well-known/webfinger?resource=acct%3Achu%40tube.example"
    private static let known = [
        finger: """
        {"subject":"acct:chu@tube.example","links":[{"rel":"self","type":"text/html","href":"https://tube.example/no"},
         {"rel":"self","type":"application/activity+json","href":"\(actor)"}]}
        """,
        actor: "{\"id\":\"\(actor)\",\"type\":\"Person\",\"preferredUsername\":\"chu\",\"outbox\":\"\(actor)/outbox\"}",
        actor + "/outbox": "{\"type\":\"OrderedCollection\",\"totalItems\":3,\"first\":\"\(actor)/outbox?page=1\"}",
    ]

    private static func note(_ id: String, _ more: String = "", type: String = "Note") -> String {
        """
        {"id":"https://tube.example/n/\(id)","type":"\(type)","attributedTo":"\(actor)","published":"2026-11-20T10:00:0\(id)Z",
         "to":["https://www.w3.org/ns/activitystreams#Public"],"content":"<p>Note \(id)</p>"\(more)}
        """
    }
    private static func create(_ object: String, _ id: String = "1", type: String = "Create") -> String {
        "{\"id\":\"https://tube.example/a/\(id)\",\"type\":\"\(type)\",\"published\":\"2026-11-20T10:00:0\(id)Z\",\"object\":\(object)}"
    }

    private func page(
        _ activities: [String], _ more: [String: String] = [:], next: String? = nil
    ) async throws -> (Page, FakeNetwork) {
        let items = activities.joined(separator: ",")
        let link = next.map { ",\"next\":\"\($0)\"" } ?? ""
        let network = FakeNetwork(
            Self.known.merging([Self.actor + "/outbox?page=1": "{\"orderedItems\":[\(items)]\(link)}"]) { $1 }
                .merging(more) { $1 })
        return (
            try await ActivityPubReader("@chu@tube.example", http: network.http, clock: noon).fetch(since: nil), network
        )
    }

    @Test("an account leads to its outbox, and its notes are read")
    func whole() async throws {
        let object = Self.note(
            "1",
            ",\"summary\":\"Info\",\"inReplyTo\":\"https://x.example/9\",\"contentMap\":{\"fr\":\"x\"},\"url\":\"https://tube.example/@chu/1\""
        )
        let (page, network) = try await page([Self.create(object)])
        #expect(
            page.arrivals == [
                Arrival(
                    id: "https://tube.example/n/1", network: .activitypub, kind: .comment, author: "chu@tube.example",
                    title: "Info", text: "Note 1", publishedAt: Instant(seconds: 1_795_168_801),
                    url: "https://tube.example/@chu/1", parent: "https://x.example/9", language: "fr")
            ])
        #expect(network.asked.first == Self.finger)
        #expect(network.fetches[1].accept.contains("application/activity+json"))
    }

    @Test("articles and videos keep their title, their page and their kind")
    func kinds() async throws {
        let video = Self.note(
            "2",
            ",\"name\":\"Visite du bloc\",\"mediaType\":\"text/markdown\",\"url\":[{\"type\":\"Link\",\"mediaType\":\"video/mp4\",\"href\":\"https://tube.example/v.mp4\"},{\"type\":\"Link\",\"mediaType\":\"text/html\",\"href\":\"https://tube.example/w/2\"}],\"attributedTo\":[{\"type\":\"Person\",\"id\":\"\(Self.actor)\"},{\"type\":\"Group\",\"id\":\"https://tube.example/channel\"}]",
            type: "Video"
        ).replacing("\"attributedTo\":\"\(Self.actor)\",", with: "")
        let (page, _) = try await page([
            Self.create(video, "2"), Self.create(Self.note("1", ",\"name\":\"Titre\"", type: "Article")),
        ])
        #expect(page.arrivals.map(\.kind) == [.video, .article])
        #expect(page.arrivals.map(\.title) == ["Visite du bloc", "Titre"])
        #expect(page.arrivals.first?.url == "https://tube.example/w/2")
        #expect(page.arrivals.first?.text == "<p>Note 2</p>")
    }

    @Test("only the actor's own public words are taken in")
    func hostile() async throws {
        let (page, _) = try await page(
            [
                Self.create(Self.note("1").replacing("activitystreams#Public", with: "nobody")),
                Self.create(Self.note("2").replacing(Self.actor, with: "https://tube.example/users/other"), "2"),
                Self.create(
                    Self.note("3").replacing("https://tube.example/n/3", with: "https://evil.example/n/3"), "3"),
                Self.create(Self.note("4").replacing("2026", with: "9999"), "4"),
                Self.create("\"https://evil.example/n/5\"", "5"), Self.create("\"https://tube.example/n/6\"", "6"),
                Self.create("{\"id\":\"https://tube.example/n/9\"}", "9", type: "Announce"), "null", "7", "{}",
                Self.create("{\"id\":\"https://tube.example/n/7\",\"type\":\"Tombstone\"}", "7", type: "Delete"),
                Self.create("\"https://evil.example/n/7\"", "7", type: "Delete"),
                Self.create(
                    Self.note("8").replacing(
                        "[\"https://www.w3.org/ns/activitystreams#Public\"]", with: "\"as:Public\""), "8"),
            ], ["https://tube.example/n/6": Self.note("6")])
        #expect(page.arrivals.map(\.text) == ["Note 6", "Note 8"])
        #expect(page.removed == ["https://tube.example/n/7"])
        #expect(
            page.refusals.map(\.reason) == [
                "not this actor's own", "not this actor's own", "a date that cannot be", "not this actor's own",
                "an object without an address", "an object without an address", "an object without an address",
            ])
    }

    @Test("the next page is followed on the same server only")
    func paging() async throws {
        let (first, _) = try await page([Self.create(Self.note("9"), "9")], next: Self.actor + "/outbox?page=2")
        #expect(first.hasMore)
        let network = FakeNetwork([Self.actor + "/outbox?page=2": "{\"items\":\(Self.create(Self.note("8"), "8"))}"])
        let second = try await ActivityPubReader("chu@tube.example", http: network.http, clock: noon).fetch(
            since: first.cursor)
        #expect(second.arrivals.map(\.text) == ["Note 8"])
        #expect(!second.hasMore)
        let (elsewhere, _) = try await page([Self.create(Self.note("9"), "9")], next: "https://evil.example/2")
        #expect(!elsewhere.hasMore)
    }

    @Test("a server that wants signatures is told in clear words")
    func signatures() async throws {
        let network = FakeNetwork([Self.finger: Self.known[Self.finger] ?? "", Self.actor: "401"])
        let refusal = await failure(of: {
            try await ActivityPubReader("chu@tube.example", http: network.http, clock: noon).fetch(since: nil)
        })
        #expect(refusal?.words == "networks.needs_signature")
    }

    @Test("an actor that is somebody else's is refused")
    func impostor() async throws {
        let lie = Self.known[Self.actor]?.replacing("\"id\":\"https://tube", with: "\"id\":\"https://other") ?? ""
        let network = FakeNetwork([Self.finger: Self.known[Self.finger] ?? "", Self.actor: lie])
        let refusal = await failure(of: {
            try await ActivityPubReader("chu@tube.example", http: network.http, clock: noon).fetch(since: nil)
        })
        #expect(refusal?.cause == "tube.example shows no actor here")
        for account in ["chu", "@", "a@b@c", "@chu@", "a@b c"] {
            let malformed = await failure(of: {
                try await ActivityPubReader(account, http: network.http, clock: noon).fetch(since: nil)
            })
            #expect(malformed?.words == "networks.bad_account")
        }
    }
}
