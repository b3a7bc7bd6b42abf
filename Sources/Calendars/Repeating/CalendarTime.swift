import Foundation
import Kernel

/// Moments in the form of RFC 5545, sections 3.3.4 and 3.3.5.
enum CalendarTime {
    /// `20270303T080000Z`.
    static func utc(_ instant: Instant) -> String {
        let moment = LocalMoment(instant, in: .gmt)
        let second = ((instant.microseconds / 1_000_000 % 60) + 60) % 60
        return "\(local(moment).dropLast(2))\(Digits.text(Int(second), 2))Z"
    }

    /// `20270303T090000`.
    static func local(_ moment: LocalMoment) -> String {
        "\(date(moment.day))T\(Digits.text(moment.time.hour, 2))\(Digits.text(moment.time.minute, 2))00"
    }

    /// `20270303`.
    static func date(_ day: Day) -> String { day.text.filter { $0 != "-" } }

    /// The day of `20270303`; nil when it is none.
    static func day(_ text: some StringProtocol) -> Day? {
        guard text.utf8.count == 8, let year = Digits.number(text.prefix(4), 4),
            let month = Digits.number(text.dropFirst(4).prefix(2), 2), let day = Digits.number(text.suffix(2), 2)
        else { return nil }
        return Day(year, month, day)
    }

    /// Date and seconds of the day of `20270303T090000`; nil when it is none.
    static func moment(_ text: some StringProtocol) -> (day: Day, seconds: Int)? {
        let halves = text.split(separator: "T", omittingEmptySubsequences: false)
        guard halves.count == 2, let day = day(halves[0]), let digits = Digits.number(halves[1], 6) else { return nil }
        let (hour, minute, second) = (digits / 10_000, digits / 100 % 100, digits % 100)
        // 60 is a leap second, which no clock of ours shows.
        guard hour < 24, minute < 60, second <= 60 else { return nil }
        return (day, hour * 3600 + minute * 60 + min(59, second))
    }
}
