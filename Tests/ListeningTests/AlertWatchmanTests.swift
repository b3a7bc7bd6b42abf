import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Listening

@Suite struct AlertWatchmanTests {
    private func onBoth(_ test: @escaping (AlertHouse) async throws -> Void) async throws {
        try await onBothEngines(ListeningSchema.migrations) { database in try await test(try await AlertHouse(database))
        }
    }

    @Test("a person in danger raises at once, once, at the highest rung, and asks for a mail before all others")
    func distress() async throws {
        try await onBoth { house in
            let said = Said(id: "d", hoursAgo: 2, text: "Je veux en finir ce soir", services: [1], urgency: .distress)
            try await house.hear([said])
            let alert = try #require(try await house.alerts().first)
            #expect(alert.rule == .distress)
            #expect(alert.level == .escalate)
            #expect(alert.subject == .mention(alert.why.first ?? 0))
            #expect(alert.dueAt == house.house.time.now.adding(seconds: 15 * 60))
            #expect(try await house.number("SELECT priority AS n FROM job WHERE kind = 'alert.mail'") == 10)
            // The same text again, by any road; the same event again, by a consumer that begins anew.
            try await house.hear([said, said])
            try await house.listen(as: "another")
            #expect(try await house.alerts().count == 1)
            #expect(try await house.number("SELECT COUNT(*) AS n FROM job WHERE kind = 'alert.mail'") == 1)
            #expect(try await house.number("SELECT COUNT(*) AS n FROM event WHERE kind = 'alert.raised'") == 1)
        }
    }

    @Test("our own words and copies of a dispatch are nobody in danger")
    func notDistress() async throws {
        try await onBoth { house in
            try await house.hear([
                Said(id: "own", own: true, urgency: .distress),
                Said(id: "news", hoursAgo: 3, kind: .article, text: FoldingTests.dispatch(0)),
                Said(id: "copy", hoursAgo: 2, kind: .article, text: FoldingTests.dispatch(2), urgency: .distress),
            ])
            #expect(try await house.alerts() == [])
        }
    }

    @Test("old archives wake nobody: no danger, no word, no sudden hour, no day")
    func archives() async throws {
        try await onBoth { house in
            try await house.watch(70, "scandale")
            try await house.hear(
                (0..<60).map {
                    Said(id: "old\($0)", hoursAgo: 24 * 8 + Double($0) / 60, text: "scandale \($0)", urgency: .distress)
                })
            try await house.watchman.patrol()
            #expect(try await house.alerts() == [])
            #expect(try await house.number("SELECT COUNT(*) AS n FROM job WHERE kind = 'alert.mail'") == 0)
        }
    }

    @Test("a watch tells at most once in fifteen minutes, each watch by itself, and only those that were asked to")
    func keywords() async throws {
        try await onBoth { house in
            try await house.watch(71, "scandale")
            try await house.watch(72, "journaliste")
            try await house.watch(73, "silence", tells: false)
            func say(_ id: String, _ text: String) async throws -> [Int64] {
                try await house.hear([Said(id: id, hoursAgo: 0.01, text: text, polarity: .neutral)])
                return try await house.alerts(.keyword).compactMap(\.subject.watch)
            }
            #expect(try await say("1", "un scandale") == [71])
            #expect(try await say("2", "encore un scandale, et du silence") == [71])
            #expect(try await say("3", "une journaliste et un scandale") == [71, 72])
            house.house.time.move(14 * 60 + 59)
            #expect(try await say("4", "scandale toujours") == [71, 72])
            house.house.time.move(1)
            #expect(try await say("5", "scandale enfin") == [71, 72, 71])
            let alert = try #require(try await house.alerts(.keyword).first)
            #expect(alert.level == .monitor)
            #expect(alert.expected == nil)
        }
    }

