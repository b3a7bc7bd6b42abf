import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import Kernel
import NIOCore
import Networks
import Storage
import Synchronization
import TestKit
import Testing
import Wire

@testable import Channels
@testable import Dialogue

/// What broke elsewhere (field study, section 3): the inbox.
@Suite struct FailureTests {
    private static let migrations = Dialogue.migrations + ChannelServices.migrations

    // MARK: Meta's deliveries

    /// A house with a Page of Facebook and an application of ours.
    private struct MetaDoor {
        let house: DialogueHouse
        let channel: Int64
        static let secret = "7b1c0f2e-application"

        init(_ database: Database) async throws {
            house = try DialogueHouse(database, hearing: true)
            let administrator = try DialogueHouse.person("administrator")
            try await NetworkApplications(desk: house.desk.channels).set(
                .facebook, id: "app-1", secret: Self.secret, by: administrator)
            let place = NetworkPlace(
                name: "CHU", handle: "chu", url: nil, credentials: Credentials(access: "page-token", subject: "7"))
            channel = try await ChannelActions(desk: house.desk.channels).connect(
                place, on: .facebook, server: "", by: administrator)
        }

        func send(_ body: String, secret: String = MetaDoor.secret) async throws -> (status: Int, text: String) {
            let key = SymmetricKey(data: Data(secret.utf8))
            let code = HMAC<SHA256>.authenticationCode(for: Data(body.utf8), using: key)
            let signature = "sha256=" + code.map { String(format: "%02x", $0) }.joined()
            return try await house.application.test(.router) { client in
                var headers: HTTPFields = [:]
                if let name = HTTPField.Name("X-Hub-Signature-256") { headers[name] = signature }
                return try await client.execute(
                    uri: "/hooks/meta", method: .post, headers: headers, body: ByteBuffer(string: body)
                ) { (Int($0.status.code), String(buffer: $0.body)) }
            }
        }
    }

    private static func said(
        _ id: String, _ text: String, _ verb: String = "add", daysAgo: Double = 0, from: String = "99",
        page: String = "7"
    ) -> String {
        let moment = Int64(DialogueHouse.noon.adding(seconds: -daysAgo * 86_400).seconds)
        let value =
            #"{"item":"comment","verb":"\#(verb)","comment_id":"\#(id)","post_id":"7_100","parent_id":"7_100","#
            + #""message":"\#(text)","created_time":\#(moment),"from":{"id":"\#(from)","name":"Ann"}}"#
        return
            #"{"object":"page","entry":[{"id":"\#(page)","time":\#(moment),"changes":[{"field":"feed","value":\#(value)}]}]}"#
    }

    @Test("33: Meta's delivery comes twice, wrongly signed and two days late: one message, refused, accepted")
    func deliveries() async throws {
        try await onBothEngines(Self.migrations) { database in
            let door = try await MetaDoor(database)
            #expect(try await door.send(Self.said("100_1", "Bravo"), secret: "another").status == 401)
            #expect(door.house.shelf.heard.isEmpty)
            let first = try await door.send(Self.said("100_1", "Bravo"))
            #expect(first.status == 200 && first.text.contains(#""taken":1"#), "\(first.text)")
            #expect(try await door.send(Self.said("100_1", "Bravo")).text.contains(#""again":true"#))
            #expect(try await door.send(Self.said("100_2", "Tard", daysAgo: 2)).text.contains(#""taken":1"#))
            #expect(door.house.shelf.heard.map(\.id) == ["100_1", "100_2"])
            // What happened to a Page that is not ours is left where it is.
            #expect(try await door.send(Self.said("100_3", "Autre", page: "8")).status == 200)
            #expect(try await door.send("[").status == 400)
            #expect(door.house.shelf.heard.count == 2)
        }
    }

    @Test("33 and 37: a removal that overtakes its comment stands: what was deleted does not come back")
    func disorder() async throws {
        try await onBothEngines(Self.migrations) { database in
            let door = try await MetaDoor(database)
            _ = try await door.send(Self.said("100_1", "", "remove"))
            #expect(door.house.shelf.forgotten == ["100_1"])
            #expect(try await door.send(Self.said("100_1", "Je reviens", daysAgo: 0.1)).text.contains(#""known":1"#))
            #expect(door.house.shelf.heard.isEmpty)
            // And one that is here already disappears.
            _ = try await door.send(Self.said("100_4", "Bonjour"))
            _ = try await door.send(Self.said("100_4", "", "remove"))
            #expect(door.house.shelf.forgotten == ["100_1", "100_4"])
        }
    }

    @Test("35: our own comment, told by the network, is never inbound")
    func echo() async throws {
        try await onBothEngines(Self.migrations) { database in
            let door = try await MetaDoor(database)
            #expect(try await door.send(Self.said("100_1", "Merci de votre message", from: "7")).status == 200)
            #expect(door.house.shelf.heard.isEmpty)
        }
    }

    @Test("33: Meta's question is answered to whoever knows the word that the administrator's page shows")
    func question() async throws {
        try await onBothEngines(Self.migrations) { database in
            let door = try await MetaDoor(database)
            try await door.house.visit(as: "administrator") { visitor in
                let shown = try await visitor.get("/channels/applications").text
                #expect(shown.contains("/hooks/meta") && !shown.contains(MetaDoor.secret) && !shown.contains("⟦"))
                let word = MetaHook.word(NetworkApplication(id: "app-1", secret: MetaDoor.secret))
                #expect(shown.contains(word))
                let asked = "/hooks/meta?hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token="
                let answer = try await visitor.get(asked + word)
                #expect(answer.status == 200 && answer.text == "1158201444")
                #expect(try await visitor.get(asked + "guessed").status == 403)
            }
        }
    }
}
