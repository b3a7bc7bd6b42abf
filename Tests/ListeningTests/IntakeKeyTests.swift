import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

/// Keys of mentions: one for each, whatever is done to make them meet.
@Suite struct IntakeKeyTests {
    @Test("items of one millisecond whose keys collide are kept both, under neighbouring keys, and known again")
    func collisions() async throws {
        let moment = OriginHouse.noon
        var seen: [Int64: String] = [:]
        var pair: (String, String)?
        for index in 0..<20_000 where pair == nil {
            let key = MentionKey.make(publishedAt: moment, network: .google, externalID: "c\(index)")
            if let other = seen[key] { pair = (other, "c\(index)") }
            seen[key] = "c\(index)"
        }
        let (one, two) = try #require(pair)
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let items = [one, two].map {
                Said(id: $0, hoursAgo: 0, themes: [.meals]).read(now: moment, zone: house.zone)
            }
            #expect(items[0].key == items[1].key)
            #expect(try await house.intake.take(items, from: StreamHouse.origin) == IntakeCount(new: 2, duplicate: 0))
            #expect(
                try await house.intake.take(items.reversed(), from: StreamHouse.origin)
                    == IntakeCount(new: 0, duplicate: 2))
            let kept = try await database.read { try $0.query("SELECT id, external_id FROM mention ORDER BY id", []) }
            #expect(try kept.map { try $0.int64("id") } == [items[0].key, items[0].key + 1])
            #expect(try kept.map { try $0.text("external_id") } == [one, two])
            let themes = try await database.read { try $0.one("SELECT COUNT(*) AS n FROM mention_theme", [])?.int("n") }
            #expect(themes == 2)
        }
    }

    @Test("a hundred items that were made to have one key are all kept, in one batch with the others")
    func craftedCollisions() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let honest = Said(id: "honest").read(now: house.time.now, zone: house.zone)
            let crafted = (0..<100).map { number in
                let read = Said(id: "crafted\(number)", hoursAgo: 0).read(now: house.time.now, zone: house.zone)
                return ReadArrival(
                    arrival: read.arrival, key: MentionKey.first(at: house.time.now), day: read.day,
                    judgement: read.judgement, services: [], words: read.words, folding: nil, author: read.author)
            }
            let count = try await house.intake.take(crafted + [honest], from: StreamHouse.origin)
            #expect(count == IntakeCount(new: 101, duplicate: 0))
            #expect(
                try await house.intake.take(crafted, from: StreamHouse.origin) == IntakeCount(new: 0, duplicate: 100))
        }
    }

    @Test("when a whole millisecond is taken, a key beside it is found, at either end of time too")
    func fullMillisecond() {
        for moment in [Instant(microseconds: 0), OriginHouse.noon, Instant(microseconds: .max)] {
            let own = MentionKey.make(publishedAt: moment, network: .google, externalID: "x")
            let full = own >> MentionKey.digestBits
            let found = (0..<MentionKey.attempts).map { MentionKey.candidate(own, attempt: $0) }
            #expect(found[0] == own)
            #expect(found.allSatisfy { $0 >= 0 })
            #expect(found.contains { $0 >> MentionKey.digestBits != full })
            #expect(found.allSatisfy { abs(($0 >> MentionKey.digestBits) - full) < 600_000 })
        }
    }
}
