import Foundation
import Kernel

/// The parts of a rule, read strictly: each known, each once.
struct RuleParts {
    private static let known: Set = [
        "FREQ", "INTERVAL", "COUNT", "UNTIL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYSETPOS", "WKST",
    ]
    /// Parts of the RFC that this room does not keep.
    private static let foreign: Set = ["BYSECOND", "BYMINUTE", "BYHOUR", "BYYEARDAY", "BYWEEKNO", "RSCALE", "SKIP"]

    private let parts: [String: String]

    init(_ text: String) throws {
        guard text.utf8.count <= 1_000 else { throw Self.bad }
        let upper = text.uppercased()
        let body = upper.hasPrefix("RRULE:") ? upper.dropFirst(6) : upper[...]
        var parts: [String: String] = [:]
        for part in body.split(separator: ";", omittingEmptySubsequences: false) {
            let halves = part.split(separator: "=", omittingEmptySubsequences: false)
            guard halves.count == 2, !halves[1].isEmpty else { throw Self.bad }
            let name = String(halves[0])
            if Self.foreign.contains(name) { throw Self.unsupported }
            guard Self.known.contains(name), parts.updateValue(String(halves[1]), forKey: name) == nil else {
                throw Self.bad
            }
        }
        self.parts = parts
        guard parts["COUNT"] == nil || parts["UNTIL"] == nil else { throw Self.bad }
    }

    static let bad = Failure(.unusable, "no rule of RFC 5545", words: "calendars.bad_rule")
    static let unsupported = Failure(
        .unusable, "a rule of RFC 5545 that is not kept here", words: "calendars.rule_unsupported")

    var interval: Int {
        get throws { try parts["INTERVAL"].map { try Self.number($0, 1...Recurrence.limits.interval) } ?? 1 }
    }

    var weekStart: Weekday {
        get throws {
            guard let letters = parts["WKST"] else { return .monday }
            guard let weekday = Weekday(letters: letters) else { throw Self.bad }
            return weekday
        }
    }

    // MARK: The end

    /// `UNTIL` comes as a date, as local time or in UTC. What is kept is the last day whose occurrence is not after it.
    func end(from start: LocalMoment, in zone: TimeZone) throws -> Recurrence.End {
        if let count = parts["COUNT"] { return .count(try Self.number(count, 1...Recurrence.limits.count)) }
        guard let until = parts["UNTIL"] else { return .never }
        if let day = CalendarTime.day(until) { return .until(day) }
        if until.hasSuffix("Z") {
            guard let read = CalendarTime.moment(until.dropLast()) else { throw Self.bad }
            let last = Instant.at(read.day.number * 86_400 + read.seconds)
            let day = Day(last, in: zone)
            let late = LocalMoment(day, start.time).resolved(in: zone).instant > last
            return .until(late ? day.adding(days: -1) : day)
        }
        guard let read = CalendarTime.moment(until) else { throw Self.bad }
        return .until(read.seconds < start.time.minutes * 60 ? read.day.adding(days: -1) : read.day)
    }

    // MARK: The days

    func pattern(from start: Day) throws -> Recurrence.Pattern {
        switch parts["FREQ"] {
        case "DAILY": return try daily()
        case "WEEKLY":
            try refuse("BYMONTHDAY", "BYMONTH", "BYSETPOS")
            return .weekly(try plainWeekdays() ?? [start.weekday])
        case "MONTHLY": return try monthly(start)
        case "YEARLY": return try yearly(start)
        case "SECONDLY", "MINUTELY", "HOURLY": throw Self.unsupported
        default: throw Self.bad
        }
    }

    /// Every day, or every day out of some of the week: the same as weekly on these.
    private func daily() throws -> Recurrence.Pattern {
        try refuse("BYMONTHDAY", "BYMONTH", "BYSETPOS")
        guard let weekdays = try plainWeekdays() else { return .daily }
        guard try interval == 1 else { throw Self.unsupported }
        return .weekly(weekdays)
    }

    private func monthly(_ start: Day) throws -> Recurrence.Pattern {
        try refuse("BYMONTH")
        if let weekdays = try nthWeekdays() {
            try refuse("BYMONTHDAY")
            return .monthlyOnWeekdays(weekdays)
        }
        try refuse("BYSETPOS")
        guard let list = parts["BYMONTHDAY"] else { return .monthlyOnDates([start.civil.day]) }
        return .monthlyOnDates(Set(try Self.items(list).map { try Self.signed($0, 31) }))
    }

    private func yearly(_ start: Day) throws -> Recurrence.Pattern {
        let month = try parts["BYMONTH"].map { try Self.number($0, 1...12) }
        if let weekdays = try nthWeekdays() {
            try refuse("BYMONTHDAY")
            guard let month, let only = weekdays.first, weekdays.count == 1 else { throw Self.unsupported }
            return .yearlyOnWeekday(month: month, only)
        }
        try refuse("BYSETPOS")
        guard let day = parts["BYMONTHDAY"] else {
            return .yearlyOnDate(month: month ?? start.civil.month, day: start.civil.day)
        }
        guard let month, !day.hasPrefix("-"), !day.contains(",") else { throw Self.unsupported }
        return .yearlyOnDate(month: month, day: try Self.number(day, 1...31))
    }

    /// `BYDAY` without numbers; nil when there is none.
    private func plainWeekdays() throws -> Set<Weekday>? {
        guard let list = parts["BYDAY"] else { return nil }
        return Set(
            try Self.items(list).map { item in
                guard let weekday = Weekday(letters: item) else { throw Self.bad }
                return weekday
            })
    }

    /// `BYDAY=2TU,-1FR`, or as Outlook writes one of them: `BYDAY=TU;BYSETPOS=2`. Nil when there is none.
    private func nthWeekdays() throws -> Set<NthWeekday>? {
        guard let list = parts["BYDAY"] else { return nil }
        if let position = parts["BYSETPOS"] {
            guard let only = Weekday(letters: list), !position.contains(","),
                let nth = NthWeekday(try Self.signed(position[...], 5), only)
            else { throw Self.unsupported }
            return [nth]
        }
        return Set(
            try Self.items(list).map { item in
                guard let weekday = Weekday(letters: item.suffix(2)) else { throw Self.bad }
                guard item.utf8.count > 2 else { throw Self.unsupported }  // every Monday of the month
                guard let nth = NthWeekday(try Self.signed(item.dropLast(2), 5), weekday) else { throw Self.bad }
                return nth
            })
    }

    // MARK: Reading

    private func refuse(_ names: String...) throws {
        if names.contains(where: { parts[$0] != nil }) { throw Self.unsupported }
    }

    private static func items(_ list: String) -> [Substring] {
        list.split(separator: ",", omittingEmptySubsequences: false)
    }

    private static func number(_ text: String, _ range: ClosedRange<Int>) throws -> Int {
        guard let number = Digits.number(text, text.utf8.count), range.contains(number) else { throw bad }
        return number
    }

    /// 1 to `most` or -`most` to -1, with or without a plus.
    private static func signed(_ text: Substring, _ most: Int) throws -> Int {
        let minus = text.hasPrefix("-")
        let digits = minus || text.hasPrefix("+") ? text.dropFirst() : text
        let number = try number(String(digits), 1...most)
        return minus ? -number : number
    }
}
