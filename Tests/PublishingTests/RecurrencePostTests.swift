import Calendars
import Foundation
import Kernel
import Networks
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

@Suite("Publishing: posts that come back")
struct RecurrencePostTests {
    private func each(_ body: @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    /// Written, planned by the form and read by somebody else.
    private func plan(
        _ house: PublishingHouse, _ when: String, _ fields: [(String, String)], on network: Network = .facebook
    ) async throws -> Int64 {
        let content = PublishingHouse.content([.init(channel: try await house.connect(network))])
        let id = try await PostActions(desk: house.desk).create(
            content, service: nil, by: try PublishingHouse.person("communication"))
        let page = try await submit(house, id, when, fields)
        #expect(page.status == 303)
        try await ApprovalActions(desk: house.desk).approve(id, seen: 1, by: try PublishingHouse.person("second"))
        return id
    }

    private func submit(
        _ house: PublishingHouse, _ id: Int64, _ when: String, _ fields: [(String, String)]
    ) async throws -> (status: Int, text: String) {
        try await house.visit {
            let page = try await $0.post(
                "/posts/\(id)/submit", [("seen", "1"), ("when", when)] + fields, from: "/posts/\(id)")
            return (Int(page.status), page.text)
        }
    }

    private func dates(_ house: PublishingHouse, _ origin: Int64) async throws -> [Post] {
        try await house.database.read { connection in
            try connection.query("SELECT * FROM post WHERE id = $1 OR origin = $1 ORDER BY due_at, id", [origin]).map(
                Post.init)
        }
    }

    /// The node's watch and its jobs, until the moment.
    private func live(_ house: PublishingHouse, until text: String) async throws {
        house.time.move(to: try Self.instant(text))
        try await RepeatRun(desk: house.desk).look()
        try await house.work()
        try await RepeatRun(desk: house.desk).look()
    }

    private static func instant(_ text: String) throws -> Instant { Instant(try Date(text, strategy: .iso8601)) }

    @Test("19: what comes back each week at 9 stays at 9 through both changes of clock, and each date leaves once")
    func changesOfClock() async throws {
        try await each { house in
            for (start, times) in [
                ("2027-03-23T09:00", ["2027-03-23T08:00:00Z", "2027-03-30T07:00:00Z", "2027-04-06T07:00:00Z"]),
                ("2027-10-26T09:00", ["2027-10-26T07:00:00Z", "2027-11-02T08:00:00Z", "2027-11-09T08:00:00Z"]),
            ] {
                let before = house.network.posts.count
                let id = try await plan(house, start, [("repeat", "weekly"), ("repeat_count", "3")])
                for time in times {
                    try await live(house, until: time)
                    try await live(house, until: time)
                }
                #expect(try await dates(house, id).map(\.dueAt) == times.map { try Self.instant($0) })
                #expect(house.network.posts.count == before + 3)
                #expect(Set(try await dates(house, id).map { $0.local?.suffix(5) }) == ["09:00"])
                try await live(house, until: "2027-0\(start.contains("-03-") ? 5 : 9)-01T00:00:00Z")
            }
        }
    }

    @Test("several nodes that look at once make one next date, with the yes that its first has")
    func nodes() async throws {
        try await each { house in
            let id = try await plan(house, "2026-11-03T09:00", [("repeat", "weekly")])
            house.time.move(to: try Self.instant("2026-11-03T08:00:10Z"))
            try await house.work()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<6 { group.addTask { try await RepeatRun(desk: house.desk).look() } }
                try await group.waitForAll()
            }
            try await RepeatRun(desk: house.desk).look()
            let made = try await dates(house, id)
            #expect(made.map(\.state) == [.published, .scheduled])
            let verdicts = try await house.database.read { try Verdict.all(made[1].id, in: $0) }
            #expect(verdicts.map(\.verdict) == ["submitted", "approved"])
            #expect(try await house.parcels(made[1].id).map(\.dueAt) == [made[1].dueAt])
        }
    }

