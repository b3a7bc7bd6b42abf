/// When a health day is, year after year.
public enum DateRule: Hashable, Sendable {
    /// The same date every year.
    case day(month: Int, day: Int)
    /// So many days from a weekday of a month on: one for a day, seven for a week.
    case weekday(NthWeekday, month: Int, days: Int)
    /// The last day of a month: the 28th or 29th of February.
    case lastDay(month: Int)
    /// The whole month.
    case month(Int)
    /// From one date to another of the same year, both included.
    case range(from: MonthDay, to: MonthDay)
    /// So many days from the Monday of the week (Monday to Sunday) in which a date lies.
    case weekOf(MonthDay, days: Int)
    /// Announced year by year, and expected in a month.
    case announced([Int: Announcement], month: Int)

    /// The days of one year.
    public struct Announcement: Hashable, Sendable {
        public let days: ClosedRange<Day>
        /// Where they were read; nil when they are remembered.
        public let url: String?
    }

    /// A date that every year has.
    public struct MonthDay: Hashable, Comparable, Sendable {
        public let month: Int
        public let day: Int

        /// From `05-12`; nil when it is no date, or 29 February.
        public init?(_ text: String) {
            guard let day = Day("2001-\(text)") else { return nil }
            (_, month, self.day) = day.civil
        }

        public static func < (left: MonthDay, right: MonthDay) -> Bool {
            (left.month, left.day) < (right.month, right.day)
        }

        func day(in year: Int) -> Day? { Day(year, month, day) }
    }

    /// First and last day in that year; nil when nothing is announced for it, or the month has no such weekday.
    public func days(in year: Int) -> ClosedRange<Day>? {
        switch self {
        case .day(let month, let day): Day(year, month, day).map { $0...$0 }
        case .weekday(let weekday, let month, let days):
            weekday.day(in: month, year).map { $0...$0.adding(days: days - 1) }
        case .lastDay(let month): Day(year, month, Day.length(ofMonth: month, year)).map { $0...$0 }
        case .month(let month): whole(month, year)
        case .range(let from, let to): span(from.day(in: year), to.day(in: year))
        case .weekOf(let date, let days): date.day(in: year).map { Self.week(of: $0, days) }
        case .announced(let dates, month: _): dates[year]?.days
        }
    }

    private static func week(of day: Day, _ days: Int) -> ClosedRange<Day> {
        let monday = day.adding(days: -day.weekday.rawValue)
        return monday...monday.adding(days: days - 1)
    }

    private func whole(_ month: Int, _ year: Int) -> ClosedRange<Day>? {
        span(Day(year, month, 1), Day(year, month, Day.length(ofMonth: month, year)))
    }

    private func span(_ first: Day?, _ last: Day?) -> ClosedRange<Day>? {
        guard let first, let last, first <= last else { return nil }
        return first...last
    }
}
