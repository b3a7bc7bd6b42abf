import Calendars
import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

@Suite("Publishing: queues with slots")
struct QueueTests {
    private func each(_ body: @Sendable (PublishingHouse) async throws -> Void) async throws {
        try await onBothEngines(PublishingHouse.migrations) { try await body(try PublishingHouse($0)) }
    }

    private static func actions(_ house: PublishingHouse) -> QueueActions { QueueActions(desk: house.desk) }

    private static let form = QueueForm(
        name: "Vie de l’hôpital", days: ["9:00", "", "9h00 17 h 30", "", "", "", ""], restsOnHolidays: false)

    /// The house's clock stands on Monday 2 November 2026, at 13:00 in Paris.
    private func queue(_ house: PublishingHouse, _ form: QueueForm = form) async throws -> Int64 {
        let id = house.desk.newID()
        try await Self.actions(house).make(form, id: id, by: try PublishingHouse.person("communication"))
        return id
    }

    /// Written and handed in for a queue by its author's form; read by somebody else unless told otherwise.
    private func post(
        _ house: PublishingHouse, in queue: Int64, _ number: Int, approved: Bool = true
    ) async throws -> Int64 {
        let channel: Int64
        if let known = try await house.database.read({ try ChannelStore.all(in: $0).first?.id }) {
            channel = known
        } else {
            channel = try await house.connect(.facebook)
        }
        let content = PublishingHouse.content(
            [.init(channel: channel)],
            "Conférence n° \(1_000 + number) ouverte à tous, jeudi à 18 h, dans le hall de l’hôpital.")
        let id = try await PostActions(desk: house.desk).create(
            content, service: nil, by: try PublishingHouse.person("communication"))
        let page = try await house.visit {
            try await $0.post("/posts/\(id)/submit", [("seen", "1"), ("queue", "\(queue)")], from: "/posts/\(id)")
        }
        #expect(page.status == 303, "\(page.text.suffix(2_000))")
        if approved { try await approve(house, id) }
        return id
    }

    private func approve(_ house: PublishingHouse, _ id: Int64) async throws {
        try await ApprovalActions(desk: house.desk).approve(id, seen: 1, by: try PublishingHouse.person("second"))
    }

    private func find(_ house: PublishingHouse, _ ids: [Int64]) async throws -> [Post] {
        try await house.database.read { connection in try ids.map { try PostStore.find($0, in: connection) } }
    }

    private func hours(_ house: PublishingHouse, _ ids: [Int64]) async throws -> [String?] {
        try await find(house, ids).map { $0.dueAt.map { LocalMoment($0, in: house.desk.zone).text } }
    }

    private static func instant(_ text: String) throws -> Instant { Instant(try Date(text, strategy: .iso8601)) }

    @Test("the calendar shows the slots that nobody has yet, and none of a queue that is paused")
    func free() async throws {
        try await each { house in
            let queue = try await queue(house)
            _ = try await post(house, in: queue, 1)
            // Monday's slot has passed, Wednesday's first one is taken.
            let days = try #require(Day("2026-11-02"))...(try #require(Day("2026-11-09")))
            let hours: @Sendable () async throws -> [String] = {
                try await house.database.read { try FreeSlot.all(on: days, house.desk, in: $0) }.map(\.at.iso8601)
            }
            #expect(try await hours() == ["2026-11-04T16:30:00Z", "2026-11-09T08:00:00Z"])
            try await house.visit { visitor async throws in
                for view in ["month", "week", "list"] {
                    let page = try await visitor.get("/posts/calendar?view=\(view)&date=2026-11-04").text
                    #expect(page.contains("17\u{202F}h\u{202F}30 libre, Vie de l’hôpital</a>") && !page.contains("⟦"))
                    #expect(page.contains("href=\"/posts/queues/\(queue)\""))
                    // Next Monday's is another week's.
                    #expect(page.contains("9\u{202F}h\u{202F}00 libre, Vie de l’hôpital</a>") == (view != "week"))
                }
                let past = try await visitor.get("/posts/calendar?view=month&date=2026-09-04").text
                #expect(!past.contains(" libre, "))
            }
            try await Self.actions(house).pause(queue, by: try PublishingHouse.person("second"))
            #expect(try await hours().isEmpty)
        }
    }

    @Test("each post takes the next free slot, leaves at it, and what is given up frees its own")
    func slots() async throws {
        try await each { house in
            let queue = try await queue(house)
            var posts = [Int64]()
            for number in 1...3 { posts.append(try await post(house, in: queue, number)) }
            #expect(try await hours(house, posts) == ["2026-11-04T09:00", "2026-11-04T17:30", "2026-11-09T09:00"])
            #expect(try await find(house, posts).map(\.state) == [.scheduled, .scheduled, .scheduled])
            // Planned again into the queue where it is: it keeps its place.
            try await ApprovalActions(desk: house.desk).plan(
                posts[1], .inQueue(queue), by: try PublishingHouse.person("second"))
            #expect(try await hours(house, [posts[1]]) == ["2026-11-04T17:30"])
            try await PostActions(desk: house.desk).cancel(posts[1], by: try PublishingHouse.person("communication"))
            let next = try await post(house, in: queue, 4)
            #expect(try await hours(house, [next]) == ["2026-11-04T17:30"])
            house.time.move(to: try Self.instant("2026-11-04T08:00:05Z"))
            try await house.work()
            #expect(try await find(house, posts).map(\.state) == [.published, .cancelled, .scheduled])
            #expect(house.network.posts.count == 1)
        }
    }

