import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import Kernel
import NIOCore
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct WebhookTests {
    /// A door, and what signs for it.
    private struct Door {
        let house: DialogueHouse
        let id: Int64
        let code: String
        let secret: String

        init(_ database: Database) async throws {
            house = try DialogueHouse(database, hearing: true)
            let made = try await WebhookActions(desk: house.desk.channels).create(
                label: "Borne", network: .other, by: try DialogueHouse.person("administrator"))
            (id, secret) = made
            code = try await ChannelActions(desk: house.desk.channels).find(made.id).server
        }

        func send(
            _ body: String, at moment: Instant? = nil, secret other: String? = nil, number: String? = nil,
            to path: String? = nil
        ) async throws -> (status: Int, text: String) {
            let stamp = String(Int64((moment ?? house.time.now).seconds))
            let key = SymmetricKey(data: Data((other ?? secret).utf8))
            let code = HMAC<SHA256>.authenticationCode(for: Data((stamp + "." + body).utf8), using: key)
            let signature = "sha256=" + code.map { String(format: "%02x", $0) }.joined()
            let path = path ?? "/hooks/\(self.code)"
            return try await house.application.test(.router) { client in
                var headers: HTTPFields = [:]
                for (name, value) in [
                    ("X-Resonance-Timestamp", stamp), ("X-Resonance-Signature", signature),
                    ("X-Resonance-Delivery", number ?? ""),
                ] {
                    if let name = HTTPField.Name(name) { headers[name] = value }
                }
                return try await client.execute(
                    uri: path, method: .post, headers: headers, body: ByteBuffer(string: body)
                ) { (Int($0.status.code), String(buffer: $0.body)) }
            }
        }
    }

    private static func line(_ id: String, _ text: String, event: String = "created", at: String? = nil) -> String {
        let moment = at.map { #","at":"\#($0)""# } ?? ""
        return #"{"id":"\#(id)","text":"\#(text)","published_at":"2026-11-02T09:00:00Z","event":"\#(event)"\#(moment)}"#
    }

    @Test("33: the same delivery ten times is taken once")
    func tenTimes() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let door = try await Door(database)
            for turn in 0..<10 {
                let said = try await door.send(Self.line("a1", "Bonjour"), number: "n-1")
                #expect(said.status == 200)
                #expect(said.text.contains(turn == 0 ? #""taken":1"# : #""again":true"#), "\(said.text)")
            }
            // The same bytes under another number, and the same number around other bytes, are the same delivery.
            #expect(try await door.send(Self.line("a1", "Bonjour"), number: "n-2").text.contains(#""again":true"#))
            #expect(try await door.send(Self.line("a2", "Autre"), number: "n-1").text.contains(#""again":true"#))
            #expect(door.house.shelf.heard.map(\.id) == ["a1"])
        }
    }

    @Test("33: wrong signatures, unknown doors and changed bodies are refused alike; nothing is taken")
    func forged() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let door = try await Door(database)
            let body = Self.line("a1", "Bonjour")
            let wrong = try await door.send(body, secret: "not-the-secret")
            let unknown = try await door.send(body, to: "/hooks/nowhere")
            #expect(wrong.status == 401 && unknown.status == 401 && wrong.text == unknown.text)
            #expect(door.house.shelf.heard.isEmpty)
        }
    }

    @Test("33: two days late with the right signature is taken once; eight days late, or from the future, is not")
    func late() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let door = try await Door(database)
            let now = door.house.time.now
            #expect(try await door.send(Self.line("a1", "Tard"), at: now.adding(days: -2)).status == 200)
            #expect(
                try await door.send(Self.line("a1", "Tard"), at: now.adding(days: -2)).text.contains("again\":true"))
            #expect(try await door.send(Self.line("a2", "Trop tard"), at: now.adding(days: -8)).status == 400)
            #expect(try await door.send(Self.line("a3", "Trop tôt"), at: now.adding(seconds: 400)).status == 400)
            #expect(door.house.shelf.heard.map(\.id) == ["a1"])
        }
    }

    @Test("33: edits and deletions in any order end alike: the last that happened is what stands")
    func order() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let door = try await Door(database)
            let second = Self.line("a1", "Deuxième", event: "edited", at: "2026-11-02T10:30:00Z")
            let first = Self.line("a1", "Première", event: "edited", at: "2026-11-02T10:10:00Z")
            _ = try await door.send(second)
            _ = try await door.send(first)
            _ = try await door.send(Self.line("a1", "Zéro"))
            #expect(door.house.shelf.heard.map(\.text) == ["Deuxième"])
            let gone = #"{"id":"b1","event":"deleted","at":"2026-11-02T10:30:00Z"}"#
            _ = try await door.send(gone)
            let late = try await door.send(Self.line("b1", "Je reviens"))
            #expect(late.text.contains(#""known":1"#))
            #expect(door.house.shelf.forgotten == ["b1"])
            #expect(!door.house.shelf.heard.contains { $0.id == "b1" })
        }
    }

    @Test("a bad line costs nobody else, and says what is wrong without quoting it")
    func badLines() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let door = try await Door(database)
            let body = [
                Self.line("a1", "Bon"), "pas du JSON", #"{"id":"a2","published_at":"hier","text":"secret"}"#,
                #"{"id":"a3","network":"google","text":"x","published_at":"2026-11-02T09:00:00Z"}"#,
            ].joined(separator: "\n")
            let said = try await door.send(body)
            #expect(said.status == 200 && said.text.contains(#""taken":1"#) && !said.text.contains("secret"))
            #expect(said.text.contains(#""line":2"#) && said.text.contains(#""line":4"#))
            #expect(try await door.send("[1, 2]").status == 400)
            #expect(try await door.send("[").status == 400)
            let large = String(repeating: "x", count: WebhookRule.bodyLimit + 1)
            #expect(try await door.send(large).status == 413)
        }
    }

    @Test("a secret is shown once; the one that it replaces opens for another day")
    func rotation() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let door = try await Door(database)
            let (house, id) = (door.house, door.id)
            let fresh = try await house.visit(as: "administrator") { visitor in
                let shown = try await visitor.post("/channels/\(id)/secret", [], from: "/channels/\(id)").text
                let secret = try #require(shown.firstMatch(of: /id="secret">([^<]+)</).map { String($0.1) })
                #expect(try await visitor.get("/channels/\(id)").text.contains(secret) == false)
                #expect(try await visitor.get("/channels").text.contains(secret) == false)
                return secret
            }
            #expect(fresh != door.secret)
            #expect(try await door.send(Self.line("a1", "Ancien")).status == 200)
            #expect(try await door.send(Self.line("a2", "Nouveau"), secret: fresh).status == 200)
            door.house.time.move(86_401)
            #expect(try await door.send(Self.line("a3", "Ancien encore")).status == 401)
            #expect(try await door.send(Self.line("a4", "Nouveau encore"), secret: fresh).status == 200)
        }
    }
}
