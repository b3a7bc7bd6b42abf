import Foundation
import Kernel
import Storage
import TestKit
import Testing
import Web

@testable import Channels
@testable import Dialogue

@Suite struct HoursDueTests {
    private func due(_ house: DialogueHouse, _ id: Int64) async throws -> Instant? {
        let desk = house.desk
        return try await house.database.write { connection in
            try DueClock(desk).refresh(conversation: id, in: connection)
            return try ConversationStore.find(id, scope: .everything, in: connection).dueAt
        }
    }

    @discardableResult
    private func run(_ house: DialogueHouse, _ kind: String) async throws -> Int {
        let queue = JobQueue(house.database, clock: house.time.clock)
        var count = 0
        while let job = try await queue.take(1, kinds: [kind], owner: "test").first {
            let handler = try #require(HoursServices(desk: house.desk).handlers[kind])
            try await handler(job)
            try? await house.database.write { try JobQueue.complete(job, in: $0) }
            count += 1
        }
        return count
    }

    private func say(_ house: DialogueHouse, in id: Int64, own: Bool, at: Instant) async throws {
        let mention = Int64.random(in: 1...Int64.max / 2)
        try await house.database.write { connection in
            _ = try connection.execute(
                "INSERT INTO conversation_message (mention, conversation, own, published_at) VALUES ($1, $2, $3, $4)",
                [mention, id, own, at])
        }
    }

