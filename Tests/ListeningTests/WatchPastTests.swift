import Kernel
import Storage
import TestKit
import Testing
import Wire

@testable import Listening

@Suite struct WatchPastTests {
    /// Opinions of many days on two networks, some about the car park, some copied word for word.
    static func arrivals(_ count: Int, from first: Int = 0) -> [Arrival] {
        (first..<first + count).map { number in
            let parking = number.isMultiple(of: 3)
            let bad = number.isMultiple(of: 2)
            let words =
                (parking ? "Le parking du CHU" : "L'accueil en maternité")
                + (bad
                    ? " est scandaleux, une honte, trois heures d'attente." : " est parfait, merci à toute l'équipe.")
            return Arrival(
                id: "a\(number)", network: number.isMultiple(of: 5) ? .google : .facebook, kind: .review,
                author: "auteur\(number % 7)", text: words + " Numéro \(number).",
                publishedAt: OriginHouse.noon.adding(seconds: -Double(number) * 7_200), language: "fr")
        }
    }

    static let parking = WatchDraft(
        name: "Parking", query: "parking OU stationnement", purpose: "Suivre le parking", retentionDays: 365)

    static func house(_ database: Database) async throws -> (OriginHouse, WatchActions, Origin) {
        let house = try OriginHouse(
            database, http: FakeWeb { _ in .notModified }.http,
            services: [CareService(id: 9, name: "Maternité", synonyms: [])])
        let origin = try await house.actions.add(
            OriginDraft(
                kind: .files, network: .other, address: "import", label: "Import", purpose: "Lire", retentionDays: 365),
            by: nil)
        return (house, WatchActions(database: database, clock: house.time.clock, ids: house.ids), origin)
    }

    /// What the watch's lines of `tally` must be, counted again from the mentions themselves.
    static func recount(_ watch: Int64, in database: Database) async throws -> (kept: [String], counted: [String]) {
        try await database.read { connection in
            let kept = try connection.query(
                """
                SELECT service, theme, day, network, mentions, opinions, positive, negative, mixed FROM tally
                WHERE label = $1 AND mentions <> 0
                """, [watch])
            var sheet = TallySheet()
            for row in try connection.query(
                """
                SELECT m.* FROM mention_label l JOIN mention m ON m.id = l.mention
                WHERE l.label = $1 AND m.folded_into IS NULL
                """, [watch])
            {
                let id = try row.int64("id")
                let services = try connection.query("SELECT service FROM mention_service WHERE mention = $1", [id])
                let themes = try connection.query("SELECT theme FROM mention_theme WHERE mention = $1", [id])
                sheet.add(
                    TallyEntry(
                        day: try row.int("day"), network: try row.value("network"), kind: try row.value("kind"),
                        polarity: try row.optionalValue("polarity"), labels: [watch],
                        services: try services.map { try $0.int64("service") },
                        themes: try themes.compactMap { Theme(rawValue: try $0.text("theme")) },
                        own: try row.bool("own")),
                    only: watch)
            }
            let counted = sheet.lines.map { key, delta in
                "\(key.service) \(key.theme) \(key.day) \(key.network.rawValue) \(delta.mentions) \(delta.opinions) "
                    + "\(delta.positive) \(delta.negative) \(delta.mixed)"
            }
            let written = try kept.map { row in
                "\(try row.int64("service")) \(try row.text("theme")) \(try row.int("day")) \(try row.text("network")) "
                    + "\(try row.int("mentions")) \(try row.int("opinions")) \(try row.int("positive")) "
                    + "\(try row.int("negative")) \(try row.int("mixed"))"
            }
            return (written.sorted(), counted.sorted())
        }
    }