    @Test("ten people who put posts in at once get ten slots")
    func crowd() async throws {
        try await each { house in
            let queue = try await queue(house)
            let first = try await post(house, in: queue, 0)
            let channel = try await find(house, [first])[0].content.faces
            var ids = [Int64]()
            for number in 1...10 {
                ids.append(
                    try await PostActions(desk: house.desk).create(
                        PublishingHouse.content(
                            channel, "Conférence n° \(2_000 + number) ouverte à tous, jeudi à 18 h, dans le hall."),
                        service: nil, by: try PublishingHouse.person("communication")))
            }
            try await withThrowingTaskGroup(of: Void.self) { group in
                for id in ids {
                    group.addTask {
                        try await ApprovalActions(desk: house.desk).submit(
                            id, seen: 1, when: .inQueue(queue), by: try PublishingHouse.person("communication"))
                    }
                }
                try await group.waitForAll()
            }
            let slots = try await find(house, [first] + ids).compactMap(\.dueAt)
            #expect(Set(slots).count == 11)
            #expect(slots.max() == (try Self.instant("2026-11-25T16:30:00Z")))
        }
    }

    @Test("a yes that comes after the slot takes the next one, and nothing leaves late")
    func late() async throws {
        try await each { house in
            let queue = try await queue(house)
            let slow = try await post(house, in: queue, 1, approved: false)
            let quick = try await post(house, in: queue, 2)
            #expect(try await hours(house, [slow, quick]) == ["2026-11-04T09:00", "2026-11-04T17:30"])
            house.time.move(to: try Self.instant("2026-11-04T12:00:00Z"))
            try await approve(house, slow)
            #expect(try await hours(house, [slow]) == ["2026-11-09T09:00"])
            #expect(try await find(house, [slow]).map(\.state) == [.scheduled])
            try await house.work()
            #expect(house.network.posts.isEmpty)
        }
    }

