import Foundation
import Kernel
import Testing

@testable import Wire

/// The SMTP server that `Tests/interop/peers` started, named by the environment variable `RESONANCE_PEERS`.
struct SMTPPeer: Decodable {
    let starttls: Int
    let tls: Int
    let plain: Int
    let user: String
    let password: String
    let authority: String
    let mailbox: String

    static let started: SMTPPeer? = {
        struct Peers: Decodable { let smtp: SMTPPeer? }
        let text = ProcessInfo.processInfo.environment["RESONANCE_PEERS"] ?? ""
        return try? JSONDecoder().decode(Peers.self, from: Data(text.utf8)).smtp
    }()

    func server(_ security: MailServer.Security, password: String? = nil) -> MailServer {
        let port =
            switch security {
            case .startTLS: starttls
            case .tls: tls
            case .none: plain
            }
        return MailServer(
            host: "localhost", port: port, security: security, user: user, password: password ?? self.password,
            authorities: authority, timeout: 5, hello: "resonance.test")
    }
}

@Suite(.serialized, .enabled(if: SMTPPeer.started != nil, "start Tests/interop/peers and set RESONANCE_PEERS"))
struct MailerPeerTests {
    private let peer: SMTPPeer

    init() throws { peer = try #require(SMTPPeer.started) }

    private func message(_ id: String, to: String = "com@chu-exemple.fr") throws -> MailMessage {
        MailMessage(
            from: try MailAddress("resonance@chu-exemple.fr", name: "Résonance"), to: [try MailAddress(to)],
            subject: "Fièvre à 39,2 °C", text: "Lisez d’abord ceci.\n.\nFin", html: "<p>Lisez</p>",
            date: Instant(Date()), id: id)
    }

    @Test("a mail arrives by STARTTLS, by TLS and without", arguments: MailServer.Security.allCases)
    func arrives(_ security: MailServer.Security) async throws {
        let id = "\(security.rawValue)-\(UInt64.random(in: .min ... .max))"
        try await Mailer.smtp(peer.server(security)).send(try message(id))
        let kept = try String(contentsOfFile: "\(peer.mailbox)/\(id)@chu-exemple.fr.eml", encoding: .utf8)
        #expect(kept.contains("X-Peer-TLS: \(security == .none ? "no" : "yes")"))
        #expect(kept.contains("X-Peer-User: alerts"))
        #expect(kept.contains("X-Peer-Recipients: com@chu-exemple.fr"))
        #expect(kept.contains("Subject: =?UTF-8?B?RmnDqHZyZSDDoCAzOSwyIMKwQw==?="))
        #expect(kept.contains("\n=2E\n") || kept.contains("\n=2E\r\n"))
    }

    @Test("a wrong password is said in one line")
    func wrongPassword() async throws {
        let refusal = await failure(of: { () async throws -> Void in
            try await Mailer.smtp(peer.server(.startTLS, password: "wrong")).send(try message("x"))
        })
        #expect(refusal?.kind == .forbidden)
        #expect(refusal?.cause.contains("wrong") == false)
    }

    @Test("a recipient refused for good is told from one to try again")
    func refusedRecipient() async throws {
        let mailer = Mailer.smtp(peer.server(.startTLS))
        let never = await failure(of: { () async throws -> Void in
            try await mailer.send(try message("x", to: "nobody@chu-exemple.fr"))
        })
        #expect(never?.kind == .unusable)
        #expect(never?.cause.contains("550") == true)
        let later = await failure(of: { () async throws -> Void in
            try await mailer.send(try message("x", to: "busy@chu-exemple.fr"))
        })
        #expect(later?.kind == .unavailable)
    }

    @Test("a certificate of an unknown authority, or a server without TLS, gets nothing")
    func unknownAuthority() async throws {
        var server = peer.server(.startTLS)
        server.authorities = nil
        let untrusted = await failure(of: { () async throws -> Void in
            try await Mailer.smtp(server).send(try message("untrusted"))
        })
        #expect(untrusted?.kind == .unavailable)
        server = peer.server(.startTLS)
        server.port = peer.plain
        let bare = await failure(of: { () async throws -> Void in
            try await Mailer.smtp(server).send(try message("bare"))
        })
        #expect(bare?.kind == .unavailable)
        for id in ["untrusted", "bare"] {
            #expect(!FileManager.default.fileExists(atPath: "\(peer.mailbox)/\(id)@chu-exemple.fr.eml"))
        }
    }

}

@Suite struct MailerTests {
    @Test("a server that says nothing is given up on")
    func silent() async throws {
        try await LoopbackServer.run({ _, _ in }) { server in
            let silent = MailServer(host: "127.0.0.1", port: server.port, security: .none, timeout: 1)
            let message = MailMessage(
                from: try MailAddress("a@b.fr"), to: [try MailAddress("c@d.fr")], subject: "s", text: "t",
                date: Instant(seconds: 0), id: "1")
            let start = ContinuousClock.now
            let refusal = await failure(of: { () async throws -> Void in try await Mailer.smtp(silent).send(message) })
            #expect(refusal?.kind == .unavailable)
            #expect(ContinuousClock.now - start < .seconds(60))
        }
    }

    @Test("a password never leaves in clear, nor a mail without a recipient")
    func refusals() async throws {
        let server = MailServer(host: "mail.test", port: 25, security: .none, user: "a", password: "b")
        var message = MailMessage(
            from: try MailAddress("a@b.fr"), to: [try MailAddress("c@d.fr")], subject: "s", text: "t",
            date: Instant(seconds: 0), id: "1")
        let clear = await failure(of: { [message] () async throws -> Void in
            try await Mailer.smtp(server).send(message)
        })
        #expect(clear?.kind == .unusable)
        message.to = []
        let nobody = await failure(of: { [message] () async throws -> Void in
            try await Mailer.smtp(server).send(message)
        })
        #expect(nobody?.cause == "a mail without a recipient")
    }
}
