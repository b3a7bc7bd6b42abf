import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// Letters about posts that wait for a yes.
@Suite struct ReminderTests {
    static let hour = 3_600.0

    /// A job of the look, due now, and then all the letters that it planned.
    static func look(_ press: PressHouse) async throws {
        try await ReminderServices(desk: press.desk).plan()
        for _ in 0..<3 { try await press.work() }
    }

    private static func submitted(
        _ press: PressHouse, _ content: PostContent? = nil, due: Double? = nil
    ) async throws -> Int64 {
        let author = try PublishingHouse.person("communication")
        let face = PostContent.Face(channel: try await press.house.connect())
        let id = try await PostActions(desk: press.desk).create(
            content ?? PublishingHouse.content([face]), service: nil, by: author)
        let moment: ApprovalActions.Moment =
            due.map {
                .at(
                    press.house.time.now.adding(seconds: $0), local: "2026-11-04T13:00", zone: "Europe/Paris",
                    recurrence: nil)
            } ?? .onceApproved
        try await ApprovalActions(desk: press.desk).submit(id, seen: 1, when: moment, by: author)
        return id
    }

    private static func told(_ press: PressHouse) -> [String] { press.post.letters.map(\.to.name).sorted() }

    @Test(
        "after a day those who approve hear of it, half a day before its hour again, then everybody who can act; once")
    func steps() async throws {
        try await PressHouse.each { press in
            let id = try await Self.submitted(press, due: 48 * Self.hour)
            try await Self.look(press)
            press.house.time.move(24 * Self.hour - 60)
            try await Self.look(press)
            #expect(press.post.letters.isEmpty)
            press.house.time.move(60)
            for _ in 0..<3 { try await Self.look(press) }
            // Neither its author, nor who only comes in when it is late.
            #expect(Self.told(press) == ["second"])
            press.house.time.move(12 * Self.hour)
            for _ in 0..<3 { try await Self.look(press) }
            #expect(Self.told(press) == ["second", "second"])
            press.house.time.move(8 * Self.hour)
            for _ in 0..<3 { try await Self.look(press) }
            #expect(Self.told(press) == ["administrator", "communication", "second", "second", "second"])
            press.house.time.move(8 * Self.hour)
            try await Self.look(press)
            #expect(press.post.letters.count == 5)
            let letter = try #require(press.post.letters.last)
            #expect(letter.text.contains("https://resonance.chu.example/posts/\(id)"))
            for letter in press.post.letters {
                #expect(!letter.text.contains("radiologie") && !letter.text.contains("Portes ouvertes"))
                #expect(!letter.text.contains("⟦") && !letter.subject.contains("⟦"))
            }
            let page = try await press.visit { try await $0.get("/posts/\(id)").text }
            #expect(page.contains("Rappel envoyé le") && page.contains("alertées le"))
        }
    }

    @Test("medical content reminds the medical validator, and the next stage begins its own wait")
    func medical() async throws {
        try await PressHouse.each { press in
            let face = PostContent.Face(channel: try await press.house.connect())
            var content = PublishingHouse.content(
                [face], "L'IRM n'utilise pas de rayons X. Source : société savante de radiologie.")
            content.kind = .explainer
            content.facts.source = "https://www.sfrnet.org/irm"
            content.facts.sourceDate = "2026-05-01"
            content.facts.readBy = "Dr Durand"
            let id = try await Self.submitted(press, content)
            press.house.time.move(25 * Self.hour)
            try await Self.look(press)
            #expect(Self.told(press) == ["validator"])
            try await ApprovalActions(desk: press.desk).approve(
                id, seen: 1, by: try PublishingHouse.person("validator"))
            try await Self.look(press)
            #expect(Self.told(press) == ["validator"])
            press.house.time.move(25 * Self.hour)
            try await Self.look(press)
            #expect(Self.told(press) == ["second", "validator"])
        }
    }