    @Test("what a watch finds while it is to be silent is told when the quarter ends, in one message")
    func late() async throws {
        try await onBoth { house in
            func say(_ id: String) async throws {
                try await house.hear([Said(id: id, hoursAgo: 0.01, text: "un scandale", polarity: .neutral)])
            }
            func tellLate() async throws -> Int {
                let queue = JobQueue(house.database, clock: house.house.time.clock)
                let jobs = try await queue.take(9, kinds: [KeywordTelling.jobKind], owner: "node")
                for job in jobs { try await house.watchman.handlers[job.kind]?(job) }
                return jobs.count
            }
            try await house.watch(71, "scandale")
            for id in ["1", "2", "3", "4"] {
                try await say(id)
                house.house.time.move(60)
            }
            #expect(try await house.alerts(.keyword).map(\.observed) == [1])
            #expect(try await tellLate() == 0)
            house.house.time.move(11 * 60)
            #expect(try await tellLate() == 1)
            let told = try await house.alerts(.keyword)
            #expect(told.map(\.observed) == [1, 3])
            let first = try await house.number("SELECT id AS n FROM mention WHERE external_id = '2'")
            #expect(told.last?.why.first == Int64(first))
            #expect(try await house.deliver() == 2)
            // The next quarter has begun; a watch that is asked to be silent says nothing at its end.
            try await say("5")
            try await house.database.write { connection in
                var draft = try WatchStore.find(71, in: connection).draft
                draft.tells = false
                try WatchStore.update(71, draft, in: connection)
            }
            house.house.time.move(15 * 60)
            #expect(try await tellLate() == 1)
            #expect(try await house.alerts(.keyword).count == 2)
        }
    }

    @Test("a sudden hour of complaints is one alert in a quarter of a day; praise and calm hours are none")
    func suddenHour() async throws {
        try await onBoth { house in
            try await house.hear((0..<30).map { Said(id: "p\($0)", hoursAgo: 0.2, polarity: .positive) })
            try await house.hear((0..<4).map { Said(id: "n\($0)", hoursAgo: 0.3) })
            #expect(try await house.alerts() == [])
            try await house.hear([Said(id: "n4", hoursAgo: 0.1, network: .facebook, author: "Zoé", reach: 900)])
            let alert = try #require(try await house.alerts(.hour).first)
            #expect(alert.observed == 5)
            #expect(alert.level == .engage)
            #expect(alert.threshold ?? 99 < 5)
            try await house.hear((0..<9).map { Said(id: "m\($0)", hoursAgo: 0.05) })
            #expect(try await house.alerts(.hour).count == 1)
        }
    }

    @Test("an hour as busy as every hour of the week is no alert")
    func busyHour() async throws {
        try await onBoth { house in
            try await house.hear((0..<7 * 24 * 5).map { Said(id: "w\($0)", hoursAgo: 1.01 + Double($0) / 5) })
            try await house.hear((0..<7).map { Said(id: "h\($0)", hoursAgo: 0.2) })
            #expect(try await house.alerts(.hour) == [])
        }
    }

    /// Nine quiet days of one complaint, then today's.
    private func days(_ house: AlertHouse, today: Int) async throws {
        let past = (1...12).map {
            Said(id: "past\($0)", hoursAgo: 24 * Double($0), text: "attente \($0)", themes: [.waiting], services: [1])
        }
        let now = (0..<today).map {
            Said(
                id: "now\($0)", hoursAgo: 1.2 + Double($0) / 100, network: $0 < 2 ? .google : .facebook,
                author: "voix\($0 % 3)", text: "panne du chauffage en chambre \($0)", reach: $0 * 100, themes: [.room],
                services: [1])
        }
        _ = try await house.house.hear(past + now)
    }

