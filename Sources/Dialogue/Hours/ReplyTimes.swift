import Foundation
import Kernel
import Storage

/// How long first answers took in one group, in opening seconds.
struct ReplyFigures: Sendable, Equatable {
    /// Fewer answers than this say nothing of a median.
    static let fewest = 5

    let answered: Int
    let within: Int
    /// Waited for, of which so many are late.
    let waiting: Int
    let late: Int
    /// Ended without an answer.
    let closed: Int
    /// Nil under five answers.
    let median: Double?
    /// Ends of the median's 95 % interval (order statistics, normal approximation of the binomial); nil with it.
    let medianRange: ClosedRange<Double>?
    /// Nine answers in ten took no longer; nil under five answers.
    let ninetieth: Double?

    /// Answers in time, among those that were given and those that are late.
    var share: Double? { answered + late == 0 ? nil : Double(within) / Double(answered + late) }

    /// Wilson's 95 % interval of the share.
    var shareRange: ClosedRange<Double>? {
        let n = Double(answered + late)
        guard n > 0, let p = share else { return nil }
        let z = 1.959_964
        let middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        let half = z / (1 + z * z / n) * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot()
        return max(0, middle - half)...min(1, middle + half)
    }
}

/// The figures of one month: of all, of each channel, of each service.
struct ReplyMonth: Sendable {
    let month: Month
    let all: ReplyFigures
    let networks: [Network: ReplyFigures]
    let services: [Int64: ReplyFigures]
}

/// Reply times by month, for the page and for the sheet of the users' committee. A conversation counts in the month in
/// which it began, and once for each service that it concerns.
enum ReplyTimes {
    static func month(
        _ month: Month, scope: Scope = .everything, at now: Instant, in connection: any Connection
    ) throws -> ReplyMonth {
        var all = Tally()
        var networks: [Network: Tally] = [:]
        var services: [Int64: Tally] = [:]
        let (condition, arguments) = reach(scope)
        try connection.each(
            """
            SELECT r.network, r.waited, r.within, r.due_at, r.answered_at, r.closed FROM hours_reply r
            WHERE r.month = $1\(condition)
            """, [month.number] + arguments
        ) { row in
            let one = try One(row, now)
            all.add(one)
            networks[try row.value("network"), default: Tally()].add(one)
            return true
        }
        let (visible, asked) = visible(scope)
        try connection.each(
            """
            SELECT s.service, r.waited, r.within, r.due_at, r.answered_at, r.closed FROM hours_reply r
            JOIN conversation_service s ON s.conversation = r.conversation WHERE r.month = $1\(visible)
            """, [month.number] + asked
        ) { row in
            services[try row.int64("service"), default: Tally()].add(try One(row, now))
            return true
        }
        return ReplyMonth(
            month: month, all: all.figures, networks: networks.mapValues(\.figures),
            services: services.mapValues(\.figures))
    }

    /// The median and its interval for each of the months that end with `last`, oldest first.
    static func medians(
        _ count: Int, endingWith last: Month, scope: Scope, in connection: any Connection
    ) throws -> [(month: Month, answered: Int, median: Double?, range: ClosedRange<Double>?)] {
        let (condition, arguments) = reach(scope)
        return try (0..<count).map { index in
            let month = last.adding(index - count + 1)
            var waited: [Double] = []
            try connection.each(
                "SELECT r.waited FROM hours_reply r WHERE r.month = $1 AND r.waited IS NOT NULL\(condition)",
                [month.number] + arguments
            ) { row in
                waited.append(Double(try row.int("waited")))
                return true
            }
            var tally = Tally()
            tally.waited = waited
            let figures = tally.figures
            return (month, waited.count, figures.median, figures.medianRange)
        }
    }

    private static func reach(_ scope: Scope) -> (String, [any SQLBindable]) {
        switch scope {
        case .everything: return ("", [])
        case .nothing: return (" AND 1 = 0", [])
        case .services(let services):
            let list = services.sorted()
            let places = list.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
            return (
                """
                 AND EXISTS (SELECT 1 FROM conversation_service v WHERE v.conversation = r.conversation
                  AND v.service IN (\(list.isEmpty ? "NULL" : places)))
                """, list
            )
        }
    }

    private static func visible(_ scope: Scope) -> (String, [any SQLBindable]) {
        switch scope {
        case .everything: return ("", [])
        case .nothing: return (" AND 1 = 0", [])
        case .services(let services):
            let list = services.sorted()
            let places = list.indices.map { "$\($0 + 2)" }.joined(separator: ", ")
            return (" AND s.service IN (\(list.isEmpty ? "NULL" : places))", list)
        }
    }

    private struct One {
        let waited: Int?
        let within: Bool
        let late: Bool
        let answered: Bool
        let closed: Bool

        init(_ row: Row, _ now: Instant) throws {
            waited = try row.optionalInt("waited")
            within = try row.optionalBool("within") ?? false
            answered = waited != nil
            closed = try row.bool("closed")
            late = try row.optionalInstant("due_at").map { $0 < now } ?? false
        }
    }

    private struct Tally {
        var waited: [Double] = []
        var within = 0
        var waiting = 0
        var late = 0
        var closed = 0

        mutating func add(_ one: One) {
            if let seconds = one.waited {
                waited.append(Double(seconds))
                if one.within { within += 1 }
            } else if one.closed {
                closed += 1
            } else {
                waiting += 1
                if one.late { late += 1 }
            }
        }

        var figures: ReplyFigures {
            let sorted = waited.sorted()
            let n = sorted.count
            guard n >= ReplyFigures.fewest else {
                return ReplyFigures(
                    answered: n, within: within, waiting: waiting, late: late, closed: closed, median: nil,
                    medianRange: nil, ninetieth: nil)
            }
            let reach = 1.959_964 * Double(n).squareRoot() / 2
            let low = max(0, Int((Double(n) / 2 - reach).rounded(.down)) - 1)
            let high = min(n - 1, Int((Double(n) / 2 + reach).rounded(.up)))
            let median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2
            return ReplyFigures(
                answered: n, within: within, waiting: waiting, late: late, closed: closed, median: median,
                medianRange: sorted[low]...sorted[high], ninetieth: sorted[(n * 9 + 9) / 10 - 1])
        }
    }
}
