public import Foundation
import Kernel

/// Something that comes back: every Tuesday at 9. It lives on the wall's clock (RFC 5545, section 3.3.10: local time with
/// a zone), so that 9 o'clock stays 9 o'clock when clocks are changed. A part of the RFC's rules, the one that people
/// ask for; the rest is refused in words rather than misunderstood.
///
/// As in `dateutil`, and as the RFC asks of a start that fits its rule, a first day that the rule does not name is no
/// occurrence.
public struct Recurrence: Hashable, Sendable {
    /// On which days.
    public enum Pattern: Hashable, Sendable {
        case daily
        /// On these days of the week; at least one.
        case weekly(Set<Weekday>)
        /// On these days of the month, 1 to 31, or -1 (the last) to -31 from its end; at least one. Months that lack a
        /// day pass it over.
        case monthlyOnDates(Set<Int>)
        /// On these weekdays of the month; at least one.
        case monthlyOnWeekdays(Set<NthWeekday>)
        /// On this date; 29 February comes in leap years only.
        case yearlyOnDate(month: Int, day: Int)
        case yearlyOnWeekday(month: Int, NthWeekday)
    }

    /// How it ends.
    public enum End: Hashable, Sendable {
        case never
        /// The last day on which it may happen, included.
        case until(Day)
        /// After so many times, those left out by an exception counted.
        case count(Int)
    }

    /// The greatest number of steps between two periods, of times, and of exceptions.
    public static let limits = (interval: 999, count: 10_000, exceptions: 1_000)

    /// Nothing happens before; its time of day is that of every occurrence.
    public let start: LocalMoment
    public let zone: TimeZone
    public let pattern: Pattern
    /// Every so many days, weeks, months or years, 1 to 999, counted from the start.
    public let interval: Int
    public let end: End
    /// Days on which it does not happen all the same.
    public let exceptions: Set<Day>
    /// With which day a week begins when every second one is meant (`WKST`).
    public let weekStart: Weekday

    /// - Throws: `.unusable` when the pattern names no possible day, a number is out of its range, or the end lies
    ///   before the start.
    public init(
        _ pattern: Pattern, from start: LocalMoment, in zone: TimeZone, interval: Int = 1, end: End = .never,
        except exceptions: Set<Day> = [], weekStart: Weekday = .monday
    ) throws {
        guard Self.makesSense(pattern), (1...Self.limits.interval).contains(interval) else {
            throw Failure(.unusable, "a repetition that names no day", words: "calendars.bad_rule")
        }
        switch end {
        case .never: break
        case .count(let count):
            guard (1...Self.limits.count).contains(count) else {
                throw Failure(.unusable, "a repetition counted out of range", words: "calendars.bad_count")
            }
        case .until(let day):
            guard day >= start.day else {
                throw Failure(.unusable, "a repetition that ends before it starts", words: "calendars.ends_early")
            }
        }
        guard exceptions.count <= Self.limits.exceptions else {
            throw Failure(.tooLarge, "over 1,000 exceptions", words: "calendars.too_many_exceptions")
        }
        self.start = start
        self.zone = zone
        self.pattern = pattern
        self.interval = interval
        self.end = end
        self.exceptions = exceptions
        self.weekStart = weekStart
    }

    /// The same with one day more left out: "skip this one".
    ///
    /// - Throws: `.tooLarge` over a thousand.
    public func skipping(_ day: Day) throws -> Recurrence {
        try Recurrence(
            pattern, from: start, in: zone, interval: interval, end: end, except: exceptions.union([day]),
            weekStart: weekStart)
    }

    /// The same that ends on that day at the latest: what is left of a series of which the rest becomes another.
    ///
    /// - Throws: `.unusable` when that is before its start.
    public func ending(on day: Day) throws -> Recurrence {
        let sooner: End
        switch end {
        case .never: sooner = .until(day)
        case .until(let last): sooner = .until(min(last, day))
        case .count:
            let last = RecurrenceDays(self, from: start.day, exceptions: []).reduce(start.day) { max($0, $1) }
            sooner = last <= day ? end : .until(day)
        }
        return try Recurrence(
            pattern, from: start, in: zone, interval: interval, end: sooner, except: exceptions,
            weekStart: weekStart)
    }

    private static func makesSense(_ pattern: Pattern) -> Bool {
        switch pattern {
        case .daily: true
        case .weekly(let days): !days.isEmpty
        case .monthlyOnDates(let days): !days.isEmpty && days.allSatisfy { $0 != 0 && (-31...31).contains($0) }
        case .monthlyOnWeekdays(let weekdays): !weekdays.isEmpty
        case .yearlyOnDate(let month, let day): Day(2000, month, day) != nil  // 2000 had a 29 February
        case .yearlyOnWeekday(let month, _): (1...12).contains(month)
        }
    }
}
