import Foundation
import Kernel
import Storage
import TestKit
import Testing
import Wire

@testable import Listening

@Suite struct AlertMailTests {
    private func onBoth(_ test: @escaping (AlertHouse) async throws -> Void) async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in try await test(try await AlertHouse(database))
        }
    }

    private static let confession = "Je voudrais disparaître avant dimanche, personne ne m'écoute"

    private func danger(_ house: AlertHouse) async throws {
        try await house.hear([
            Said(id: "d", hoursAgo: 1, author: "Lucie Martin", text: Self.confession, urgency: .distress)
        ])
    }

    @Test("each of the team is written to alone, in their language; no text and no author of a mention leaves")
    func team() async throws {
        try await onBoth { house in
            try await danger(house)
            #expect(try await house.deliver() == 1)
            let mails = house.outbox.mails
            #expect(mails.map { $0.to.map(\.mailbox) } == [["camille@chu.example"], ["sam@chu.example"]])
            #expect(
                mails.map(\.subject) == [
                    "[Résonance] Une personne est peut-être en danger", "[Résonance] Somebody may be in danger",
                ])
            #expect(mails[0].text.contains("À escalader") && mails[1].text.contains("To escalate"))
            #expect(
                mails.allSatisfy {
                    $0.text.contains("3114") && $0.text.contains("https://resonance.chu.example/alerts")
                })
            #expect(Set(mails.map(\.id)).count == 2)
            for mail in mails {
                let whole = String(decoding: mail.rendered(), as: UTF8.self) + mail.text + mail.subject
                for word in ["disparaître", "dispara=", "dimanche", "Lucie", "Martin"] {
                    #expect(!whole.contains(word))
                }
                #expect(!mail.text.contains("⟦"))
            }
        }
    }

    @Test("a rising count says its figures and what it is about in both languages")
    func rising() async throws {
        try await onBoth { house in
            let past = (1...12).map { Said(id: "p\($0)", hoursAgo: 24 * Double($0), themes: [.waiting]) }
            let now = (0..<9).map {
                Said(id: "n\($0)", hoursAgo: 1.5, text: "file immense au guichet \($0)", themes: [.waiting])
            }
            try await house.house.hear(past + now)
            try await house.watchman.patrol()
            try await house.deliver()
            let subjects = Set(house.outbox.mails.map(\.subject))
            #expect(subjects.contains("[Résonance] Les critiques montent\u{A0}: tout l’établissement"))
            #expect(subjects.contains("[Résonance] Complaints are rising: the whole hospital"))
            let theme = try #require(
                house.outbox.mails.first { $0.subject.contains("Attente") || $0.subject.contains("attente") })
            #expect(theme.text.contains("9 avis négatifs, 1,0 attendus"))
            #expect(house.outbox.mails.allSatisfy { !$0.text.contains("guichet") && !$0.subject.contains("guichet") })
            #expect(
                !subjects.contains {
                    $0.contains("waiting\u{A0}: ") || $0.hasSuffix(": waiting") && $0.contains("montent")
                })
            #expect(house.outbox.mails.contains { $0.text.contains("9 negative opinions, 1.0 expected") })
        }
    }

    @Test("the rung's person is told wherever they work, its address in their stead, and the team when they have left")
    func addressees() async throws {
        try await onBoth { (house: AlertHouse) async throws in
            // Addresses of the ladder are set by those who administer.
            let chief = Person(
                id: 5, name: "A", email: "a@b.fr", grants: [Grant(.administrator)], tongue: .french)
            func told(_ rung: AlertRung, _ id: String) async throws -> [String] {
                try await house.actions.keep(rung, by: chief)
                house.outbox.empty()
                try await house.hear([Said(id: id, hoursAgo: 1, urgency: .distress)])
                try await house.deliver()
                return house.outbox.mails.flatMap { $0.to.map(\.mailbox) }
            }
            func rung(_ person: Int64?, _ email: String?) -> AlertRung {
                AlertRung(level: .escalate, person: person, email: email, delayMinutes: 15, template: "Agir.")
            }
            #expect(try await told(rung(200, nil), "1") == ["direction@chu.example"])
            #expect(house.outbox.mails.first?.text.contains("Agir.") == true)
            #expect(try await told(rung(200, "astreinte@chu.example"), "2") == ["astreinte@chu.example"])
            #expect(try await told(rung(999, nil), "3") == ["camille@chu.example", "sam@chu.example"])
        }
    }

    @Test("nobody is written to about an alert that was taken or closed meanwhile")
    func late() async throws {
        try await onBoth { house in
            try await danger(house)
            let id = try #require(try await house.alerts().first).id
            try await house.actions.take(id, by: StreamHouse.person("communication"))
            #expect(try await house.deliver() == 1)
            #expect(house.outbox.mails.isEmpty)
        }
    }

    @Test("a mailbox that refuses keeps nobody else from being told; what may go better later is tried again")
    func refused() async throws {
        try await onBoth { house in
            house.outbox.refuse("camille@chu.example", Failure(.unusable, "550 no such mailbox"))
            try await danger(house)
            let refused = await #expect(throws: Failure.self) { try await house.deliver() }
            #expect(refused?.kind == .unusable)
            #expect(house.outbox.mails.map { $0.to.map(\.mailbox) } == [["sam@chu.example"]])
            house.outbox.refuse("sam@chu.example", Failure(.unavailable, "450 later"))
            try await house.hear([Said(id: "other", hoursAgo: 1, urgency: .distress)])
            let later = await #expect(throws: Failure.self) { try await house.deliver() }
            #expect(later?.kind == .unavailable)
        }
    }

    @Test("without an SMTP server alerts are raised and shown, and nothing fails")
    func mailless() async throws {
        try await onBoth { house in
            try await danger(house)
            let job = try #require(
                try await JobQueue(house.database, clock: house.house.time.clock).take(
                    1, kinds: [AlertMail.kind], owner: "n"
                ).first)
            let post = Post(mailer: nil, from: "a@b.fr", site: nil, team: { AlertHouse.team }, person: { _ in nil })
            try await AlertMail(
                database: house.database, clock: house.house.time.clock, post: post, words: house.words,
                services: { [] }
            ).handle(job)
            #expect(try await house.alerts().count == 1)
        }
    }
}

