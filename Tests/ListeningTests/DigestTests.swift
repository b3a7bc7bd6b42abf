import Foundation
import Kernel
import Storage
import TestKit
import Testing
import Wire

@testable import Listening

@Suite struct DigestTests {
    private func onBoth(_ test: @escaping (AlertHouse) async throws -> Void) async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in try await test(try await AlertHouse(database))
        }
    }

    /// Noon of the fixture is Saturday 21 November 2026, 13:00 in Paris.
    private static let toSunday0729 = 18 * 3_600.0 + 29 * 60
    private static let minute = 60.0

    private func jobs(_ house: AlertHouse) async throws -> Int {
        try await house.number("SELECT COUNT(*) AS n FROM job WHERE kind = 'digest.mail'")
    }

    @Test("a daily mail leaves at half past seven on the hospital's clock, once a day, whatever the number of nodes")
    func daily() async throws {
        try await onBoth { house in
            try await house.digests().subscribe([.daily], person: StreamHouse.person("communication"))
            try await house.digests().plan()
            #expect(try await jobs(house) == 0)
            house.house.time.move(Self.toSunday0729)
            try await house.digests().plan()
            #expect(try await jobs(house) == 0)
            house.house.time.move(Self.minute)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { try await house.digests().plan() } }
                try await group.waitForAll()
            }
            #expect(try await jobs(house) == 1)
            #expect(try await house.deliver() == 1)
            try await house.digests().plan()
            #expect(try await jobs(house) == 0)
            #expect(house.outbox.mails.count == 1)
            house.house.time.move(86_400)
            try await house.digests().plan()
            #expect(try await jobs(house) == 1)
        }
    }

    @Test("a weekly mail leaves on Mondays only")
    func weekly() async throws {
        try await onBoth { house in
            try await house.digests().subscribe([.weekly], person: StreamHouse.person("communication"))
            house.house.time.move(Self.toSunday0729 + Self.minute)
            var planned: [Int] = []
            for _ in 0..<9 {
                try await house.digests().plan()
                planned.append(try await house.deliver())
                house.house.time.move(86_400)
            }
            #expect(planned == [0, 1, 0, 0, 0, 0, 0, 0, 1])
        }
    }

    @Test("a digest gives figures, themes and links in the reader's language, and nobody's words")
    func content() async throws {
        try await onBoth { house in
            let before = (0..<60).map { index in
                Said(
                    id: "b\(index)", hoursAgo: 24 * 10 + Double(index), text: "merci beaucoup",
                    polarity: index % 4 == 0 ? .negative : .positive, themes: [.welcome])
            }
            let now = (0..<12).map { index in
                Said(
                    id: "n\(index)", hoursAgo: 20 + Double(index), author: "Lucie",
                    text: "draps sales au réveil \(index)",
                    rating: 1, themes: [.cleanliness], services: [1])
            }
            let danger = Said(id: "d", hoursAgo: 30, text: "confession terrible", services: [1], urgency: .distress)
            try await house.hear(before + now + [danger])
            try await house.deliver()
            house.outbox.empty()
            for name in ["communication", "emergencies"] {
                try await house.digests().subscribe([.daily], person: StreamHouse.person(name))
            }
            house.house.time.move(Self.toSunday0729 + Self.minute)
            try await house.digests().plan()
            #expect(try await house.deliver() == 2)
            let french = try #require(house.outbox.mails.first { $0.to.first?.mailbox == "communication@chu.example" })
            let english = try #require(house.outbox.mails.first { $0.to.first?.mailbox == "emergencies@chu.example" })
            #expect(french.subject.hasPrefix("CHU d'essai\u{A0}: "))
            #expect(french.subject.contains(",") && french.subject.contains("°C"))
            #expect(french.text.contains("La température") && french.text.contains("13 avis en 7 jours, dont 100"))
            #expect(french.text.contains("À lire d’abord") && french.text.contains("Personne en danger"))
            #expect(french.text.contains("1 alerte ouverte"))
            #expect(french.text.contains("https://resonance.chu.example/mentions/"))
            #expect(english.subject.hasSuffix("· Urgences"))
            #expect(
                english.text.contains("To read first")
                    && english.text.contains("not enough opinions yet") == english.subject.contains("not enough"))
            for mail in [french, english] {
                let html = try #require(mail.html)
                for word in ["draps", "confession", "terrible", "Lucie", "⟦"] {
                    #expect(!mail.text.contains(word) && !html.contains(word), "\(word)")
                }
                #expect(html.hasPrefix("<!DOCTYPE html>"))
                #expect(!html.contains("<img") && !html.contains("src="))
            }
        }
    }

    @Test("a head of service is told of their service only; somebody without rights, or gone, of nothing")
    func scopes() async throws {
        try await onBoth { house in
            let before = (0..<30).map { Said(id: "b\($0)", hoursAgo: 24 * 10 + Double($0), services: [2]) }
            let now = (0..<5).map { Said(id: "h\($0)", hoursAgo: 20 + Double($0), services: [2]) }
            try await house.hear(before + now + [Said(id: "e", hoursAgo: 30, services: [1], urgency: .distress)])
            try await house.deliver()
            house.outbox.empty()
            for name in ["hearts", "nobody"] {
                try await house.digests().subscribe([.daily], person: StreamHouse.person(name))
            }
            let gone = Person(id: 999, name: "gone", email: "gone@chu.example", grants: [], tongue: .french)
            try await house.digests().subscribe([.daily], person: gone)
            house.house.time.move(Self.toSunday0729 + Self.minute)
            try await house.digests().plan()
            #expect(try await house.deliver() == 3)
            #expect(house.outbox.mails.map { $0.to.map(\.mailbox) } == [["hearts@chu.example"]])
            let mail = try #require(house.outbox.mails.first)
            #expect(mail.text.contains("5 avis en 7 jours"))
            #expect(!mail.text.contains("Personne en danger"))
            #expect(!mail.text.contains("alerte ouverte"))
        }
    }

    @Test("a head of several services is told of each of them, in one mail")
    func severalServices() async throws {
        try await onBoth { house in
            let said = [(1, 24.0), (1, 25), (2, 26), (2, 27), (2, 28), (3, 29)].enumerated().map { index, each in
                Said(id: "s\(index)", hoursAgo: each.1, services: [Int64(each.0)])
            }
            try await house.hear(said)
            let grants: Set<Grant> = [Grant(.headOfService, service: 1), Grant(.headOfService, service: 2)]
            let person = Person(id: 7, name: "Deux", email: "deux@chu.example", grants: grants, tongue: .french)
            let subscriber = Subscriber(
                addressee: Addressee(person: 7, name: "Deux", email: person.email, tongue: .french),
                scope: person.scope(of: .listen), organisation: "CHU d'essai")
            let digest = try #require(try await house.digests().compose(.daily, for: subscriber))
            #expect(digest.sections.map(\.place) == ["Cardiologie", "Urgences"])
            #expect(digest.subject.contains("Urgences") && digest.subject.contains("Cardiologie"))
            for form in [digest.text, digest.html] {
                #expect(form.contains("Urgences : ") && form.contains("Cardiologie : "))
                #expect(form.contains("2 avis en 7 jours") && form.contains("3 avis en 7 jours"))
                #expect(!form.contains("Maternité"))
            }
        }
    }

    @Test("what one no longer wants is not sent, and without an SMTP server nothing is planned")
    func givenUp() async throws {
        try await onBoth { house in
            let person = try StreamHouse.person("communication")
            try await house.digests().subscribe([.daily, .weekly], person: person)
            #expect(try await house.digests().subscriptions(of: person) == [.daily, .weekly])
            try await house.digests().subscribe([], person: person)
            house.house.time.move(Self.toSunday0729 + Self.minute)
            try await house.digests().plan()
            #expect(try await jobs(house) == 0)
            try await house.digests().subscribe([.daily], person: person)
            house.house.time.move(86_400)
            let post = Post(mailer: nil, from: "a@b.fr", site: nil, team: { [] }, person: { _ in nil })
            try await Digests(desk: house.house.desk, post: post, words: house.words) { _ in nil }.plan()
            #expect(try await jobs(house) == 0)
            #expect(
                try await house.number(
                    "SELECT COUNT(*) AS n FROM digest WHERE sent_day = \(house.house.zone.day(of: house.house.time.now))"
                ) == 0)
        }
    }
}