    @Test("a paused queue sends nothing; once it goes on, what waits takes the slots from then on, in its order")
    func pause() async throws {
        try await each { house in
            let boss = try PublishingHouse.person("communication")
            let queue = try await queue(house)
            let (one, two) = (try await post(house, in: queue, 1), try await post(house, in: queue, 2))
            let third = try await post(house, in: queue, 3, approved: false)
            try await Self.actions(house).pause(queue, by: boss)
            try await Self.actions(house).pause(queue, by: boss)
            try await approve(house, third)
            let fourth = try await post(house, in: queue, 4)
            #expect(try await hours(house, [one, two, third, fourth]) == [nil, nil, nil, nil])
            #expect(try await find(house, [one, third, fourth]).map(\.state) == [.approved, .approved, .approved])
            house.time.move(to: try Self.instant("2026-11-11T12:00:00Z"))
            try await house.work()
            #expect(house.network.posts.isEmpty)
            try await Self.actions(house).resume(queue, by: boss)
            #expect(
                try await hours(house, [one, two, third, fourth]) == [
                    "2026-11-11T17:30", "2026-11-16T09:00", "2026-11-18T09:00", "2026-11-18T17:30",
                ])
            house.time.move(to: try Self.instant("2026-11-11T16:30:05Z"))
            try await house.work()
            #expect(try await find(house, [one]).map(\.state) == [.published])
            #expect(house.network.posts.count == 1)
        }
    }

    @Test("neighbours change places on the queue's page; an order that has changed meanwhile is said")
    func order() async throws {
        try await each { house in
            let queue = try await queue(house)
            let (one, two) = (try await post(house, in: queue, 1), try await post(house, in: queue, 2))
            let three = try await post(house, in: queue, 3)
            let path = "/posts/queues/\(queue)"
            for status in [303, 303] {
                let answer = try await house.visit {
                    try await $0.post("\(path)/order", [("post", "\(one)"), ("with", "\(two)")], from: path)
                }
                #expect(Int(answer.status) == status)
            }
            #expect(try await hours(house, [one, two]) == ["2026-11-04T09:00", "2026-11-04T17:30"])
            let far = try await house.visit {
                try await $0.post("\(path)/order", [("post", "\(one)"), ("with", "\(three)")], from: path)
            }
            #expect(far.status == 400 && far.text.contains("L’ordre a changé entre-temps"))
            _ = try await house.visit {
                try await $0.post("\(path)/order", [("post", "\(three)"), ("with", "\(two)")], from: path)
            }
            #expect(
                try await hours(house, [one, two, three]) == [
                    "2026-11-04T09:00", "2026-11-09T09:00", "2026-11-04T17:30",
                ])
            let parcels = try await house.parcels(three)
            #expect(parcels.map(\.dueAt) == [try Self.instant("2026-11-04T16:30:00Z")])
        }
    }

    @Test("other slots lay out anew what waits, holidays are left out, and 9 o'clock stays 9 o'clock in spring")
    func change() async throws {
        try await each { house in
            let boss = try PublishingHouse.person("communication")
            let queue = try await queue(house)
            let (one, two) = (try await post(house, in: queue, 1), try await post(house, in: queue, 2))
            var form = Self.form
            form.days = ["", "8:15", "", "", "", "", ""]
            try await Self.actions(house).change(queue, form, by: boss)
            #expect(try await hours(house, [one, two]) == ["2026-11-03T08:15", "2026-11-10T08:15"])
            #expect(try await house.parcels(two).map(\.dueAt) == [try Self.instant("2026-11-10T07:15:00Z")])

            house.time.move(to: try Self.instant("2027-03-26T12:00:00Z"))
            form.days = ["9:00", "", "", "", "9:00", "", ""]
            form.name = "Printemps"
            let spring = try await self.queue(house, form)
            let (three, four) = (try await post(house, in: spring, 3), try await post(house, in: spring, 4))
            #expect(try await hours(house, [three, four]) == ["2027-03-29T09:00", "2027-04-02T09:00"])
            #expect(try await find(house, [three])[0].dueAt == (try Self.instant("2027-03-29T07:00:00Z")))
        }
    }

    @Test("an hour chosen by hand leaves the queue; a queue that is removed leaves its posts their hours")
    func leaving() async throws {
        try await each { house in
            let boss = try PublishingHouse.person("second")
            let queue = try await queue(house)
            let (one, two) = (try await post(house, in: queue, 1), try await post(house, in: queue, 2))
            _ = try await house.visit {
                try await $0.post(
                    "/posts/\(one)/move", [("day", "2026-11-06"), ("time", "10:00")], from: "/posts/calendar")
            }
            let three = try await post(house, in: queue, 3)
            #expect(
                try await hours(house, [one, two, three]) == [
                    "2026-11-06T10:00", "2026-11-04T17:30", "2026-11-04T09:00",
                ])
            try await Self.actions(house).pause(queue, by: boss)
            let page = try await house.visit { try await $0.post("/posts/queues/\(queue)/remove", [], from: "/posts") }
            #expect(page.status == 400 && page.text.contains("y attendent sans heure"))
            try await Self.actions(house).resume(queue, by: boss)
            try await Self.actions(house).remove(queue, by: boss)
            #expect(try await hours(house, [two, three]) == ["2026-11-04T17:30", "2026-11-04T09:00"])
            #expect(try await find(house, [two, three]).map(\.state) == [.scheduled, .scheduled])
        }
    }

    @Test("what is wrong with a form is said in one line with what was typed; rights are asked for")
    func refusals() async throws {
        try await each { house in
            func make(_ fields: [(String, String)], as name: String = "communication") async throws -> (Int, String) {
                let id = "\(house.desk.newID())"
                return try await house.visit(as: name) {
                    let page = try await $0.post("/posts/queues", [("fresh", id)] + fields, from: "/posts")
                    return (Int(page.status), page.text)
                }
            }
            #expect(try await make([("name", "Soins"), ("day_0", "9:00")]).0 == 303)
            for (fields, words) in [
                ([("name", " "), ("day_0", "9:00")], "un nom de 1 à 80"),
                ([("name", "soins"), ("day_0", "9:00")], "porte déjà ce nom"),
                ([("name", "Autre"), ("day_3", "25:00")], "value=\"25:00\""),
                ([("name", "Autre"), ("day_3", "neuf heures")], "pas comprise"),
                ([("name", "Autre")], "au moins une heure"),
                ([("name", "<b>"), ("day_0", String(repeating: "9:00 ", count: 200))], "&lt;b&gt;"),
            ] {
                let (status, text) = try await make(fields)
                #expect(status == 400 && text.contains(words), "\(fields)")
            }
            #expect(try await make([("name", "Autre"), ("day_0", "9:00")], as: "auditor").0 == 403)
            let id = try await post(house, in: try await queue(house), 1, approved: false)
            let both = try await house.visit {
                try await $0.post(
                    "/posts/\(id)/plan", [("queue", "1"), ("when", "2026-11-09T09:00")], from: "/posts/\(id)")
            }
            #expect(both.status == 400 && both.text.contains("pas les deux"))
        }
    }

    @Test("hours are read as people write them")
    func hours() throws {
        #expect(
            try QueueForm.times(" 9:00, 09h30;9 h 05 17H 18 h").map(\.text) == [
                "09:00", "09:30", "09:05", "17:00", "18:00",
            ])
        #expect(try QueueForm.times("").isEmpty)
        for wrong in ["24:00", "9:60", "9.00", "9:000", ":30", "h", "9"] {
            #expect(throws: Failure.self, "\(wrong)") { try QueueForm.times(wrong) }
        }
    }
}
