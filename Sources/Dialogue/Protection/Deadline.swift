import Foundation
import Kernel
import Web

/// Counting months on the calendar, as the law does: from a date to the day of the same number, or to the last of the
/// month when it has no such day.
enum Deadline {
    /// Press offences lapse three months after publication (loi du 29 juillet 1881, article 65).
    static let pressMonths = 3
    /// One year where the offence is aggravated by hatred (article 65-3).
    static let hatredMonths = 12
    /// A person is answered within a month, two more at most with the reason told (GDPR, article 12(3)).
    static let answerMonths = 1
    static let extensionMonths = 2
    /// A right of reply online is published within three days (LCEN, article 6 IV, since 2024 article 1-1).
    static let replyDays = 3

    /// Days are counted from 1970-01-01 on the hospital's calendar.
    static func day(_ day: Int, plusMonths months: Int) -> Int {
        let (year, month, date) = LocalTime.civil(day)
        let index = year * 12 + month - 1 + months
        let (toYear, toMonth) = (index / 12, index % 12 + 1)
        let last = LocalTime.dayNumber(toMonth == 12 ? toYear + 1 : toYear, toMonth == 12 ? 1 : toMonth + 1, 1)
        return min(LocalTime.dayNumber(toYear, toMonth, date), last - 1)
    }

    static func day(of instant: Instant, _ zone: TimeZone) -> Int { LocalTime(instant, zone).dayNumber }

    /// `2026-11-21`; nil when it is no day of the calendar.
    static func day(_ text: String?) -> Int? {
        let parts = (text ?? "").split(separator: "-").map { Int($0) }
        guard parts.count == 3, let year = parts[0], let month = parts[1], let date = parts[2],
            (1900...2200).contains(year), (1...12).contains(month), (1...31).contains(date)
        else { return nil }
        let day = LocalTime.dayNumber(year, month, date)
        return LocalTime.civil(day) == (year, month, date) ? day : nil
    }

    /// `2026-11-21`, for forms and tables.
    static func text(_ day: Int) -> String {
        let (year, month, date) = LocalTime.civil(day)
        func two(_ number: Int) -> String { (number < 10 ? "0" : "") + String(number) }
        return "\(year)-\(two(month))-\(two(date))"
    }
}
