import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

@Suite struct MentionActionsTests {
    /// Every line of the sums that is not all zeros.
    static func tallies(_ database: Database) async throws -> [String: [Int]] {
        try await database.read { connection in
            var lines: [String: [Int]] = [:]
            for row in try connection.query("SELECT * FROM tally", []) {
                let numbers = try ["mentions", "opinions", "positive", "negative", "mixed"].map { try row.int($0) }
                guard numbers.contains(where: { $0 != 0 }) else { continue }
                let key =
                    "\(try row.int64("label"))/\(try row.int64("service"))/\(try row.text("theme"))/\(try row.int("day"))/\(try row.text("network"))"
                lines[key] = numbers
            }
            return lines
        }
    }

    static func heard(_ house: StreamHouse, _ said: [Said]) async throws -> [String: [Int]] {
        try await house.hear(said)
        return try await tallies(house.database)
    }

    private func watch(_ house: StreamHouse) async throws {
        let now = house.time.now
        try await house.database.write { connection in
            try WatchStore.insert(
                WatchDraft(name: "Parking", query: "parking", purpose: "essai", retentionDays: 30), id: 77, at: now,
                in: connection)
        }
    }

    @Test("after a correction the sums are what they would be had the mention been judged so from the start")
    func sums() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            try await watch(house)
            let wrong = Said(id: "x", text: "parking plein", polarity: .positive, themes: [.care], services: [1])
            let other = Said(id: "y", hoursAgo: 30, text: "parking gratuit", polarity: .negative, themes: [.access])
            let keys = try await house.hear([wrong, other])
            let person = try StreamHouse.person("communication")
            try await house.desk.actions.correct(
                keys[0], Correction(polarity: .negative, themes: [.access, .waiting], services: [2, 3]), seen: 0,
                by: person)
            let corrected = try await Self.tallies(database)

            var right = wrong
            right.polarity = .negative
            right.themes = [.access, .waiting]
            right.services = [2, 3]
            let second = try await StreamHouse(try await Database.inMemory(ListeningSchema.migrations))
            try await watch(second)
            let fresh = try await Self.heard(second, [right, other])
            #expect(corrected == fresh)
            #expect(fresh.keys.contains { $0.hasPrefix("77/2/access/") })
        }
    }

    @Test("undo brings back the judgement, its sums and who made it; then there is nothing left to undo")
    func undo() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let id = try await house.hear(Said(polarity: .mixed, unsure: true, themes: [.meals], services: [1]))
            let before = try await house.list(StreamFilter())
            let sums = try await Self.tallies(database)
            let (one, two) = (try StreamHouse.person("communication"), try StreamHouse.person("emergencies"))
            let first = try await house.desk.actions.correct(id, Correction(polarity: .positive), seen: 0, by: one)
            house.time.move(60)
            let second = try await house.desk.actions.correct(
                id, Correction(themes: [], urgency: .high), seen: first, by: two)
            house.time.move(60)
            let third = try await house.desk.actions.undo(id, seen: second, by: one)
            #expect(try await house.list(StreamFilter()).first?.verdict?.polarity == .positive)
            house.time.move(60)
            let fourth = try await house.desk.actions.undo(id, seen: third, by: one)
            #expect(try await house.list(StreamFilter()) == before)
            #expect(try await Self.tallies(database) == sums)
            await #expect(throws: Failure.self) { try await house.desk.actions.undo(id, seen: fourth, by: one) }
            let trail = try await database.read {
                try Audit.entries(Audit.Filter(subjectKind: "mention", subject: id), in: $0)
            }
            #expect(
                trail.map(\.action) == [
                    "mention.correction_undone", "mention.correction_undone", "mention.corrected", "mention.corrected",
                ])
            #expect(trail.last?.before?.contains("\"polarity\":\"mixed\"") == true)
            let kept = try await database.read { try CorrectionStore.history(of: id, in: $0) }
            #expect(kept.count == 4)
        }
    }

    @Test("of two who correct at once, the second sees the first, and nothing is overwritten")
    func conflict() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let id = try await house.hear(Said(polarity: .neutral))
            let (one, two) = (try StreamHouse.person("communication"), try StreamHouse.person("communication"))
            try await house.desk.actions.correct(id, Correction(polarity: .positive), seen: 0, by: one)
            let failure = await #expect(throws: Failure.self) {
                try await house.desk.actions.correct(id, Correction(polarity: .negative), seen: 0, by: two)
            }
            #expect(failure?.kind == .conflict)
            #expect(try await house.list(StreamFilter()).first?.verdict?.polarity == .positive)
            #expect(try await database.read { try CorrectionStore.history(of: id, in: $0) }.count == 1)
        }
    }

    @Test("a correction tells the event log, keeps the text, and says that a person judged")
    func kept() async throws {
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let house = try await StreamHouse(database)
        let id = try await house.hear(Said(text: "Bof, bof", polarity: .positive, unsure: true))
        try await house.desk.actions.correct(
            id, Correction(polarity: .negative), seen: 0, by: try StreamHouse.person("communication"))
        let verdict = try #require(try await house.list(StreamFilter()).first?.verdict)
        #expect(verdict.byPerson && !verdict.unsure && verdict.confidence == 1 && verdict.score == -1)
        let (text, events) = try await database.read { connection in
            (
                try connection.one("SELECT text FROM correction", [])?.text("text"),
                try connection.query("SELECT kind FROM event", []).map { try $0.text("kind") }
            )
        }
        #expect(text == "Bof, bof")
        #expect(events.contains("mention.corrected"))
    }

    @Test("a copy counts nowhere, before and after its correction")
    func copies() async throws {
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let house = try await StreamHouse(database)
        let dispatch =
            "Le centre hospitalier de Valmont annonce la fermeture de douze lits de médecine pour tout l'été faute d'infirmières, une décision que les syndicats jugent dangereuse pour les patients du nord du département"
        let keys = try await house.hear([
            Said(id: "a", hoursAgo: 5, network: .web, kind: .article, text: dispatch),
            Said(id: "b", hoursAgo: 4, network: .web, kind: .article, text: dispatch),
        ])
        let before = try await Self.tallies(database)
        #expect(try await house.list(StreamFilter()).map(\.copies) == [1])
        try await house.desk.actions.correct(
            keys[1], Correction(polarity: .positive), seen: 0, by: try StreamHouse.person("communication"))
        #expect(try await Self.tallies(database) == before)
    }

    @Test("a head of service corrects their own mentions, and leaves the other services on them alone")
    func services() async throws {
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let house = try await StreamHouse(database)
        let mine = try await house.hear(Said(services: [1, 2]))
        let theirs = try await house.hear(Said(services: [2]))
        let head = try StreamHouse.person("emergencies")
        try await house.desk.actions.correct(mine, Correction(services: [3]), seen: 0, by: head)
        let left = try await house.list(StreamFilter()).first { $0.id == mine }
        #expect(left?.services == [2])
        let failure = await #expect(throws: Failure.self) {
            try await house.desk.actions.correct(theirs, Correction(polarity: .positive), seen: 0, by: head)
        }
        #expect(failure?.kind == .notFound)
        let refused = await #expect(throws: Failure.self) {
            try await house.desk.actions.correct(
                theirs, Correction(polarity: .positive), seen: 0, by: StreamHouse.person("clinician"))
        }
        #expect(refused?.kind == .forbidden)
        let unknown = await #expect(throws: Failure.self) {
            try await house.desk.actions.correct(
                theirs, Correction(services: [99]), seen: 0, by: StreamHouse.person("communication"))
        }
        #expect(unknown?.kind == .unusable)
    }
}
