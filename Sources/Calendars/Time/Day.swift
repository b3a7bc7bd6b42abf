public import Foundation
public import Kernel

/// A date on the wall's calendar, without hour and without zone: 12 May 2027. Proleptic Gregorian, from the year 1 to
/// the year 9999 (H. Hinnant, "chrono-Compatible Low-Level Date Algorithms", gives the arithmetic).
public struct Day: Hashable, Comparable, Sendable {
    /// 0001-01-01.
    public static let first = Day(number: -719_162)
    /// 9999-12-31.
    public static let last = Day(number: 2_932_896)

    /// Days since 1970-01-01.
    public let number: Int

    /// The day of that number; one outside the years 1 to 9999 becomes the nearest inside.
    public init(number: Int) { self.number = max(-719_162, min(2_932_896, number)) }

    /// Nil when the calendar has no such date, as 29 February 2027.
    public init?(_ year: Int, _ month: Int, _ day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= Self.length(ofMonth: month, year)
        else { return nil }
        self.init(number: Self.count(year, month, day))
    }

    /// The date that the clock of `zone` shows at that moment.
    public init(_ instant: Instant, in zone: TimeZone) { self = LocalMoment(instant, in: zone).day }

    /// From `2027-05-12`, exactly so; nil when it is no date.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, let year = Digits.number(parts[0], 4), let month = Digits.number(parts[1], 2),
            let day = Digits.number(parts[2], 2)
        else { return nil }
        self.init(year, month, day)
    }

    /// Year, month from 1, day of the month from 1.
    public var civil: (year: Int, month: Int, day: Int) {
        let shifted = number + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    public var year: Int { civil.year }

    public var weekday: Weekday { Weekday(rawValue: ((number + 3) % 7 + 7) % 7) ?? .monday }

    /// `2027-05-12`.
    public var text: String {
        let (year, month, day) = civil
        return "\(Digits.text(year, 4))-\(Digits.text(month, 2))-\(Digits.text(day, 2))"
    }

    /// So many days later, earlier when negative; it stops at the ends of the calendar.
    public func adding(days: Int) -> Day {
        let (sum, overflow) = number.addingReportingOverflow(days)
        return overflow ? (days > 0 ? .last : .first) : Day(number: sum)
    }

    public static func < (left: Day, right: Day) -> Bool { left.number < right.number }

    /// Days in a month from 1 to 12.
    public static func length(ofMonth month: Int, _ year: Int) -> Int {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        return month == 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
    }

    private static func count(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
