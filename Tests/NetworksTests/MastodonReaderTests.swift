import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct MastodonReaderTests {
    private static func status(_ id: Int, _ more: String = "", visibility: String = "public") -> String {
        """
        {"id":"\(id)","uri":"https://m.example/users/zoe/statuses/\(id)","url":"https://m.example/@zoe/\(id)",
         "created_at":"2026-11-20T10:00:\(String(format: "%02d", id % 60)).123Z","content":"<p>Bonjour <b>à</b> tous \(id)</p>",
         "visibility":"\(visibility)","spoiler_text":"","language":"fr","account":{"acct":"zoe","followers_count":42}\(more)}
        """
    }
    private static let list = "https://m.example/api/v1/accounts/7/statuses?limit=40&exclude_reblogs=true"
    private static let lookup = "https://m.example/api/v1/accounts/lookup?acct=zoe"

    private func reader(_ network: FakeNetwork, _ place: MastodonReader.Place = .account("@zoe")) throws
        -> MastodonReader
    {
        try MastodonReader(place, on: "https://m.example/", history: 2, http: network.http, clock: noon)
    }

    @Test("a status becomes an arrival, whole")
    func whole() async throws {
        let statuses = [
            Self.status(3, ",\"in_reply_to_id\":\"2\""),
            Self.status(2).replacing("\"spoiler_text\":\"\"", with: "\"spoiler_text\":\"Douleur\""),
        ]
        let network = FakeNetwork(
            [Self.lookup: "{\"id\":7}", Self.list: "[\(statuses.joined(separator: ","))]"],
            headers: [Self.list: ["X-RateLimit-Remaining": "298", "X-RateLimit-Reset": "2026-11-21T12:05:00.000Z"]])
        let page = try await reader(network).fetch(since: nil)
        #expect(
            page.arrivals == [
                Arrival(
                    id: "https://m.example/users/zoe/statuses/3", network: .mastodon, kind: .comment,
                    author: "zoe@m.example",
                    text: "Bonjour à tous 3", publishedAt: page.arrivals[0].publishedAt,
                    url: "https://m.example/@zoe/3",
                    parent: "https://m.example/users/zoe/statuses/2", reach: 42, language: "fr"),
                Arrival(
                    id: "https://m.example/users/zoe/statuses/2", network: .mastodon, author: "zoe@m.example",
                    title: "Douleur",
                    text: "Bonjour à tous 2", publishedAt: Instant(microseconds: 1_795_168_802_123_000),
                    url: "https://m.example/@zoe/2", reach: 42, language: "fr"),
            ])
        #expect(page.rate == RateLimit(remaining: 298, resetsAt: Instant(seconds: 1_795_262_700)))
    }

    @Test("one bad status never costs the page")
    func hostile() async throws {
        let statuses = [
            Self.status(9), Self.status(8, visibility: "private"), Self.status(7, visibility: "direct"),
            Self.status(6, ",\"reblog\":{\"id\":\"1\"}"), "null", "17", "{}", "[]",
            Self.status(5).replacing("2026-11-20", with: "9999-01-01"),
            Self.status(4).replacing("\"language\":\"fr\"", with: "\"language\":[3]"),
            "{\"id\":\"3\",\"visibility\":\"public\",\"created_at\":\"2026-11-20T10:00:00Z\",\"content\":\"\"}",
            Self.status(2).replacing("https://m.example/@zoe/2", with: "javascript:alert(1)"),
        ]
        let network = FakeNetwork([Self.lookup: "{\"id\":\"7\"}", Self.list: "[\(statuses.joined(separator: ","))]"])
        let page = try await reader(network).fetch(since: nil)
        #expect(page.arrivals.map(\.text) == ["Bonjour à tous 9", "Bonjour à tous 4", "Bonjour à tous 2"])
        #expect(page.arrivals.last?.url == "https://m.example/users/zoe/statuses/2")
        #expect(
            page.refusals.map(\.reason) == [
                "a status without an identifier", "a status without an identifier", "a status without an identifier",
                "a status without an identifier", "a date that cannot be", "no text",
            ])
    }

    @Test("pages are followed by their Link header, then only what is new comes")
    func paging() async throws {
        let older = Self.list + "&max_id=20"
        let network = FakeNetwork(
            [
                Self.lookup: "{\"id\":\"7\"}", Self.list: "[\(Self.status(22)),\(Self.status(21))]",
                older: "[\(Self.status(19)),\(Self.status(18))]",
            ],
            headers: [
                Self.list: [
                    "Link": "<https://m.example/x?max_id=20>; rel=\"next\", <https://m.example/x>; rel=\"prev\""
                ]
            ])
        let first = try await reader(network).fetch(since: nil)
        #expect(first.hasMore)
        let second = try await reader(network).fetch(since: first.cursor)
        #expect(second.arrivals.map(\.text) == ["Bonjour à tous 19", "Bonjour à tous 18"])
        #expect(!second.hasMore)
        let third = try await reader(network).fetch(since: second.cursor)
        #expect(third.arrivals.isEmpty)
        // The account's number is looked up once.
        #expect(network.asked == [Self.lookup, Self.list, older, Self.list])
    }

    @Test("hashtags and searches ask for what they should, and a token goes along")
    func places() async throws {
        let tag = "https://m.example/api/v1/timelines/tag/h%C3%B4pital?limit=40"
        let search = "https://m.example/api/v2/search?q=CHU%20%26%20co&type=statuses&limit=40"
        let network = FakeNetwork([tag: "[\(Self.status(1))]", search: "{\"statuses\":[\(Self.status(2))]}"])
        #expect(try await reader(network, .hashtag("hôpital")).fetch(since: nil).arrivals.count == 1)
        let searching = try MastodonReader(
            .search("CHU & co"), on: "https://m.example", token: "secret", http: network.http, clock: noon)
        #expect(try await searching.fetch(since: nil).arrivals.count == 1)
        #expect(network.fetches.map { $0.headers.map(\.value) } == [[], ["Bearer secret"]])
    }

    @Test("a server that shows nothing to strangers is told in clear words")
    func closed() async throws {
        let network = FakeNetwork(["https://m.example/api/v1/timelines/tag/x?limit=40": "401"])
        let refusal = await failure(of: { try await reader(network, .hashtag("x")).fetch(since: nil) })
        #expect(refusal?.cause == "m.example shows this to signed-in applications only: give it a token")
    }

    @Test("a page that is no JSON is one line of error", arguments: ["<html>", "", "{", "[", "\u{0}"])
    func notJSON(_ body: String) async throws {
        let network = FakeNetwork(["https://m.example/api/v1/timelines/tag/x?limit=40": body])
        let refusal = await failure(of: { try await reader(network, .hashtag("x")).fetch(since: nil) })
        #expect(refusal?.cause == "m.example did not answer in JSON")
    }

    @Test("a stream tells arrivals, edits and deletions")
    func streaming() async throws {
        struct Enough: Error {}
        let events = """
            :)

            event: update
            data: \(Self.status(5).replacing("\n", with: " "))

            event: status.update
            data: \(Self.status(5).replacing("\n", with: " ").replacing("Bonjour", with: "Bonsoir"))

            event: update
            data: {"nonsense"

            event: delete
            data: 5

            event: delete
            data: 999

            event: update
            data: \(Self.status(6).replacing("\n", with: " "))


            """
        let url = "https://stream.example/api/v1/streaming/hashtag?tag=chu"
        let network = FakeNetwork(
            [
                "https://m.example/api/v2/instance":
                    "{\"configuration\":{\"urls\":{\"streaming\":\"wss://stream.example\"}}}",
                url: events,
            ], headers: [url: ["Content-Type": "text/event-stream"]])
        let seen = Seen()
        await #expect(throws: Enough.self) {
            try await reader(network, .hashtag("chu")).stream { change in
                if await seen.add(change) == 4 { throw Enough() }
            }
        }
        let changes = await seen.changes
        let texts = changes.map { change in
            switch change {
            case .arrived(let arrival): "+\(arrival.text)"
            case .edited(let arrival): "~\(arrival.text)"
            case .removed(let id): "-\(id)"
            }
        }
        #expect(
            texts == [
                "+Bonjour à tous 5", "~Bonsoir à tous 5", "-https://m.example/users/zoe/statuses/5",
                "+Bonjour à tous 6",
            ])
        #expect(await failure(of: { try await reader(network).stream { _ in } })?.kind == .unusable)
    }

    private actor Seen {
        var changes: [Change] = []
        func add(_ change: Change) -> Int {
            changes.append(change)
            return changes.count
        }
    }

    @Test(
        "the example statuses of Mastodon's own description are read",
        .enabled(if: shared("specs/mastodon-openapi.json") != nil, "no ../shared"))
    func specification() throws {
        let spec = try JSON.parse(Array(try #require(shared("specs/mastodon-openapi.json"))), from: "spec")
        let shown = spec["components"]["examples"]
        let examples =
            shown["Status200Example"]["value"].oneOrMany + shown["Search200Example"]["value"]["statuses"].elements
            + spec["components"]["schemas"]["Status"]["example"].oneOrMany
        var read = 0
        // Some examples are shortened, down to statuses without visibility, which no server sends.
        for example in examples where example["visibility"].string != nil {
            var reader = MastodonStatus(host: "m.example", now: noon.now(), plainText: { $0 })
            let reading = reader.read(example)
            guard case .arrival(let arrival) = reading else {
                #expect(Bool(false), "not read: \(reading)")
                continue
            }
            #expect(arrival.author?.contains("@") == true)
            read += 1
        }
        #expect(read > 0)
        let names = [
            "id", "uri", "url", "created_at", "content", "visibility", "spoiler_text", "language", "account",
            "in_reply_to_id", "reblog", "media_attachments",
        ]
        for name in names { #expect(spec["components"]["schemas"]["Status"]["properties"][name].isObject, "\(name)") }
    }
}
