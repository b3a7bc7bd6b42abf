import Foundation
import Kernel
import TestKit
import Testing

@testable import Networks

@Suite struct MetaMemoryTests {
    private let start = Instant(seconds: 1_795_262_400 - 86_400)

    static func item(_ id: String, _ at: Double, _ text: String = "a") -> MetaListing.Item {
        let moment = Instant(seconds: at)
        return MetaListing.Item(
            id: id, moment: moment,
            reading: .arrival(Arrival(id: id, network: .facebook, text: text, publishedAt: moment)),
            digest: MetaText.digest(text))
    }

    @Test("a shelf tells what is new, changed and gone, and only what it may miss is gone")
    func shelf() {
        var shelf = MetaMemory.Shelf()
        let now = noon.now()
        let first = shelf.take([Self.item("b", 2_000), Self.item("a", 1_000)], missedFrom: .min, now: now)
        #expect(first.arrived.map(\.id) == ["b", "a"] && first.removed.isEmpty)
        let second = shelf.take(
            [Self.item("c", 3_000), Self.item("b", 2_000, "x")], missedFrom: 1_500_000_000, now: now)
        #expect(second.arrived.map(\.id) == ["c"] && second.edited.map(\.id) == ["b"] && second.removed.isEmpty)
        let third = shelf.take([Self.item("c", 3_000)], missedFrom: .min, now: now)
        #expect(Set(third.removed) == ["a", "b"])
        #expect(shelf.take([Self.item("c", 3_000)], missedFrom: .min, now: now).arrived.isEmpty)
        _ = shelf.take([Self.item("c", 3_000, "")], missedFrom: .min, now: now)
        let words = shelf.take([Self.item("c", 3_000, "enfin")], missedFrom: .min, now: now)
        #expect(words.arrived.map(\.id) == ["c"] && words.edited.isEmpty)
    }

    @Test("a shelf that could not keep everything takes only what is newer for news")
    func cut() {
        var shelf = MetaMemory.Shelf()
        let items = (0..<50).map { Self.item("\($0)", 100_000 + 1_000 * Double($0)) }
        _ = shelf.take(items, missedFrom: nil, now: noon.now())
        shelf.cut(to: 10)
        #expect(shelf.isCut && shelf.known.map(\.id) == (40..<50).reversed().map { "\($0)" })
        let news = shelf.take(items + [Self.item("50", 200_000)], missedFrom: nil, now: noon.now())
        #expect(news.arrived.map(\.id) == ["50"])
    }

    /// Many posts, and many comments under each.
    private struct Crowd: MetaSource {
        let start: Double
        let comments: Int

        func posts(after: String?) async throws -> MetaListing {
            let from = after.flatMap { Int($0) } ?? 0
            let items = (from..<min(150, from + 50)).map { item("p\($0)", start - Double($0), count: comments) }
            let next = from + 50 < 150 ? "\(from + 50)" : nil
            return MetaListing(items: items, next: next, isLast: next == nil)
        }

        func comments(under post: String, after: String?) async throws -> MetaListing {
            let items = (0..<comments).map { item("\(post)_1234567890123456_\($0)", start + Double($0)) }
            return MetaListing(items: items.reversed(), next: nil, isLast: true)
        }

        private func item(_ id: String, _ at: Double, count: Int? = nil) -> MetaListing.Item {
            var item = MetaMemoryTests.item(id, at)
            item.count = count
            return item
        }
    }

    @Test("an account that is talked of a lot keeps a cursor of a modest size, and still tells what is new")
    func bounded() async throws {
        let time = MovableClock(noon.now())
        func all(_ comments: Int, _ cursor: String?) async throws -> (ids: Set<String>, cursor: String) {
            let source = Crowd(start: start.seconds, comments: comments)
            let inbox = MetaInbox(source: source, network: .facebook, history: 3, clock: time.clock)
            var (ids, cursor, more) = (Set<String>(), cursor, true)
            while more {
                var memory = MetaMemory(cursor: cursor)
                let page = try await inbox.fetch(&memory)
                ids.formUnion(page.arrivals.map(\.id))
                #expect(page.cursor.utf8.count < 200_000 && page.removed.isEmpty)
                (cursor, more) = (page.cursor, page.hasMore)
            }
            return (ids, try #require(cursor))
        }
        let first = try await all(30, nil)
        // A hundred posts are watched, the newest.
        #expect(first.ids.count == 150 + 100 * 30)
        #expect(MetaMemory(cursor: first.cursor).posts.count == 100)
        time.move(700)
        let second = try await all(31, first.cursor)
        #expect((0..<100).allSatisfy { second.ids.contains("p\($0)_1234567890123456_30") })
    }

    @Test("old posts are read less often than new ones")
    func due() {
        var memory = MetaMemory(cursor: nil)
        let now = noon.now()
        func post(_ id: String, days: Int, read seconds: Double, count: Int? = 3, counted: Int? = 3) -> MetaMemory.Post
        {
            var post = MetaMemory.Post(
                id: id, at: now.adding(days: -days).microseconds, count: count, counted: counted,
                listedAt: now.microseconds)
            post.comments.readAt = now.adding(seconds: -seconds).microseconds
            return post
        }
        memory.posts = [
            post("hot, read", days: 1, read: 60), post("hot", days: 1, read: 700),
            post("warm, read", days: 5, read: 700),
            post("warm", days: 5, read: 4_000), post("cold, read", days: 30, read: 4_000),
            post("cold", days: 30, read: 90_000), post("counted", days: 30, read: 1, count: 4),
            post("uncounted", days: 1, read: 1, count: nil, counted: nil),
            post("cold, uncounted", days: 30, read: 4_000, count: nil, counted: nil),
        ]
        #expect(Set(memory.due(now: now)) == ["hot", "warm", "cold", "counted", "uncounted"])
        #expect(memory.due(now: now).first == "cold")
    }

    @Test("texts are the same by their letters and digits, and by nothing less")
    func texts() {
        #expect(MetaText.same("Été  2026 :\nouvert !", "été 2026, ouvert"))
        #expect(MetaText.same("E\u{301}te\u{301}", "été"))
        #expect(!MetaText.same("Été 2026", "Été 2027"))
        #expect(!MetaText.same("…", "…") && !MetaText.same(nil, "a"))
        #expect(MetaText.same("@ann.b Merci", "Merci", after: "ann.b"))
        #expect(!MetaText.same("@bo Merci", "Merci", after: "ann.b") && !MetaText.same("Grand merci", "merci"))
    }

    @Test(
        "the first address of a text is found, without what ends the sentence",
        arguments: [
            ("Voir https://chu.example/a.", "https://chu.example/a"), ("(http://a.fr/b?c=d)", "http://a.fr/b?c=d"),
            ("« https://a.fr/é »", "https://a.fr/é"), ("rien", nil), ("https://", nil),
            ("https://a.fr, https://b.fr", "https://a.fr"),
        ] as [(String, String?)])
    func links(_ text: String, _ link: String?) {
        #expect(MetaText.link(in: text) == link)
    }
}
