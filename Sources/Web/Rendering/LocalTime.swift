public import Foundation
public import Kernel

/// A moment as a clock on the wall shows it. Plain integer arithmetic (proleptic Gregorian calendar), so that a page
/// of a hundred dates costs nothing; only the zone's offset is asked of Foundation.
public struct LocalTime: Sendable, Hashable {
    public let year: Int
    public let month: Int
    public let day: Int
    public let hour: Int
    public let minute: Int
    public let second: Int
    /// Days since 1970-01-01, local.
    public let dayNumber: Int
    /// 0 is Monday.
    public let weekday: Int

    public init(_ instant: Instant, _ zone: TimeZone) {
        // Foundation's calendars stop making sense far from today; the year 9999 is far enough.
        let bounded = max(-62_135_596_800, min(253_402_300_799, instant.seconds.rounded(.down)))
        let offset = zone.secondsFromGMT(for: Date(timeIntervalSince1970: bounded))
        let seconds = Int(bounded) + offset
        let days = seconds >= 0 ? seconds / 86_400 : (seconds - 86_399) / 86_400
        let rest = seconds - days * 86_400
        (year, month, day) = Self.civil(days)
        hour = rest / 3600
        minute = rest % 3600 / 60
        second = rest % 60
        dayNumber = days
        weekday = ((days + 3) % 7 + 7) % 7
    }

    /// Year, month and day of a day number.
    public static func civil(_ days: Int) -> (year: Int, month: Int, day: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shiftedMonth + 2) / 5 + 1)
    }

    /// Days since 1970-01-01 of a civil date; months and days beyond their range run on.
    public static func dayNumber(_ year: Int, _ month: Int, _ day: Int) -> Int {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let yearOfEra = shifted - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}