    @Test("nobody is reminded of a post on hold, nor while everything is stopped; once it goes on, they are")
    func onHold() async throws {
        try await PressHouse.each { press in
            let id = try await Self.submitted(press)
            let second = try PublishingHouse.person("second")
            let actions = PostActions(desk: press.desk)
            try await actions.park(id, reason: "Deuil", by: second)
            press.house.time.move(25 * Self.hour)
            try await Self.look(press)
            #expect(press.post.letters.isEmpty)
            // Planned, and put on hold before its letter left.
            try await actions.unpark(id, by: second)
            try await ApprovalReminders(desk: press.desk).look()
            try await actions.park(id, reason: "Deuil", by: second)
            try await press.work()
            #expect(press.post.letters.isEmpty)
            try await actions.unpark(id, by: second)
            try await SendingActions(desk: press.desk).stop(reason: "Plan blanc", by: second)
            try await Self.look(press)
            #expect(press.post.letters.isEmpty)
            try await SendingActions(desk: press.desk).resume(by: second)
            try await Self.look(press)
            #expect(Self.told(press) == ["second"])
        }
    }

    @Test("five workers at once, with every job taken twice, remind each person once")
    func workers() async throws {
        try await PressHouse.each { press in
            _ = try await Self.submitted(press, due: 26 * Self.hour)
            press.house.time.move(23 * Self.hour)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<5 {
                    group.addTask { try await ApprovalReminders(desk: press.desk).look() }
                }
                try await group.waitForAll()
            }
            let jobs = try await press.house.queue.take(50, kinds: [LetterRun.kind], owner: "node")
            #expect(jobs.count == 3)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<5 {
                    for job in jobs { group.addTask { try await LetterRun(desk: press.desk).handle(job) } }
                }
                try await group.waitForAll()
            }
            #expect(Self.told(press) == ["administrator", "communication", "second"])
        }
    }

    @Test(
        "a node that dies in the mail server's hands leaves a letter unknown, said on the page, and sends no second one"
    )
    func killed() async throws {
        try await PressHouse.each { press in
            let id = try await Self.submitted(press)
            press.house.time.move(25 * Self.hour)
            try await ApprovalReminders(desk: press.desk).look()
            let letter = try #require(
                try await press.database.read { try $0.one("SELECT id FROM staff_letter", [])?.int64("id") })
            // The node had armed it, and its job lives on.
            #expect(try await press.database.write { try LetterStore.arm(letter, in: $0) })
            try await Self.look(press)
            try await Self.look(press)
            #expect(press.post.letters.isEmpty)
            let kept = try await press.database.read { try LetterStore.find(letter, in: $0) }
            #expect(kept?.state == .unknown)
            let page = try await press.visit { try await $0.get("/posts/\(id)").text }
            #expect(page.contains("n’a pas dit s’il a pris ce courriel"))
        }
    }

    @Test("a mail server that is away is asked again; one that may have taken the letter is not")
    func mailServer() async throws {
        try await PressHouse.each { press in
            _ = try await Self.submitted(press)
            press.house.time.move(25 * Self.hour)
            let address = "second@chu.example"
            press.post.answers(Failure(.unavailable, "421", words: "wire.mail_refused"), to: address)
            try await ApprovalReminders(desk: press.desk).look()
            let job = try #require(try await press.house.queue.take(5, kinds: [LetterRun.kind], owner: "n").first)
            await #expect(throws: Failure.self) { try await LetterRun(desk: press.desk).handle(job) }
            press.post.answers(nil, to: address)
            try await LetterRun(desk: press.desk).handle(job)
            #expect(Self.told(press) == ["second"])
            press.post.forget()
            press.post.answers(Failure(.unavailable, "cut", words: "wire.mail_unanswered"), to: address)
            _ = try await Self.submitted(press)
            press.house.time.move(25 * Self.hour)
            try await ApprovalReminders(desk: press.desk).look()
            let other = try #require(try await press.house.queue.take(5, kinds: [LetterRun.kind], owner: "n").first)
            try await LetterRun(desk: press.desk).handle(other)
            press.post.answers(nil, to: address)
            try await LetterRun(desk: press.desk).handle(other)
            #expect(press.post.letters.isEmpty)
        }
    }

    @Test("without a mail server nothing is planned, and the page says so")
    func mailless() async throws {
        try await PressHouse.each { press in
            let id = try await Self.submitted(press)
            press.house.time.move(25 * Self.hour)
            let house = press.house
            try await ReminderServices(desk: house.desk).plan()
            try await house.work()
            let rows = try await press.database.read { try $0.query("SELECT id FROM staff_letter", []).count }
            #expect(rows == 0)
            let page = try await house.visit { try await $0.get("/posts/\(id)").text }
            #expect(page.contains("Aucun serveur de courriel"))
        }
    }
}
