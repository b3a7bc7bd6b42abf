public import Foundation
public import Kernel

/// Counts days as the hospital's own clock does: an opinion of 23:30 in Fort-de-France belongs to that evening.
public struct DayZone: Sendable {
    public let zone: TimeZone
    /// Offsets by UTC day, so that a million opinions do not ask the time-zone database a million times.
    private let offsets: [Int32]
    private let firstDay: Int

    /// - Throws: `Failure(.unusable)` when the IANA name is unknown.
    public init(_ name: String, clock: Clock = .system) throws {
        guard let zone = TimeZone(identifier: name) else {
            throw Failure(.unusable, "time zone \(name) is unknown: use an IANA name such as Europe/Paris")
        }
        self.zone = zone
        firstDay = clock.now().day - 366 * 40
        offsets = (firstDay...(clock.now().day + 366 * 3)).map { day in
            Int32(zone.secondsFromGMT(for: Instant(day: day).date))
        }
    }

    /// Days since 1970-01-01 on the hospital's wall calendar.
    public func day(of instant: Instant) -> Int {
        let index = instant.day - firstDay
        guard offsets.indices.contains(index), index + 1 < offsets.count, offsets[index] == offsets[index + 1] else {
            return instant.adding(seconds: Double(zone.secondsFromGMT(for: instant.date))).day
        }
        return instant.adding(seconds: Double(offsets[index])).day
    }

    /// The moment at which a wall-calendar day begins.
    public func start(of day: Int) -> Instant {
        let guess = Instant(day: day)
        let offset = zone.secondsFromGMT(for: guess.date)
        let start = guess.adding(seconds: -Double(offset))
        return guess.adding(seconds: -Double(zone.secondsFromGMT(for: start.date)))
    }
}