    @Test("EARS C2 on what came in: the hospital, the service and the theme rise, with its own bound, and once")
    func ears() async throws {
        try await onBoth { house in
            try await days(house, today: 9)
            try await house.watchman.patrol()
            let alerts = try await house.alerts()
            #expect(alerts.allSatisfy { $0.rule == .ears })
            #expect(
                Set(alerts.map(\.subject)) == [.place(Place()), .place(Place(service: 1)), .place(Place(theme: .room))])
            let whole = try #require(alerts.first { $0.subject == .place(Place()) })
            let bound = try #require(Ears.bounds([1, 1, 1, 1, 1, 1, 1, 1, 1, 9], minimalDeviation: 0.5).last)
            #expect(whole.observed == 9)
            #expect(whole.expected == 1)
            #expect(abs((whole.threshold ?? 0) - bound) < 1e-9)
            #expect(whole.level == .engage)
            #expect(whole.lastDay == house.house.zone.day(of: house.house.time.now))
            try await house.watchman.patrol()
            #expect(try await house.alerts().count == alerts.count)
            #expect(try await house.number("SELECT COUNT(*) AS n FROM job WHERE kind = 'alert.mail'") == alerts.count)
        }
    }

    @Test("two complaints above a quiet week are no alarm")
    func quiet() async throws {
        try await onBoth { house in
            try await days(house, today: 2)
            try await house.watchman.patrol()
            #expect(try await house.alerts() == [])
        }
    }

    @Test("two nodes on patrol at once raise each alert once")
    func twoNodes() async throws {
        try await onBoth { house in
            try await days(house, today: 9)
            let other = AlertHouse.watchman(house.house, node: 2)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for node in [house.watchman, other, house.watchman, other] { group.addTask { try await node.patrol() } }
                try await group.waitForAll()
            }
            #expect(try await house.alerts().count == 3)
            #expect(try await house.number("SELECT COUNT(*) AS n FROM job WHERE kind = 'alert.mail'") == 3)
        }
    }

    @Test("why it rose: the first to say it, the new words, where, and who carried it")
    func why() async throws {
        try await onBoth { house in
            try await days(house, today: 9)
            try await house.watchman.patrol()
            let alert = try #require(try await house.alerts().first { $0.subject == .place(Place()) })
            let first = try await house.house.list(StreamFilter()).last { $0.text.hasPrefix("panne") }
            #expect(alert.why.first == first?.id)
            #expect(alert.why.words.map(\.word).contains("chauffage"))
            #expect(alert.why.words.map(\.word).contains("panne"))
            #expect(!alert.why.words.map(\.word).contains("attente"))
            #expect(alert.why.words.first { $0.word == "chauffage" }?.count == 9)
            #expect(alert.why.network == .facebook)
            #expect(abs((alert.why.networkShare ?? 0) - 7.0 / 9) < 1e-9)
            #expect(alert.why.voices.map(\.reach) == [800, 700, 600])
            #expect(alert.why.voices.allSatisfy { $0.author.wholeMatch(of: /[0-9a-f]{16}/) != nil })
            #expect(alert.why.voices.map(\.count) == [3, 2, 2])
        }
    }

    @Test("Farrington's week speaks once three years are known, of Monday to Sunday, and once")
    func farrington() async throws {
        try await onBoth { house in
            let today = house.house.zone.day(of: house.house.time.now)
            // Saturday 21 November 2026: the last whole week ended on Sunday the 15th.
            let sunday = today - 6
            let weeks = Array(0..<170)
            try await house.database.write { connection in
                var sheet = TallySheet()
                for week in weeks {
                    // Two or three complaints a week; the last week forty-one, all of them on its Sunday.
                    let count = week == 0 ? 41 : 2 + week % 2
                    for _ in 0..<count {
                        sheet.add(
                            TallyEntry(
                                day: sunday - 7 * week - (week == 0 ? 0 : 3), network: .google, kind: .review,
                                polarity: .negative, labels: [], services: [], themes: [], own: false))
                    }
                }
                try TallyStore.add(sheet, in: connection)
            }
            try await house.watchman.patrol()
            let alert = try #require(try await house.alerts(.farrington).first)
            #expect(alert.observed == 41)
            #expect((alert.firstDay, alert.lastDay) == (sunday - 6, sunday))
            #expect((2...3).contains(alert.expected ?? 0))
            #expect(alert.threshold ?? 99 < 15)
            house.house.time.move(3_600)
            try await house.watchman.patrol()
            #expect(try await house.alerts(.farrington).count == 1)
        }
    }

    @Test("a small practice, silent for a week three years ago, has its weeks watched all the same")
    func sparse() async throws {
        try await onBoth { house in
            let today = house.house.zone.day(of: house.house.time.now)
            let sunday = today - 6
            try await house.database.write { connection in
                var sheet = TallySheet()
                func complain(_ day: Int, _ times: Int) {
                    for _ in 0..<times {
                        sheet.add(
                            TallyEntry(
                                day: day, network: .google, kind: .review, polarity: .negative, labels: [],
                                services: [],
                                themes: [], own: false))
                    }
                }
                complain(sunday - 7 * 200, 1)
                for week in stride(from: 1, to: 156, by: 3) { complain(sunday - 7 * week - 2, 2) }
                complain(sunday - 1, 30)
                try TallyStore.add(sheet, in: connection)
            }
            try await house.watchman.patrol()
            #expect(try await house.alerts(.farrington).map(\.observed) == [30])
        }
    }
}
