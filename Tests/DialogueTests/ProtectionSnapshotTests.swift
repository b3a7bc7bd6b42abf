import Foundation
import HTTPTypes
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ProtectionSnapshotTests {
    private func taken(_ house: DialogueHouse, _ text: String = "Le Dr Untel est un escroc\u{202F}!") async throws
        -> (snapshot: Int64, conversation: Int64)
    {
        let conversation = try await house.conversation(review(text, id: 4_001))
        let id = try await SnapshotActions(desk: house.desk).take(
            conversation, mention: nil, reason: "Diffamation à établir", by: try DialogueHouse.person("communication"))
        return (id, conversation)
    }

    @Test("a snapshot holds the exact text, is signed, and stands on the trail with its reason")
    func whole() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await taken(house).snapshot
            let (snapshot, file) = try await SnapshotActions(desk: house.desk).file(
                id, by: try DialogueHouse.person("communication"))
            let proof = try SnapshotProof(file)
            #expect(proof.fault == nil)
            #expect(proof.publicKey == (try house.desk.seal.publicKey()))
            #expect(proof.takenBy == "communication")
            #expect(proof.takenAt == "2026-11-02T11:00:00Z")
            #expect(proof.sha256 == snapshot.sha256)
            let json = try JSONDecoder().decode(CanonicalJSON.self, from: Data(file))
            let message = try #require(json["snapshot"]?["messages"]?.items.first)
            #expect(message["text"]?.string == "Le Dr Untel est un escroc\u{202F}!")
            #expect(message["author"]?.string == "Patient A")
            #expect(message["author_handle"] == .null)
            let trail = try await database.read {
                try Audit.entries(.init(subjectKind: "snapshot", subject: id), in: $0)
            }
            #expect(trail.map(\.action) == ["snapshot.read", "snapshot.taken"])
            #expect(trail.last?.after?.contains("Diffamation à établir") == true)
        }
    }

    @Test("changing any one byte of the file breaks it")
    func broken() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await taken(house, "Court").snapshot
            let file = try await SnapshotActions(desk: house.desk).file(
                id, by: try DialogueHouse.person("communication")
            ).1
            for index in file.indices.dropLast() {
                var changed = file
                changed[index] ^= 1
                let proof = try? SnapshotProof(changed)
                #expect(proof == nil || proof?.fault != nil, "byte \(index)")
            }
            #expect(try SnapshotProof(file + [UInt8(ascii: " ")]).fault != nil)
            #expect(throws: Failure.self) { try SnapshotProof(Array("{}".utf8)) }
        }
    }

    @Test("the handle is there only where this very person had opened the case")
    func handle() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let conversation = try await house.conversation(review("Texte", id: 4_002))
            house.shelf.open(4_002, by: try DialogueHouse.person("communication"), handle: "@patient_zero")
            for (name, handle) in [("communication", CanonicalJSON.text("@patient_zero")), ("auditor", .null)] {
                let person = try DialogueHouse.person(name)
                let actions = SnapshotActions(desk: house.desk)
                let id = try await actions.take(conversation, mention: nil, reason: "preuve", by: person)
                let file = try await actions.file(id, by: person).1
                let json = try JSONDecoder().decode(CanonicalJSON.self, from: Data(file))
                #expect(json["snapshot"]?["messages"]?.items.first?["author_handle"] == handle)
            }
        }
    }

    @Test("a snapshot outlives the erasure of the message, and its file goes on its last day")
    func ends() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await taken(house).snapshot
            house.shelf.put(review("", id: 4_001))
            let actions = SnapshotActions(desk: house.desk)
            let person = try DialogueHouse.person("communication")
            let last = try await database.read { try SnapshotStore.find(id, in: $0).endsOn }
            #expect(Deadline.text(last) == "2027-03-04")
            house.time.move(122 * 86_400)
            try await actions.sweep()
            let file = try await actions.file(id, by: person).1
            #expect(String(decoding: file, as: UTF8.self).contains("escroc"))
            try await actions.end(id, on: "2027-06-30", reason: "Plainte déposée", by: person)
            house.time.move(30 * 86_400)
            try await actions.sweep()
            #expect(try await actions.file(id, by: person).1 == file)
            house.time.move(90 * 86_400)
            try await actions.sweep()
            await #expect(throws: Failure.self) { try await actions.file(id, by: person) }
            let kept = try await database.read { try SnapshotStore.find(id, in: $0) }
            #expect(kept.endedAt != nil)
            #expect(!kept.sha256.isEmpty)
            await #expect(throws: Failure.self) {
                try await actions.end(id, on: "2027-12-01", reason: "tard", by: person)
            }
        }
    }

    @Test("a last day in the past, beyond seven years or without a reason is refused")
    func endsWrong() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await taken(house).snapshot
            let person = try DialogueHouse.person("communication")
            for (day, reason) in [
                ("2026-11-01", "r r r"), ("2033-11-03", "r r r"), ("2027-02-30", "r r r"), ("2027-02-01", " "),
            ] {
                await #expect(throws: Failure.self) {
                    try await SnapshotActions(desk: house.desk).end(id, on: day, reason: reason, by: person)
                }
            }
        }
    }

    @Test("what was said cannot be read in the table")
    func sealed() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await taken(house).snapshot
            let bytes = try #require(try await database.read { try SnapshotStore.file(id, in: $0) })
            #expect(Sealer.isSealed(bytes))
            #expect(!String(decoding: bytes, as: UTF8.self).contains("escroc"))
        }
    }

    @Test("heads of service, validators and clinicians have no part in it")
    func rights() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let conversation = try await house.conversation(review("Texte", services: [1]))
            for name in ["emergencies", "validator", "clinician", "nobody"] {
                let person = try DialogueHouse.person(name)
                await #expect(throws: Failure.self) {
                    try await SnapshotActions(desk: house.desk).take(
                        conversation, mention: nil, reason: "curieux", by: person)
                }
                let status = try await house.visit(as: name) { try await $0.get("/protection").status }
                #expect(status == 403)
            }
        }
    }

    @Test("from the page: preserve, download the file and the sheet")
    func pages() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let conversation = try await house.conversation(review("Un texte <b>", services: [1]))
            try await house.visit { visitor in
                let made = try await visitor.post(
                    "/protection/snapshots", [("conversation", String(conversation)), ("reason", "Diffamation")],
                    from: "/protection")
                let path = try #require(made.location?.split(separator: "?").first.map(String.init))
                #expect(try await visitor.get(path).text.contains("SHA-256"))
                let file = try await visitor.get(path + "/file.json")
                #expect(try SnapshotProof(Array(file.text.utf8)).fault == nil)
                #expect(file.headers[.contentDisposition]?.hasSuffix(".json\"") == true)
                let sheet = try await visitor.get(path + "/sheet.pdf")
                #expect(sheet.text.hasPrefix("%PDF-"))
                let front = try await visitor.get("/protection").text
                #expect(front.contains("Diffamation"))
                #expect(front.contains(try house.desk.seal.publicKey().prefix(20)))
                let refused = try await visitor.post(
                    "/protection/snapshots", [("conversation", String(conversation)), ("reason", "")],
                    from: "/protection")
                #expect(refused.status == 400)
            }
        }
    }
}
