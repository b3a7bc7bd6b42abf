import Crypto
import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

@Suite struct IntakeTests {
    private static let second: Int64 = 10

    private func road(_ house: StreamHouse, _ id: Int64, days: Int) async throws {
        let now = house.time.now
        try await house.database.write { connection in
            try OriginStore.insert(
                OriginDraft(
                    kind: .files, network: .google, address: "road-\(id)", label: "Route", purpose: "essai",
                    retentionDays: days), id: id, interval: 3_600, at: now, in: connection)
        }
    }

    private func watch(_ house: StreamHouse) async throws {
        let now = house.time.now
        try await house.database.write { connection in
            try WatchStore.insert(
                WatchDraft(name: "Parking", query: "parking", purpose: "essai", retentionDays: 30), id: 77, at: now,
                in: connection)
        }
    }

    private func number(_ database: Database, _ sql: String) async throws -> Int {
        try await database.read { try $0.one(sql, [])?.int("n") ?? -1 }
    }

    @Test("the same items by two roads are one mention with two labels, counted once, whichever comes again")
    func twoRoads() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            try await road(house, Self.second, days: 30)
            let items = (1...3).map { Said(id: "i\($0)", text: "avis \($0)") }.map {
                $0.read(now: house.time.now, zone: house.zone)
            }
            #expect(try await house.intake.take(items, from: StreamHouse.origin) == IntakeCount(new: 3, duplicate: 0))
            let sums = try await MentionActionsTests.tallies(database)
            #expect(
                try await house.intake.take(Array(items.prefix(2)), from: Self.second)
                    == IntakeCount(new: 0, duplicate: 2))
            #expect(try await house.intake.take(items, from: StreamHouse.origin) == IntakeCount(new: 0, duplicate: 3))
            #expect(try await house.intake.take(items + items, from: Self.second) == IntakeCount(new: 0, duplicate: 6))
            #expect(try await number(database, "SELECT COUNT(*) AS n FROM mention") == 3)
            #expect(try await number(database, "SELECT COUNT(*) AS n FROM mention_label WHERE label = 10") == 3)
            #expect(try await number(database, "SELECT COUNT(*) AS n FROM mention_label WHERE label = 9") == 0)
            #expect(try await MentionActionsTests.tallies(database) == sums)
            #expect(try await IntakeRecount.lines(database) == sums)
        }
    }

    @Test("an item given twice in one batch is one mention")
    func twiceInBatch() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let item = Said(id: "same").read(now: house.time.now, zone: house.zone)
            #expect(
                try await house.intake.take([item, item, item], from: StreamHouse.origin)
                    == IntakeCount(new: 1, duplicate: 2))
            #expect(try await MentionActionsTests.tallies(database) == IntakeRecount.lines(database))
        }
    }

    @Test("one name on two networks is two mentions")
    func sameNameElsewhere() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            try await house.hear([Said(id: "42", network: .google), Said(id: "42", network: .facebook)])
            #expect(try await number(database, "SELECT COUNT(*) AS n FROM mention") == 2)
        }
    }

    @Test("an author is a pseudonym, the same for all that they wrote there, another elsewhere and under another key")
    func pseudonyms() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            try await house.hear([
                Said(id: "1", network: .google, author: "Camille D."),
                Said(id: "2", network: .google, author: "Camille D."),
                Said(id: "3", network: .facebook, author: "Camille D."),
                Said(id: "4", network: .google, author: "Karim"),
                Said(id: "5", author: nil),
            ])
            let rows = try await database.read {
                try $0.query("SELECT external_id, author FROM mention ORDER BY external_id", [])
            }
            let names = try rows.map { try $0.optionalText("author") }
            #expect(names[0] == names[1])
            #expect(Set(names.prefix(4).compactMap { $0 }).count == 3)
            #expect(names[4] == nil)
            #expect(try names.prefix(4).allSatisfy { try #require($0).wholeMatch(of: /[0-9a-f]{16}/) != nil })
            let handles = try await database.read {
                try $0.query("SELECT handle FROM author", []).map { try $0.text("handle") }
            }
            #expect(handles.sorted() == ["Camille D.", "Camille D.", "Camille D.", "Karim"])
            let shown = try await house.list(StreamFilter()).compactMap(\.author)
            #expect(!shown.contains { $0.contains("Camille") || $0.contains("Karim") })
        }
        let (one, other) = (Pseudonyms(key: .init(data: Data([1]))), Pseudonyms(key: .init(data: Data([2]))))
        #expect(one.pseudonym(of: "a", on: .x) != other.pseudonym(of: "a", on: .x))
    }

    @Test("a text is kept as long as the longest purpose of its roads asks, and giving it again prolongs nothing")
    func retention() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            for (id, days) in [(Int64(11), 30), (12, 400), (13, 10)] { try await road(house, id, days: days) }
            let item = Said(id: "r").read(now: house.time.now, zone: house.zone)
            let start = house.time.now
            func due() async throws -> Double {
                let row = try await database.read { try $0.one("SELECT erase_at FROM mention", []) }
                return try #require(row).instant("erase_at").seconds(since: start) / 86_400
            }
            _ = try await house.intake.take([item], from: 11)
            #expect(try await due() == 30)
            house.time.move(5 * 86_400)
            _ = try await house.intake.take([item], from: 11)
            #expect(try await due() == 30)
            _ = try await house.intake.take([item], from: 13)
            #expect(try await due() == 30)
            _ = try await house.intake.take([item], from: 12)
            #expect(try await due() == 405)
        }
    }

    @Test("a source that does not exist takes nothing in")
    func unknownOrigin() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let item = Said(id: "r").read(now: house.time.now, zone: house.zone)
            await #expect(throws: Failure.self) { _ = try await house.intake.take([item], from: 404) }
            #expect(try await number(database, "SELECT COUNT(*) AS n FROM mention") == 0)
        }
    }

    @Test("our own words and news that take no side are mentions, not opinions")
    func whatCounts() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            try await house.hear([
                Said(id: "own", own: true, polarity: .positive), Said(id: "news", kind: .article, polarity: .neutral),
                Said(id: "film", kind: .video, polarity: .neutral),
                Said(id: "anger", kind: .article, polarity: .negative),
                Said(id: "calm", kind: .post, polarity: .neutral), Said(id: "unread", polarity: nil),
            ])
            let day = house.zone.day(of: house.time.now)
            let sums = try await database.read { try TallyStore.days(Place(), from: day, through: day, in: $0) }
            #expect(sums.map(\.mentions) == [6])
            #expect(sums.map(\.opinions) == [2])
            #expect(sums.map(\.negative) == [1])
            #expect(sums.map(\.positive) == [0])
            #expect(try await MentionActionsTests.tallies(database) == IntakeRecount.lines(database))
        }
    }

    @Test(
        "the sums equal a recount of the mentions: by hospital, service, theme, network and watch, after corrections too"
    )
    func invariant() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            try await watch(house)
            try await road(house, Self.second, days: 30)
            var invention = IntakeInvention()
            let said = (0..<160).map { invention.said($0) }
            let keys = try await house.hear(said)
            let copied = FoldingTests.dispatch(1)
            try await house.hear([
                Said(id: "d1", kind: .article, text: copied), Said(id: "d2", kind: .article, text: copied),
            ])
            let arrived = try await MentionActionsTests.tallies(database)
            #expect(arrived == (try await IntakeRecount.lines(database)))
            for part in ["0/0//", "77/0//", "0/1//", "0/0/meals/", "77/2/"] {
                #expect(arrived.keys.contains { $0.hasPrefix(part) }, "nothing under \(part)")
            }
            _ = try await house.intake.take(
                said.map { $0.read(now: house.time.now, zone: house.zone) }, from: Self.second)
            #expect(try await MentionActionsTests.tallies(database) == arrived)

            let person = try StreamHouse.person("communication")
            for (index, key) in keys.enumerated() where index % 4 == 0 {
                let seen = try await house.desk.actions.correct(
                    key,
                    Correction(
                        polarity: invention.pick(Polarity.allCases), themes: [invention.pick(Theme.allCases)],
                        services: [Int64(1 + invention.next(3))]), seen: 0, by: person)
                if index % 12 == 0, seen != 0 { try await house.desk.actions.undo(key, seen: seen, by: person) }
            }
            let corrected = try await MentionActionsTests.tallies(database)
            #expect(corrected != arrived)
            #expect(corrected == (try await IntakeRecount.lines(database)))
        }
    }

    @Test("the event log is told once a batch, of what is new only")
    func events() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            let keys = try await house.hear((0..<120).map { Said(id: "e\($0)") })
            try await house.hear((0..<120).map { Said(id: "e\($0)") })
            try await house.hear([Said(id: "e0"), Said(id: "late")])
            let told = try await database.read {
                try $0.query("SELECT payload FROM event WHERE kind = 'mentions.arrived' ORDER BY id", [])
                    .map {
                        try JSONDecoder().decode(MentionsArrived.self, from: Data(try $0.text("payload").utf8)).mentions
                    }
            }
            #expect(told.count == 2)
            #expect(told.first == keys)
            #expect(told.last?.count == 1)
        }
    }

    @Test("what the shipped model reads is kept with its reasons; without analysis nothing is guessed")
    func reading() async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try await StreamHouse(database)
            func arrival(_ id: String) -> Arrival {
                Arrival(
                    id: id, network: .google, kind: .review, author: "A",
                    text: "Accueil odieux aux urgences, six heures d'attente sans un mot. Une honte.",
                    publishedAt: house.time.now)
            }
            _ = try await house.intake.take([arrival("read")], from: StreamHouse.origin)
            _ = try await house.intake.take([arrival("unread")], from: StreamHouse.origin, analyse: false)
            let mentions = try await house.list(StreamFilter())
            let read = try #require(mentions.first { $0.verdict != nil })
            #expect(read.verdict?.polarity == .negative)
            #expect(read.verdict?.reasons.isEmpty == false)
            #expect(read.themes.first { $0.theme == .waiting }?.polarity == .negative)
            #expect(read.services == [1])
            #expect(mentions.count { $0.verdict == nil && $0.services.isEmpty && $0.themes.isEmpty } == 1)
            #expect(try await MentionActionsTests.tallies(database) == IntakeRecount.lines(database))
        }
    }
}
