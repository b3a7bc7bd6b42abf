import Foundation
import Kernel
import Storage

/// Tells of what a watch waits for: at once, then at most once in a quarter of an hour. What is found meanwhile is
/// counted, and told in one message when the quarter ends.
struct KeywordTelling: Sendable {
    static let jobKind = "watch.tell"
    /// At most one alert a watch in this many seconds.
    static let pause = 15.0 * 60

    let raising: AlertRaising
    let clock: Clock
    let zone: DayZone

    /// Looks which of the mentions a watch that tells has labelled.
    func hear(_ mentions: [Int64], in connection: any Connection) throws {
        for watch in try WatchStore.all(in: connection) where watch.tells {
            let found = try Self.labelled(mentions, with: watch.id, in: connection)
            guard let first = found.min() else { continue }
            try connection.execute(
                """
                UPDATE watch SET untold = untold + $2,
                  untold_first = CASE WHEN untold_first < $3 THEN untold_first ELSE $3 END
                WHERE id = $1
                """, [watch.id, found.count, first])
            try tell(watch.id, in: connection)
        }
    }

    private static func labelled(
        _ mentions: [Int64], with label: Int64, in connection: any Connection
    ) throws -> [Int64] {
        try mentions.chunks(of: 500).reduce(into: [Int64]()) { found, part in
            let places = part.indices.map { "$\($0 - part.startIndex + 2)" }.joined(separator: ", ")
            found += try connection.query(
                "SELECT mention FROM mention_label WHERE label = $1 AND mention IN (\(places))",
                [label] + part.map { $0 as any SQLBindable }
            ).map { try $0.int64("mention") }
        }
    }

    /// Raises the alert of what nobody was told of yet; too soon after the last one, asks for a job that does.
    func tell(_ id: Int64, in connection: any Connection) throws {
        let row = try connection.one("SELECT untold, untold_first, told_at, tells FROM watch WHERE id = $1", [id])
        guard let row, try row.bool("tells"), try row.int("untold") > 0 else { return }
        let now = clock.now()
        if let told = try row.optionalInstant("told_at"), told <= now, now < told.adding(seconds: Self.pause) {
            return try JobQueue.enqueue(
                Self.jobKind, key: String(id), payload: "{\"watch\":\(id)}", runAt: told.adding(seconds: Self.pause),
                in: connection)
        }
        var why = AlertWhy()
        why.first = try row.optionalInt64("untold_first")
        let today = zone.day(of: now)
        try connection.execute(
            "UPDATE watch SET told_at = $2, untold = 0, untold_first = NULL WHERE id = $1", [id, now])
        try raising.raise(
            AlertDraft(
                rule: .keyword, subject: .watch(id), slot: now.microseconds / 1_000_000, firstDay: today,
                lastDay: today, level: .monitor, observed: Double(try row.int("untold")), why: why), in: connection)
    }

    private struct Order: Decodable { let watch: Int64 }

    /// The job at the end of the quarter. A watch that was deleted, or asked to be silent, tells nothing.
    func handle(_ job: Job, in database: Database) async throws {
        let watch = try JSONDecoder().decode(Order.self, from: Data(job.payload.utf8)).watch
        try await database.write { connection in
            try tell(watch, in: connection)
            try JobQueue.complete(job, in: connection)
        }
    }
}
