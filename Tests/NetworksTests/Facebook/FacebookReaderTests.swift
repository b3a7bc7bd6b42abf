import Foundation
import Kernel
import Synchronization
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct FacebookReaderTests {
    private let start = Instant(seconds: 1_795_262_400 - 86_400)

    private func reader(_ meta: FakeMeta, at clock: Clock = noon) -> FacebookReader {
        FacebookReader(credentials: FacebookConnectorTests.credentials, http: meta.http, clock: clock)
    }

    /// Everything that waits, page after page.
    private func all(
        _ reader: FacebookReader, since cursor: String?
    ) async throws -> (arrivals: [Arrival], edited: [Arrival], removed: [String], page: Page) {
        var page = try await reader.fetch(since: cursor)
        var (arrivals, edited, removed) = (page.arrivals, page.edited, page.removed)
        for _ in 0..<100 where page.hasMore {
            page = try await reader.fetch(since: page.cursor)
            arrivals += page.arrivals
            edited += page.edited
            removed += page.removed
        }
        return (arrivals, edited, removed, page)
    }

    @Test("what is said under our posts comes under what it answers, and what we say is ours")
    func thread() async throws {
        let page = FakePage(start)
        page.change {
            $0.posts = [.init(id: "7_100", text: "Notre message", at: 0, from: "7")]
            $0.comments = [
                .init(id: "100_1", text: "Et le parking ?", at: 10, under: "7_100"),
                .init(id: "100_2", text: "Il ouvre lundi", at: 20, from: "7", under: "7_100", parent: "100_1"),
                .init(id: "100_3", text: "", at: 30, under: "7_100"),
            ]
        }
        let (arrivals, _, _, _) = try await all(reader(page.meta), since: nil)
        let by = Dictionary(uniqueKeysWithValues: arrivals.map { ($0.id, $0) })
        #expect(by.count == 3)
        #expect(by["7_100"]?.own == true && by["7_100"]?.kind == .post)
        #expect(by["100_1"]?.parent == "7_100" && by["100_1"]?.own == false && by["100_1"]?.author == "N99")
        #expect(by["100_1"]?.url == "https://www.facebook.com/100_1" && by["100_1"]?.kind == .comment)
        #expect(by["100_2"]?.parent == "100_1" && by["100_2"]?.own == true)
    }

    @Test("34: three hours without us: the gap is filled, page after page, and nothing comes twice")
    func gap() async throws {
        let page = FakePage(start)
        page.change {
            $0.page = 5
            $0.posts = (0..<8).map { .init(id: "7_\($0)", text: "Message \($0)", at: Double($0), from: "7") }
        }
        let time = MovableClock(noon.now())
        let first = try await all(reader(page.meta, at: time.clock), since: nil)
        #expect(Set(first.arrivals.map(\.id)) == Set((0..<8).map { "7_\($0)" }))
        page.change { state in
            state.posts += (8..<20).map { .init(id: "7_\($0)", text: "Message \($0)", at: Double($0), from: "7") }
            state.comments = (0..<60).map {
                .init(id: "c_\($0)", text: "Mot \($0)", at: 100 + Double($0), under: "7_\($0 % 20)")
            }
        }
        time.move(3 * 3_600)
        let second = try await all(reader(page.meta, at: time.clock), since: first.page.cursor)
        let wanted = (8..<20).map { "7_\($0)" } + (0..<60).map { "c_\($0)" }
        #expect(second.arrivals.map(\.id).sorted() == wanted.sorted())
        #expect(second.removed.isEmpty && second.edited.isEmpty)
        let third = try await all(reader(page.meta, at: time.clock), since: second.page.cursor)
        #expect(third.arrivals.isEmpty)
    }

    @Test("a visit that fails in the middle loses nothing: the last cursor goes on")
    func cut() async throws {
        let page = FakePage(start)
        page.change { state in
            state.posts = (0..<3).map { .init(id: "7_\($0)", text: "Message \($0)", at: Double($0), from: "7") }
            state.comments = (0..<30).map {
                .init(id: "c_\($0)", text: "Mot \($0)", at: 100 + Double($0), under: "7_\($0 % 3)")
            }
        }
        let meta = page.meta
        let asked = Mutex(0)
        let failing = FakeMeta { call in
            let count = asked.withLock { count in
                count += 1
                return count
            }
            return count == 3 ? .lost : meta.reply(to: call)
        }
        let said = await failure { try await reader(failing).fetch(since: nil) }
        #expect(said?.kind == .unavailable)
        let (arrivals, _, _, _) = try await all(reader(failing), since: nil)
        #expect(Set(arrivals.map(\.id)).count == 33)
    }

    @Test("37: what its author changes or takes back is followed, whether the count tells or not")
    func followed() async throws {
        let page = FakePage(start)
        page.change {
            $0.posts = [.init(id: "7_100", text: "Notre message", at: 86_000, from: "7")]
            $0.comments = [
                .init(id: "100_1", text: "Trois heures d'attente", at: 86_100, under: "7_100"),
                .init(id: "100_2", text: "Inadmissible", at: 86_200, under: "7_100"),
            ]
        }
        let time = MovableClock(noon.now())
        let first = try await all(reader(page.meta, at: time.clock), since: nil)
        page.change { state in
            state.comments[0].text = "Deux heures d'attente"
            state.comments[1] = .init(id: "100_3", text: "Merci tout de même", at: 86_300, under: "7_100")
        }
        // The network counts as many comments as before.
        time.move(700)
        let second = try await all(reader(page.meta, at: time.clock), since: first.page.cursor)
        #expect(second.edited.map(\.text) == ["Deux heures d'attente"])
        #expect(second.removed == ["100_2"])
        #expect(second.arrivals.map(\.id) == ["100_3"])
        page.change { $0.comments = [] }
        time.move(10)
        let third = try await all(reader(page.meta, at: time.clock), since: second.page.cursor)
        #expect(Set(third.removed) == ["100_1", "100_3"])
        page.change { $0.posts = [.init(id: "7_99", text: "Un autre", at: 10, from: "7")] }
        let fourth = try await all(reader(page.meta, at: time.clock), since: third.page.cursor)
        #expect(fourth.removed == ["7_100"])
    }

    @Test("a post that is gone takes along what was said under it")
    func gonePost() async throws {
        let page = FakePage(start)
        page.change {
            $0.posts = [
                .init(id: "7_100", text: "Notre message", at: 86_000, from: "7"),
                .init(id: "7_99", text: "Un autre", at: 10, from: "7"),
            ]
            $0.comments = [.init(id: "100_1", text: "Bravo", at: 86_100, under: "7_100")]
        }
        let first = try await all(reader(page.meta), since: nil)
        page.change { $0.posts.removeFirst() }
        let second = try await all(reader(page.meta), since: first.page.cursor)
        #expect(Set(second.removed) == ["7_100", "100_1"] && second.arrivals.isEmpty)
    }

    @Test("an empty list, where the network counts comments, is no proof that they are gone")
    func emptyList() async throws {
        let page = FakePage(start)
        page.change {
            $0.posts = [.init(id: "7_100", text: "Notre message", at: 86_000, from: "7")]
            $0.comments = [.init(id: "100_1", text: "Bravo", at: 86_100, under: "7_100")]
        }
        let time = MovableClock(noon.now())
        let first = try await all(reader(page.meta, at: time.clock), since: nil)
        let meta = page.meta
        let broken = FakeMeta { call in
            call.path.hasSuffix("/comments") ? .json(#"{"data":[]}"#) : meta.reply(to: call)
        }
        time.move(700)
        let second = try await all(reader(broken, at: time.clock), since: first.page.cursor)
        #expect(second.removed.isEmpty)
        let blind = FakeMeta { _ in .json(#"{"data":[]}"#) }
        #expect(try await all(reader(blind, at: time.clock), since: first.page.cursor).removed.isEmpty)
    }

    @Test("recommendations come as reviews, with stars only where somebody gave stars")
    func reviews() async throws {
        let page = FakePage(start)
        page.change {
            $0.reviews = [
                #"{"created_time":"2026-11-20T10:00:00+0000","has_rating":false,"recommendation_type":"positive","review_text":"Très bien accueillie","reviewer":{"id":"55","name":"Ann"},"open_graph_story":{"id":"8800"}}"#,
                #"{"created_time":"2018-01-05T10:00:00+0000","has_rating":true,"rating":4,"review_text":"Bien","open_graph_story":{"id":"8700"}}"#,
                #"{"created_time":"2026-11-19T10:00:00+0000","recommendation_type":"negative"}"#,
            ]
        }
        let meta = page.meta
        let (arrivals, _, _, last) = try await all(reader(meta), since: nil)
        #expect(arrivals.map(\.id) == ["8800", "8700"] && arrivals.allSatisfy { $0.kind == .review && !$0.own })
        #expect(arrivals.map(\.rating) == [nil, 4] && arrivals[0].author == "Ann")
        #expect(meta.call("GET /7/ratings")?.version == "v21.0")
        page.change { $0.reviews.removeFirst() }
        #expect(try await all(reader(page.meta), since: last.cursor).removed == ["8800"])
    }

    @Test("recommendations that are not shown to us cost nothing else, and are asked for once a day")
    func refusedReviews() async throws {
        let page = FakePage(start)
        page.change {
            $0.reviewsRefused = true
            $0.posts = [.init(id: "7_100", text: "Notre message", at: 0, from: "7")]
        }
        let time = MovableClock(noon.now())
        let first = try await all(reader(page.meta, at: time.clock), since: nil)
        #expect(first.arrivals.map(\.id) == ["7_100"] && first.page.refusals.count == 1)
        time.move(600)
        let meta = page.meta
        let second = try await all(reader(meta, at: time.clock), since: first.page.cursor)
        #expect(second.page.refusals.isEmpty && !meta.asked.contains("GET /7/ratings"))
        time.move(90_000)
        #expect(try await all(reader(page.meta, at: time.clock), since: second.page.cursor).page.refusals.count == 1)
    }
}
