import Foundation
import Kernel
import Storage
import TestKit
import Testing
import Wire

@testable import Publishing

/// The SMTP server that `Tests/interop/peers` started, named by the environment variable `RESONANCE_PEERS`.
private struct PressPeer: Decodable {
    let plain: Int
    let user: String
    let password: String
    let mailbox: String

    static let started: PressPeer? = {
        struct Peers: Decodable { let smtp: PressPeer? }
        let text = ProcessInfo.processInfo.environment["RESONANCE_PEERS"] ?? ""
        return try? JSONDecoder().decode(Peers.self, from: Data(text.utf8)).smtp
    }()

    /// Letters as the house sends them, through libcurl to a server that others wrote.
    func letters(_ clock: Clock) -> Letters {
        let mailer = Mailer.smtp(
            MailServer(
                host: "127.0.0.1", port: plain, security: .none, user: user, password: password, timeout: 5,
                hello: "resonance.test"))
        return Letters(leave: true) { letter in
            try await mailer.send(
                MailMessage(
                    from: try MailAddress("resonance@chu-exemple.fr", name: "Résonance"),
                    to: [try MailAddress(letter.to.email, name: letter.to.name)], subject: letter.subject,
                    text: letter.text, html: nil, date: clock.now(), id: letter.id, unsubscribe: letter.unsubscribe,
                    oneClick: letter.unsubscribe != nil))
        }
    }

    /// The mails that it keeps for an address, without the breaks of quoted-printable.
    func kept(for address: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: mailbox).compactMap { name in
            guard let data = FileManager.default.contents(atPath: "\(mailbox)/\(name)") else { return nil }
            let text = String(decoding: data, as: UTF8.self).replacing("\r\n", with: "\n")
            guard text.contains("X-Peer-Recipients: \(address)\n") else { return nil }
            return text.replacing("=\n", with: "").replacing("=2E", with: ".").replacing("\n ", with: " ")
        }
    }
}

/// The press list and its mail, with a real mail server.
@Suite(.serialized, .enabled(if: PressPeer.started != nil, "start Tests/interop/peers and set RESONANCE_PEERS"))
struct PressPeerTests {
    private let peer: PressPeer

    init() throws { peer = try #require(PressPeer.started) }

    private func each(_ body: @escaping @Sendable (PressHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { database in
            try await body(try PressHouse(database, letters: peer.letters(Clock { PublishingHouse.noon })))
        }
    }

    @Test("asked, confirmed by the link in the mail, sent a release under embargo, left by the header's address")
    func whole() async throws {
        let peer = peer
        try await each { press in
            let address = "lea-\(UInt64.random(in: .min ... .max))@journal.example"
            try await SubscriberActions(desk: press.desk).ask(SubscriberDraft(email: address), wording: "Oui.")
            try await press.work()
            let asked = try #require(try peer.kept(for: address).first)
            let link = try #require(asked.firstMatch(of: /https:\/\/resonance\.chu\.example(\/press\/confirm\/\S+)/))
            let path = String(link.1)
            #expect(try await press.stroll { try await $0.post(path, []).status } == 200)

            var content = PressHouse.content
            content.embargo = press.house.time.now.adding(days: 2)
            content.embargoLocal = "2026-11-04T13:00"
            let id = try await press.approved(content)
            try await MailingActions(desk: press.desk).send(id, seen: 1, by: try PublishingHouse.person("second"))
            try await press.work()
            let mails = try peer.kept(for: address)
            let release = try #require(mails.first { $0.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click") })
            #expect(mails.count == 2 && release.contains("EMBARGO") && release.contains("1 200 naissances"))
            let header = try #require(
                release.firstMatch(of: /List-Unsubscribe: <https:\/\/resonance\.chu\.example(\/press\/leave\/[^>]+)>/))
            let leave = String(header.1)
            let left = try await press.stroll { try await $0.post(leave, [("List-Unsubscribe", "One-Click")]).status }
            #expect(left == 200)
            #expect(try await press.subscriber(address)?.state == .left)
        }
    }

    @Test("an address that the server refuses for good is marked, one that it puts off is tried later")
    func refused() async throws {
        try await each { press in
            let addresses = ["nobody@journal.example", "busy@journal.example"]
            for address in addresses {
                try await SubscriberActions(desk: press.desk).ask(SubscriberDraft(email: address), wording: "Oui.")
                let found = try #require(try await press.subscriber(address))
                let link = PressLink(desk: press.desk).token(.confirm, found)
                #expect(try await SubscriberActions(desk: press.desk).confirm(link))
            }
            // Confirmed before the letters left: they have nothing to ask any more.
            try await press.work()
            let id = try await press.approved()
            try await MailingActions(desk: press.desk).send(id, seen: 1, by: try PublishingHouse.person("second"))
            try await press.work()
            let report = try #require(try await press.database.read { try MailingStore.report(release: id, in: $0) })
            #expect(report.counts == [.refused: 1, .ready: 1])
            #expect(try await press.subscriber("nobody@journal.example")?.state == .refused)
            #expect(try await press.subscriber("busy@journal.example")?.state == .confirmed)
        }
    }
}
