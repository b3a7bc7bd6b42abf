import Kernel
import Storage

/// Everything that Today reads, in one snapshot.
struct TodayReading: Sendable {
    /// Days of the curve, and of the columns under it.
    static let curveDays = 90
    static let columnDays = 28

    /// The window, and what the same window said some days earlier.
    struct Span: Sendable {
        let reading: Reading
        let mentions: Int
    }

    let now: Span
    let earlier: [(days: Int, span: Span)]
    let curve: [Reading]
    let columns: [DayTally]
    let movements: [ThemeMovement]
    let first: [ReadFirst]
    let latest: [Int64: Int64]
    let alerts: [Alert]
    let watches: [Watch]
    let anything: Bool

    init(
        _ address: TodayAddress, today: Int, scope: Scope, zone: DayZone, in connection: any Connection
    ) throws {
        let (place, days) = (address.place, address.days)
        let reach = max(Self.curveDays, 28) + days + Temperature.baselineDays
        let tallies = try TallyStore.days(place, from: today - reach, through: today, in: connection)
        var sums: [Int: Tally] = [:]
        var byDay: [Int: DayTally] = [:]
        for tally in tallies {
            sums[tally.day] = tally.tally
            byDay[tally.day] = tally
        }
        func span(_ last: Int) -> Span {
            let mentions = (last - days + 1...last).reduce(0) { $0 + (byDay[$1]?.mentions ?? 0) }
            return Span(
                reading: Thermometer.reading(place, days: days, endingOn: last, from: sums), mentions: mentions)
        }
        now = span(today)
        earlier = [7, 28].map { ($0, span(today - $0)) }
        curve = (today - Self.curveDays + 1...today).map { day in
            Thermometer.reading(place, days: days, endingOn: day, from: sums)
        }
        columns = (today - Self.columnDays + 1...today).map { byDay[$0] ?? DayTally(empty: $0) }
        movements = place.theme == nil ? ThemeMovement.most(try ThemeMovement.all(now.reading, in: connection)) : []
        first = try ReadFirst.find(now.reading, scope: scope, zone: zone, in: connection)
        latest = try CorrectionStore.latest(of: first.map(\.mention.id), in: connection)
        alerts = try AlertStore.open(scope, limit: 20, in: connection)
        watches = try WatchStore.all(in: connection)
        anything = try !tallies.isEmpty || connection.one("SELECT 1 AS one FROM mention LIMIT 1", []) != nil
    }
}
