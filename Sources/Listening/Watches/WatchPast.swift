import Foundation
import Kernel
import Storage

/// Asks a watch of everything that was said before it, newest first, a batch at a time.
///
/// Labels, sums and the place reached are written in one transaction, so that a node that is killed leaves nothing
/// half counted, and the next goes on where it stood. What arrives meanwhile is asked as it arrives: a mention that both
/// meet is labelled, and counted, by the first of them only.
struct WatchPast: Sendable {
    static let jobKind = "watch.past"
    /// Mentions of the index that one transaction looks at.
    static let batch = 1_000

    let database: Database
    let clock: Clock

    static func enqueue(_ id: Int64, in connection: any Connection) throws {
        try JobQueue.enqueue(jobKind, key: "watch-\(id)", payload: "{\"watch\":\(id)}", in: connection)
    }

    private struct Order: Codable { let watch: Int64 }

    func handle(_ job: Job) async throws {
        let order = try JSONDecoder().decode(Order.self, from: Data(job.payload.utf8))
        do {
            try await walk(order.watch)
        } catch let failure as Failure where failure.kind == .unusable {
            let now = clock.now()
            try await database.write { connection in
                try WatchStore.ran(order.watch, at: now, error: failure.cause, in: connection)
                try JobQueue.complete(job, in: connection)
            }
            return
        }
        try await database.write { try JobQueue.complete(job, in: $0) }
    }

    /// Walks to the end of the past. Throws `.unusable` when the watch's words can no longer be read.
    func walk(_ id: Int64) async throws {
        var goesOn = true
        while goesOn {
            try Task.checkCancellation()
            goesOn = try await step(id)
        }
    }

    /// One batch. False at the end of the past, or when somebody deleted the watch.
    func step(_ id: Int64) async throws -> Bool {
        let now = clock.now()
        return try await database.write { connection in
            guard let row = try connection.one("SELECT * FROM watch WHERE id = $1", [id]) else { return false }
            let watch = try Watch(row)
            guard let before = watch.pastBefore else { return false }
            let live = try LiveWatch(watch)
            let rows = try Self.rows(live.query, before: before, in: connection)
            let oldest = now.adding(days: -watch.retentionDays)
            let found = try rows.filter { row in
                // Only a watch of certain sources asks by which ones an item came.
                let roads = live.origins.isEmpty ? [] : try MentionStore.roads(of: row.int64("id"), in: connection)
                return try live.wants(
                    network: row.value("network"), roads: roads, language: row.optionalText("language"))
                    && row.instant("collected_at") >= oldest
            }
            let labelled = try Self.label(found, with: id, in: connection)
            let next = rows.count < Self.batch ? nil : try rows.last?.int64("id")
            try WatchStore.reached(id, before: next, found: labelled, in: connection)
            try WatchStore.ran(id, at: now, error: nil, in: connection)
            return next != nil
        }
    }

    private static func rows(_ query: TextQuery, before: Int64, in connection: any Connection) throws -> [Row] {
        let index = TextIndex.mentions
        let drive = try index.drive(query, parameter: 1, in: connection)
        return try connection.query(
            """
            SELECT m.id, m.network, m.kind, m.language, m.day, m.polarity, m.folded_into, m.collected_at,
              m.own
            FROM \(index.table) f JOIN mention m ON m.id = \(drive.key)
            WHERE \(drive.condition) AND \(drive.key) < $2 ORDER BY \(drive.key) DESC LIMIT $3
            """, [drive.argument, before, batch])
    }

    /// Labels what is not labelled yet and counts it, copies excepted, as intake does.
    private static func label(_ rows: [Row], with id: Int64, in connection: any Connection) throws -> Int {
        var sheet = TallySheet()
        var labelled = 0
        for row in rows {
            let mention = try row.int64("id")
            let changed = try connection.execute(
                "INSERT INTO mention_label (label, mention) VALUES ($1, $2) ON CONFLICT DO NOTHING", [id, mention])
            guard changed == 1 else { continue }
            labelled += 1
            guard try row.optionalInt64("folded_into") == nil else { continue }
            let services = try connection.query("SELECT service FROM mention_service WHERE mention = $1", [mention])
            let themes = try connection.query("SELECT theme FROM mention_theme WHERE mention = $1", [mention])
            let entry = TallyEntry(
                day: try row.int("day"), network: try row.value("network"), kind: try row.value("kind"),
                polarity: try row.optionalValue("polarity"), labels: [id],
                services: try services.map { try $0.int64("service") },
                themes: try themes.compactMap { Theme(rawValue: try $0.text("theme")) }, own: try row.bool("own"))
            // Only the watch's own lines: the sums over everything count this mention already.
            sheet.add(entry, only: id)
        }
        try TallyStore.add(sheet, in: connection)
        return labelled
    }
}

extension MentionKey {
    /// The moment at which a mention of this key was published.
    static func instant(_ key: Int64) -> Instant { Instant(microseconds: (key >> digestBits) * 1_000) }
}
