import Kernel
import Storage
import TestKit
import Testing
import Wire

@testable import Listening

@Suite struct RetentionTests {
    static let text = """
        Le parking du CHU est scandaleux, trois heures d'attente sous la pluie avec ma mère en fauteuil roulant et personne \
        pour nous aider, une honte, nous ne reviendrons plus jamais dans cet établissement indigne de ses patients.
        """

    static func kept(_ house: OriginHouse, days: Int) async throws -> Origin {
        let origin = try await house.actions.add(
            OriginDraft(
                kind: .files, network: .other, address: "import \(days)", label: "Import", purpose: "Lire",
                retentionDays: days), by: nil)
        _ = try await house.intake.take(
            [
                Arrival(
                    id: "m\(days)", network: .facebook, kind: .review, author: "Marie Dupont",
                    title: "Scandale \(days)",
                    text: text + " Jour \(days).", publishedAt: OriginHouse.noon.adding(days: -days * 20),
                    url: "https://facebook.example/\(days)")
            ], from: origin.id)
        return origin
    }

    private static func house(_ database: Database) throws -> OriginHouse {
        try OriginHouse(database, http: FakeWeb { _ in .notModified }.http)
    }

    @Test("a text is erased on time with its author, address, index, bands and reasons; its sums stay")
    func onTime() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try Self.house(database)
            _ = try await Self.kept(house, days: 10)
            _ = try await Self.kept(house, days: 30)
            let retention = Retention(database: database, clock: house.time.clock)
            let sums = try await house.count("tally", "mentions > 0")
            #expect(try await house.count("mention_band") > 0)
            house.time.move(9 * 86_400)
            try await retention.sweep()
            #expect(try await house.count("mention", "erased = 1") == 0)
            house.time.move(1 * 86_400)
            try await retention.sweep()
            #expect(
                try await house.count(
                    "mention",
                    "erased = 1 AND text = '' AND title IS NULL AND url IS NULL AND author IS NULL AND reasons IS NULL")
                    == 1)
            #expect(try await house.count("mention", "erased = 0 AND text <> ''") == 1)
            #expect(try await house.count("author") == 1)
            #expect(try await house.count("tally", "mentions > 0") == sums)
            let words = try TextQuery("parking")
            let found = try await database.read { connection in
                let drive = try TextIndex.mentions.drive(words, parameter: 1, in: connection)
                return try connection.query(
                    "SELECT m.text FROM mention_text f JOIN mention m ON m.id = \(drive.key) WHERE \(drive.condition)",
                    [drive.argument])
            }
            #expect(found.count == 1)
            let trail = try await database.read { try Audit.entries(.init(action: "retention.erased"), in: $0) }
            #expect(trail.count == 1 && trail[0].after == #"{"corrections":"0","mentions":"1"}"#)
            try await retention.sweep()
            #expect(try await house.count("audit", "action = 'retention.erased'") == 1)
        }
    }

    @Test("an erased item that comes again stays erased")
    func again() async throws {
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let house = try Self.house(database)
        let origin = try await Self.kept(house, days: 10)
        house.time.move(11 * 86_400)
        try await Retention(database: database, clock: house.time.clock).sweep()
        let count = try await house.intake.take(
            [Arrival(id: "m10", network: .facebook, kind: .review, text: Self.text, publishedAt: OriginHouse.noon)],
            from: origin.id)
        #expect(count == IntakeCount(new: 0, duplicate: 1))
        #expect(try await house.count("mention", "text <> ''") == 0)
    }

    @Test("a shortened retention erases at once, unless another purpose still needs the text")
    func shortened() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try Self.house(database)
            let origin = try await Self.kept(house, days: 300)
            let other = try await Self.kept(house, days: 200)
            _ = try await house.intake.take(
                [
                    Arrival(
                        id: "m200", network: .facebook, kind: .review, text: Self.text,
                        publishedAt: OriginHouse.noon.adding(days: -4_000))
                ], from: origin.id)
            let retention = Retention(database: database, clock: house.time.clock)
            house.time.move(20 * 86_400)
            try await house.actions.edit(
                other.id, label: "Import", purpose: "Lire", retentionDays: 5, selector: nil, by: nil)
            #expect(try await house.count("job", "kind = 'retention.recompute'") == 1)
            try await retention.recompute(origin: other.id)
            try await retention.sweep()
            // It came by the first source too, which keeps it for 300 days.
            #expect(try await house.count("mention", "erased = 1") == 0)
            try await house.actions.edit(
                origin.id, label: "Import", purpose: "Lire", retentionDays: 19, selector: nil, by: nil)
            try await retention.recompute(origin: origin.id)
            try await retention.recompute(origin: origin.id)
            try await retention.sweep()
            #expect(try await house.count("mention", "erased = 1") == 2)
        }
    }

    @Test("bands of more than thirty days are forgotten, younger ones stay")
    func bands() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try Self.house(database)
            _ = try await Self.kept(house, days: 1)
            _ = try await Self.kept(house, days: 100)
            let retention = Retention(database: database, clock: house.time.clock)
            let all = try await house.count("mention_band")
            try await retention.sweep()
            let left = try await house.count("mention_band")
            #expect(left > 0 && left < all)
        }
    }

    @Test("a source taken away keeps its mentions or erases their texts, as it was told")
    func removed() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try Self.house(database)
            let keep = try await Self.kept(house, days: 100)
            let erase = try await Self.kept(house, days: 200)
            let empty = try await house.feed()
            try await house.actions.remove(keep.id, mentions: .keep, by: nil)
            try await house.actions.remove(erase.id, mentions: .erase, by: nil)
            try await house.actions.remove(empty.id, mentions: .keep, by: nil)
            try await Retention(database: database, clock: house.time.clock).sweep()
            #expect(try await house.count("mention", "erased = 1 AND origin = \(erase.id)") == 1)
            #expect(try await house.count("mention", "erased = 0 AND origin = \(keep.id)") == 1)
            #expect(try await house.actions.list().isEmpty)
            #expect(try await house.count("origin") == 2)
            await #expect(throws: Failure.self) { _ = try await house.reload(keep) }
            // Its address is free again.
            #expect(try await house.feed().state == .active)
        }
    }

    @Test("a watch lets go of a mention when its own retention ends, and keeps the sums")
    func labels() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let (house, watches, origin) = try await WatchPastTests.house(database)
            var draft = WatchPastTests.parking
            draft.retentionDays = 7
            let watch = try await watches.create(draft, by: nil)
            _ = try await house.intake.take(WatchPastTests.arrivals(30), from: origin.id)
            let sums = try await house.count("tally", "label = \(watch.id)")
            house.time.move(8 * 86_400)
            try await Retention(database: database, clock: house.time.clock).sweep()
            #expect(try await house.count("mention_label", "label = \(watch.id)") == 0)
            #expect(try await house.count("tally", "label = \(watch.id)") == sums)
            #expect(try await house.count("mention", "erased = 0") == 30)
        }
    }
}