    @Test("an answer is due from the question on, no more once answered or closed, and anew when somebody speaks again")
    func turns() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            // Asked on Monday at 11 h in Paris: 24 opening hours of nine a day end on Wednesday at 17 h.
            let id = try await house.conversation(review("Deux heures d'attente."))
            #expect(try await due(house, id) == Instant(iso8601: "2026-11-04T16:00:00Z"))
            let answered = house.time.now.adding(seconds: 3_600)
            try await say(house, in: id, own: true, at: answered)
            #expect(try await due(house, id) == nil)
            let again = answered.adding(seconds: 600)
            try await say(house, in: id, own: false, at: again)
            let hours = BusinessHours.standard(.metropole)
            #expect(try await due(house, id) == hours.moment(24 * 3_600, after: again))
            try await database.write { connection in
                _ = try connection.execute("UPDATE conversation SET state = 'resolved' WHERE id = $1", [id])
            }
            #expect(try await due(house, id) == nil)
            let kept = try await database.read { try HoursStore.reply(of: id, in: $0) }
            #expect(kept?.waited == 7_200.0)
            #expect(kept?.answeredAt == answered && kept?.month == Month(2026, 11) && kept?.closed == false)
        }
    }

    @Test("what was sent counts before the network gives it back; archives wait for nobody until somebody speaks")
    func sentAndArchive() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await house.conversation(review("Accueil froid.", network: .own))
            #expect(try await due(house, id) != nil)
            let now = house.time.now
            try await database.write { connection in
                try connection.execute("UPDATE conversation SET answered_at = $2 WHERE id = $1", [id, now])
                try connection.execute(
                    """
                    INSERT INTO reply (id, conversation, answers, author, text, state, created_at, changed_at)
                    VALUES (9, $1, 1, 100, 'Merci', 'sent', $2, $2)
                    """, [id, now])
                try EventLog.append("reply.sent", subject: 9, at: now, in: connection)
            }
            let upkeep = HoursUpkeep(desk: house.desk)
            while try await EventLog(database).consume(as: "hours", { try upkeep.hear($0, in: $1) }) > 0 {}
            let sent = try await database.read { try ConversationStore.find(id, scope: .everything, in: $0) }
            #expect(sent.dueAt == nil)
            let old = try await house.conversation(review("Avis ancien.", at: now.adding(days: -400)))
            #expect(try await due(house, old) == nil)
            #expect(try await database.read { try HoursStore.reply(of: old, in: $0) } == nil)
            try await say(house, in: old, own: true, at: now.adding(days: -399))
            try await say(house, in: old, own: false, at: now)
            #expect(try await due(house, old) != nil)
        }
    }

    @Test("hours and targets set on the page recount what is open, and only administrators set them")
    func page() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let id = try await house.conversation(review("Deux heures d'attente.", services: [1]))
            let before = try await due(house, id)
            try await run(house, HoursUpkeep.recountJob)
            try await house.visit(as: "administrator") { page async throws in
                let shown = try await page.get("/hours")
                #expect(shown.status == 200 && shown.text.contains("09:00-18:00"))
                #expect(shown.text.contains("Une question posée vendredi"))
                let targets = [("all", "24"), ("network_google", "2"), ("service_1", "4")]
                #expect(try await page.post("/hours/targets", targets, from: "/hours").status == 303)
                #expect(try await page.post("/hours/targets", [("all", "beaucoup")], from: "/hours").status == 400)
                var week = (0..<7).map { ("day_\($0)", $0 < 5 ? "8-20" : "") }
                week += [("place", "0"), ("territory", "guadeloupe"), ("worked_abolition", "1"), ("worked_x", "1")]
                #expect(try await page.post("/hours/place", week, from: "/hours").status == 303)
                let wrong = week.filter { $0.0 != "day_0" } + [("day_0", "20-8")]
                let refused = try await page.post("/hours/place", wrong, from: "/hours")
                #expect(refused.status == 400 && refused.text.contains("20-8"))
                let closure = [("place", "0"), ("name", "Pont"), ("first", "2026-11-02"), ("last", "2026-11-03")]
                #expect(try await page.post("/hours/closures", closure, from: "/hours").status == 303)
                let backwards = [("place", "0"), ("name", "Pont"), ("first", "2026-11-05"), ("last", "2026-11-03")]
                #expect(try await page.post("/hours/closures", backwards, from: "/hours").status == 400)
                #expect(try await page.get("/hours").text.contains("Abolition de l’esclavage"))
            }
            #expect(try await run(house, HoursUpkeep.recountJob) >= 1)
            let after = try await database.read { try ConversationStore.find(id, scope: .everything, in: $0).dueAt }
            #expect(before != after)
            // Wednesday 4 November, 8 h in Guadeloupe, and two hours: 14 h UTC.
            #expect(after == Instant(iso8601: "2026-11-04T14:00:00Z"))
            let rules = try await HoursActions(desk: house.desk).rules()
            #expect(rules.house.worked == ["abolition"])
            try await house.visit(as: "communication") { page async throws in
                #expect(try await page.get("/hours").status == 200)
                #expect(try await page.post("/hours/targets", [("all", "1")], from: "/hours").status == 403)
            }
            try await house.visit(as: "clinician") { page async throws in
                #expect(try await page.get("/hours").status == 403)
            }
            let trail = try await database.read { try Audit.entries(in: $0).map(\.action) }
            #expect(trail.filter { $0.hasPrefix("hours.") }.count == 3)
        }
    }

    @Test("an establishment has its own hours, which hold for its services and are given back")
    func places() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            try await database.write { try JobQueue.enqueue(HoursUpkeep.wardsJob, key: "wards", in: $0) }
            let queue = JobQueue(database, clock: house.time.clock)
            let job = try #require(try await queue.take(1, kinds: [HoursUpkeep.wardsJob], owner: "t").first)
            try await HoursUpkeep(desk: house.desk).copyWards(job)
            let administrator = try DialogueHouse.person("administrator")
            let actions = HoursActions(desk: house.desk)
            try await actions.keep(place: 2, by: administrator) { _ in .standard(.reunion) }
            let rules = try await actions.rules()
            #expect(rules.hours(of: 3).territory == .reunion && rules.hours(of: 1).territory == .metropole)
            try await actions.keep(place: 2, by: administrator) { _ in nil }
            #expect(try await actions.rules().hours(of: 3).territory == .metropole)
            let unknown = await #expect(throws: Failure.self) {
                try await actions.keep(place: 99, by: administrator) { $0 }
            }
            #expect(unknown?.kind == .notFound)
        }
    }

    @Test("late answers are written to whoever owns them, once a day, on open days, without a patient's word")
    func letters() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            let mine = try await house.conversation(review("Mon père Jean Dupont a attendu.", services: [1]))
            let theirs = try await house.conversation(review("Propreté douteuse.", services: [2]))
            let nobodys = try await house.conversation(review("Parking plein."))
            let clinician = try DialogueHouse.person("clinician").id
            try await database.write { connection in
                _ = try connection.execute("UPDATE conversation SET person = $2 WHERE id = $1", [mine, clinician])
            }
            for id in [mine, theirs, nobodys] { _ = try await due(house, id) }
            try await HoursServices(desk: house.desk).plan()
            #expect(try await run(house, OverdueLetters.job) == 0)
            house.time.move(7 * 86_400)
            let queue = JobQueue(database, clock: house.time.clock)
            func write() async throws {
                let job = try #require(try await queue.take(1, kinds: [OverdueLetters.job], owner: "t").first)
                try await OverdueLetters(desk: house.desk).handle(job)
            }
            try await write()
            let told = Dictionary(grouping: house.postbox.sent, by: \.to.name)
            #expect(Set(told.keys) == ["clinician", "hearts", "communication"])
            #expect(told["clinician"]?.first?.text.contains("/inbox/\(mine)") == true)
            #expect(told["hearts"]?.first?.text.contains("/inbox/\(theirs)") == true)
            #expect(house.postbox.sent.allSatisfy { !$0.text.contains("Dupont") && !$0.subject.contains("Dupont") })
            #expect(try await queue.take(1, kinds: [OverdueLetters.job], owner: "t").isEmpty)
            // The same day again, after a fault: nobody is written to twice.
            try await database.write { try JobQueue.enqueue(OverdueLetters.job, key: "again", in: $0) }
            try await write()
            #expect(house.postbox.sent.count == 3)
        }
    }

    @Test("reply times say median, ninetieth and share by channel and service, and nothing of fewer than five")
    func figures() async throws {
        try await onBothEngines(Dialogue.migrations + ChannelServices.migrations) { database in
            let house = try DialogueHouse(database)
            for hour in 1...10 {
                let id = try await house.conversation(
                    review("Avis \(hour)", network: hour <= 7 ? .google : .own, services: hour <= 4 ? [1] : [2]))
                try await database.write { connection in
                    try HoursStore.keep(
                        ReplyTime(
                            conversation: id, month: Month(2026, 11), network: hour <= 7 ? .google : .own,
                            askedAt: house.time.now, dueAt: house.time.now.adding(seconds: 6 * 3_600),
                            answeredAt: house.time.now.adding(seconds: Double(hour) * 3_600),
                            waited: Double(hour) * 3_600, closed: false), in: connection)
                }
            }
            let late = try await house.conversation(review("En attente", services: [2]))
            let closed = try await house.conversation(review("Merci à tous", services: [2]))
            try await database.write { connection in
                for (id, ended) in [(late, false), (closed, true)] {
                    try HoursStore.keep(
                        ReplyTime(
                            conversation: id, month: Month(2026, 11), network: .google, askedAt: house.time.now,
                            dueAt: house.time.now.adding(seconds: -60), answeredAt: nil, waited: nil, closed: ended),
                        in: connection)
                }
            }
            let now = house.time.now
            let (month, mine) = try await database.read { connection in
                (
                    try ReplyTimes.month(Month(2026, 11), at: now, in: connection),
                    try ReplyTimes.month(Month(2026, 11), scope: .services([1]), at: now, in: connection)
                )
            }
            #expect(month.all.answered == 10 && month.all.within == 6 && month.all.late == 1 && month.all.closed == 1)
            #expect(month.all.median == 5.5 * 3_600 && month.all.ninetieth == 9 * 3_600)
            #expect(month.all.share == 6.0 / 11)
            let range = try #require(month.all.shareRange)
            #expect(abs(range.lowerBound - 0.2801) < 0.001 && abs(range.upperBound - 0.7873) < 0.001)
            #expect(month.networks[.google]?.median == 4 * 3_600 && month.networks[.own]?.median == nil)
            #expect(month.services[1]?.median == nil && month.services[2]?.answered == 6)
            #expect(mine.all.answered == 4 && mine.services.keys.sorted() == [1])
            try await house.visit(as: "communication") { page async throws in
                let shown = try await page.get("/hours/replies?month=2026-11")
                #expect(shown.text.contains("moins de 5 réponses") && shown.text.contains("1 en retard"))
                let csv = try await page.get("/hours/replies.csv?month=2026-11")
                #expect(csv.text.contains("2026-11,all,\"\",10,6,5.5,"))
                #expect(try await page.get("/hours/replies?month=1999-13").status == 200)
            }
            try await house.visit(as: "emergencies") { page async throws in
                #expect(!(try await page.get("/hours/replies?month=2026-11").text.contains("Cardiologie")))
            }
        }
    }
}
