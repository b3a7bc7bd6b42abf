/// A rule of date as the file writes it, in one of seven forms:
///
///     {"day": "02-04"}                                     every 4 February
///     {"nth": 2, "weekday": "thursday", "month": 3}        second Thursday of March; with "days": 7, a week from it
///     {"last_day_of": 2}                                   28 or 29 February
///     {"month": 10}                                        October
///     {"from": "04-24", "to": "04-30"}                     the same week every year
///     {"week_of": "09-17", "days": 5}                      five days from Monday of the week of 17 September
///     {"announced": [{"first": "2026-03-16", "last": "2026-03-22", "url": "https://…"}], "month": 3}
struct RuleForm: Decodable {
    private let day: String?
    private let nth: Int?
    private let weekday: String?
    private let month: Int?
    private let days: Int?
    private let lastDayOf: Int?
    private let from: String?
    private let to: String?
    private let weekOf: String?
    private let announced: [AnnouncementForm]?
    private let keys: Set<String>

    init(from decoder: any Decoder) throws {
        let known = ["day", "nth", "weekday", "month", "days", "last_day_of", "from", "to", "week_of", "announced"]
        let fields = try StrictKeys.fields(decoder, known)
        keys = Set(fields.allKeys.map(\.stringValue))
        day = try fields.decodeIfPresent(String.self, forKey: "day")
        nth = try fields.decodeIfPresent(Int.self, forKey: "nth")
        weekday = try fields.decodeIfPresent(String.self, forKey: "weekday")
        month = try fields.decodeIfPresent(Int.self, forKey: "month")
        days = try fields.decodeIfPresent(Int.self, forKey: "days")
        lastDayOf = try fields.decodeIfPresent(Int.self, forKey: "last_day_of")
        from = try fields.decodeIfPresent(String.self, forKey: "from")
        to = try fields.decodeIfPresent(String.self, forKey: "to")
        weekOf = try fields.decodeIfPresent(String.self, forKey: "week_of")
        announced = try fields.decodeIfPresent([AnnouncementForm].self, forKey: "announced")
    }

    /// Nil when the keys are of no form, or of two, or a value is impossible.
    func checked() -> DateRule? {
        switch keys {
        case ["day"]:
            return day.flatMap { DateRule.MonthDay($0) }.map { .day(month: $0.month, day: $0.day) }
        case ["nth", "weekday", "month"], ["nth", "weekday", "month", "days"]: return nthWeekday()
        case ["last_day_of"]: return lastDayOf.flatMap(Self.month).map { .lastDay(month: $0) }
        case ["month"]: return month.flatMap(Self.month).map { .month($0) }
        case ["from", "to"]:
            guard let from = from.flatMap({ DateRule.MonthDay($0) }), let to = to.flatMap({ DateRule.MonthDay($0) }),
                from < to
            else { return nil }
            return .range(from: from, to: to)
        case ["week_of", "days"]:
            guard let date = weekOf.flatMap({ DateRule.MonthDay($0) }), let days, (1...31).contains(days) else {
                return nil
            }
            return .weekOf(date, days: days)
        case ["announced", "month"]: return announcedDays()
        default: return nil
        }
    }

    private func nthWeekday() -> DateRule? {
        guard let nth, let weekday = weekday.flatMap({ Weekday(name: $0) }), let month = month.flatMap(Self.month),
            // Every year has it: no fifth of anything.
            abs(nth) < 5, let day = NthWeekday(nth, weekday), (1...31).contains(days ?? 1)
        else { return nil }
        return .weekday(day, month: month, days: days ?? 1)
    }

    /// Each year once.
    private func announcedDays() -> DateRule? {
        guard let announced, let month = month.flatMap(Self.month), !announced.isEmpty else { return nil }
        var dates: [Int: DateRule.Announcement] = [:]
        for form in announced {
            guard let read = form.checked(),
                dates.updateValue(read, forKey: read.days.lowerBound.year) == nil
            else { return nil }
        }
        return .announced(dates, month: month)
    }

    private static func month(_ month: Int) -> Int? { (1...12).contains(month) ? month : nil }
}

/// The date of one year; `last` is left out for a single day.
private struct AnnouncementForm: Decodable {
    private let first: String
    private let last: String?
    private let url: String?

    init(from decoder: any Decoder) throws {
        let fields = try StrictKeys.fields(decoder, ["first", "last", "url"])
        first = try fields.decode(String.self, forKey: "first")
        last = try fields.decodeIfPresent(String.self, forKey: "last")
        url = try fields.decodeIfPresent(String.self, forKey: "url")
    }

    func checked() -> DateRule.Announcement? {
        guard let first = Day(first), let last = Day(last ?? self.first), first <= last,
            last.number - first.number < 62, url.map(HealthFile.isAddress) ?? true
        else { return nil }
        return DateRule.Announcement(days: first...last, url: url)
    }
}
