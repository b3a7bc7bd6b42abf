import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

/// Where another room calls whoever is on duty (docs/decisions/one-voice-for-distress.md).
@Suite struct AlertElsewhereTests {
    private func watchman(_ house: AlertHouse) -> AlertWatchman {
        AlertWatchman(
            database: house.database, clock: house.house.time.clock, zone: house.house.zone,
            ids: IdentifierSource(node: 3, clock: house.house.time.clock), distressIsToldElsewhere: true,
            services: { StreamHouse.services })
    }

    private func listen(_ watchman: AlertWatchman, _ database: Database) async throws {
        while try await EventLog(database).consume(as: "elsewhere", { try watchman.hear($0, in: $1) }) > 0 {}
    }

    @Test("a person in danger is kept as an alert, neither mailed nor climbed here, and follows the call")
    func record() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await AlertHouse(database)
            try await house.watch(71, "scandale")
            let watchman = watchman(house)
            try await house.house.hear([
                Said(id: "d", hoursAgo: 1, urgency: .distress), Said(id: "k", hoursAgo: 1, text: "scandale"),
            ])
            try await listen(watchman, database)
            let danger = try #require(try await house.alerts(.distress).first)
            let mention = try #require(danger.why.first)
            #expect(danger.dueAt == nil)
            // The word that a watch waits for is told as ever, and alone.
            #expect(try await house.number("SELECT COUNT(*) AS n FROM job WHERE kind = 'alert.mail'") == 1)
            house.house.time.move(24 * 3_600)
            try await watchman.patrol()
            let mails = try await house.number(
                "SELECT COUNT(*) AS n FROM job WHERE kind = 'alert.mail' AND payload = '{\"alert\":\(danger.id)}'")
            #expect(mails == 0)
            for kind in ["call.taken", "call.closed"] {
                let now = house.house.time.now
                try await database.write { connection in
                    try EventLog.append(
                        kind, subject: 5, payload: "{\"mention\":\(mention),\"person\":200}", at: now, in: connection)
                    try EventLog.append(
                        kind, subject: 6, payload: "{\"mention\":1,\"person\":200}", at: now, in: connection)
                }
                try await listen(watchman, database)
                let alert = try await database.read {
                    try AlertStore.find(danger.id, scope: .everything, in: $0)
                }
                #expect(alert.takenBy == 200)
                #expect((alert.closedAt != nil) == (kind == "call.closed"))
            }
        }
    }
}
