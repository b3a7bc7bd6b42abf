import Deontology
import Foundation
import Kernel
import TestKit
import Testing
import Wire

@testable import Networks

@Suite struct MastodonConnectorTests {
    let server = FakeMastodon()

    @Test(
        "23: a text leaves once, whole, in its language, with its key and its token, and never on the server's schedule"
    )
    func text() async throws {
        let connector = try server.connector()
        let piece = try FediPieces.piece(
            "La maternité ouvre lundi : venez la voir !", warning: "Une naissance", visibility: .unlisted)
        let sent = try await FediPieces.publish(connector, piece, key: "post-1")
        let call = try #require(server.last("POST /api/v1/statuses"))
        #expect(server.asked == ["POST /api/v1/statuses"])
        #expect(call.json["status"].string == "La maternité ouvre lundi : venez la voir !")
        #expect(call.json["spoiler_text"].string == "Une naissance")
        #expect(call.json["visibility"].string == "unlisted" && call.json["language"].string == "fr")
        #expect(call.json["scheduled_at"] == .null && call.json["media_ids"] == .null)
        #expect(call.key == "post-1" && call.token == "secret")
        #expect(sent.id == "https://social.example/users/chu/statuses/1001")
        #expect(sent.url == "https://social.example/@chu/1001" && sent.reference == "1001")
    }

    @Test("visibilities are the server's own words", arguments: Networks.Piece.Visibility.allCases)
    func visibility(_ visibility: Networks.Piece.Visibility) async throws {
        _ = try await FediPieces.publish(
            try server.connector(), try FediPieces.piece("Le parking rouvre.", visibility: visibility))
        let expected = [Networks.Piece.Visibility.everybody: "public", .unlisted: "unlisted", .followers: "private"]
        #expect(server.last("POST /api/v1/statuses")?.json["visibility"].string == expected[visibility])
    }

    @Test("7: the same key within an hour gives the same status; after it the server would make a second")
    func key() async throws {
        let connector = try server.connector()
        let piece = try FediPieces.piece("Le parking rouvre.")
        server.change { $0.faults = [.deaf] }
        let first = await connector.publish(piece, Prepared(at: server.clock.now), key: "a")
        #expect(FediPieces.cause(first) != nil)
        let second = try await FediPieces.publish(connector, piece, key: "a")
        #expect(server.texts.count == 1 && second.reference == "1001")
        // What stands in the connector's own words: nobody sends again after an hour without having looked.
        server.clock.move(3_601)
        let found = try await connector.find(piece, nil, since: server.clock.now.adding(seconds: -3_601))
        #expect(found == second)
    }

    @Test("an answer that never came, and a yes without a number, are nobody's to tell; a look finds them")
    func unknown() async throws {
        let connector = try server.connector()
        for (index, fault) in [FakeMastodon.Fault.deaf, .mute].enumerated() {
            server.change { $0.faults = [fault] }
            let piece = try FediPieces.piece("Consultation numéro \(index) : voir https://chu.example/rdv.")
            let sending = await connector.publish(piece, Prepared(at: server.clock.now), key: "k\(index)")
            #expect(FediPieces.cause(sending) != nil)
            #expect(try await connector.find(piece, nil, since: server.clock.now)?.reference != nil)
        }
        server.change { $0.faults = [.lost] }
        let piece = try FediPieces.piece("Consultation perdue.")
        #expect(FediPieces.cause(await connector.publish(piece, Prepared(at: server.clock.now), key: "k3")) != nil)
        #expect(try await connector.find(piece, nil, since: server.clock.now) == nil)
    }

