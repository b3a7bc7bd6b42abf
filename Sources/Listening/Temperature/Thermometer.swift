public import Kernel
public import Storage

/// One reading of the thermometer, with everything needed to check it.
public struct Reading: Sendable {
    public let place: Place
    /// Last day of the window, on the hospital's calendar (days since 1970-01-01), and its length.
    public let lastDay: Int
    public let days: Int
    public let window: Tally
    public let baseline: Tally
    /// Nil while the baseline holds fewer than 20 opinions.
    public let temperature: Temperature?

    public var firstDay: Int { lastDay - days + 1 }
}

/// Reads temperatures from the daily sums.
public struct Thermometer: Sendable {
    private let database: Database
    private let clock: Clock
    public let zone: DayZone

    public init(database: Database, clock: Clock, zone: DayZone) {
        self.database = database
        self.clock = clock
        self.zone = zone
    }

    /// Today on the hospital's calendar.
    public var today: Int { zone.day(of: clock.now()) }

    /// The temperature over the `days` days that end on `day` (today when nil).
    public func reading(_ place: Place, days: Int = 7, endingOn day: Int? = nil) async throws -> Reading {
        let last = day ?? today
        return try await database.read { try Self.reading(place, days: days, endingOn: last, in: $0) }
    }

    /// One temperature a day, each over the `days` days that end on it: the curve of the last `count` days.
    public func curve(_ place: Place, days: Int = 7, count: Int, endingOn day: Int? = nil) async throws -> [Reading] {
        let last = day ?? today
        let first = last - count - days - Temperature.baselineDays
        let tallies = try await database.read { try TallyStore.days(place, from: first, through: last, in: $0) }
        var sums: [Int: Tally] = [:]
        for tally in tallies { sums[tally.day] = tally.tally }
        return (last - count + 1...last).map { day in Self.reading(place, days: days, endingOn: day, from: sums) }
    }

    /// What each day said, without gaps, oldest first.
    public func daily(_ place: Place, from first: Int, through last: Int) async throws -> [DayTally] {
        let known = try await database.read { try TallyStore.days(place, from: first, through: last, in: $0) }
        var byDay: [Int: DayTally] = [:]
        for tally in known { byDay[tally.day] = tally }
        return (first...max(first, last)).map { byDay[$0] ?? DayTally(empty: $0) }
    }

    static func reading(
        _ place: Place, days: Int, endingOn last: Int, in connection: any Connection
    ) throws -> Reading {
        var sums: [Int: Tally] = [:]
        let first = last - days - Temperature.baselineDays + 1
        for tally in try TallyStore.days(place, from: first, through: last, in: connection) {
            sums[tally.day] = tally.tally
        }
        return reading(place, days: days, endingOn: last, from: sums)
    }

    static func reading(_ place: Place, days: Int, endingOn last: Int, from sums: [Int: Tally]) -> Reading {
        func sum(_ range: ClosedRange<Int>) -> Tally { range.reduce(Tally()) { $0 + (sums[$1] ?? Tally()) } }
        let window = sum(last - days + 1...last)
        let baseline = sum(last - days - Temperature.baselineDays + 1...last - days)
        return Reading(
            place: place, lastDay: last, days: days, window: window, baseline: baseline,
            temperature: Temperature(window: window, baseline: baseline))
    }
}

extension DayTally {
    init(empty day: Int) {
        self.day = day
        mentions = 0
        opinions = 0
        positive = 0
        negative = 0
        mixed = 0
    }
}
