/// Finds a word by its key (`calendars.weekday_0`) and fills it with values, in the language of the page. A page hands in
/// its own: `{ context.word($0, $1) }`.
public typealias Saying = (_ key: String, _ values: [String: String]) -> String

/// Dates and times in plain words, from the words of this room.
struct SpokenDates {
    let saying: Saying

    init(_ saying: @escaping Saying) { self.saying = saying }

    func word(_ key: String, _ values: [String: String] = [:]) -> String { saying("calendars.\(key)", values) }

    /// `9 h`, `9 h 05`, `09:00`.
    func time(_ time: TimeOfDay) -> String {
        word(
            time.minute == 0 ? "clock_whole" : "clock",
            [
                "hour": String(time.hour), "hour2": Digits.text(time.hour, 2), "minute": Digits.text(time.minute, 2),
            ])
    }

    /// `1er mars 2027`, `1 March 2027`.
    func date(_ day: Day) -> String {
        let (year, month, _) = day.civil
        return word("date", ["day": inMonth(day.civil.day), "month": self.month(month), "year": String(year)])
    }

    /// `12 mai`, `12 May`.
    func date(_ day: Int, ofMonth month: Int) -> String {
        word("date_yearly", ["day": inMonth(day), "month": self.month(month)])
    }

    func weekday(_ weekday: Weekday) -> String { word("weekday_\(weekday.rawValue)") }

    func month(_ month: Int) -> String { word("month_\(month)") }

    /// `a`, `a et b`, `a, b et c`.
    func list(_ items: [String]) -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return word("list", ["items": items.dropLast().joined(separator: ", "), "last": last])
    }

    /// The ending of an English ordinal: `st` of 1st, `th` of 11th.
    static func suffix(_ number: Int) -> String {
        if (11...13).contains(number % 100) { return "th" }
        return [1: "st", 2: "nd", 3: "rd"][number % 10] ?? "th"
    }

    private func inMonth(_ day: Int) -> String { day == 1 ? word("day_first") : String(day) }
}
