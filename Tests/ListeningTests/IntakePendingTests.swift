import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

@Suite struct IntakePendingTests {
    private func said(_ house: StreamHouse) -> [Arrival] {
        let texts = [
            "Accueil odieux aux urgences, six heures d'attente sans un mot. Une honte.",
            "Équipe formidable, merci pour tout",
            "Je veux mourir, je vais me suicider ce soir, personne ne m'écoute", "Ouvert de 8 h à 18 h",
        ]
        return texts.enumerated().map { index, text in
            Arrival(
                id: "p\(index)", network: .google, kind: .review, author: "A\(index)", text: text,
                publishedAt: house.time.now.adding(seconds: -600 * Double(index + 1)), rating: index == 1 ? 5 : nil)
        }
    }

    private func judge(_ house: AlertHouse) async throws -> Int {
        try await house.database.write { try PendingJudgements.schedule(in: $0) }
        let queue = JobQueue(house.database, clock: house.house.time.clock)
        let jobs = try await queue.take(9, kinds: [PendingJudgements.kind], owner: "node")
        for job in jobs {
            try await PendingJudgements(database: house.database, intake: house.house.intake).handle(job)
            try await house.database.write { try JobQueue.complete(job, in: $0) }
        }
        return jobs.count
    }

    @Test("what came in without analysis is judged later to the same state, and a person in danger is told of then")
    func later() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await AlertHouse(database)
            _ = try await house.house.intake.take(said(house.house), from: StreamHouse.origin, analyse: false)
            try await house.listen()
            #expect(try await house.alerts() == [])
            #expect(try await judge(house) == 1)
            try await house.listen()
            #expect(try await house.alerts().map(\.rule) == [.distress])

            let other = try await AlertHouse(try await Database.inMemory(ListeningSchema.migrations))
            _ = try await other.house.intake.take(said(other.house), from: StreamHouse.origin)
            try await other.listen()
            let (late, early) = (try await house.house.list(StreamFilter()), try await other.house.list(StreamFilter()))
            #expect(late == early)
            #expect(try await MentionActionsTests.tallies(database) == MentionActionsTests.tallies(other.database))
            #expect(try await MentionActionsTests.tallies(database) == IntakeRecount.lines(database))
            #expect(try await judge(house) == 0)
        }
    }

    @Test("what a person judged meanwhile stays as they said")
    func quicker() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await AlertHouse(database)
            _ = try await house.house.intake.take(said(house.house), from: StreamHouse.origin, analyse: false)
            let id = try #require(try await house.house.list(StreamFilter()).first { $0.text.contains("odieux") }).id
            try await house.house.desk.actions.correct(
                id, Correction(polarity: .mixed), seen: 0, by: StreamHouse.person("communication"))
            #expect(try await judge(house) == 1)
            let kept = try #require(try await house.house.list(StreamFilter()).first { $0.id == id })
            #expect(kept.verdict?.polarity == .mixed)
            #expect(kept.verdict?.byPerson == true)
            #expect(try await MentionActionsTests.tallies(database) == IntakeRecount.lines(database))
        }
    }
}
