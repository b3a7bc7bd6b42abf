/// The second Tuesday of a month, or its last.
public struct NthWeekday: Hashable, Comparable, Sendable {
    /// 1 to 5 from the beginning, -1 (the last) to -5 from the end. The fifth is missing from most months.
    public let nth: Int
    public let weekday: Weekday

    /// Nil unless `nth` is 1 to 5 or -5 to -1.
    public init?(_ nth: Int, _ weekday: Weekday) {
        guard nth != 0, (-5...5).contains(nth) else { return nil }
        self.nth = nth
        self.weekday = weekday
    }

    /// Its day in that month; nil when the month has none.
    public func day(in month: Int, _ year: Int) -> Day? {
        guard let first = Day(year, month, 1) else { return nil }
        let length = Day.length(ofMonth: month, year)
        let earliest = 1 + first.weekday.days(until: weekday)
        let count = (length - earliest) / 7 + 1
        let index = nth > 0 ? nth - 1 : count + nth
        return (0..<count).contains(index) ? Day(year, month, earliest + 7 * index) : nil
    }

    public static func < (left: NthWeekday, right: NthWeekday) -> Bool {
        (left.rank, left.weekday) < (right.rank, right.weekday)
    }

    /// From the beginning first.
    private var rank: Int { nth > 0 ? nth : nth + 100 }
}