/// The SMTP server of `Tests/interop/peers`, as the environment names it.
struct MailPeer: Decodable {
    let starttls: Int
    let user: String
    let password: String
    let authority: String
    let mailbox: String

    static let started: MailPeer? = {
        struct Peers: Decodable { let smtp: MailPeer? }
        let text = ProcessInfo.processInfo.environment["RESONANCE_PEERS"] ?? ""
        return try? JSONDecoder().decode(Peers.self, from: Data(text.utf8)).smtp
    }()

    var mailer: Mailer {
        .smtp(
            MailServer(
                host: "localhost", port: starttls, security: .startTLS, user: user, password: password,
                authorities: authority, timeout: 5))
    }

    /// Mails kept for somebody, as they came over the wire.
    func kept(for address: String, containing id: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: mailbox).filter { $0.contains(id) }
            .map { try String(contentsOfFile: mailbox + "/" + $0, encoding: .utf8) }
            .filter { $0.contains("X-Peer-Recipients: \(address)") }
    }
}

@Suite(.serialized, .enabled(if: MailPeer.started != nil, "start Tests/interop/peers and set RESONANCE_PEERS"))
struct AlertMailPeerTests {
    @Test("an alert and a digest arrive at a real SMTP server, over TLS, without any text of a mention")
    func arrive() async throws {
        let peer = try #require(MailPeer.started)
        let house = try await AlertHouse(try await Database.inMemory(ListeningSchema.migrations), mailer: peer.mailer)
        try await house.hear([Said(id: "d", hoursAgo: 1, text: "Je voudrais disparaitre", urgency: .distress)])
        let alert = try #require(try await house.alerts().first).id
        #expect(try await house.deliver(peer.mailer) == 1)
        let told = try peer.kept(for: "sam@chu.example", containing: "alert-\(alert)-")
        #expect(told.count == 1)
        #expect(told.first?.contains("X-Peer-TLS: yes") == true)
        #expect(told.first?.contains("Somebody may be in danger") == true)
        #expect(told.first?.contains("disparaitre") == false)

        let person = try StreamHouse.person("communication")
        let digests = house.digests(peer.mailer)
        try await digests.subscribe([.daily], person: person)
        house.house.time.move(20 * 3_600)
        try await digests.plan()
        #expect(try await house.deliver(peer.mailer) == 1)
        let day = house.house.zone.day(of: house.house.time.now)
        let letters = try peer.kept(for: person.email, containing: "digest-\(person.id)-daily-\(day)")
        #expect(letters.count == 1)
        #expect(letters.first?.contains("multipart/alternative") == true)
        #expect(letters.first?.contains("disparaitre") == false)
    }
}
