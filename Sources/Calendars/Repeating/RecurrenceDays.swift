/// The days of a repetition, in order, period by period: a day, a week, a month or a year at a time. It ends with the
/// calendar at the latest, after fewer than a hundred thousand months without any.
struct RecurrenceDays: Sequence, IteratorProtocol {
    private let rule: Recurrence
    private let first: Day
    private let exceptions: Set<Day>
    private var period: Int
    private var found = 0
    /// Days of the current period that are still to be given, the last one first.
    private var waiting: [Day] = []

    /// - Parameter first: days before are passed over without being looked at, unless they have to be counted.
    init(_ rule: Recurrence, from first: Day, exceptions: Set<Day>) {
        self.rule = rule
        self.first = Swift.max(first, rule.start.day)
        self.exceptions = exceptions
        if case .count = rule.end { period = 0 } else { period = rule.period(of: self.first) }
    }

    mutating func next() -> Day? {
        while true {
            while let day = waiting.popLast() {
                if isOver(day) { return nil }
                found += 1
                if day >= first, !exceptions.contains(day) { return day }
            }
            guard let days = rule.days(ofPeriod: period) else { return nil }
            period += 1
            waiting = days.filter { $0 >= rule.start.day }.sorted(by: >)
        }
    }

    private func isOver(_ day: Day) -> Bool {
        switch rule.end {
        case .never: false
        case .until(let last): day > last
        case .count(let count): found >= count
        }
    }
}

extension Recurrence {
    /// The number of the period in which a day lies, or of the one before when that is between two; never negative.
    fileprivate func period(of day: Day) -> Int {
        let steps: Int
        switch pattern {
        case .daily: steps = day.number - start.day.number
        case .weekly: steps = (day.number - firstWeek) / 7
        case .monthlyOnDates, .monthlyOnWeekdays: steps = Self.months(day) - Self.months(start.day)
        case .yearlyOnDate, .yearlyOnWeekday: steps = day.year - start.day.year
        }
        return Swift.max(0, steps / interval)
    }

    /// The days of a period in any order; nil when it begins after the end of the calendar.
    fileprivate func days(ofPeriod period: Int) -> Set<Day>? {
        let steps = period * interval
        switch pattern {
        case .daily:
            let number = start.day.number + steps
            return number > Day.last.number ? nil : [Day(number: number)]
        case .weekly(let weekdays):
            let week = firstWeek + 7 * steps
            if week > Day.last.number { return nil }
            let numbers = weekdays.map { week + weekStart.days(until: $0) }
            return Set(numbers.filter { start.day.number <= $0 && $0 <= Day.last.number }.map { Day(number: $0) })
        case .monthlyOnDates, .monthlyOnWeekdays:
            let months = Self.months(start.day) + steps
            return months / 12 > 9999 ? nil : days(inMonth: months % 12 + 1, months / 12)
        case .yearlyOnDate(let month, let day):
            let year = start.day.year + steps
            return year > 9999 ? nil : Set([Day(year, month, day)].compactMap { $0 })
        case .yearlyOnWeekday(let month, let weekday):
            let year = start.day.year + steps
            return year > 9999 ? nil : Set([weekday.day(in: month, year)].compactMap { $0 })
        }
    }

    private func days(inMonth month: Int, _ year: Int) -> Set<Day> {
        switch pattern {
        case .monthlyOnDates(let days):
            let length = Day.length(ofMonth: month, year)
            return Set(days.compactMap { Day(year, month, $0 > 0 ? $0 : length + 1 + $0) })
        case .monthlyOnWeekdays(let weekdays): return Set(weekdays.compactMap { $0.day(in: month, year) })
        default: return []
        }
    }

    /// Number of the first day of the week in which it starts.
    private var firstWeek: Int { start.day.number - weekStart.days(until: start.day.weekday) }

    private static func months(_ day: Day) -> Int { day.civil.year * 12 + day.civil.month - 1 }
}
