public import Kernel

extension Recurrence {
    /// One time that it happens.
    public struct Occurrence: Hashable, Sendable {
        /// As the author's clock shows it, or would.
        public let moment: LocalMoment
        /// When that is, and whether a change of clock has a hand in it.
        public let resolution: Resolution

        public var instant: Instant { resolution.instant }
    }

    /// More are not given at once.
    public static let most = 5_000

    /// The first occurrence after a moment; nil when there is none until the end of the calendar.
    public func next(after instant: Instant) -> Occurrence? {
        occurrences(from: Instant(microseconds: min(.max - 1, instant.microseconds) + 1), to: nil, limit: 1).first
    }

    /// Those of a window, its end left out, in order.
    ///
    /// - Parameter limit: the first so many, at most 5,000.
    public func occurrences(from: Instant, to: Instant?, limit: Int = most) -> [Occurrence] {
        let limit = min(limit, Self.most)
        if limit < 1 { return [] }
        // A clock may jump over a whole day: Pacific/Apia had no 30 December 2011.
        let first = Day(from, in: zone).adding(days: -2)
        let last = to.map { Day($0, in: zone).adding(days: 2) } ?? .last
        var found: [Occurrence] = []
        for day in RecurrenceDays(self, from: first, exceptions: exceptions) {
            if day > last { break }
            let moment = LocalMoment(day, start.time)
            let occurrence = Occurrence(moment: moment, resolution: moment.resolved(in: zone))
            if let to, occurrence.instant >= to { break }
            if occurrence.instant >= from { found.append(occurrence) }
            if found.count == limit { break }
        }
        return found
    }
}
