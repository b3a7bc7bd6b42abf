import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// Letters about what the look ahead stops, and about tokens.
@Suite struct ReminderAheadTests {
    private static func told(_ press: PressHouse) -> [String] { press.post.letters.map(\.to.name).sorted() }

    private static func channel(_ press: PressHouse, _ id: Int64) async throws -> Channel {
        try await press.database.read { try ChannelStore.find(id, in: $0) }
    }

    private static func expire(_ press: PressHouse, _ id: Int64) async throws {
        try await ChannelCheck(desk: press.desk.channels).expire(try await channel(press, id), "401")
    }

    @Test("a hold before its hour is told once to its author and communication, and another hour once more")
    func held() async throws {
        try await PressHouse.each { press in
            let house = press.house
            let accounts = [try await house.connect(), try await house.connect(.mastodon, "chu@social.example")]
            let id = try await house.release(
                PublishingHouse.content(accounts.map { .init(channel: $0) }), at: house.time.now.adding(seconds: 500))
            try await house.database.write { try $0.execute("UPDATE channel SET state = 'expired'", []) }
            for _ in 0..<3 {
                try await Foresight(desk: press.desk).look()
                try await press.work()
            }
            // Two accounts, one reason: one letter each.
            #expect(Self.told(press) == ["communication", "second"])
            let letter = try #require(press.post.letters.first)
            #expect(letter.text.contains("connectez le compte de nouveau") && letter.text.contains("Mastodon"))
            #expect(!letter.text.contains("radiologie") && !letter.text.contains("⟦"))
            try await house.database.write { try $0.execute("UPDATE channel SET state = 'connected'", []) }
            try await Foresight(desk: press.desk).look()
            try await press.work()
            #expect(press.post.letters.count == 2)
            try await ApprovalActions(desk: press.desk).plan(
                id,
                .at(
                    house.time.now.adding(seconds: 550), local: "2026-11-02T13:10", zone: "Europe/Paris",
                    recurrence: nil),
                by: try PublishingHouse.person("second"))
            try await house.database.write { try $0.execute("UPDATE channel SET state = 'expired'", []) }
            try await Foresight(desk: press.desk).look()
            try await press.work()
            #expect(press.post.letters.count == 4)
        }
    }

    @Test("a hold that is mended before its letter leaves is told to nobody")
    func mended() async throws {
        try await PressHouse.each { press in
            let house = press.house
            let account = try await house.connect()
            _ = try await house.release(
                PublishingHouse.content([.init(channel: account)]), at: house.time.now.adding(seconds: 500))
            try await house.database.write { try $0.execute("UPDATE channel SET state = 'expired'", []) }
            try await Foresight(desk: press.desk).look()
            try await house.database.write { try $0.execute("UPDATE channel SET state = 'connected'", []) }
            try await Foresight(desk: press.desk).look()
            try await press.work()
            #expect(press.post.letters.isEmpty)
        }
    }

    @Test("a dead token is told once to communication and administrators, after the network has said no twice")
    func died() async throws {
        try await PressHouse.each { press in
            let house = press.house
            let id = try await house.connect()
            house.network.dies()
            try await Self.expire(press, id)
            try await ReminderTests.look(press)
            #expect(press.post.letters.isEmpty)
            house.time.move(601)
            for _ in 0..<3 {
                try await ReminderTests.look(press)
                house.time.move(601)
            }
            #expect(Self.told(press) == ["administrator", "communication", "second"])
            let letter = try #require(press.post.letters.first)
            #expect(letter.text.contains("https://resonance.chu.example/channels") && !letter.text.contains("token-of"))
            // Connected anew and dead once more: another event.
            _ = try await house.connect()
            try await Self.expire(press, id)
            house.time.move(601)
            try await ReminderTests.look(press)
            #expect(press.post.letters.count == 6)
        }
    }

    @Test("11: a blip tells nobody: a network that says yes again, or nothing at all")
    func blip() async throws {
        try await PressHouse.each { press in
            let id = try await press.house.connect()
            try await Self.expire(press, id)
            press.house.time.move(601)
            try await ReminderTests.look(press)
            #expect(press.post.letters.isEmpty)
            #expect(try await Self.channel(press, id).state == .connected)
        }
    }

    @Test("a token that ends within a week and cannot be renewed is told once; one that renews itself is not")
    func ending() async throws {
        try await PressHouse.each { press in
            let house = press.house
            let day = 86_400.0
            _ = try await house.connect(.linkedin, "org", refresh: "", expires: 60 * day)
            _ = try await house.connect(.instagram, "insta", expires: 60 * day)
            _ = try await house.connect(.youtube, "tube", refresh: "r", expires: 3_600)
            house.network.refreshing { _ in throw Failure(.unavailable, "no answer") }
            for days in [52.0, 1.5, 0.1] {
                house.time.move(days * day)
                for _ in 0..<2 {
                    try await press.write { try JobQueue.enqueue(ChannelRenewal.kind, key: "all", in: $0) }
                    for job in try await house.queue.take(5, kinds: [ChannelRenewal.kind], owner: "n") {
                        try await ChannelRenewal(desk: press.desk.channels).handle(job)
                        try await press.write { try JobQueue.complete(job, in: $0) }
                    }
                    try await ReminderTests.look(press)
                }
                if days == 52 { #expect(press.post.letters.isEmpty) }
            }
            #expect(Self.told(press) == ["administrator", "communication", "second"])
            #expect(press.post.letters.allSatisfy { $0.text.contains("org") && !$0.text.contains("⟦") })
            // Five days later the one that should have renewed itself has still not.
            house.time.move(5 * day)
            try await ChannelRenewal(desk: press.desk.channels).handle(
                try #require(try await house.queue.take(5, kinds: [ChannelRenewal.kind], owner: "n").first))
            try await ReminderTests.look(press)
            #expect(press.post.letters.count == 6)
        }
    }

    @Test("16: the composer and the calendar say which account is dead and which is near its end")
    func pages() async throws {
        try await PressHouse.each { press in
            let dead = try await press.house.connect()
            let near = try await press.house.connect(.linkedin, "org", refresh: "", expires: 5 * 86_400)
            try await Self.expire(press, dead)
            try await press.write { connection in
                try connection.execute(
                    "UPDATE channel SET warned_at = $2 WHERE id = $1", [near, press.house.time.now])
            }
            for path in ["/posts/new", "/posts/calendar"] {
                let page = try await press.visit { try await $0.get(path).text }
                #expect(page.contains("n’accepte plus le jeton du compte") && page.contains("CHU chu"), "\(path)")
                #expect(page.contains("CHU org") && page.contains("(LinkedIn) prend fin le"), "\(path)")
                #expect(page.contains("href=\"/channels\">Connecter à nouveau"), "\(path)")
                let read = try await press.visit(as: "clinician") { try await $0.get(path).text }
                #expect(read.contains("n’accepte plus le jeton") && !read.contains("href=\"/channels\">Connecter"))
            }
        }
    }
}
