public import Foundation
public import Kernel

/// A date and a time as the clock on the wall shows them, to the minute. It becomes a moment in a zone only
/// (`resolved(in:)`), because a change of clock leaves some out and repeats others.
///
/// Nothing here asks where the server stands: the zone is always handed in, so that the same form gives the same
/// instant whatever the process's own zone is.
public struct LocalMoment: Hashable, Comparable, Sendable {
    public let day: Day
    public let time: TimeOfDay

    public init(_ day: Day, _ time: TimeOfDay) {
        self.day = day
        self.time = time
    }

    /// What the clock of `zone` shows at that moment, to the minute that has begun. Before the year 1 and after the
    /// year 9999 it shows the nearest inside.
    public init(_ instant: Instant, in zone: TimeZone) {
        let (quotient, remainder) = instant.microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        let seconds = Int(quotient) - (remainder < 0 ? 1 : 0)
        let bounded = max(-62_135_596_800, min(253_402_300_799, seconds))
        self.init(clock: bounded + zone.offset(at: bounded))
    }

    /// From the value of an HTML field `datetime-local`, `2026-03-29T02:30`: exactly so, no seconds, no zone, no blank
    /// (HTML Living Standard, 2.3.5.5 "Local dates and times", in the form that its sanitisation leaves).
    ///
    /// - Throws: `.unusable` when it has another form, or there is no such date or time.
    public init(_ text: String) throws {
        guard text.utf8.count == 16, text.utf8.dropFirst(10).first == UInt8(ascii: "T"),
            let day = Day(text.prefix(10)), let time = TimeOfDay(text.dropFirst(11))
        else { throw Failure(.unusable, "no local date and time", words: "calendars.bad_moment") }
        self.init(day, time)
    }

    /// Seconds on the wall's clock since it showed 1970-01-01T00:00.
    init(clock: Int) {
        let days = clock >= 0 ? clock / 86_400 : (clock - 86_399) / 86_400
        day = Day(number: days)
        time = TimeOfDay(minutes: (clock - days * 86_400) / 60) ?? .midnight
    }

    /// Seconds on the wall's clock since it showed 1970-01-01T00:00.
    var clock: Int { day.number * 86_400 + time.minutes * 60 }

    /// `2026-03-29T02:30`, as a field `datetime-local` takes it.
    public var text: String { "\(day.text)T\(time.text)" }

    public static func < (left: LocalMoment, right: LocalMoment) -> Bool { left.clock < right.clock }

    /// When the clock of `zone` shows this.
    public func resolved(in zone: TimeZone) -> Resolution {
        let shown = clock
        // No zone is farther than a day from UTC, and none changes its clock twice in two days.
        let offsets = Set([-86_400, 0, 86_400].map { zone.offset(at: shown + $0) })
        let found = offsets.map { shown - $0 }.filter { $0 + zone.offset(at: $0) == shown }.sorted()
        switch (found.first, found.last) {
        case (let first?, let last?) where first < last: return .twice(first: .at(first), second: .at(last))
        case (let only?, _): return .exact(.at(only))
        default: return .skipped(.at(Self.afterGap(shown, zone)))
        }
    }

    /// The stored moment of something whose form came back: when the form still shows what `saved` looks like in this
    /// zone, `saved` itself, to the microsecond and in the right one of two equal hours; else what the form says now.
    public func instant(in zone: TimeZone, keeping saved: Instant) -> Instant {
        LocalMoment(saved, in: zone) == self ? saved : resolved(in: zone).instant
    }

    /// The first round time of the clock of `zone` after that moment: the `min` of a form, on the same evening too.
    ///
    /// - Parameter step: minutes of the hour that may be chosen: 5 gives 22:35 after 22:31. From 1 to 60.
    public static func soonest(after instant: Instant, in zone: TimeZone, step: Int = 5) -> LocalMoment {
        let step = max(1, min(60, step)) * 60
        let begun = LocalMoment(instant, in: zone)
        var next = LocalMoment(clock: (begun.clock / step + 1) * step)
        // Where autumn repeats an hour, what the form shows may already be over. No clock is put back by two days.
        for _ in 0..<(2 * 86_400 / step) {
            if case .skipped(let moved) = next.resolved(in: zone) { return LocalMoment(moved, in: zone) }
            if next.resolved(in: zone).instant > instant { break }
            next = LocalMoment(clock: next.clock + step)
        }
        return next
    }

    /// The second at which the clock first shows more than `shown`, which it never showed.
    private static func afterGap(_ shown: Int, _ zone: TimeZone) -> Int {
        var (before, after) = (shown - 86_400, shown + 86_400)
        while after - before > 1 {
            let middle = (before + after) / 2
            if middle + zone.offset(at: middle) > shown { after = middle } else { before = middle }
        }
        return after
    }
}

extension TimeOfDay {
    static let midnight = TimeOfDay(clamping: 0)

    private init(clamping minutes: Int) { self.minutes = minutes }
}

extension Instant {
    /// So many whole seconds after 1970.
    static func at(_ seconds: Int) -> Instant { Instant(microseconds: Int64(seconds) * 1_000_000) }
}
