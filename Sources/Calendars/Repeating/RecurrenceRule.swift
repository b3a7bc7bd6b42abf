public import Foundation
import Kernel

// A rule as calendars exchange it: RFC 5545, section 3.3.10.
extension Recurrence {
    /// `FREQ=WEEKLY;UNTIL=20270303T080000Z;BYDAY=TU`, without the property's name. The end is written in UTC, as the RFC
    /// asks where the start has a zone.
    public var rule: String {
        var parts = ["FREQ=\(frequency)"]
        if interval > 1 { parts.append("INTERVAL=\(interval)") }
        switch end {
        case .never: break
        case .count(let count): parts.append("COUNT=\(count)")
        case .until(let day):
            parts.append("UNTIL=\(CalendarTime.utc(LocalMoment(day, start.time).resolved(in: zone).instant))")
        }
        parts += days
        if weekStart != .monday { parts.append("WKST=\(weekStart.letters)") }
        return parts.joined(separator: ";")
    }

    /// From a rule as others write it, in either case, with or without `RRULE:` before.
    ///
    /// - Throws: `.unusable` when it is none; with the words `calendars.rule_unsupported` when it is one that says more
    ///   than this room understands.
    public init(rule: String, from start: LocalMoment, in zone: TimeZone, except exceptions: Set<Day> = []) throws {
        let parts = try RuleParts(rule)
        try self.init(
            parts.pattern(from: start.day), from: start, in: zone, interval: parts.interval,
            end: parts.end(from: start, in: zone), except: exceptions, weekStart: parts.weekStart)
    }

    private var frequency: String {
        switch pattern {
        case .daily: "DAILY"
        case .weekly: "WEEKLY"
        case .monthlyOnDates, .monthlyOnWeekdays: "MONTHLY"
        case .yearlyOnDate, .yearlyOnWeekday: "YEARLY"
        }
    }

    private var days: [String] {
        func joined(_ items: [String]) -> String { items.joined(separator: ",") }
        func letters(_ nth: NthWeekday) -> String { "\(nth.nth)\(nth.weekday.letters)" }
        switch pattern {
        case .daily: return []
        case .weekly(let days): return ["BYDAY=\(joined(days.sorted().map(\.letters)))"]
        case .monthlyOnDates(let days): return ["BYMONTHDAY=\(joined(Self.ordered(days).map(String.init)))"]
        case .monthlyOnWeekdays(let weekdays): return ["BYDAY=\(joined(weekdays.sorted().map(letters)))"]
        case .yearlyOnDate(let month, let day): return ["BYMONTH=\(month)", "BYMONTHDAY=\(day)"]
        case .yearlyOnWeekday(let month, let weekday): return ["BYMONTH=\(month)", "BYDAY=\(letters(weekday))"]
        }
    }

    /// Days of a month, those counted from its end last.
    static func ordered(_ days: Set<Int>) -> [Int] {
        days.sorted { ($0 < 0 ? $0 + 100 : $0) < ($1 < 0 ? $1 + 100 : $1) }
    }
}