    @Test("a thread of three whose second part fails goes on at the second, and the first comment goes under the first")
    func thread() async throws {
        let connector = try server.connector()
        let first = try await FediPieces.publish(connector, try FediPieces.piece("Un."), key: "1")
        let two = try FediPieces.piece("Deux.", role: .thread, parent: first, root: first)
        server.change { $0.faults = [.lost] }
        #expect(FediPieces.cause(await connector.publish(two, Prepared(at: server.clock.now), key: "2")) != nil)
        #expect(try await connector.find(two, nil, since: server.clock.now) == nil)
        let second = try await FediPieces.publish(connector, two, key: "2")
        let three = try FediPieces.piece("Trois.", role: .thread, parent: second, root: first)
        let third = try await FediPieces.publish(connector, three, key: "3")
        let comment = try FediPieces.piece("Le lien.", role: .comment, parent: first)
        let under = try await FediPieces.publish(connector, comment, key: "4")
        #expect(server.texts == ["Un.", "Deux.", "Trois.", "Le lien."])
        let parents = server.look { $0.statuses.map { $0.fields["in_reply_to_id"]?.string } }
        #expect(parents == [nil, first.reference, second.reference, first.reference])
        // The same words elsewhere are not what is looked for.
        #expect(try await connector.find(two, nil, since: server.clock.now) == second)
        #expect(try await connector.find(three, nil, since: server.clock.now) == third)
        #expect(try await connector.find(comment, nil, since: server.clock.now) == under)
        let stray = try FediPieces.piece("Deux.")
        #expect(try await connector.find(stray, nil, since: server.clock.now) == nil)
    }

    @Test("a parent whose number was lost is looked up by its address")
    func numberless() async throws {
        let connector = try server.connector()
        let first = try await FediPieces.publish(connector, try FediPieces.piece("Un."), key: "1")
        let bare = Sent(id: first.id, url: first.url)
        let two = try FediPieces.piece("Deux.", role: .thread, parent: bare, root: bare)
        _ = try await FediPieces.publish(connector, two, key: "2")
        #expect(server.last("POST /api/v1/statuses")?.json["in_reply_to_id"].string == first.reference)
        let stranger = Sent(id: "https://elsewhere.example/1", url: nil)
        let lost = try FediPieces.piece("Trois.", role: .thread, parent: stranger, root: stranger)
        let sending = await connector.publish(lost, Prepared(at: server.clock.now), key: "3")
        #expect(FediPieces.refusal(sending)?.failure.words == "networks.no_status")
        #expect(server.texts.count == 2)
    }

    @Test(
        "45: a no is told apart: a dead token, too often, a missing right, something that is not there",
        arguments: [
            (401, #"{"error":"The access token is invalid"}"#, Failure.Kind.forbidden, "wire.refused"),
            (403, #"{"error":"This action is outside the authorized scopes"}"#, .forbidden, "networks.needs_right"),
            (403, #"{"error":"Your login is currently disabled"}"#, .forbidden, "networks.account_restricted"),
            (404, #"{"error":"Record not found"}"#, .notFound, "networks.no_status"),
            (422, #"{"error":"Validation failed: Text limit of 500 exceeded"}"#, .unusable, "networks.refused"),
            (429, #"{"error":"Too many requests"}"#, .tooMany, "wire.asked_to_wait"),
        ])
    func refusals(_ status: Int, _ body: String, _ kind: Failure.Kind, _ words: String) async throws {
        server.change { $0.faults = [.refused(status, body, wait: status == 429 ? 90_000 : nil)] }
        let sending = await (try server.connector()).publish(
            try FediPieces.piece("Le parking rouvre."), Prepared(at: server.clock.now), key: "k")
        let refusal = try #require(FediPieces.refusal(sending))
        #expect(refusal.failure.kind == kind && refusal.failure.words == words)
        #expect(refusal.wait == (status == 429 ? 3_600 : nil))
        #expect(refusal.said.map { body.contains($0) } == true)
        #expect(server.texts.isEmpty)
    }

    @Test("an error page of four megabytes becomes one short line, and a token in it is not repeated")
    func hugeError() async throws {
        let secret = "tok3nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA1234"
        let body = #"{"error":"bad \#(secret) \#(String(repeating: "x ", count: 2_000_000))"}"#
        server.change { $0.faults = [.refused(422, body)] }
        let sending = await (try server.connector()).publish(
            try FediPieces.piece("Le parking rouvre."), Prepared(at: server.clock.now), key: "k")
        let refusal = try #require(FediPieces.refusal(sending))
        #expect((refusal.said ?? "").count <= 300 && refusal.failure.cause.count < 300)
        #expect(!(refusal.said ?? "").contains(secret) && !refusal.failure.cause.contains(secret))
    }
}
