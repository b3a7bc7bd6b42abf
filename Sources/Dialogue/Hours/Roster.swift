import Foundation
import Kernel
import Web

/// What somebody was asked for: to be on call from one moment to another, once or each week.
struct Duty: Sendable, Equatable, Identifiable {
    let id: Int64
    let person: Int64
    /// Told when the first does not answer.
    let second: Int64?
    let starts: Instant
    let ends: Instant
    let weekly: Bool
    /// Weekly ones that begin at or after this do not take place.
    let until: Instant?
}

/// One stretch of time in which the same people are on call.
struct Shift: Sendable, Equatable {
    let duty: Int64
    let person: Int64
    let second: Int64?
    let starts: Instant
    let ends: Instant
}

/// A stretch of time in which nobody is on call.
struct RosterGap: Sendable, Equatable {
    let from: Instant
    let to: Instant
}

/// Who is on call when. What is asked for once goes before what comes back each week, and the later wish before the
/// earlier one: that is how two people swap.
struct Roster: Sendable {
    /// The longest one stretch may be.
    static let longest = 31 * 86_400.0

    let duties: [Duty]
    /// Weekly duties keep their hour on this clock, whatever the season.
    let zone: TimeZone

    /// Who is on call at a moment.
    func shift(at moment: Instant) -> Shift? {
        occurrences(from: moment, to: moment.adding(seconds: 1)).filter { $0.starts <= moment && moment < $0.ends }
            .max { rank($0) < rank($1) }
    }

    /// The stretches of a span, in order, none over another.
    func shifts(from start: Instant, to end: Instant) -> [Shift] {
        let all = occurrences(from: start, to: end).sorted { rank($0) > rank($1) }
        let edges = Set(all.flatMap { [max($0.starts, start), min($0.ends, end)] }).sorted()
        var shifts: [Shift] = []
        for (from, to) in zip(edges, edges.dropFirst()) {
            guard let winner = all.first(where: { $0.starts <= from && to <= $0.ends }) else { continue }
            if let last = shifts.last, last.ends == from, last.duty == winner.duty, winner.starts < from {
                shifts[shifts.count - 1] = winner.cut(last.starts, to)
            } else {
                shifts.append(winner.cut(from, to))
            }
        }
        return shifts
    }

    /// When nobody whose account is open is on call.
    func gaps(from start: Instant, to end: Instant, open: Set<Int64>) -> [RosterGap] {
        var gaps: [RosterGap] = []
        var reached = start
        for shift in shifts(from: start, to: end) where shift.isManned(open) {
            if reached < shift.starts { gaps.append(RosterGap(from: reached, to: shift.starts)) }
            reached = max(reached, shift.ends)
        }
        if reached < end { gaps.append(RosterGap(from: reached, to: end)) }
        return gaps
    }

    private func rank(_ shift: Shift) -> (Int, Int64) {
        let weekly = duties.first { $0.id == shift.duty }?.weekly ?? false
        return (weekly ? 0 : 1, shift.duty)
    }

    private func occurrences(from start: Instant, to end: Instant) -> [Shift] {
        duties.flatMap { duty -> [Shift] in
            guard duty.weekly else { return [shift(duty, 0)].filter { $0.starts < end && start < $0.ends } }
            let weeks = { (span: Double) in Int((span / (7 * 86_400)).rounded(.down)) }
            let first = max(0, weeks(start.seconds(since: duty.ends)) - 1)
            let last = max(first, weeks(end.seconds(since: duty.starts)) + 1)
            return (first...last).map { shift(duty, $0) }.filter { shift in
                shift.starts < end && start < shift.ends && (duty.until.map { shift.starts < $0 } ?? true)
            }
        }
    }

    private func shift(_ duty: Duty, _ week: Int) -> Shift {
        Shift(
            duty: duty.id, person: duty.person, second: duty.second, starts: later(duty.starts, week),
            ends: later(duty.ends, week))
    }

    private func later(_ moment: Instant, _ weeks: Int) -> Instant {
        if weeks == 0 { return moment }
        let local = LocalTime(moment, zone)
        return LocalMoment.instant(
            day: local.dayNumber + 7 * weeks, minute: local.hour * 60 + local.minute, zone)
    }
}

extension Shift {
    fileprivate func cut(_ from: Instant, _ to: Instant) -> Shift {
        Shift(duty: duty, person: person, second: second, starts: from, ends: to)
    }

    /// Whether one of its people can still be told.
    func isManned(_ open: Set<Int64>) -> Bool { open.contains(person) || second.map(open.contains) == true }
}

/// A day and a minute on the wall's clock as a moment.
enum LocalMoment {
    /// An hour that spring leaves out is the one after it; one that comes twice is the first.
    static func instant(day: Int, minute: Int, _ zone: TimeZone) -> Instant {
        let wall = Instant(day: day).adding(seconds: Double(minute) * 60)
        // The offset before the change makes of a missing hour the one that follows it.
        let before = zone.secondsFromGMT(for: wall.adding(seconds: -86_400).date)
        let early = wall.adding(seconds: -Double(before))
        if zone.secondsFromGMT(for: early.date) == before { return early }
        let after = zone.secondsFromGMT(for: wall.adding(seconds: 86_400).date)
        let late = wall.adding(seconds: -Double(after))
        return zone.secondsFromGMT(for: late.date) == after ? late : early
    }

    /// `2026-11-21T18:30`, as a browser's field of date and time writes it; nil when it is none.
    static func instant(_ text: String, _ zone: TimeZone) -> Instant? {
        let halves = text.split(separator: "T")
        guard halves.count == 2, let day = day(String(halves[0])), let minute = minute(String(halves[1])) else {
            return nil
        }
        return instant(day: day, minute: minute, zone)
    }

    /// `2026-11-21` as a day number.
    static func day(_ text: String) -> Int? {
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, (2_000...2_200).contains(parts[0]), (1...12).contains(parts[1]) else { return nil }
        let day = LocalTime.dayNumber(parts[0], parts[1], parts[2])
        let civil = LocalTime.civil(day)
        return (1...31).contains(parts[2]) && civil.month == parts[1] ? day : nil
    }

    /// `18:30` as a minute of the day; `24:00` is its end.
    static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":").compactMap { Int($0) }
        guard parts.count >= 2, (0...24).contains(parts[0]), (0...59).contains(parts[1]) else { return nil }
        let minute = parts[0] * 60 + parts[1]
        return minute <= 24 * 60 ? minute : nil
    }

    /// What a browser's field of date and time shows.
    static func field(_ moment: Instant, _ zone: TimeZone) -> String {
        let local = LocalTime(moment, zone)
        return "\(local.year)-\(two(local.month))-\(two(local.day))T\(two(local.hour)):\(two(local.minute))"
    }

    static func clock(_ minute: Int) -> String { "\(two(minute / 60)):\(two(minute % 60))" }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
}
