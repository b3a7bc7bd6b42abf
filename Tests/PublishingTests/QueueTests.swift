import Calendars
import Foundation
import Kernel
import Storage
import TestKit
import Testing

@testable import Channels
@testable import Publishing

@Suite("Publishing: queues with slots")
struct QueueTests: QueueHouse {
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
}
