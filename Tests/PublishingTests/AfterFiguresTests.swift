import Foundation
import Kernel
import Networks
import Storage
import Synchronization
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// What people did with our posts, asked of the networks without hurry and without harm.
@Suite struct AfterFiguresTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    private static func history(_ house: PublishingHouse, _ post: Int64) async throws -> [Int] {
        try await house.database.read { try FiguresStore.history(of: [post], in: $0).map(\.day) }
    }

    @Test("questions come hourly for a day, then thin out, and end after a year")
    func pace() {
        let (hour, day) = (3_600.0, 86_400.0)
        let ages: [(Double, Double?)] = [
            (0, hour), (23 * hour, hour), (day, 6 * hour), (6.9 * day, 6 * hour), (7 * day, day), (29.9 * day, day),
            (30 * day, 7 * day), (364 * day, 7 * day), (365 * day, nil),
        ]
        for (age, wanted) in ages { #expect(FiguresPace.interval(atAge: age) == wanted) }
    }

    @Test("figures come by the hour, one row a day, and are added up over the networks")
    func together() async throws {
        try await each { house in
            let faces = [
                PostContent.Face(channel: try await house.connect(.facebook, "page"), comment: "Sur inscription."),
                PostContent.Face(channel: try await house.connect(.linkedin, "org")),
            ]
            let views = Counter()
            house.network.after.counts { sent in
                Dictionary(uniqueKeysWithValues: sent.map { ($0.id, PostFigures(views: views.next(), likes: 2)) })
            }
            let id = try await house.published(PublishingHouse.content(faces))
            #expect(house.network.after.asked.isEmpty)
            for _ in 0..<30 {
                house.time.move(3_601)
                try await house.work()
            }
            #expect(house.network.after.asked.count > 40)
            // Three messages, two days of the hospital's calendar.
            #expect(Set(try await Self.history(house, id)).count == 2)
            #expect(try await Self.history(house, id).count == 6)
            let parcels = try await house.parcels(id)
            let heads = parcels.filter { $0.ordinal == 0 }.compactMap { $0.figures?.views }
            let totals = PostTotals(parcels)
            #expect(totals.views == heads.reduce(0, +) && totals.likes == 6)
            try await house.visit { visitor in
                let text = try await visitor.get("/posts/\(id)").text
                #expect(text.contains("Vues cumulées, tous réseaux") && text.contains("Chiffres du"))
                #expect(text.contains("<table>") && !text.contains("⟦"))
            }
        }
    }

    @Test("3: figures that fail publish nothing again, and leave the last ones with their age")
    func blip() async throws {
        try await each { house in
            let id = try await house.published(
                PublishingHouse.content([.init(channel: try await house.connect())]))
            house.network.after.counts { sent in
                Dictionary(uniqueKeysWithValues: sent.map { ($0.id, PostFigures(views: 1_234)) })
            }
            house.time.move(3_601)
            try await house.work()
            house.network.after.counts { _ in throw Failure(.unavailable, "503") }
            for _ in 0..<5 {
                house.time.move(3_601)
                try await house.work()
            }
            #expect(house.network.after.asked.count == 6)
            #expect(house.network.attempts == 1 && house.network.after.acts.isEmpty)
            let parcel = try #require(try await house.parcels(id).first)
            #expect(parcel.state == .sent && parcel.figures?.views == 1_234)
            #expect(parcel.figuresAt.map { house.time.now.seconds(since: $0) > 18_000 } == true)
            let channel = try await house.database.read { try ChannelStore.find(parcel.channel, in: $0) }
            #expect(channel.state == .connected)
            try await house.visit { visitor in
                let text = try await visitor.get("/posts/\(id)").text
                #expect(text.contains("n’a pas répondu depuis") && text.contains("234"))
            }
        }
    }

    @Test("a network that gives no figures says so; X is read only as far as money was set aside")
    func noneAndPaid() async throws {
        try await each { house in
            house.network.after.counts { sent in
                Dictionary(uniqueKeysWithValues: sent.map { ($0.id, PostFigures()) })
            }
            let google = try await house.published(
                PublishingHouse.content([.init(channel: try await house.connect(.google, "lieu"))]))
            try await house.database.write { try Budget.set(.x, 20_000, in: $0) }
            let paid = try await house.published(
                PublishingHouse.content([.init(channel: try await house.connect(.x, "chu_x"))]))
            let price = try await house.database.read { try Budget.spent(.x, "2026-11", in: $0) }
            #expect(house.network.posts.count == 2 && price > 0)
            try await house.database.write { try Budget.set(.x, price + 700, in: $0) }
            for _ in 0..<3 {
                house.time.move(3_601)
                try await house.work()
            }
            let number = try #require(try await house.parcels(paid).first?.sent?.id)
            #expect(house.network.after.asked.count { $0.contains(number) } == 1)
            #expect(try await house.database.read { try Budget.spent(.x, "2026-11", in: $0) } == price + 500)
            #expect(house.network.after.asked.count >= 3)
            try await house.visit { visitor in
                let (none, metered) = (
                    try await visitor.get("/posts/\(google)").text, try await visitor.get("/posts/\(paid)").text
                )
                #expect(none.contains("ne donne pas de chiffres") && metered.contains("fait payer la lecture"))
            }
        }
    }

    @Test("the best posts by kind, network and period, as a page and as a table whose cells run nothing")
    func table() async throws {
        try await each { house in
            let channel = try await house.connect(.facebook, "page")
            house.network.after.counts { sent in
                Dictionary(
                    uniqueKeysWithValues: sent.map { ($0.id, PostFigures(views: $0.id == "n1" ? 10 : 9_000, likes: 5)) }
                )
            }
            var formula = PublishingHouse.content([.init(channel: channel)], "Une annonce.")
            formula.title = "=HYPERLINK(\"http://x.example\")"
            let plain = try await house.published(PublishingHouse.content([.init(channel: channel)]))
            let best = try await house.published(formula)
            house.time.move(3_601)
            try await house.work()
            try await house.visit { visitor in
                let page = try await visitor.get("/posts/figures?days=30&order=views")
                let first = try #require(page.text.range(of: "/posts/\(best)"))
                let second = try #require(page.text.range(of: "/posts/\(plain)"))
                #expect(page.status == 200 && !page.text.contains("⟦"))
                #expect(first.lowerBound < second.lowerBound)
                #expect(page.text.contains("pas encore assez de publications mesurées (2 sur 50)"))
                let none = try await visitor.get("/posts/figures?network=linkedin").text
                #expect(none.contains("Pas encore de chiffres"))
                let csv = try await visitor.get("/posts/figures.csv?days=30").text
                #expect(csv.contains("\"'=HYPERLINK(\"\"http://x.example\"\")\""))
                #expect(csv.contains(",9000,5,"))
                #expect(try await visitor.get("/posts/figures?days=-1&kind=zzz&order=%00").status == 200)
            }
        }
    }
}

/// Counts up.
private final class Counter: Sendable {
    private let state = Mutex(100)
    func next() -> Int {
        state.withLock { count in
            count += 1
            return count
        }
    }
}