    @Test("a watch made afterwards holds what it would hold had it always been there, and its sums equal a recount")
    func afterwards() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let (house, watches, origin) = try await Self.house(database)
            let before = try await watches.create(Self.parking, by: nil)
            _ = try await house.intake.take(Self.arrivals(300), from: origin.id)
            var second = Self.parking
            second.name = "Parking bis"
            let after = try await watches.create(second, by: nil)
            try await WatchPast(database: database, clock: house.time.clock).walk(after.id)
            #expect(try await house.count("mention_label", "label = \(before.id)") == 100)
            #expect(try await house.count("mention_label", "label = \(after.id)") == 100)
            let live = try await Self.recount(before.id, in: database)
            let past = try await Self.recount(after.id, in: database)
            #expect(live.kept == live.counted && !live.kept.isEmpty)
            #expect(past.kept == past.counted && past.kept == live.kept)
            let found = try await watches.find(after.id)
            #expect(found.pastReached == nil && found.pastFound == 100 && found.lastRunAt == house.time.now)
        }
    }

    @Test("the past may be walked in pieces, twice over, with arrivals in between: nothing is counted twice or missed")
    func pieces() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let (house, watches, origin) = try await Self.house(database)
            _ = try await house.intake.take(Self.arrivals(900), from: origin.id)
            var everything = Self.parking
            everything.query = "CHU OU maternité"
            everything.name = "Tout"
            let watch = try await watches.create(everything, by: nil)
            let past = WatchPast(database: database, clock: house.time.clock)
            _ = try await house.intake.take(Self.arrivals(300, from: 900), from: origin.id)
            #expect(try await past.step(watch.id))
            #expect(try await watches.find(watch.id).pastReached != nil)
            // A node dies here; arrivals come, older and newer; two nodes take over at once.
            _ = try await house.intake.take(Self.arrivals(300, from: 1_200), from: origin.id)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 { group.addTask { try await past.walk(watch.id) } }
                try await group.waitForAll()
            }
            try await past.walk(watch.id)
            #expect(try await house.count("mention_label", "label = \(watch.id)") == 1_500)
            let sums = try await Self.recount(watch.id, in: database)
            #expect(sums.kept == sums.counted && !sums.kept.isEmpty)
        }
    }

    @Test("another question is asked of the past again; another name is not")
    func edited() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let (house, watches, origin) = try await Self.house(database)
            _ = try await house.intake.take(Self.arrivals(60), from: origin.id)
            let watch = try await watches.create(Self.parking, by: nil)
            let past = WatchPast(database: database, clock: house.time.clock)
            try await past.walk(watch.id)
            var draft = Self.parking
            draft.name = "Stationnement"
            try await watches.edit(watch.id, draft, by: nil)
            #expect(try await watches.find(watch.id).pastReached == nil)
            draft.query = "maternité"
            draft.networks = [.google]
            try await watches.edit(watch.id, draft, by: nil)
            #expect(try await watches.find(watch.id).pastReached != nil)
            #expect(try await house.count("mention_label", "label = \(watch.id)") == 0)
            try await past.walk(watch.id)
            let google = (0..<60).filter { !$0.isMultiple(of: 3) && $0.isMultiple(of: 5) }.count
            #expect(try await house.count("mention_label", "label = \(watch.id)") == google)
            let sums = try await Self.recount(watch.id, in: database)
            #expect(sums.kept == sums.counted && !sums.kept.isEmpty)
            #expect(try await house.count("audit", "action = 'watch.edited'") == 2)
            try await watches.delete(watch.id, by: nil)
            #expect(try await house.count("tally", "label = \(watch.id)") == 0)
            #expect(try await house.count("mention") == 60)
        }
    }

    @Test("asking another question of the past leaves what was counted of texts that are erased")
    func editedAfterErasure() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let (house, watches, origin) = try await Self.house(database)
            _ = try await house.intake.take(Self.arrivals(120), from: origin.id)
            let watch = try await watches.create(Self.parking, by: nil)
            let past = WatchPast(database: database, clock: house.time.clock)
            try await past.walk(watch.id)
            // Half of what it found loses its words.
            let old = house.time.now.adding(days: -5)
            try await database.write { connection in
                try connection.execute("UPDATE mention SET erase_at = 0 WHERE published_at < $1", [old])
            }
            try await Retention(database: database, clock: house.time.clock).sweep()
            let erased = "mention IN (SELECT id FROM mention WHERE erased = 1)"
            let lost = try await house.count("mention_label", "label = \(watch.id) AND \(erased)")
            #expect(lost == 19)
            let before = try await Self.recount(watch.id, in: database).kept
            var draft = Self.parking
            draft.query = "maternité"
            try await watches.edit(watch.id, draft, by: nil)
            try await past.walk(watch.id)
            #expect(try await house.count("mention_label", "label = \(watch.id) AND \(erased)") == lost)
            #expect(try await house.count("mention_label", "label = \(watch.id)") == lost + 40)
            let after = try await Self.recount(watch.id, in: database)
            #expect(after.kept == after.counted && !after.kept.isEmpty)
            // And back: what can still be asked answers as before, what cannot is where it was.
            try await watches.edit(watch.id, Self.parking, by: nil)
            try await past.walk(watch.id)
            #expect(try await Self.recount(watch.id, in: database).kept == before)
        }
    }

    @Test("a watch of one source holds what came by it, also when another source was first")
    func laterRoad() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let (house, watches, first) = try await Self.house(database)
            let second = try await house.feed()
            var draft = Self.parking
            draft.origins = [second.id]
            let before = try await watches.create(draft, by: nil)
            let arrivals = Self.arrivals(30)
            _ = try await house.intake.take(arrivals, from: first.id)
            #expect(try await house.count("mention_label", "label = \(before.id)") == 0)
            #expect(try await watches.attempt(draft, by: nil).count == 0)
            for _ in 0..<2 {
                let count = try await house.intake.take(Array(arrivals.prefix(15)), from: second.id)
                #expect(count == IntakeCount(new: 0, duplicate: 15))
            }
            #expect(try await house.count("mention_label", "label = \(before.id)") == 5)
            let sums = try await Self.recount(before.id, in: database)
            #expect(sums.kept == sums.counted && !sums.kept.isEmpty)
            #expect(try await watches.attempt(draft, by: nil).count == 5)
            draft.name = "Après coup"
            let after = try await watches.create(draft, by: nil)
            try await WatchPast(database: database, clock: house.time.clock).walk(after.id)
            #expect(try await Self.recount(after.id, in: database).kept == sums.kept)
        }
    }

    @Test("a trial counts the last 28 days, shows five, and writes nothing")
    func trial() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let (house, watches, origin) = try await Self.house(database)
            _ = try await house.intake.take(Self.arrivals(900), from: origin.id)
            let trial = try await watches.attempt(Self.parking, by: nil)
            // One opinion every two hours, one in three about the car park, 28 days, both ends included.
            #expect(trial.count == 28 * 12 / 3 + 1)
            #expect(trial.examples.count == 5)
            #expect(trial.examples.map(\.publishedAt) == trial.examples.map(\.publishedAt).sorted(by: >))
            var google = Self.parking
            google.networks = [.google]
            google.languages = ["fr"]
            #expect(try await watches.attempt(google, by: nil).count < trial.count)
            #expect(try await house.count("mention_label") == 0)
            await #expect(throws: Failure.self) {
                var wrong = Self.parking
                wrong.query = "(parking"
                _ = try await watches.attempt(wrong, by: nil)
            }
        }
    }

    @Test("a watch without purpose, retention, name or readable words is refused")
    func refused() async throws {
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let (_, watches, _) = try await Self.house(database)
        for break_ in [
            { $0.purpose = " " }, { $0.retentionDays = 0 }, { $0.retentionDays = 3_651 }, { $0.name = "" },
            { $0.query = "SAUF parking" }, { $0.query = "" },
        ] as [(inout WatchDraft) -> Void] {
            var draft = Self.parking
            break_(&draft)
            await #expect(throws: Failure.self) { _ = try await watches.create(draft, by: nil) }
        }
        try await watches.create(Self.parking, by: nil)
        await #expect(throws: Failure.self) { _ = try await watches.create(Self.parking, by: nil) }
        let clinician = Person(
            id: 1, name: "A", email: "a@b.c", grants: [Grant(.communication, service: 9)], tongue: .french)
        await #expect(throws: Failure.self) { _ = try await watches.create(Self.parking, by: clinician) }
    }
}
