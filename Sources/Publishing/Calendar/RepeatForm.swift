import Calendars
import Foundation
import Kernel
import Web

/// How a post comes back, as the planning form says it.
struct RepeatForm: Sendable {
    enum Rhythm: String, Sendable, CaseIterable { case daily, weekly, date, weekday, yearly }

    private let form: Query

    init(_ form: Query) { self.form = form }

    static let noMoment = Failure(
        .unusable, "what comes back has a first moment", words: "publishing.repeat_no_moment")
    private static let wrong = Failure(.unusable, "no such repetition", words: "publishing.repeat_wrong")

    /// Nil for once. The first moment is always one of its dates.
    func rule(from start: LocalMoment, in zone: TimeZone) throws -> Recurrence? {
        guard let text = form["repeat"] else { return nil }
        guard let rhythm = Rhythm(rawValue: text), let every = number("repeat_every", or: 1) else { throw Self.wrong }
        return try Recurrence(try pattern(rhythm, start.day), from: start, in: zone, interval: every, end: try end())
    }

    private func pattern(_ rhythm: Rhythm, _ day: Day) throws -> Recurrence.Pattern {
        let (_, month, date) = day.civil
        switch rhythm {
        case .daily: return .daily
        case .weekly:
            let chosen = form.all("repeat_on").compactMap { Int($0) }.compactMap(Weekday.init(rawValue:))
            return .weekly(Set(chosen).union([day.weekday]))
        case .date: return .monthlyOnDates([date])
        case .weekday:
            // A fifth Friday is missing from most months: the last is meant.
            let nth = (date - 1) / 7 + 1
            guard let weekday = NthWeekday(nth == 5 ? -1 : nth, day.weekday) else { throw Self.wrong }
            return .monthlyOnWeekdays([weekday])
        case .yearly: return .yearlyOnDate(month: month, day: date)
        }
    }

    private func end() throws -> Recurrence.End {
        switch (form["repeat_until"], form["repeat_count"]) {
        case (nil, nil): return .never
        case (let until?, nil):
            guard let day = Day(until) else { throw Self.wrong }
            return .until(day)
        case (nil, _?):
            guard let count = number("repeat_count", or: 0) else { throw Self.wrong }
            return .count(count)
        case (_?, _?):
            throw Failure(.unusable, "a repetition that ends twice", words: "publishing.repeat_two_ends")
        }
    }

    private func number(_ name: String, or none: Int) -> Int? {
        guard let text = form[name] else { return none }
        return text.utf8.count <= 5 ? Int(text) : nil
    }
}

/// The fields of a repetition, filled with what was typed or what is planned.
struct RepeatFields: Encodable, Sendable {
    struct Weekday: Encodable, Sendable {
        let value: String
        let label: String
        let isOn: Bool
    }

    let rhythm: FormField
    let every: FormField
    let until: FormField
    let count: FormField
    let weekdays: [Weekday]
    let isOpen: Bool

    init(_ rule: Recurrence?, _ typed: Query?, _ context: some Viewing) {
        func word(_ key: String) -> String { context.word("publishing.\(key)") }
        let known = typed?["repeat"] ?? (typed == nil ? rule.map(Self.rhythm) : nil)
        func value(_ name: String, _ kept: String?) -> String {
            typed?["repeat_\(name)"] ?? (typed == nil ? kept : nil) ?? ""
        }
        isOpen = known != nil
        rhythm = FormField(
            "repeat", .choice, label: word("repeat"),
            choices: [.init("", word("repeat_once"), selected: known == nil)]
                + RepeatForm.Rhythm.allCases.map {
                    .init($0.rawValue, word("repeat_\($0.rawValue)"), selected: $0.rawValue == known)
                }, filter: true)
        every = FormField(
            "repeat_every", .number, label: word("repeat_every"),
            value: value("every", rule.map { String($0.interval) }),
            hint: word("repeat_every_hint"), filter: true)
        var (last, times): (String?, String?) = (nil, nil)
        switch rule?.end {
        case .until(let day): last = day.text
        case .count(let count): times = String(count)
        default: break
        }
        until = FormField(
            "repeat_until", .date, label: word("repeat_until"), value: value("until", last),
            hint: word("repeat_end_hint"), filter: true)
        count = FormField(
            "repeat_count", .number, label: word("repeat_count"), value: value("count", times), filter: true)
        let days: Set<Int> =
            if let typed { Set(typed.all("repeat_on").compactMap { Int($0) }) } else { Self.days(rule) }
        weekdays = (0..<7).map {
            Weekday(value: String($0), label: context.word("calendars.weekday_\($0)"), isOn: days.contains($0))
        }
    }

    private static func days(_ rule: Recurrence?) -> Set<Int> {
        guard case .weekly(let days) = rule?.pattern else { return [] }
        return Set(days.map(\.rawValue))
    }

    private static func rhythm(_ rule: Recurrence) -> String {
        let rhythm: RepeatForm.Rhythm =
            switch rule.pattern {
            case .daily: .daily
            case .weekly: .weekly
            case .monthlyOnDates: .date
            case .monthlyOnWeekdays: .weekday
            case .yearlyOnDate, .yearlyOnWeekday: .yearly
            }
        return rhythm.rawValue
    }
}
