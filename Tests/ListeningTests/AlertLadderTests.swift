import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

@Suite struct AlertLadderTests {
    private func onBoth(_ test: @escaping (AlertHouse) async throws -> Void) async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in try await test(try await AlertHouse(database))
        }
    }

    private func raised(_ house: AlertHouse) async throws -> Int64 {
        try await house.watch(71, "scandale")
        try await house.hear([Said(id: "1", hoursAgo: 0.1, text: "un scandale", polarity: .neutral)])
        return try #require(try await house.alerts().first).id
    }

    @Test("the ladder is climbed rung by rung when nobody takes the alert, each in its time; the last rung asks again")
    func climbs() async throws {
        try await onBoth { house in
            let id = try await raised(house)
            func level(after minutes: Double) async throws -> Alert.Level? {
                house.house.time.move(minutes * 60)
                try await house.watchman.patrol()
                return try await house.alerts().first { $0.id == id }?.level
            }
            #expect(try await level(after: 24 * 60 - 1) == .monitor)
            #expect(try await level(after: 1) == .prepare)
            #expect(try await level(after: 0) == .prepare)
            #expect(try await level(after: 4 * 60) == .engage)
            #expect(try await level(after: 60) == .escalate)
            #expect(try await level(after: 15) == .escalate)
            #expect(try await house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'alert.climbed'") == 3)
            #expect(try await house.number("SELECT COUNT(*) AS n FROM job WHERE kind = 'alert.mail'") == 5)
        }
    }

    @Test("two nodes climb a rung once")
    func climbsOnce() async throws {
        try await onBoth { house in
            let id = try await raised(house)
            house.house.time.move(24 * 3_600)
            let other = AlertHouse.watchman(house.house, node: 2)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for node in [house.watchman, other, house.watchman] { group.addTask { try await node.patrol() } }
                try await group.waitForAll()
            }
            #expect(try await house.alerts().first { $0.id == id }?.level == .prepare)
            #expect(try await house.number("SELECT COUNT(*) AS n FROM job WHERE kind = 'alert.mail'") == 2)
        }
    }

    @Test("an alert that somebody took climbs no more; a second person is told so; both acts are in the trail")
    func takes() async throws {
        try await onBoth { house in
            let id = try await raised(house)
            let (one, two) = (try StreamHouse.person("communication"), try StreamHouse.person("clinician"))
            await #expect(throws: Failure.self) { try await house.actions.take(id, by: two) }
            try await house.actions.take(id, by: one)
            let conflict = await #expect(throws: Failure.self) { try await house.actions.take(id, by: one) }
            #expect(conflict?.kind == .conflict)
            house.house.time.move(40 * 86_400)
            try await house.watchman.patrol()
            let alert = try #require(try await house.alerts().first { $0.id == id })
            #expect(alert.level == .monitor)
            #expect(alert.takenBy == one.id)
            #expect(alert.dueAt == nil)
            let unsaid = await #expect(throws: Failure.self) { try await house.actions.close(id, note: " a ", by: one) }
            #expect(unsaid?.kind == .unusable)
            try await house.actions.close(id, note: "Répondu à la journaliste", by: one)
            let again = await #expect(throws: Failure.self) {
                try await house.actions.close(id, note: "encore", by: one)
            }
            #expect(again?.kind == .conflict)
            #expect(try await house.alerts() == [])
            #expect(try await house.actions.closed(for: one).map(\.closingNote) == ["Répondu à la journaliste"])
            let trail = try await house.database.read {
                try $0.query("SELECT who, action FROM audit WHERE subject = $1 ORDER BY id", [id])
                    .map { "\(try $0.int64("who")) \(try $0.text("action"))" }
            }
            #expect(trail == ["100 alert.taken", "100 alert.closed"])
        }
    }

    @Test("heads of service see and take the alerts of their services, and those of nobody else")
    func heads() async throws {
        try await onBoth { house in
            try await house.watch(71, "scandale")
            try await house.hear([
                Said(id: "one", hoursAgo: 1, services: [1], urgency: .distress),
                Said(id: "both", hoursAgo: 2, services: [1, 2], urgency: .distress),
                Said(id: "hearts", hoursAgo: 3, services: [2], urgency: .distress),
                Said(id: "none", hoursAgo: 4, text: "scandale", urgency: .distress),
            ])
            func seen(_ name: String) async throws -> Set<String> {
                let keys = try await house.actions.open(for: StreamHouse.person(name)).compactMap(\.why.first)
                let names = try await house.database.read { connection in
                    try connection.query("SELECT id, external_id FROM mention", [])
                        .map { (try $0.int64("id"), try $0.text("external_id")) }
                }
                return Set(names.filter { keys.contains($0.0) }.map(\.1))
            }
            #expect(try await seen("communication") == ["one", "both", "hearts", "none"])
            #expect(try await seen("emergencies") == ["one", "both"])
            #expect(try await seen("hearts") == ["both", "hearts"])
            #expect(try await seen("nobody") == [])
            let head = try StreamHouse.person("emergencies")
            let mine = try await house.actions.open(for: head).map(\.id)
            for alert in try await house.alerts() {
                if mine.contains(alert.id) {
                    try await house.actions.take(alert.id, by: head)
                } else {
                    let refused = await #expect(throws: Failure.self) {
                        try await house.actions.take(alert.id, by: head)
                    }
                    #expect(refused?.kind == .notFound)
                }
            }
        }
    }

    @Test("a rung is changed within bounds, by those who gather, in the trail; the next alert uses it")
    func rungs() async throws {
        try await onBoth { house in
            let person = try StreamHouse.person("communication")
            let rung = AlertRung(
                level: .monitor, person: nil, email: "astreinte@chu.example", delayMinutes: 30, template: "Lire.")
            await #expect(throws: Failure.self) {
                try await house.actions.keep(rung, by: StreamHouse.person("emergencies"))
            }
            for wrong in [
                AlertRung(level: .monitor, person: nil, email: nil, delayMinutes: 0, template: "Lire."),
                AlertRung(level: .monitor, person: nil, email: nil, delayMinutes: 10_081, template: "Lire."),
                AlertRung(level: .monitor, person: nil, email: "sans arobase", delayMinutes: 5, template: "Lire."),
                AlertRung(level: .monitor, person: nil, email: nil, delayMinutes: 5, template: ""),
            ] {
                let refused = await #expect(throws: Failure.self) { try await house.actions.keep(wrong, by: person) }
                #expect(refused?.kind == .unusable)
            }
            try await house.actions.keep(rung, by: person)
            #expect(try await house.actions.rungs().map(\.delayMinutes) == [30, 240, 60, 15])
            let id = try await raised(house)
            let alert = try #require(try await house.alerts().first { $0.id == id })
            #expect(alert.dueAt == house.house.time.now.adding(seconds: 1_800))
            #expect(try await house.number("SELECT COUNT(*) AS n FROM audit WHERE action = 'alert.rung_changed'") == 1)
        }
    }
}
