import Foundation
import Kernel
import Storage
import Synchronization
import TestKit
import Testing
import Wire

@testable import Listening

@Suite struct OriginVisitTests {
    @Test("a feed's items become mentions, once, and what the server said is sent back to it")
    func conditional() async throws {
        let body = Feeding.rss([("1", "Attente aux urgences"), ("2", "Nouvelle maternité")])
        let web = FakeWeb { fetch in
            if fetch.entityTag == "\"a\"" { return .notModified }
            return Feeding.fresh(body, ["etag": "\"a\"", "last-modified": "Sat, 21 Nov 2026 08:00:00 GMT"])
        }
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try OriginHouse(database, http: web.http)
            let origin = try await house.feed()
            #expect(try await house.jobs().visitAllDue() == 1)
            var seen = try await house.reload(origin)
            #expect(seen.label == "La Gazette" && seen.etag == "\"a\"" && seen.failures == 0 && seen.lastError == nil)
            #expect(seen.lastHeardAt == OriginHouse.noon && seen.intervalSeconds == VisitPace.first / 2)
            #expect(try await house.count("mention") == 2)
            house.time.move(3_000)
            #expect(try await house.jobs().visitAllDue() == 1)
            seen = try await house.reload(origin)
            #expect(web.fetches.last?.entityTag == "\"a\"")
            #expect(web.fetches.last?.lastModified == "Sat, 21 Nov 2026 08:00:00 GMT")
            #expect(seen.lastHeardAt == OriginHouse.noon && seen.lastRunAt == house.time.now)
            #expect(seen.intervalSeconds == VisitPace.first / 2 * 3 / 2)
            #expect(try await house.count("mention") == 2)
        }
    }

    @Test("a visit cut between the fetch and the store leaves nothing, and is made again with nothing twice")
    func cut() async throws {
        let body = Feeding.rss((1...30).map { ("\($0)", "Article \($0)") })
        let web = FakeWeb { fetch in
            fetch.entityTag == nil ? Feeding.fresh(body, ["etag": "\"e\""]) : .notModified
        }
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try OriginHouse(database, http: web.http)
            let origin = try await house.feed()
            // The transaction breaks after the mentions were written, as on a full disk or a kill.
            try await database.write { connection in
                try connection.execute("ALTER TABLE tally RENAME TO tally_gone", [])
            }
            await #expect(throws: (any Error).self) { try await house.jobs().visitOne() }
            try await database.write { connection in
                try connection.execute("ALTER TABLE tally_gone RENAME TO tally", [])
            }
            #expect(try await house.count("mention") == 0)
            #expect(try await house.count("tally") == 0)
            let claimed = try await house.reload(origin)
            #expect(claimed.etag == nil)
            // A node that lives gives its claim back; that of one that was killed here runs out by itself.
            _ = try await database.write { connection in
                try VisitStore.claim(claimed, until: house.time.now.adding(seconds: OriginJobs.lease), in: connection)
            }
            house.time.move(OriginJobs.lease - 1)
            #expect(try await house.jobs().visitAllDue() == 0)
            house.time.move(2)
            #expect(try await house.jobs().visitAllDue() == 1)
            #expect(try await house.count("mention") == 30)
            #expect(try await house.reload(origin).etag == "\"e\"")
            house.time.move(90_000)
            _ = try await house.jobs().visitAllDue()
            #expect(try await house.count("mention") == 30)
        }
    }

    @Test("two nodes visit each due source once")
    func nodes() async throws {
        let visits = Mutex<[String: Int]>([:])
        let web = FakeWeb { fetch in
            visits.withLock { $0[fetch.url, default: 0] += 1 }
            return Feeding.fresh(Feeding.rss([(fetch.url, "Titre")]))
        }
        try await onBothEngines(ListeningSchema.migrations) { database in
            visits.withLock { $0 = [:] }
            let house = try OriginHouse(database, http: web.http)
            for number in 1...12 { try await house.feed("https://press.example/\(number)") }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { _ = try await house.jobs().visitAllDue() } }
                try await group.waitForAll()
            }
            #expect(visits.withLock { $0.count } == 12)
            #expect(visits.withLock { $0.values.allSatisfy { $0 == 1 } })
        }
    }

    @Test("a visit whose claim was lost to another node keeps nothing")
    func lost() async throws {
        let web = FakeWeb { _ in Feeding.fresh(Feeding.rss([("1", "Titre")])) }
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let house = try OriginHouse(database, http: web.http)
        let origin = try await house.feed()
        let due = try await house.reload(origin)
        let claimed = try #require(
            try await database.write { try VisitStore.claim(due, until: OriginHouse.noon.adding(seconds: 900), in: $0) }
        )
        try await house.actions.pause(origin.id, by: nil)
        let visitor = OriginVisitor(
            database: database, http: web.http, networks: house.networks, intake: house.intake, clock: house.time.clock)
        await #expect(throws: Failure.self) { _ = try await visitor.visit(claimed) }
        #expect(try await house.count("mention") == 0)
    }

    @Test("moved for good is kept and written into the trail, unless that address is a source already")
    func moved() async throws {
        let web = FakeWeb { _ in Feeding.fresh(Feeding.rss([("1", "Titre")]), moved: "https://new.example/feed") }
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try OriginHouse(database, http: web.http)
            let first = try await house.feed("https://old.example/feed")
            _ = try await house.jobs().visitAllDue()
            #expect(try await house.reload(first).address == "https://new.example/feed")
            let trail = try await database.read { try Audit.entries(.init(action: "origin.moved"), in: $0) }
            #expect(trail.count == 1 && trail[0].after == #"{"address":"https://new.example/feed"}"#)
            let second = try await house.feed("https://other.example/feed")
            _ = try await house.jobs().visitAllDue()
            #expect(try await house.reload(second).address == "https://other.example/feed")
        }
    }

    @Test("gone for good is dead at once, said once in the log and in the trail, and revived by hand")
    func gone() async throws {
        let web = FakeWeb { _ in .gone }
        try await onBothEngines(ListeningSchema.migrations) { database in
            let house = try OriginHouse(database, http: web.http)
            let origin = try await house.feed()
            _ = try await house.jobs().visitAllDue()
            #expect(try await house.reload(origin).state == .dead)
            house.time.move(9e6)
            #expect(try await house.jobs().visitAllDue() == 0)
            #expect(try await house.count("event", "kind = 'origin.dead'") == 1)
            #expect(try await house.count("audit", "action = 'origin.dead'") == 1)
            try await house.actions.resume(origin.id, by: nil)
            let revived = try await house.reload(origin)
            #expect(revived.state == .active && revived.failures == 0 && revived.failingSince == nil)
        }
    }

    @Test("a source dies after a week and ten failures, not before, and one good visit forgives everything")
    func failing() async throws {
        let web = FakeWeb { _ in throw Failure(.unavailable, "press.example did not answer\nin time") }
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let house = try OriginHouse(database, http: web.http)
        let origin = try await house.feed()
        var visits = 0
        while try await house.reload(origin).state == .active {
            visits += try await house.jobs().visitAllDue()
            house.time.move(3_600)
            try #require(visits < 100)
        }
        let dead = try await house.reload(origin)
        #expect(visits >= VisitPace.failuresToDeath)
        #expect(house.time.now.seconds(since: OriginHouse.noon) >= VisitPace.patience)
        #expect(dead.lastError == "press.example did not answer in time")
        try await house.actions.resume(origin.id, by: nil)
        for _ in 0..<9 {
            _ = try await house.jobs().visitAllDue()
            house.time.move(90_000)
        }
        #expect(try await house.reload(origin).failures == 9)
        web.say { _ in Feeding.fresh(Feeding.rss([("1", "Titre")])) }
        _ = try await house.jobs().visitAllDue()
        let well = try await house.reload(origin)
        #expect(well.failures == 0 && well.failingSince == nil && well.lastError == nil && well.state == .active)
    }

    @Test("a host that asks us to wait is left alone until then, and is not failing")
    func asked() async throws {
        let web = FakeWeb { _ in throw Failure(.tooMany, "press.example asked us to wait") }
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let house = try OriginHouse(database, http: web.http)
        let origin = try await house.feed()
        _ = try await house.jobs().visitAllDue()
        var seen = try await house.reload(origin)
        #expect(seen.failures == 0 && seen.lastError == "press.example asked us to wait")
        let free = house.time.now.adding(seconds: 7_200)
        web.block(until: free)
        house.time.move(5_000)
        let asked = web.fetches.count
        _ = try await house.jobs().visitAllDue()
        seen = try await house.reload(origin)
        #expect(web.fetches.count == asked && seen.nextAt == free)
    }

    @Test("a clock that was set back by a month does not put visits off by a month")
    func setBack() async throws {
        let web = FakeWeb { _ in Feeding.fresh(Feeding.rss([("1", "Titre")])) }
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let house = try OriginHouse(database, http: web.http)
        try await house.feed()
        _ = try await house.jobs().visitAllDue()
        house.time.move(-30 * 86_400)
        #expect(try await house.jobs().visitAllDue() == 1)
        house.time.move(3_600 * 24 * 400)
        #expect(try await house.jobs().visitAllDue() == 1)
        #expect(try await house.count("mention") == 1)
    }

    @Test("an entry with a video is a video, and the publisher's ttl, period and cache are floors")
    func kinds() async throws {
        let extra = "<ttl>120</ttl>"
        let body = String(decoding: Feeding.rss([("1", "Vidéo")], extra: extra), as: UTF8.self)
            .replacing(
                "</item>",
                with: "<enclosure url=\"https://press.example/a.mp4\" type=\"video/mp4\" length=\"1\"/></item>")
        let web = FakeWeb { _ in Feeding.fresh(Array(body.utf8), ["cache-control": "public, max-age=10800"]) }
        let database = try await Database.inMemory(ListeningSchema.migrations)
        let house = try OriginHouse(database, http: web.http)
        let origin = try await house.feed()
        _ = try await house.jobs().visitAllDue()
        #expect(try await house.count("mention", "kind = 'video'") == 1)
        #expect(try await house.reload(origin).intervalSeconds == 10_800)
    }

    @Test("a page watch tells what was added, once, and neither dates nor counters")
    func page() async throws {
        func page(_ text: String, _ counter: Int) -> [UInt8] {
            Array(
                """
                <html><head><title>Actualités du CHU</title></head><body><nav>Menu</nav><div id="main">
                <p>Mis à jour le \(counter) novembre 2026</p><p>\(counter) visiteurs</p>
                <p>Le service de maternité reste ouvert pendant les travaux.</p>\(text)</div>
                <p>Pied de page \(text)</p></body></html>
                """.utf8)
        }
        let body = Mutex(page("", 1))
        let web = FakeWeb { _ in
            .fresh(
                Document(
                    body: body.withLock { $0 }, headers: ["content-type": "text/html"],
                    finalURL: "https://chu.example/actu"))
        }
        try await onBothEngines(ListeningSchema.migrations) { database in
            body.withLock { $0 = page("", 1) }
            let house = try OriginHouse(database, http: web.http)
            let origin = try await house.actions.add(
                OriginDraft(
                    kind: .page, address: "https://chu.example/actu", label: "", purpose: "Suivre", retentionDays: 30,
                    selector: "#main"), by: nil)
            _ = try await house.jobs().visitAllDue()
            #expect(try await house.count("mention") == 0)
            body.withLock { $0 = page("", 17) }
            house.time.move(90_000)
            _ = try await house.jobs().visitAllDue()
            #expect(try await house.count("mention") == 0)
            body.withLock { $0 = page("<p>Les urgences ferment la nuit du 24 décembre.</p>", 18) }
            house.time.move(90_000)
            _ = try await house.jobs().visitAllDue()
            let row = try #require(try await database.read { try $0.one("SELECT title, text FROM mention", []) })
            #expect(try row.text("text") == "Les urgences ferment la nuit du 24 décembre.")
            #expect(try row.text("title") == "Actualités du CHU")
            house.time.move(90_000)
            _ = try await house.jobs().visitAllDue()
            #expect(try await house.count("mention") == 1)
            #expect(try await house.reload(origin).lastError == nil)
        }
    }
}
