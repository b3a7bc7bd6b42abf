import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Dialogue

@Suite struct ImprovementClusterTests {
    private struct Figure: Decodable {
        let recent: Int
        let earlier: Int
        let p: Double
    }

    private struct Figures: Decodable { let figures: [Figure] }

    @Test("the test of two rates gives what R's poisson.test gives")
    func figures() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Figures/poisson.json")
        let figures = try JSONDecoder().decode(Figures.self, from: Data(contentsOf: file)).figures
        #expect(figures.count == 18)
        for figure in figures {
            let p = RateComparison.p(figure.recent, over: 28, figure.earlier, over: 84)
            #expect(abs(p - figure.p) <= 1e-12 + figure.p * 1e-10, "\(figure.recent) and \(figure.earlier): \(p)")
            #expect(
                Cluster.rises(recent: figure.recent, earlier: figure.earlier)
                    == (figure.recent >= 3 && figure.p < 0.05))
        }
    }

    /// Blame of one service and theme, some in the last 28 days, some in the 84 before.
    private func blame(
        _ house: DialogueHouse, recent: Int, earlier: Int, service: Int64 = 1, theme: Theme = .waiting
    ) async throws -> [Int64] {
        var voices: [Int64] = []
        for (count, first) in [(recent, 2), (earlier, 40)] {
            for index in 0..<count {
                let at = DialogueHouse.noon.adding(days: -first - index % 20)
                let id = try await house.conversation(
                    review("Attente \(index).", at: at, themes: [HeardTheme(theme, .negative)], services: [service]))
                if first == 2 { voices.append(id) }
            }
        }
        return voices
    }

    @Test("what rises is proposed with its voices; a steady theme and praise are not")
    func proposed() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let voices = try await blame(house, recent: 6, earlier: 4)
            _ = try await blame(house, recent: 5, earlier: 15, service: 2, theme: .meals)
            for _ in 0..<9 {
                try await house.conversation(
                    review(
                        "Merci.", at: DialogueHouse.noon.adding(days: -3), polarity: .positive,
                        themes: [HeardTheme(.welcome, .positive)], services: [3]))
            }
            let person = try DialogueHouse.person("communication")
            let found = try await ClusterActions(desk: house.desk).proposals(for: person)
            #expect(found.pairs == 2)
            let cluster = try #require(found.clusters.first)
            #expect(found.clusters.count == 1)
            #expect(cluster.service == 1 && cluster.theme == .waiting && cluster.earlier == 4)
            #expect(Set(cluster.voices) == Set(voices))
            #expect(abs(cluster.p - 0.0197277069091797) < 1e-12)
            try await house.visit { visitor in
                let board = try await visitor.get("/improvements").text
                #expect(board.contains("6 voix mécontentes en 28 jours"))
                #expect(board.contains("Attente"))
                let new = try await visitor.get("/improvements/new?cluster=1&service=1&theme=waiting").text
                #expect(new.contains("value=\"Urgences"))
                let made = try await visitor.post(
                    "/improvements",
                    [("title", "Un tri dès l'entrée"), ("service", "1"), ("theme", "waiting"), ("cluster", "1")],
                    from: "/improvements")
                #expect(made.status == 303)
                let after = try await visitor.get("/improvements").text
                #expect(!after.contains("voix mécontentes"))
            }
            let linked = try await database.read {
                try $0.one("SELECT count(*) AS n FROM improvement_voice")?.int("n")
            }
            #expect(linked == 6)
        }
    }

    @Test("a cluster that was put aside comes back with new voices only, and a head of service sees hers alone")
    func dismissed() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            _ = try await blame(house, recent: 6, earlier: 4)
            let actions = ClusterActions(desk: house.desk)
            let head = try DialogueHouse.person("emergencies")
            let other = try DialogueHouse.person("hearts")
            #expect(try await actions.proposals(for: other).clusters.isEmpty)
            await #expect(throws: Failure.self) {
                try await actions.dismiss(1, .waiting, reason: "Travaux finis", by: other)
            }
            await #expect(throws: Failure.self) { try await actions.dismiss(1, .waiting, reason: "", by: head) }
            try await actions.dismiss(1, .waiting, reason: "Travaux, finis le 20", by: head)
            #expect(try await actions.proposals(for: head).clusters.isEmpty)
            _ = try await blame(house, recent: 2, earlier: 0)
            #expect(try await actions.proposals(for: head).clusters.isEmpty)
            let new = try await blame(house, recent: 4, earlier: 0)
            let again = try await actions.proposals(for: head).clusters
            #expect(again.first?.voices.count == 6)
            #expect(Set(new).isSubset(of: Set(again.first?.voices ?? [])))
            let trail = try await database.read {
                try Audit.entries(.init(action: "improvement.dismissed"), in: $0).first?.after
            }
            #expect(trail?.contains("Travaux, finis le 20") == true)
        }
    }

    @Test("the proposals read the last months by an index, on both engines")
    func plan() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let now = DialogueHouse.noon
            let plan = try await database.read { connection in
                if connection.engine == .postgresql { _ = try connection.execute("SET enable_seqscan = off") }
                let explain = connection.engine == .sqlite ? "EXPLAIN QUERY PLAN" : "EXPLAIN"
                return try connection.query(
                    "\(explain) \(ClusterStore.countsSQL(narrowed: ""))",
                    [now.adding(days: -112), now.adding(days: -28), now]
                ).map { row in
                    try row.text(connection.engine == .sqlite ? "detail" : "QUERY PLAN")
                }.joined(separator: "\n")
            }
            #expect(plan.contains("conversation_blamed"), "\(plan)")
        }
    }
}
