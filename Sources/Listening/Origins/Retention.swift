import Foundation
public import Kernel
public import Storage

/// Erases texts on time (GDPR, article 5(1)(e)): once a day, and at once when a retention was shortened.
public struct Retention: Sendable {
    static let sweepKind = "retention.sweep"
    static let recomputeKind = "retention.recompute"
    /// Mentions of one transaction.
    static let batch = 400
    /// Days for which copies are looked for; bands older than that find nothing.
    static let bandDays = 30

    private let database: Database
    private let clock: Clock

    public init(database: Database, clock: Clock) {
        self.database = database
        self.clock = clock
    }

    /// What the `JobRunner` is given.
    public var handlers: [String: JobRunner.Handler] {
        [
            Self.sweepKind: { try await sweep($0) },
            Self.recomputeKind: { try await recompute($0) },
        ]
    }

    /// Plans the daily sweep, if none is planned: called at each start.
    public static func schedule(at now: Instant, in connection: any Connection) throws {
        try JobQueue.enqueue(sweepKind, key: "daily", runAt: now, in: connection)
    }

    /// Has every mention of a source given its new date of erasure, and erases what is past it.
    static func changed(origin id: Int64, in connection: any Connection) throws {
        try JobQueue.enqueue(recomputeKind, key: "origin-\(id)", payload: "{\"origin\":\(id)}", in: connection)
    }

    // MARK: Sweeping

    private func sweep(_ job: Job) async throws {
        try await sweep()
        let now = clock.now()
        try await database.write { connection in
            try JobQueue.complete(job, in: connection)
            try JobQueue.enqueue(Self.sweepKind, key: "daily", runAt: now.adding(days: 1), in: connection)
        }
    }

    /// Erases all that is due now. May be cut at any moment: what is left is erased by the next one, and the trail's
    /// line counts both.
    public func sweep() async throws {
        let now = clock.now()
        while true {
            try Task.checkCancellation()
            let done = try await database.write { connection in
                let count = try MentionEraser.due(at: now, limit: Self.batch, in: connection)
                if count.mentions > 0 { try RetentionTally.add(count, in: connection) }
                return count.mentions
            }
            if done == 0 { break }
        }
        try await forgetLabels(now)
        try await pruneBands(now)
        try await database.write { try RetentionTally.close(at: now, in: $0) }
    }

    /// A watch keeps its hold on a mention for as long as its own purpose says; its sums stay.
    private func forgetLabels(_ now: Instant) async throws {
        let watches = try await database.read { try WatchStore.all(in: $0) }
        for watch in watches {
            var changed = Self.batch
            while changed == Self.batch {
                try Task.checkCancellation()
                changed = try await database.write { connection in
                    try connection.execute(
                        """
                        DELETE FROM mention_label WHERE label = $1 AND mention IN (
                          SELECT l.mention FROM mention_label l JOIN mention m ON m.id = l.mention
                          WHERE l.label = $1 AND m.collected_at < $2 LIMIT $3)
                        """, [watch.id, now.adding(days: -watch.retentionDays), Self.batch])
                }
            }
        }
    }

    /// Band by band, in slices of the key's space, so that no transaction walks the whole table.
    private func pruneBands(_ now: Instant) async throws {
        let oldest = MentionKey.first(at: now.adding(days: -Self.bandDays))
        for slice in 0..<64 {
            try Task.checkCancellation()
            let from = Int64(bitPattern: UInt64(slice) << 58)
            let through = from + ((1 << 58) - 1)
            try await database.write { connection in
                _ = try connection.execute(
                    "DELETE FROM mention_band WHERE band BETWEEN $1 AND $2 AND mention < $3", [from, through, oldest])
            }
        }
    }

    // MARK: Recomputing

    private struct Change: Codable { let origin: Int64 }

    private func recompute(_ job: Job) async throws {
        let change = try JSONDecoder().decode(Change.self, from: Data(job.payload.utf8))
        try await recompute(origin: change.origin)
        try await database.write { connection in
            try JobQueue.complete(job, in: connection)
            try Self.schedule(at: Instant(microseconds: 0), in: connection)
        }
    }

    /// Every text is kept as long as the longest of the purposes it came for, counted from the day it was collected.
    /// Doing it twice changes nothing.
    func recompute(origin id: Int64) async throws {
        let roads = [
            "SELECT id AS mention FROM mention WHERE origin = $1", "SELECT mention FROM mention_label WHERE label = $1",
        ]
        for source in roads {
            var position: Int64? = 0
            while let after = position {
                try Task.checkCancellation()
                position = try await database.write { connection in
                    let rows = try connection.query(
                        "SELECT mention FROM (\(source)) AS road WHERE mention > $2 ORDER BY mention LIMIT $3",
                        [id, after, Self.batch])
                    for row in rows { try Self.redate(try row.int64("mention"), in: connection) }
                    return try rows.last?.int64("mention")
                }
            }
        }
    }

    private static func redate(_ mention: Int64, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE mention SET erase_at = collected_at + 86400000000 * (
              SELECT MAX(o.retention_days) FROM origin o
              WHERE o.id = mention.origin OR o.id IN (SELECT l.label FROM mention_label l WHERE l.mention = mention.id))
            WHERE id = $1 AND erased = 0
            """, [mention])
    }
}
