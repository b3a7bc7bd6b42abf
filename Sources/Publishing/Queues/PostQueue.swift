import Calendars
import Foundation
import Kernel
import Storage

/// Posts that leave at the slots of a week, one after the other: nobody has to choose an hour for each.
struct PostQueue: Sendable, Equatable, Identifiable {
    let id: Int64
    let name: String
    let slots: WeeklySlots
    /// Slots on public holidays are left out.
    let restsOnHolidays: Bool
    let isPaused: Bool

    static let longestName = 80
    /// Posts that may wait in one queue: three years of one slot a day.
    static let most = 1_000

    /// `0 09:00,2 17:30`: weekday, Monday 0, and time.
    static func text(_ slots: WeeklySlots) -> String {
        slots.slots.map { "\($0.weekday.rawValue) \($0.time.text)" }.joined(separator: ",")
    }

    static func slots(_ text: String, in zone: TimeZone) throws -> WeeklySlots {
        let slots = text.split(separator: ",").compactMap { part -> WeeklySlots.Slot? in
            let words = part.split(separator: " ")
            guard words.count == 2, let day = Int(words[0]).flatMap(Weekday.init(rawValue:)),
                let time = TimeOfDay(words[1])
            else { return nil }
            return WeeklySlots.Slot(day, time)
        }
        return try WeeklySlots(slots, in: zone)
    }
}

extension PostQueue {
    init(_ row: Row, in zone: TimeZone) throws {
        id = try row.int64("id")
        name = try row.text("name")
        slots = try Self.slots(try row.text("slots"), in: zone)
        restsOnHolidays = try row.int("rests") == 1
        isPaused = try row.int("paused") == 1
    }
}

/// A queue as somebody typed it.
struct QueueForm: Sendable, Equatable {
    var name: String
    /// What was typed for each day, Monday first: `9:00 17h30`.
    var days: [String]
    var restsOnHolidays: Bool

    /// - Throws: `.unusable` for what is no name, no hour, or no slot at all.
    func read(in zone: TimeZone) throws -> (name: String, slots: WeeklySlots) {
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !name.isEmpty, name.count <= PostQueue.longestName, name.utf8.count <= PostQueue.longestName * 4 else {
            throw Failure(.unusable, "no name from 1 to 80 characters", words: "queues.bad_name")
        }
        let slots = try zip(Weekday.allCases, days).flatMap { day, typed in
            try Self.times(typed).map { WeeklySlots.Slot(day, $0) }
        }
        guard !slots.isEmpty else {
            throw Failure(.unusable, "a queue without slots never sends", words: "queues.no_slot")
        }
        return (name, try WeeklySlots(slots, in: zone))
    }

    /// Hours as people write them: `9:00`, `09h00`, `9 h 05`, `9h`, apart from one another by commas, semicolons or blanks.
    static func times(_ typed: String) throws -> [TimeOfDay] {
        let wrong = Failure(.unusable, "no hours of the day", words: "queues.bad_hour")
        guard typed.utf8.count <= 500 else { throw wrong }
        // "17h 18h" is two hours, "17h 18" is one.
        let time = #/[\s,;]*(\d{1,2})\s*(?:(?:h|:)\s*(\d{2})(?!\d|\s*[h:])|h)(?!\d)/#
        var (rest, out) = (typed.lowercased()[...], [TimeOfDay]())
        while let found = try? time.prefixMatch(in: rest) {
            guard let hour = Int(found.1), let read = TimeOfDay(hour, found.2.flatMap { Int($0) } ?? 0) else {
                throw wrong
            }
            out.append(read)
            rest = rest[found.range.upperBound...]
        }
        guard rest.allSatisfy({ $0.isWhitespace || $0 == "," || $0 == ";" }) else { throw wrong }
        return out
    }
}
