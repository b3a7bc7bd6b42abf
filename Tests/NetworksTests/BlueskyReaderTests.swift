import Foundation
import Kernel
import Testing
import Wire

@testable import Networks

@Suite struct BlueskyReaderTests {
    private static func post(_ key: String, _ record: String = "", _ more: String = "") -> String {
        """
        {"uri":"at://did:plc:abc/app.bsky.feed.post/\(key)","cid":"x","indexedAt":"2026-11-20T10:00:0\(key)Z",
         "author":{"did":"did:plc:abc","handle":"zoe.test"},
         "record":{"$type":"app.bsky.feed.post","text":"Bonjour \(key)","createdAt":"2026-11-20T09:00:00.5Z","langs":["fr"]\(record)}\(more)}
        """
    }
    private static let feed =
        "https://public.api.bsky.app/xrpc/app.bsky.feed.getAuthorFeed?actor=zoe.test&limit=100&filter=posts_with_replies"

    private func page(_ posts: [String]) async throws -> Page {
        let body = "{\"feed\":[\(posts.joined(separator: ","))]}"
        return try await BlueskyReader(.author("@zoe.test"), http: FakeNetwork([Self.feed: body]).http, clock: noon)
            .fetch(since: nil)
    }

    @Test("a post becomes an arrival, whole")
    func whole() async throws {
        let reply =
            ",\"reply\":{\"root\":{\"uri\":\"at://r\"},\"parent\":{\"uri\":\"at://did:plc:x/app.bsky.feed.post/p\"}}"
        let page = try await page(["{\"post\":\(Self.post("1", reply))}"])
        #expect(
            page.arrivals == [
                Arrival(
                    id: "at://did:plc:abc/app.bsky.feed.post/1", network: .bluesky, kind: .comment, author: "zoe.test",
                    text: "Bonjour 1", publishedAt: Instant(microseconds: 1_795_165_200_500_000),
                    url: "https://bsky.app/profile/zoe.test/post/1", parent: "at://did:plc:x/app.bsky.feed.post/p",
                    language: "fr")
            ])
    }

    @Test("reposts, hidden posts and authors who ask for it are left out; bad posts cost nothing else")
    func leftOut() async throws {
        let page = try await page([
            "{\"post\":\(Self.post("1")),\"reason\":{\"$type\":\"app.bsky.feed.defs#reasonRepost\"}}",
            "{\"post\":\(Self.post("2")),\"reason\":{\"$type\":\"app.bsky.feed.defs#reasonPin\"}}",
            "{\"post\":\(Self.post("3", "", ",\"labels\":[{\"val\":\"!takedown\"}]"))}",
            "{\"post\":\(Self.post("4").replacing("\"handle\":", with: "\"labels\":[{\"val\":\"!no-unauthenticated\"}],\"handle\":"))}",
            "{\"post\":\(Self.post("5").replacing("Bonjour 5", with: " "))}", "{}", "null",
            "{\"post\":\(Self.post("6").replacing("2026", with: "9999"))}",
            "{\"post\":\(Self.post("7").replacing("2026-11-20T09", with: "9999-11-20T09"))}",
            "{\"post\":\(Self.post("8").replacing("feed.post\",\"text", with: "feed.other\",\"text"))}",
        ])
        #expect(page.arrivals.map(\.text) == ["Bonjour 2", "Bonjour 7"])
        // A forged date gives way to the moment at which the network saw the post.
        #expect(page.arrivals.last?.publishedAt == Instant(seconds: 1_795_168_807))
        #expect(
            page.refusals.map(\.reason) == [
                "no text", "a post without an address", "a post without an address", "a date that cannot be",
            ])
    }

    private func text(_ text: String, _ facets: [(Int, Int, String)]) -> String {
        let links = facets.map { start, end, uri in
            JSON.object([
                "index": .object(["byteStart": .number(Double(start)), "byteEnd": .number(Double(end))]),
                "features": .array([
                    .object(["$type": .string("app.bsky.richtext.facet#link"), "uri": .string(uri)])
                ]),
            ])
        }
        return BlueskyText.full(.object(["text": .string(text), "facets": .array(links)]))
    }

    @Test("shortened links are written out, by bytes and not by characters")
    func facets() {
        #expect(text("été : a.fr/x… fin", [(8, 17, "https://a.fr/xyz")]) == "été : https://a.fr/xyz fin")
        #expect(text("ab", [(0, 1, "https://a.fr/"), (1, 2, "https://b.fr/")]) == "https://a.fr/https://b.fr/")
    }

    @Test(
        "facets that do not fit are ignored",
        arguments: [(1, 0), (-1, 2), (0, 99), (1, 2), (3, 3), (Int.max, Int.max)])
    func badFacets(_ start: Int, _ end: Int) {
        // Byte 1 is in the middle of the first letter.
        #expect(text("été", [(start, end, "https://a.fr/")]) == "été")
        #expect(text("abc", [(0, 3, "javascript:x")]) == "abc")
        #expect(text("abcd", [(0, 3, "https://a.fr/"), (2, 4, "https://b.fr/")]) == "https://a.fr/d")
    }

    @Test("a card's page and pictures' words are not lost")
    func embeds() {
        let card = JSON.object(["external": .object(["uri": .string("https://a.fr/x"), "title": .string("Titre")])])
        #expect(BlueskyText.full(.object(["text": .string("Lire"), "embed": card])) == "Lire\nTitre https://a.fr/x")
        let images = JSON.object(["images": .array([.object(["alt": .string("Une file d’attente")])])])
        #expect(BlueskyText.full(.object(["text": .string(""), "embed": images])) == "Une file d’attente")
    }

    @Test("a thread is read at every depth without our stack's leave")
    func thread() async throws {
        var nested = ""
        for depth in 0..<40 { nested += "{\"post\":\(Self.post("\(depth % 10)")),\"replies\":[" }
        nested += String(repeating: "]}", count: 40)
        let url = "https://public.api.bsky.app/xrpc/app.bsky.feed.getPostThread?uri=at%3A%2F%2Fx&depth=50"
        let network = FakeNetwork([url: "{\"thread\":{\"replies\":[\(nested)]}}"])
        let page = try await BlueskyReader(.thread("at://x"), http: network.http, clock: noon).fetch(since: nil)
        #expect(page.arrivals.count == 40)
        let bomb = String(repeating: "{\"replies\":[", count: 100_000)
        let bombed = FakeNetwork([url: bomb])
        let refusal = await failure(of: {
            try await BlueskyReader(.thread("at://x"), http: bombed.http, clock: noon).fetch(since: nil)
        })
        #expect(refusal?.cause == "public.api.bsky.app did not answer in JSON")
    }

    @Test("a search goes on by its cursor")
    func search() async throws {
        let base = "https://public.api.bsky.app/xrpc/app.bsky.feed.searchPosts?q=CHU&sort=latest&limit=100"
        let network = FakeNetwork([
            base: "{\"posts\":[\(Self.post("9"))],\"cursor\":\"25\"}",
            base + "&cursor=25": "{\"posts\":[\(Self.post("8"))]}",
        ])
        let reader = try BlueskyReader(.search("CHU"), http: network.http, clock: noon)
        let first = try await reader.fetch(since: nil)
        #expect(first.hasMore)
        #expect(try await reader.fetch(since: first.cursor).arrivals.map(\.text) == ["Bonjour 8"])
    }

    @Test(
        "what we ask for and read is in the lexicons",
        .enabled(if: shared("specs/bluesky/lexicons/app/bsky/feed/post.json") != nil, "no ../shared"))
    func lexicons() throws {
        func lexicon(_ name: String, _ definition: String) throws -> JSON {
            let path = "specs/bluesky/lexicons/" + name.replacing(".", with: "/") + ".json"
            return try JSON.parse(Array(try #require(shared(path))), from: name)["defs"][definition]
        }
        let post = try lexicon("app.bsky.feed.post", "main")["record"]["properties"]
        for name in ["text", "createdAt", "langs", "facets", "reply", "embed"] {
            #expect(post[name].isObject, "\(name)")
        }
        let view = try lexicon("app.bsky.feed.defs", "postView")["properties"]
        for name in ["uri", "author", "record", "indexedAt", "labels"] { #expect(view[name].isObject, "\(name)") }
        let item = try lexicon("app.bsky.feed.defs", "feedViewPost")["properties"]
        for name in ["post", "reason"] { #expect(item[name].isObject, "\(name)") }
        #expect(try lexicon("app.bsky.feed.defs", "reasonRepost").isObject)
        let slice = try lexicon("app.bsky.richtext.facet", "byteSlice")["properties"]
        for name in ["byteStart", "byteEnd"] { #expect(slice[name].isObject, "\(name)") }
        #expect(try lexicon("app.bsky.richtext.facet", "link")["properties"]["uri"].isObject)
        let questions = [
            "app.bsky.feed.getAuthorFeed": ["actor", "limit", "filter", "cursor"],
            "app.bsky.feed.searchPosts": ["q", "sort", "limit", "cursor"],
            "app.bsky.feed.getPostThread": ["uri", "depth"], "com.atproto.identity.resolveHandle": ["handle"],
        ]
        for (method, names) in questions {
            let parameters = try lexicon(method, "main")["parameters"]["properties"]
            for name in names { #expect(parameters[name].isObject, "\(method) \(name)") }
        }
    }
}
