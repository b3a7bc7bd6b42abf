import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ProtectionRequestTests {
    private func entered(
        _ house: DialogueHouse, _ kind: PersonRequest.Kind = .erasure, on day: String = "2026-10-31"
    ) async throws -> Int64 {
        try await RequestActions(desk: house.desk).enter(
            .init(
                kind: kind, road: .email, receivedOn: day, name: "Violette Marchand", contact: "violette@exemple.fr",
                asked: "Effacer mon avis du mois de juin"),
            by: try DialogueHouse.person("communication"))
    }

    @Test("a request is due in a month, a right of reply in three days, two months more once and with a reason")
    func due() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let actions = RequestActions(desk: house.desk)
            let person = try DialogueHouse.person("communication")
            let id = try await entered(house)
            #expect(Deadline.text(try await actions.find(id, for: person).0.dueOn) == "2026-11-30")
            let reply = try await entered(house, .reply, on: "2026-11-02")
            #expect(Deadline.text(try await actions.find(reply, for: person).0.dueOn) == "2026-11-05")
            await #expect(throws: Failure.self) { try await actions.extend(id, version: 1, reason: " ", by: person) }
            try await actions.extend(id, version: 1, reason: "Recherche longue", by: person)
            #expect(Deadline.text(try await actions.find(id, for: person).0.dueOn) == "2027-01-31")
            await #expect(throws: Failure.self) {
                try await actions.extend(id, version: 2, reason: "encore", by: person)
            }
            await #expect(throws: Failure.self) {
                try await actions.extend(reply, version: 1, reason: "non", by: person)
            }
        }
    }

    @Test("overdue requests come first, closed ones last")
    func order() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let person = try DialogueHouse.person("communication")
            let actions = RequestActions(desk: house.desk)
            let fresh = try await entered(house, .access, on: "2026-11-01")
            let late = try await entered(house, .access, on: "2026-09-15")
            let closed = try await entered(house, .access, on: "2026-08-01")
            try await actions.answer(
                closed, version: 1, state: .refused, answer: "Rien n'est détenu.", evidence: nil, by: person)
            #expect(try await actions.list(for: person).map(\.id) == [late, fresh, closed])
        }
    }

    @Test("who asks cannot be read in the table, nor on the trail, nor in the events")
    func sealed() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await entered(house)
            let actions = RequestActions(desk: house.desk)
            try await actions.identify(
                id, version: 1, how: "Violette a répondu du même compte", by: try DialogueHouse.person("communication"))
            let kept = try await database.read { connection in
                let dossier = try connection.one("SELECT dossier FROM person_request WHERE id = $1", id)?.bytes(
                    "dossier")
                let trail = try connection.query("SELECT before, after FROM audit", []).map {
                    (try $0.optionalText("before") ?? "") + (try $0.optionalText("after") ?? "")
                }
                let events = try connection.query("SELECT payload FROM event", []).map { try $0.text("payload") }
                return [String(decoding: dossier ?? [], as: UTF8.self)] + trail + events
            }
            #expect(kept.count > 2)
            #expect(!kept.contains { $0.lowercased().contains("violette") || $0.contains("juin") })
        }
    }

    @Test("nothing is granted and nothing erased before the identity was checked; then the words go, on the trail")
    func erase() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let person = try DialogueHouse.person("communication")
            let actions = RequestActions(desk: house.desk)
            house.shelf.put(review("Mon avis du mois de juin", id: 6_001))
            let id = try await entered(house)
            #expect(try await actions.search("juin", for: person).map(\.id) == [6_001])
            await #expect(throws: Failure.self) { try await actions.erase([6_001], for: id, by: person) }
            await #expect(throws: Failure.self) {
                try await actions.answer(id, version: 1, state: .granted, answer: "Fait.", evidence: nil, by: person)
            }
            try await actions.identify(id, version: 1, how: "Réponse du compte", by: person)
            #expect(try await actions.erase([6_001], for: id, by: person) == 1)
            #expect(house.shelf.forgotten == ["ext-6001"])
            try await actions.answer(id, version: 2, state: .granted, answer: "Effacé.", evidence: "LR 1", by: person)
            let (request, erased) = try await actions.find(id, for: person)
            #expect(request.state == .granted)
            #expect(erased == [6_001])
            await #expect(throws: Failure.self) { try await actions.erase([6_001], for: id, by: person) }
            let trail = try await database.read {
                try Audit.entries(.init(subjectKind: "person_request", subject: id), in: $0).map(\.action)
            }
            #expect(
                trail.reversed() == ["request.entered", "request.identified", "request.erased", "request.answered"])
        }
    }

    @Test("a request for access erases nothing")
    func access() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let person = try DialogueHouse.person("communication")
            let actions = RequestActions(desk: house.desk)
            house.shelf.put(review("Texte", id: 6_002))
            let id = try await entered(house, .access)
            try await actions.identify(id, version: 1, how: "Réponse du compte", by: person)
            await #expect(throws: Failure.self) { try await actions.erase([6_002], for: id, by: person) }
            #expect(house.shelf.forgotten.isEmpty)
        }
    }

    @Test("who asked is erased a year after the end, and the register stays")
    func purge() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let person = try DialogueHouse.person("communication")
            let actions = RequestActions(desk: house.desk)
            let id = try await entered(house)
            let open = try await entered(house)
            try await actions.answer(id, version: 1, state: .refused, answer: "Infondé.", evidence: nil, by: person)
            house.time.move(365 * 86_400)
            try await actions.purge()
            #expect(try await actions.find(id, for: person).0.dossier != nil)
            house.time.move(2 * 86_400)
            try await actions.purge()
            #expect(try await actions.find(id, for: person).0.dossier == nil)
            #expect(try await actions.find(open, for: person).0.dossier != nil)
            #expect(try await actions.list(for: person).count == 2)
        }
    }

    @Test("from the page: enter, search, and the register without names")
    func pages() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            house.shelf.put(review("Je signe Zoé du café <i>", id: 6_003))
            try await house.visit { visitor in
                let wrong = try await visitor.post(
                    "/protection/requests", [("kind", "erasure")], from: "/protection/requests/new")
                #expect(wrong.status == 400)
                let made = try await visitor.post(
                    "/protection/requests",
                    [
                        ("kind", "erasure"), ("road", "letter"), ("received", "2026-10-20"), ("name", "Zoé Lambert"),
                        ("contact", "12 rue X"), ("asked", "Effacer"),
                    ], from: "/protection/requests/new")
                let path = try #require(made.location?.split(separator: "?").first.map(String.init))
                let before = try await visitor.get(path + "?q=caf%C3%A9").text
                #expect(before.contains("Je signe Zoé du café &lt;i&gt;"))
                #expect(!before.contains("name=\"mention\""))
                let stale = try await visitor.post(
                    path + "/identity", [("version", "7"), ("how", "compte")], from: path)
                #expect(stale.status == 400)
                _ = try await visitor.post(path + "/identity", [("version", "1"), ("how", "compte")], from: path)
                #expect(try await visitor.get(path + "?q=caf%C3%A9").text.contains("name=\"mention\""))
                let csv = try await visitor.get("/protection/requests/register.csv")
                #expect(csv.text.contains(",erasure,letter,2026-10-20,2026-11-20,0,1,open,,"))
                #expect(!csv.text.contains("Zoé"))
            }
            for name in ["emergencies", "validator", "clinician"] {
                let status = try await house.visit(as: name) { try await $0.get("/protection/requests").status }
                #expect(status == 403)
            }
        }
    }
}
