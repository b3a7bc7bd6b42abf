import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Publishing

@Suite struct CalendarPageTests {
    private func each(_ body: @escaping @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    private func draft(_ house: PublishingHouse) async throws -> Int64 {
        try await PostActions(desk: house.desk).create(
            PublishingHouse.content([.init(channel: try await house.connect())]), service: nil,
            by: try PublishingHouse.person("communication"))
    }

    private func submit(_ house: PublishingHouse, _ id: Int64, _ when: String) async throws -> Post {
        let page = try await house.visit {
            try await $0.post("/posts/\(id)/submit", [("seen", "1"), ("when", when)], from: "/posts/\(id)")
        }
        #expect(page.status == 303)
        return try await house.post(id)
    }

    private static func instant(_ text: String) throws -> Instant {
        Instant(try Date(text, strategy: .iso8601))
    }

    @Test("18: an hour that the clock leaves out, or shows twice, is settled and said to its author")
    func changesOfClock() async throws {
        try await each { house in
            let gone = try await draft(house)
            let skipped = try await submit(house, gone, "2027-03-28T02:30")
            #expect(skipped.dueAt == (try Self.instant("2027-03-28T01:00:00Z")))
            let twice = try await draft(house)
            let repeated = try await submit(house, twice, "2027-10-31T02:30")
            #expect(repeated.dueAt == (try Self.instant("2027-10-31T00:30:00Z")))
            let pages = try await house.visit { visitor in
                [try await visitor.get("/posts/\(gone)").text, try await visitor.get("/posts/\(twice)").text]
            }
            #expect(pages[0].contains("l’horloge avance") && pages[1].contains("l’horloge recule"))
        }
    }

    @Test("20: the zone of the server's own process changes no stored hour")
    func processZone() async throws {
        try await each { house in
            let own = NSTimeZone.default
            defer { NSTimeZone.default = own }
            var stored: [Instant?] = []
            for zone in ["UTC", "Europe/Paris", "Indian/Reunion"] {
                NSTimeZone.default = try #require(TimeZone(identifier: zone))
                stored.append(try await submit(house, try await draft(house), "2026-12-01T09:00").dueAt)
            }
            let nine = try Self.instant("2026-12-01T08:00:00Z")
            #expect(stored == [nine, nine, nine])
        }
    }

    @Test("21: the saved hour comes back as it was typed, on its page and in the form that moves it")
    func roundTrip() async throws {
        try await each { house in
            let id = try await draft(house)
            _ = try await submit(house, id, "2026-12-01T09:05")
            try await ApprovalActions(desk: house.desk).approve(
                id, seen: 1, by: try PublishingHouse.person("second"))
            let pages = try await house.visit { visitor in
                [
                    try await visitor.get("/posts/\(id)").text,
                    try await visitor.get("/posts/calendar?date=2026-12-01&move=\(id)").text,
                ]
            }
            #expect(pages[0].contains("value=\"2026-12-01T09:05\""))
            #expect(pages[1].contains("value=\"2026-12-01\"") && pages[1].contains("value=\"09:05\""))
        }
    }

    @Test("22: late in the evening, the same evening may still be chosen")
    func evening() async throws {
        try await each { house in
            house.time.move(9 * 3_600 + 1_860)  // 22:31 in Paris
            let due = house.time.now.adding(seconds: 86_400)
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]), at: due)
            let page = try await house.visit {
                try await $0.post(
                    "/posts/\(id)/move", [("day", "2026-11-02"), ("time", "22:45")], from: "/posts/calendar")
            }
            #expect(page.status == 303)
            #expect(try await house.post(id).dueAt == (try Self.instant("2026-11-02T21:45:00Z")))
        }
    }

    @Test("a post that is moved leaves at its new hour and not at the old one; moving it there again changes nothing")
    func moves() async throws {
        try await each { house in
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]),
                at: house.time.now.adding(seconds: 3_600))
            for _ in 0..<2 {
                let page = try await house.visit {
                    try await $0.post(
                        "/posts/\(id)/move", [("day", "2026-11-04"), ("time", "18:30"), ("view", "week")],
                        from: "/posts/calendar")
                }
                let back = "/posts/calendar?view=week&date=2026-11-04&at=\(id)&said=publishing.said_moved"
                #expect(page.location == back)
            }
            house.time.move(7_200)
            try await house.work()
            #expect(house.network.attempts == 0)
            let due = try Self.instant("2026-11-04T17:30:00Z")
            #expect(try await house.parcels(id).map(\.dueAt) == [due])
            let planned = try await house.database.read {
                try $0.one("SELECT COUNT(*) AS n FROM audit WHERE action = 'post.planned'", [])?.int("n")
            }
            #expect(planned == 1)
            house.time.move(to: due.adding(seconds: 30))
            try await house.work()
            #expect(house.network.posts.count == 1)
        }
    }

    @Test(
        "a move that cannot be is said, with what was typed",
        arguments: [
            ("2026-11-31", "09:00"), ("2026-11-05", "9h"), ("2026-11-01", "09:00"),
        ])
    func refused(day: String, time: String) async throws {
        try await each { house in
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]),
                at: house.time.now.adding(seconds: 3_600))
            let before = try await house.post(id)
            let page = try await house.visit {
                try await $0.post("/posts/\(id)/move", [("day", day), ("time", time)], from: "/posts/calendar")
            }
            #expect(page.status == 400 && page.text.contains("role=\"alert\""))
            #expect(page.text.contains("value=\"\(day)\"") && page.text.contains("value=\"\(time)\""))
            #expect(try await house.post(id) == before)
        }
    }

    @Test("what is late and what waits for a decision says so in words; what waits for one is not moved from here")
    func marks() async throws {
        try await each { house in
            let late = try await draft(house)
            _ = try await submit(house, late, "2026-11-03T09:00")
            let stuck = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]),
                at: house.time.now.adding(seconds: 3_600))
            house.time.move(30 * 3_600)
            _ = try await house.database.write { try Planning.hold(because: .late, at: house.time.now, in: $0) }
            let text = try await house.visit { try await $0.get("/posts/calendar?view=list&date=2026-11-03").text }
                .replacing("\u{A0}", with: " ").replacing("\u{202F}", with: " ")
            #expect(text.contains("En retard : En relecture") && text.contains("Retenue : à décider"))
            #expect(!text.contains("move=\(stuck)"))
        }
    }

    @Test("a full day shows its first posts and how many others there are; the day itself shows all, and none is lost")
    func full() async throws {
        try await each { house in
            var ids: [Int64] = []
            for _ in 0..<30 {
                ids.append(try await draft(house))
                _ = try await submit(house, ids[ids.count - 1], "2026-11-05T09:00")
            }
            func links(_ path: String) async throws -> (Int, String) {
                let text = try await house.visit { try await $0.get(path).text }
                return (Set(text.matches(of: /href="\/posts\/(\d+)"/).map { String($0.1) }).count, text)
            }
            for (view, shown) in [("month", 5), ("week", 20), ("list", 20)] {
                let (count, text) = try await links("/posts/calendar?view=\(view)&date=2026-11-05")
                #expect(count == shown && text.contains("et \(30 - shown) autres ce jour-là"), "\(view): \(count)")
            }
            let (count, text) = try await links("/posts/calendar?view=list&date=2026-11-05&only=day")
            #expect(count == 30 && !text.contains("autres ce jour-là") && text.contains("date=2026-11-06&amp;only=day"))
            let moved = try await links("/posts/calendar?view=month&date=2026-11-05&at=\(ids[29])").0
            #expect(moved == 6)
        }
    }

    @Test("a health day begins a post with its name and its source")
    func health() async throws {
        try await each { house in
            let text = try await house.visit { try await $0.get("/posts/calendar?date=2026-11-02").text }
            let link = try #require(text.firstMatch(of: /href="(\/posts\/new\?title=Movember[^"]*)"/)).1
            let path = String(link).replacingOccurrences(of: "&amp;", with: "&")
            let form = try await house.visit { try await $0.get(path).text }
            #expect(form.contains("value=\"Movember") && form.contains("#Movember"))
        }
    }

    @Test("whoever may not approve moves nothing")
    func rights() async throws {
        try await each { house in
            let id = try await house.release(
                PublishingHouse.content([.init(channel: try await house.connect())]),
                at: house.time.now.adding(seconds: 3_600))
            let before = try await house.post(id)
            let status = try await house.visit(as: "auditor") {
                try await $0.post("/posts/\(id)/move", [("day", "2026-11-09")], from: "/today").status
            }
            #expect(status == 403)
            #expect(try await house.post(id) == before)
        }
    }
}
