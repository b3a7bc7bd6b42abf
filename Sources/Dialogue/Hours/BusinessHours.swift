import Foundation
import Kernel
import Web

/// From one minute of the day to another, on the wall's clock: 540 to 1080 is 9 h to 18 h.
struct OpenRange: Sendable, Hashable, Codable {
    let from: Int
    let to: Int
}

/// Days on which the house is closed of its own accord, both included.
struct Closure: Sendable, Hashable, Codable {
    let first: Int
    let last: Int
    let name: String
}

/// When somebody is there to answer. It is open at a moment when the clock on the wall stands within a range of that
/// day: an hour that spring leaves out is not open, one that autumn repeats is open twice.
struct BusinessHours: Sendable, Equatable, Codable {
    var territory: Territory
    /// Seven days from Monday on, each with ranges in order that do not touch.
    var week: [[OpenRange]]
    var closures: [Closure] = []
    /// Keys of the public holidays on which the house works all the same.
    var worked: Set<String> = []

    /// Farther than this nothing opens any more.
    private static let horizon = 3 * 366

    /// What a house begins with: Monday to Friday, 9 h to 18 h.
    static func standard(_ territory: Territory) -> BusinessHours {
        BusinessHours(
            territory: territory,
            week: (0..<7).map { $0 < 5 ? [OpenRange(from: 9 * 60, to: 18 * 60)] : [] })
    }

    var zone: TimeZone { territory.zone }

    /// Whether any week has an hour in it.
    var everOpens: Bool { week.contains { !$0.isEmpty } }

    /// The local day of a moment.
    func day(of instant: Instant) -> Int { LocalTime(instant, zone).dayNumber }

    /// The holiday of a local day on which the house is closed, if it is one.
    func holiday(on day: Int) -> Holiday? {
        Holidays.of(LocalTime.civil(day).year, in: territory).first { $0.day == day && !worked.contains($0.key) }
    }

    /// The opening hours of a local day.
    func ranges(on day: Int) -> [OpenRange] {
        let usual = week[((day + 3) % 7 + 7) % 7]
        if usual.isEmpty || closures.contains(where: { $0.first <= day && day <= $0.last }) { return [] }
        return holiday(on: day) == nil ? usual : []
    }

    /// Seconds of opening from one moment to a later one; 0 when it is not later.
    func seconds(from start: Instant, to end: Instant) -> Double {
        guard start < end else { return 0 }
        var sum: Int64 = 0
        for day in (day(of: start) - 1)...(day(of: end) + 1) {
            for open in intervals(on: day) { sum += Self.common(open, start, end) }
        }
        return Double(sum) / 1_000_000
    }

    /// The first moment at which so many opening seconds have passed since `start`; nil when the house does not open
    /// for that long in three years.
    func moment(_ seconds: Double, after start: Instant) -> Instant? {
        var left = Instant(seconds: seconds).microseconds
        guard left > 0 else { return start }
        let first = day(of: start) - 1
        for day in first...(first + Self.horizon) {
            for open in intervals(on: day) where open.upperBound > start.microseconds {
                let from = max(open.lowerBound, start.microseconds)
                let length = open.upperBound - from
                if left <= length { return Instant(microseconds: from + left) }
                left -= length
            }
        }
        return nil
    }

    /// The beginning of the first opening at or after a moment; nil when there is none in three years.
    func opening(after start: Instant) -> Instant? {
        let first = day(of: start) - 1
        for day in first...(first + Self.horizon) {
            if let open = intervals(on: day).first(where: { $0.lowerBound >= start.microseconds }) {
                return Instant(microseconds: open.lowerBound)
            }
        }
        return nil
    }

    /// What the ranges of a local day are in microseconds since the epoch. The day is looked at where its offset is
    /// the same: in one piece, or in two when clocks are changed near it.
    private func intervals(on day: Int) -> [Range<Int64>] {
        let ranges = ranges(on: day)
        if ranges.isEmpty { return [] }
        let midnight = day * 86_400
        return pieces(from: midnight - 86_400, to: midnight + 2 * 86_400).flatMap { piece in
            ranges.compactMap { range -> Range<Int64>? in
                let from = max(piece.from, midnight + range.from * 60 - piece.offset)
                let to = min(piece.to, midnight + range.to * 60 - piece.offset)
                return from < to ? Int64(from) * 1_000_000..<Int64(to) * 1_000_000 : nil
            }
        }
    }

    private func pieces(from: Int, to: Int) -> [(from: Int, to: Int, offset: Int)] {
        let zone = zone
        func offset(_ seconds: Int) -> Int {
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: Double(seconds)))
        }
        let (before, after) = (offset(from), offset(to))
        if before == after { return [(from, to, before)] }
        var (low, high) = (from, to)
        while high - low > 1 {
            let middle = (low + high) / 2
            if offset(middle) == before { low = middle } else { high = middle }
        }
        return [(from, high, before), (high, to, after)]
    }

    private static func common(_ open: Range<Int64>, _ start: Instant, _ end: Instant) -> Int64 {
        max(0, min(open.upperBound, end.microseconds) - max(open.lowerBound, start.microseconds))
    }
}
