public import Foundation
public import Kernel

/// When a queue sends: so many times a week, on the wall's clock of one zone. Each account has its own.
public struct WeeklySlots: Hashable, Sendable {
    /// One time of the week.
    public struct Slot: Hashable, Comparable, Sendable {
        public let weekday: Weekday
        public let time: TimeOfDay

        public init(_ weekday: Weekday, _ time: TimeOfDay) {
            self.weekday = weekday
            self.time = time
        }

        public static func < (left: Slot, right: Slot) -> Bool {
            (left.weekday, left.time) < (right.weekday, right.time)
        }
    }

    /// One every hour of the week: nobody needs more.
    public static let most = 168
    /// Days ahead in which a free slot is looked for: three years.
    public static let horizon = 3 * 366

    /// In the order of the week.
    public let slots: [Slot]
    public let zone: TimeZone

    /// Slots that are named twice count once; no slot at all is a queue that never sends.
    ///
    /// - Throws: `.tooLarge` with over 168 slots.
    public init(_ slots: some Sequence<Slot>, in zone: TimeZone) throws {
        self.slots = Set(slots).sorted()
        self.zone = zone
        guard self.slots.count <= Self.most else {
            throw Failure(.tooLarge, "over 168 slots a week", words: "calendars.too_many_slots")
        }
    }

    /// The first slot after a moment that nobody has taken; nil when there is none in three years.
    ///
    /// A slot is taken when a moment of `taken` lies in its minute. One that a change of clock skips moves to the end of
    /// the gap, one that it repeats counts once.
    ///
    /// - Parameter closed: whether a day of the calendar is left out: a public holiday, a week of mourning.
    public func nextFree(
        after instant: Instant, taken: some Sequence<Instant>, closed: (Day) -> Bool = { _ in false }
    ) -> Instant? {
        let taken = Set(taken.map { Self.minute($0) })
        let first = Day(instant, in: zone).adding(days: -1)
        for ahead in 0...(Self.horizon + 1) {
            let free = moments(on: first.adding(days: ahead), closed: closed).first {
                $0 > instant && !taken.contains(Self.minute($0))
            }
            if let free { return free }
        }
        return nil
    }

    /// Every slot of these days after a moment that nobody has taken, in order: what a calendar shows as empty places.
    public func free(
        on days: ClosedRange<Day>, after instant: Instant, taken: some Sequence<Instant>,
        closed: (Day) -> Bool = { _ in false }
    ) -> [Instant] {
        let taken = Set(taken.map { Self.minute($0) })
        return (days.lowerBound.number...days.upperBound.number).flatMap { number in
            moments(on: Day(number: number), closed: closed).filter {
                $0 > instant && !taken.contains(Self.minute($0))
            }
        }
    }

    /// The slots of one day, in order.
    public func moments(on day: Day, closed: (Day) -> Bool = { _ in false }) -> [Instant] {
        let times = slots.filter { $0.weekday == day.weekday }.map(\.time)
        if times.isEmpty || closed(day) { return [] }
        let found = times.map { LocalMoment(day, $0).resolved(in: zone).instant }
        // Two slots within a gap both move to its end, where one can be sent.
        return Set(found).sorted()
    }

    private static func minute(_ instant: Instant) -> Int64 {
        let (quotient, remainder) = instant.microseconds.quotientAndRemainder(dividingBy: 60_000_000)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
