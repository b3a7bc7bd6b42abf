import Foundation
import Kernel

/// French and international health days, read from `assets/calendars/health-days.json`, which the caller hands in.
public struct HealthDays: Sendable {
    /// In the order of the file.
    public let all: [HealthDay]
    /// When the file was last looked through.
    public let date: Day

    /// A larger file is refused unread.
    public static let limit = 1 << 20

    /// - Throws: `.unusable` with the entry and what is wrong with it; `.tooLarge` over a megabyte.
    public init(_ bytes: [UInt8]) throws {
        guard bytes.count <= Self.limit else { throw Failure(.tooLarge, "health days: over 1 MB") }
        let file: HealthFile
        do { file = try JSONDecoder().decode(HealthFile.self, from: Data(bytes)) } catch let error as DecodingError {
            throw Failure(.unusable, "health days: \(StrictKeys.line(error))")
        }
        guard file.version == 1, let date = Day(file.date) else {
            throw Failure(.unusable, "health days: version 1 and a date are needed")
        }
        var seen: Set<String> = []
        all = try file.days.map { entry in
            guard seen.insert(entry.id).inserted else { throw entry.refusal("twice") }
            return try entry.checked()
        }
        self.date = date
        guard !all.isEmpty else { throw Failure(.unusable, "health days: none") }
    }

    /// Those of a year, by date, the longer one first where two begin together.
    public func days(in year: Int) -> [HealthDate] {
        all.compactMap { day in
            day.rule.days(in: year).map { HealthDate(health: day, first: $0.lowerBound, last: $0.upperBound) }
        }.sorted { left, right in
            (left.first, right.last, left.health.id) < (right.first, left.last, right.health.id)
        }
    }

    /// Those that touch the days from `first` to `last`, both included: what a month's page shows. At most a hundred
    /// years are looked through.
    public func days(from first: Day, to last: Day) -> [HealthDate] {
        guard first <= last else { return [] }
        // A week of December may end in January.
        let years = (first.year - 1)...min(last.year, first.year + 100)
        return years.flatMap { days(in: $0) }.filter { $0.first <= last && first <= $0.last }
    }

    /// Those whose date in that year nobody has announced, or not here, with the month in which to expect them.
    public func unannounced(in year: Int) -> [(health: HealthDay, month: Int)] {
        all.compactMap { day in
            guard case .announced(let dates, let month) = day.rule, dates[year] == nil else { return nil }
            return (day, month)
        }
    }
}
