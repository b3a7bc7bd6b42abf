import Calendars
import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

/// Order, slots and names of queues that change while posts wait in them.
@Suite("Publishing: queues that change")
struct QueueChangeTests: QueueHouse {
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
