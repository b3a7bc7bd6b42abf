public import Foundation
public import Kernel

/// What became of a local date and time in a zone.
public enum Resolution: Hashable, Sendable {
    /// The clock shows it once.
    case exact(Instant)
    /// The clock is put forward and never shows it: the first moment after the gap is taken instead.
    case skipped(Instant)
    /// The clock is put back and shows it twice: the first is taken.
    case twice(first: Instant, second: Instant)

    /// The moment that is taken.
    public var instant: Instant {
        switch self {
        case .exact(let instant), .skipped(let instant), .twice(let instant, _): instant
        }
    }

    /// What the author should know, in one sentence; nil when there is nothing to say. Words `calendars.moment_…`.
    public func notice(for asked: LocalMoment, in zone: TimeZone, _ saying: @escaping Saying) -> String? {
        let key: String
        switch self {
        case .exact: return nil
        case .skipped: key = "calendars.moment_skipped"
        case .twice: key = "calendars.moment_twice"
        }
        let taken = LocalMoment(instant, in: zone)
        let spoken = SpokenDates(saying)
        return saying(
            key,
            [
                "date": spoken.date(asked.day), "asked": spoken.time(asked.time), "taken": spoken.time(taken.time),
                "taken_date": spoken.date(taken.day),
            ])
    }
}
