import Calendars
import Foundation
import Kernel
import Testing

@Suite struct WeeklySlotsTests {
    static func queue(_ slots: [(Weekday, String)], in name: String = "Europe/Paris") throws -> WeeklySlots {
        try WeeklySlots(
            try slots.map { WeeklySlots.Slot($0.0, try #require(TimeOfDay($0.1))) }, in: try TimeZone.iana(name))
    }

    @Test("the next free slot is after now, in the order of the week, and not one that is taken")
    func next() throws {
        let queue = try Self.queue([(.friday, "17:30"), (.tuesday, "09:00"), (.tuesday, "12:00")])
        var taken: [Instant] = []
        var found: [String] = []
        for _ in 0..<5 {
            let free = try #require(queue.nextFree(after: try instant("2026-11-24T08:00:00Z"), taken: taken))
            taken.append(free)
            found.append(LocalMoment(free, in: queue.zone).text)
        }
        // At 9 sharp, the slot of 9 is over.
        #expect(
            found == [
                "2026-11-24T12:00", "2026-11-27T17:30", "2026-12-01T09:00", "2026-12-01T12:00", "2026-12-04T17:30",
            ])
    }

    @Test("a post within the minute of a slot takes it, one a minute later does not")
    func minute() throws {
        let queue = try Self.queue([(.tuesday, "09:00")])
        let (now, slot) = (try instant("2026-11-23T08:00:00Z"), try instant("2026-11-24T08:00:00Z"))
        #expect(queue.nextFree(after: now, taken: [slot.adding(seconds: 59.9)]) != slot)
        #expect(queue.nextFree(after: now, taken: [slot.adding(seconds: 60)]) == slot)
        #expect(queue.nextFree(after: now, taken: [slot.adding(seconds: -0.1)]) == slot)
    }

    @Test("nine o’clock stays nine o’clock when clocks are changed, and holidays are passed over")
    func changes() throws {
        let queue = try Self.queue([(.thursday, "09:00")])
        var now = try instant("2026-03-20T00:00:00Z")
        var found: [String] = []
        for _ in 0..<4 {
            // Ascension Day 2026 is Thursday 14 May; here the 2 April is one too.
            now = try #require(queue.nextFree(after: now, taken: []) { $0.text == "2026-04-02" })
            found.append(now.iso8601)
        }
        #expect(
            found == [
                "2026-03-26T08:00:00Z", "2026-04-09T07:00:00Z", "2026-04-16T07:00:00Z", "2026-04-23T07:00:00Z",
            ])
    }

    @Test("a slot in the missing hour moves to the end of the gap, where one post is sent; a doubled one comes once")
    func gap() throws {
        let queue = try Self.queue([(.sunday, "02:15"), (.sunday, "02:45")])
        let spring = queue.moments(on: try day("2026-03-29"))
        #expect(spring.map(\.iso8601) == ["2026-03-29T01:00:00Z"])
        let autumn = queue.moments(on: try day("2026-10-25"))
        #expect(autumn.map(\.iso8601) == ["2026-10-25T00:15:00Z", "2026-10-25T00:45:00Z"])
        let after = queue.nextFree(after: try instant("2026-10-25T00:50:00Z"), taken: [])
        #expect(after == (try instant("2026-11-01T01:15:00Z")))
    }

    @Test("the free slots of some days leave out what has passed, what is taken and closed days")
    func free() throws {
        let queue = try Self.queue([(.monday, "09:00"), (.monday, "17:30"), (.thursday, "09:00")])
        let days = try day("2026-11-02")...(try day("2026-11-12"))
        let now = try instant("2026-11-02T12:00:00Z")  // Monday, 13:00 in Paris
        // Somebody moved a post by some seconds within the minute.
        let taken = [try instant("2026-11-05T08:00:20Z")]
        let free = queue.free(on: days, after: now, taken: taken) { $0.text == "2026-11-12" }
        #expect(free.map(\.iso8601) == ["2026-11-02T16:30:00Z", "2026-11-09T08:00:00Z", "2026-11-09T16:30:00Z"])
    }

    @Test("late in the evening the slot of the same local day is still offered")
    func evening() throws {
        let queue = try Self.queue([(.monday, "23:45"), (.tuesday, "00:15")])
        let now = try instant("2026-11-23T22:40:00Z")  // Monday, 23:40 in Paris
        #expect(queue.nextFree(after: now, taken: []) == (try instant("2026-11-23T22:45:00Z")))
        let west = try Self.queue([(.monday, "23:45")], in: "Pacific/Marquesas")
        #expect(west.nextFree(after: now, taken: []) == (try instant("2026-11-24T09:15:00Z")))
    }

    @Test("no slot, no day on which one works, or three years of taken ones give nothing")
    func nothing() throws {
        let now = try instant("2026-11-23T22:40:00Z")
        #expect(try Self.queue([]).nextFree(after: now, taken: []) == nil)
        let queue = try Self.queue([(.monday, "09:00")])
        #expect(queue.nextFree(after: now, taken: []) { _ in true } == nil)
        var taken: [Instant] = []
        while let free = queue.nextFree(after: now, taken: taken) { taken.append(free) }
        #expect((156...158).contains(taken.count))
    }

    @Test("a week has its limit, and a slot that is named twice counts once")
    func limits() throws {
        #expect(try Self.queue([(.monday, "09:00"), (.monday, "09:00")]).slots.count == 1)
        let many = (0..<169).compactMap { number in
            TimeOfDay(minutes: number).map { WeeklySlots.Slot(.monday, $0) }
        }
        let failure = #expect(throws: Failure.self) { try WeeklySlots(many, in: .gmt) }
        #expect(failure?.kind == .tooLarge)
    }
}
