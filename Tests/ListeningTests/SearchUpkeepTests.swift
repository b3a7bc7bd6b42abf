import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

@Suite struct SearchUpkeepTests {
    @Test("a large import has the index gathered soon, a small one waits for the weekly round, which plans the next")
    func rounds() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await AlertHouse(database)
            let (time, upkeep) = (house.house.time, SearchUpkeep(database: database, clock: house.house.time.clock))
            let queue = JobQueue(database, clock: time.clock)
            func due() async throws -> [Job] { try await queue.take(9, kinds: [SearchUpkeep.kind], owner: "node") }
            for number in 0..<5 {
                let arrival = Arrival(
                    id: "u\(number)", network: .google, kind: .review, author: "A",
                    text: "Numéro \(number) : une attente interminable", publishedAt: time.now)
                _ = try await house.house.intake.take([arrival], from: StreamHouse.origin)
            }
            try await database.write { connection in
                try SearchUpkeep.schedule(at: time.now, in: connection)
                try SearchUpkeep.imported(SearchUpkeep.many - 1, at: time.now, in: connection)
            }
            #expect(try await due() == [])
            try await database.write { try SearchUpkeep.imported(SearchUpkeep.many, at: time.now, in: $0) }
            let jobs = try await due()
            #expect(jobs.count == 1)
            for job in jobs { try await upkeep.handle(job) }
            if database.engine == .sqlite {
                let pieces = try await database.read {
                    try $0.one("SELECT count(DISTINCT segid) AS n FROM mention_text_idx", [])?.int("n")
                }
                #expect(pieces == 1)
            }
            var filter = StreamFilter()
            filter.words = "interminables"
            #expect(try await house.house.list(filter).count == 5)
            #expect(try await due() == [])
            time.move(7 * 86_400)
            #expect(try await due().count == 1)
        }
    }
}