    @Test("dates that passed while nothing ran are passed over; those who planned it see the next one")
    func missed() async throws {
        try await each { house in
            let id = try await plan(house, "2026-11-03T09:00", [("repeat", "daily")])
            try await live(house, until: "2026-11-03T08:00:10Z")
            try await live(house, until: "2026-11-09T12:00:00Z")
            #expect(
                try await dates(house, id).map(\.local) == ["2026-11-03T09:00", "2026-11-04T09:00", "2026-11-10T09:00"])
            #expect(house.network.posts.count == 1)
        }
    }

    @Test("the same words within a day are refused where the network refuses them, and what was typed is kept")
    func sameDay() async throws {
        try await each { house in
            for network in [Network.x, .linkedin] {
                let content = PublishingHouse.content([.init(channel: try await house.connect(network))])
                let id = try await PostActions(desk: house.desk).create(
                    content, service: nil, by: try PublishingHouse.person("communication"))
                for fields in [[("repeat", "daily")], [("repeat", "weekly"), ("repeat_on", "2")]] {
                    let page = try await submit(house, id, "2026-11-03T09:00", fields)
                    #expect(page.status == 400 && page.text.contains("deux fois le même texte"))
                    #expect(page.text.contains("value=\"2026-11-03T09:00\""))
                    #expect(page.text.contains("value=\"\(fields[0].1)\" selected"))
                }
                #expect(try await house.post(id).state == .draft)
                #expect(try await submit(house, id, "2026-11-03T09:00", [("repeat", "weekly")]).status == 303)
            }
        }
    }

    @Test(
        "a repetition that cannot be is said and plans nothing",
        arguments: [
            ("", "repeat=weekly"), ("2026-11-03T09:00", "repeat=hourly"),
            ("2026-11-03T09:00", "repeat=daily&repeat_until=2026-11-01"),
            ("2026-11-03T09:00", "repeat=daily&repeat_until=2026-12-01&repeat_count=3"),
            ("2026-11-03T09:00", "repeat=daily&repeat_every=0"), ("2026-11-03T09:00", "repeat=daily&repeat_count=1e9"),
        ])
    func refused(when: String, fields: String) async throws {
        try await each { house in
            let content = PublishingHouse.content([.init(channel: try await house.connect())])
            let id = try await PostActions(desk: house.desk).create(
                content, service: nil, by: try PublishingHouse.person("communication"))
            let typed = fields.split(separator: "&").map { $0.split(separator: "=") }.map {
                (String($0[0]), String($0[1]))
            }
            let page = try await submit(house, id, when, typed)
            #expect(page.status == 400 && page.text.contains("role=\"alert\""))
            #expect(try await house.post(id).recurrence == nil)
        }
    }

    @Test("a date is skipped, its post goes to the next one, and a series that is ended makes nothing more")
    func skipAndEnd() async throws {
        try await each { house in
            let id = try await plan(house, "2026-11-03T09:00", [("repeat", "weekly")])
            for day in ["2026-11-10", "2026-11-03", "2026-11-03"] {
                let page = try await house.visit {
                    try await $0.post("/posts/\(id)/repeat/skip", [("day", day)], from: "/posts/\(id)")
                }
                #expect(page.status == 303)
            }
            #expect(try await house.post(id).local == "2026-11-17T09:00")
            let wrong = try await house.visit {
                try await $0.post("/posts/\(id)/repeat/skip", [("day", "2026-11-18")], from: "/posts/\(id)").status
            }
            #expect(wrong == 400)
            try await live(house, until: "2026-11-03T08:00:10Z")
            #expect(house.network.attempts == 0)
            try await live(house, until: "2026-11-17T08:00:10Z")
            #expect(try await dates(house, id).map(\.local) == ["2026-11-17T09:00", "2026-11-24T09:00"])
            for _ in 0..<2 {
                let status = try await house.visit {
                    try await $0.post("/posts/\(id)/repeat/end", [], from: "/posts/\(id)").status
                }
                #expect(status == 303)
            }
            try await live(house, until: "2026-11-24T08:00:10Z")
            try await live(house, until: "2026-12-01T08:00:10Z")
            #expect(try await dates(house, id).count == 2)
            let said = try await house.database.read {
                try $0.query("SELECT action FROM audit WHERE action LIKE 'post.repeat%' ORDER BY id", []).map {
                    try $0.text("action")
                }
            }
            #expect(said == ["post.repeat_skipped", "post.repeat_skipped", "post.repeated", "post.repeat_ended"])
        }
    }

    @Test("whoever may not approve skips nothing and ends nothing")
    func rights() async throws {
        try await each { house in
            let id = try await plan(house, "2026-11-03T09:00", [("repeat", "weekly")])
            let statuses = try await house.visit(as: "auditor") { visitor in
                [
                    try await visitor.post("/posts/\(id)/repeat/skip", [("day", "2026-11-03")], from: "/today").status,
                    try await visitor.post("/posts/\(id)/repeat/end", [], from: "/today").status,
                ]
            }
            #expect(statuses == [403, 403])
            #expect(try await house.post(id).local == "2026-11-03T09:00")
        }
    }

    @Test("words that no longer hold go back to those who approve: an account that is gone, a post taken back")
    func anew() async throws {
        try await each { house in
            let id = try await plan(house, "2026-11-03T09:00", [("repeat", "weekly")])
            try await live(house, until: "2026-11-03T08:00:10Z")
            let next = try await dates(house, id)[1].id
            try await house.database.write { connection in
                try connection.execute("UPDATE post SET state = 'withdrawn' WHERE id = $1", [id])
            }
            try await RepeatRun(desk: house.desk).look()
            #expect(try await house.post(next).state == .review)
            try await live(house, until: "2026-11-10T08:00:10Z")
            #expect(house.network.posts.count == 1)
            #expect(try await dates(house, id).count == 2)
            let other = try await plan(house, "2026-11-12T09:00", [("repeat", "weekly")])
            try await live(house, until: "2026-11-12T08:00:10Z")
            // The check finds something in words that were clean when they were read.
            let second = try await dates(house, other)[1].id
            #expect(try await house.post(second).state == .scheduled)
            let channel = try await house.post(other).content.faces[0].channel
            try await house.database.write { connection in
                try connection.execute("UPDATE channel SET state = 'removed' WHERE id = $1", [channel])
            }
            try await live(house, until: "2026-11-19T08:00:10Z")
            #expect(try await dates(house, other).map(\.state).last == .review)
        }
    }

    @Test("coming dates are on the post's page, in the calendar and in the feed, where a date keeps its name")
    func shown() async throws {
        try await each { house in
            let id = try await plan(house, "2026-11-03T09:00", [("repeat", "weekly"), ("repeat_until", "2026-11-24")])
            let pages = try await house.visit { visitor in
                [
                    try await visitor.get("/posts/\(id)").text,
                    try await visitor.get("/posts/calendar?date=2026-11-03").text,
                ]
            }
            #expect(pages[0].contains("chaque mardi à 9"))
            #expect(pages[0].ranges(of: "/repeat/skip\"").count == 4)
            #expect(pages[1].ranges(of: "À venir (série)").count == 3)
            let address = try await CalendarFeed(desk: house.desk).renew(
                for: try PublishingHouse.person("communication"))
            let file = String(address.split(separator: "/").last ?? "")
            func names() async throws -> [String] {
                try await CalendarFeed(desk: house.desk).text(file) { $1 }.matches(of: /UID:(.*)@/).map { String($0.1) }
            }
            let before = try await names()
            #expect(before == ["post-\(id)"] + ["10", "17", "24"].map { "post-\(id)-202611\($0)0900" })
            try await live(house, until: "2026-11-03T08:00:10Z")
            #expect(try await names() == before)
        }
    }
}
