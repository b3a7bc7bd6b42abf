// The rule in plain words: « chaque mardi à 9 h, jusqu’au 3 mars 2027 », "every Tuesday at 09:00, until 3 March 2027".
extension Recurrence {
    /// A phrase that begins with a small letter and has no full stop, out of the words of this room
    /// (`assets/calendars/words.json`).
    public func spoken(_ saying: @escaping Saying) -> String {
        let spoken = SpokenDates(saying)
        let days = interval == 1 ? everyTime(spoken) : everyFew(spoken)
        var parts = [spoken.word("at_time", ["days": days, "time": spoken.time(start.time)])]
        // "Every two weeks" says nothing before one knows from when.
        if interval > 1 { parts.append(spoken.word("starting", ["date": spoken.date(start.day)])) }
        switch end {
        case .never: break
        case .until(let day): parts.append(spoken.word("until", ["date": spoken.date(day)]))
        case .count(let count): parts.append(spoken.word(count == 1 ? "once" : "times", ["n": String(count)]))
        }
        if let left = spokenExceptions(spoken) { parts.append(left) }
        return parts.joined(separator: ", ")
    }

    private func everyTime(_ spoken: SpokenDates) -> String {
        switch pattern {
        case .daily: spoken.word("every_day")
        case .weekly(let days):
            switch days {
            case Set(Weekday.allCases): spoken.word("every_day")
            case [.monday, .tuesday, .wednesday, .thursday, .friday]: spoken.word("every_working_day")
            default: spoken.word("every_weekday", ["days": spoken.list(days.sorted().map(spoken.weekday))])
            }
        case .monthlyOnDates, .monthlyOnWeekdays: spoken.word("every_month", ["days": inPeriod(spoken)])
        case .yearlyOnDate, .yearlyOnWeekday: spoken.word("every_year", ["days": inPeriod(spoken)])
        }
    }

    private func everyFew(_ spoken: SpokenDates) -> String {
        let values = ["n": String(interval), "days": inPeriod(spoken)]
        return switch pattern {
        case .daily: spoken.word("every_days", values)
        case .weekly: spoken.word("every_weeks", values)
        case .monthlyOnDates, .monthlyOnWeekdays: spoken.word("every_months", values)
        case .yearlyOnDate, .yearlyOnWeekday: spoken.word("every_years", values)
        }
    }

    /// The days within a week, a month or a year: « le mardi », « le dernier jour », « le 12 mai ».
    private func inPeriod(_ spoken: SpokenDates) -> String {
        switch pattern {
        case .daily: ""
        case .weekly(let days):
            spoken.list(days.sorted().map { spoken.word("on_weekday", ["weekday": spoken.weekday($0)]) })
        case .monthlyOnDates(let days): spoken.list(Self.ordered(days).map { spoken.dayOfMonth($0) })
        case .monthlyOnWeekdays(let weekdays): spoken.list(weekdays.sorted().map(spoken.nth))
        case .yearlyOnDate(let month, let day):
            spoken.word("on_date", ["date": spoken.date(day, ofMonth: month)])
        case .yearlyOnWeekday(let month, let weekday):
            spoken.word("nth_of_month", ["day": spoken.nth(weekday), "month": spoken.word("of_month_\(month)")])
        }
    }

    private func spokenExceptions(_ spoken: SpokenDates) -> String? {
        if exceptions.isEmpty { return nil }
        // More than three dates in a row are read by nobody.
        if exceptions.count > 3 { return spoken.word("except_days", ["n": String(exceptions.count)]) }
        let dates = exceptions.sorted().map { spoken.word("on_date", ["date": spoken.date($0)]) }
        return spoken.word("except", ["dates": spoken.list(dates)])
    }
}

extension SpokenDates {
    /// « le 1er », « le 15 », « le dernier jour », « le 3e jour avant la fin ».
    func dayOfMonth(_ day: Int) -> String {
        switch day {
        case 1: word("on_first")
        case -1: word("on_last")
        case ..<0: word("on_day_from_end", ["n": String(-day), "suffix": Self.suffix(-day)])
        default: word("on_day", ["n": String(day), "suffix": Self.suffix(day)])
        }
    }

    /// « le deuxième mardi », « le dernier vendredi ».
    func nth(_ nth: NthWeekday) -> String {
        let values = ["weekday": weekday(nth.weekday), "n": String(-nth.nth), "suffix": Self.suffix(abs(nth.nth))]
        switch nth.nth {
        case -1: return word("nth_last", values)
        case ..<0: return word("nth_from_end", values)
        default: return word("nth_\(nth.nth)", values)
        }
    }
}
