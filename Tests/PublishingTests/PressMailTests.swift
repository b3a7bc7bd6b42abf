import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// A release on its way to the press list: one mail each, once.
@Suite struct PressMailTests {
    private static func send(_ press: PressHouse, _ id: Int64) async throws {
        try await MailingActions(desk: press.desk).send(id, seen: 1, by: try PublishingHouse.person("second"))
    }

    private static func report(_ press: PressHouse, _ id: Int64) async throws -> MailingReport {
        try #require(try await press.database.read { try MailingStore.report(release: id, in: $0) })
    }

    private static func subscribers(_ press: PressHouse, _ count: Int) async throws {
        for number in 0..<count { _ = try await press.listed("j\(number)@journal.example") }
        press.post.forget()
    }

    @Test(
        "each confirmed journalist who wants the topic gets one mail of their own, with a link to leave; twice is once")
    func once() async throws {
        try await PressHouse.each { press in
            try await Self.subscribers(press, 2)
            _ = try await press.listed("r@journal.example", topics: [.research])
            try await SubscriberActions(desk: press.desk).ask(
                SubscriberDraft(email: "pending@journal.example"), wording: "w")
            try await press.work()
            press.post.forget()
            let id = try await press.approved()
            try await Self.send(press, id)
            try await Self.send(press, id)
            for _ in 0..<3 { try await press.work() }
            let letters = press.post.letters
            #expect(Set(letters.map(\.to.email)) == ["j0@journal.example", "j1@journal.example"] && letters.count == 2)
            let first = try #require(letters.first)
            #expect(first.unsubscribe?.hasPrefix("https://resonance.chu.example/press/leave/") == true)
            #expect(first.text.contains("1 200 naissances") && !first.text.contains("@journal.example"))
            let report = try await Self.report(press, id)
            #expect(report.mailing.state == .done && report.counts == [.sent: 2])
        }
    }

    @Test("a node that dies between the call and what follows it leaves the outcome unknown, and no second mail")
    func killed() async throws {
        try await PressHouse.each { press in
            try await Self.subscribers(press, 1)
            let id = try await press.approved()
            try await Self.send(press, id)
            let mailing = try await Self.report(press, id).mailing
            let mail = try #require(
                try await press.database.read { try MailingStore.next(mailing.id, at: press.house.time.now, in: $0) })
            // Armed by a job that is gone.
            try await press.write {
                _ = try MailingStore.arm(mail, holder: "1 1 gone", at: press.house.time.now, in: $0)
            }
            try await press.work()
            #expect(press.post.letters.isEmpty)
            #expect(try await Self.report(press, id).counts == [.unknown: 1])
        }
    }

    @Test("a mail server that does not say whether it took a mail leaves it unknown; one that is busy is asked again")
    func answers() async throws {
        try await PressHouse.each { press in
            try await Self.subscribers(press, 3)
            press.post.answers(
                Failure(.unavailable, "no answer", words: "wire.mail_unanswered"), to: "j0@journal.example")
            press.post.answers(Failure(.unavailable, "450 later"), to: "j1@journal.example")
            press.post.answers(Failure(.unusable, "RCPT failed: 550"), to: "j2@journal.example")
            let id = try await press.approved()
            try await Self.send(press, id)
            try await press.work()
            #expect(try await Self.report(press, id).counts == [.unknown: 1, .ready: 1, .refused: 1])
            #expect(try await press.subscriber("j2@journal.example")?.state == .refused)
            #expect(try await press.subscriber("j0@journal.example")?.state == .confirmed)
            press.post.answers(nil, to: "j0@journal.example")
            press.post.answers(nil, to: "j1@journal.example")
            press.house.time.move(300)
            try await press.work()
            #expect(press.post.letters.map(\.to.email) == ["j1@journal.example"])
            #expect(try await Self.report(press, id).mailing.state == .done)
        }
    }

    @Test("the stop button holds the mails, and what is late by then waits for a person")
    func stopped() async throws {
        try await PressHouse.each { press in
            try await Self.subscribers(press, 1)
            let (id, reader) = (try await press.approved(), try PublishingHouse.person("second"))
            try await Self.send(press, id)
            try await SendingActions(desk: press.desk).stop(reason: "plan blanc", by: reader)
            try await press.work()
            #expect(press.post.letters.isEmpty)
            press.house.time.move(3_600)
            try await SendingActions(desk: press.desk).resume(by: reader)
            try await PressServices(desk: press.desk).look()
            try await press.work()
            #expect(press.post.letters.isEmpty)
            #expect(try await Self.report(press, id).mailing.reason == .late)
            try await MailingActions(desk: press.desk).resume(release: id, by: reader)
            try await press.work()
            #expect(press.post.letters.count == 1)
        }
    }

    @Test("many leave at a bounded pace, and whoever leaves the list meanwhile gets nothing")
    func pace() async throws {
        try await PressHouse.each { press in
            try await Self.subscribers(press, MailingRun.turn + 3)
            let id = try await press.approved()
            try await Self.send(press, id)
            try await press.work()
            #expect(press.post.letters.count == MailingRun.turn)
            try await press.work()
            #expect(press.post.letters.count == MailingRun.turn)
            let reached = Set(press.post.letters.map(\.to.email))
            let rest = (0..<MailingRun.turn + 3).map { "j\($0)@journal.example" }.first { !reached.contains($0) }
            let address = try #require(rest)
            let last = try #require(try await press.subscriber(address))
            #expect(
                try await SubscriberActions(desk: press.desk).leave(PressLink(desk: press.desk).token(.leave, last)))
            press.house.time.move(MailingRun.pause + 1)
            try await press.work()
            try await press.work()
            #expect(press.post.letters.count == MailingRun.turn + 2)
        }
    }

    @Test("an embargo is said in the subject; a release that changes, or a restored backup, holds what has not left")
    func holds() async throws {
        try await PressHouse.each { press in
            try await Self.subscribers(press, 1)
            var content = PressHouse.content
            content.embargo = press.house.time.now.adding(days: 2)
            content.embargoLocal = "2026-11-04T13:00"
            let id = try await press.approved(content)
            try await Self.send(press, id)
            try await press.work()
            #expect(press.post.letters.first?.subject.hasPrefix("[EMBARGO jusqu’au 4 novembre 2026") == true)
            let other = try await press.approved()
            try await Self.send(press, other)
            #expect(try await PublishingServices.restored(press.database, at: press.house.time.now) >= 1)
            try await press.work()
            #expect(press.post.letters.count == 1)
            #expect(try await Self.report(press, other).mailing.reason == .restored)
            let third = try await press.approved()
            try await Self.send(press, third)
            var changed = PressHouse.content
            changed.title += " bientôt"
            try await press.actions.save(third, changed, seen: 1, by: try PublishingHouse.person("communication"))
            try await press.work()
            #expect(press.post.letters.count == 1)
            #expect(try await Self.report(press, third).mailing.reason == .changed)
        }
    }

    @Test("only who answers for the whole organisation mails the press, and only what is approved")
    func rights() async throws {
        try await PressHouse.each { press in
            try await Self.subscribers(press, 1)
            let author = try PublishingHouse.person("communication")
            let draft = try await press.actions.create(PressHouse.content, by: author)
            await #expect(throws: Failure.self) {
                try await MailingActions(desk: press.desk).send(draft, seen: 1, by: author)
            }
            let id = try await press.approved()
            await #expect(throws: Failure.self) {
                try await MailingActions(desk: press.desk).send(
                    id, seen: 1, by: try PublishingHouse.person("clinician"))
            }
        }
    }
}
