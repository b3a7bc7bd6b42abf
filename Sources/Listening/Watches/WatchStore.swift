import Foundation
import Kernel
import Storage

/// The table `watch`.
enum WatchStore {
    static func all(in connection: any Connection) throws -> [Watch] {
        try connection.query("SELECT * FROM watch ORDER BY name, id LIMIT 1000", []).map(Watch.init)
    }

    static func find(_ id: Int64, in connection: any Connection) throws -> Watch {
        guard let row = try connection.one("SELECT * FROM watch WHERE id = $1", [id]) else {
            throw Failure(.notFound, "no watch \(id)", words: "listening.watch_unknown")
        }
        return try Watch(row)
    }

    /// Every watch, ready to be asked. One whose words can no longer be read is left out and says so on its page.
    static func live(in connection: any Connection) throws -> [LiveWatch] {
        try all(in: connection).compactMap { try? LiveWatch($0) }
    }

    static func insert(_ draft: WatchDraft, id: Int64, at now: Instant, in connection: any Connection) throws {
        let changed = try connection.execute(
            """
            INSERT INTO watch (id, name, query, languages, networks, origins, owner, purpose, retention_days, tells,
              created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT DO NOTHING
            """, [id] + values(draft) + [now])
        guard changed == 1 else { throw exists }
    }

    static func update(_ id: Int64, _ draft: WatchDraft, in connection: any Connection) throws {
        let namesake = try connection.one("SELECT id FROM watch WHERE name = $2 AND id <> $1", [id, draft.name])
        guard namesake == nil else { throw exists }
        try connection.execute(
            """
            UPDATE watch SET name = $2, query = $3, languages = $4, networks = $5, origins = $6, owner = $7,
              purpose = $8, retention_days = $9, tells = $10, untold = CASE WHEN $10 = 1 THEN untold ELSE 0 END
            WHERE id = $1
            """, [id] + values(draft))
    }

    private static var exists: Failure { Failure(.conflict, "a watch has this name", words: "listening.watch_exists") }

    /// Forgets what the watch found, and has it asked of everything again, from the newest mention on. Mentions whose
    /// text is erased can be asked nothing any more: they keep their label, and stay in the sums.
    static func askAgain(_ id: Int64, in connection: any Connection) throws {
        try connection.execute(
            "DELETE FROM mention_label WHERE label = $1 AND mention IN (SELECT id FROM mention WHERE erased = 0)", [id])
        try connection.execute("DELETE FROM tally WHERE label = $1", [id])
        try TallyStore.recount(label: id, in: connection)
        try connection.execute(
            "UPDATE watch SET past_before = $2, past_found = 0, last_error = NULL WHERE id = $1", [id, Int64.max])
    }

    /// How far the past has been walked; nil at its end.
    static func reached(_ id: Int64, before: Int64?, found: Int, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE watch SET past_before = $2, past_found = past_found + $3 WHERE id = $1", [id, before, found])
    }

    static func delete(_ id: Int64, in connection: any Connection) throws {
        try connection.execute("DELETE FROM mention_label WHERE label = $1", [id])
        try connection.execute("DELETE FROM tally WHERE label = $1", [id])
        try connection.execute("DELETE FROM watch WHERE id = $1", [id])
    }

    static func ran(_ id: Int64, at now: Instant, error: String?, in connection: any Connection) throws {
        try connection.execute("UPDATE watch SET last_run_at = $2, last_error = $3 WHERE id = $1", [id, now, error])
    }

    private static func values(_ draft: WatchDraft) -> [any SQLBindable] {
        [
            draft.name, draft.query, json(draft.languages), json(draft.networks.map(\.rawValue)),
            json(draft.origins.map(String.init)), draft.owner, draft.purpose, draft.retentionDays, draft.tells,
        ]
    }

    /// Lists of codes and numbers: nothing in them needs an escape.
    private static func json(_ words: [String]) -> String {
        "["
            + words.map { "\"\($0.filter { $0.isLetter || $0.isNumber || "_-".contains($0) })\"" }.joined(
                separator: ",")
            + "]"
    }
}

extension Watch {
    init(_ row: Row) throws {
        func list(_ column: String) throws -> [String] {
            try JSONDecoder().decode([String].self, from: Data(try row.text(column).utf8))
        }
        id = try row.int64("id")
        name = try row.text("name")
        query = try row.text("query")
        languages = try list("languages")
        networks = try list("networks").compactMap(Network.init)
        origins = try list("origins").compactMap { Int64($0) }
        owner = try row.optionalInt64("owner")
        purpose = try row.text("purpose")
        retentionDays = try row.int("retention_days")
        tells = try row.bool("tells")
        toldAt = try row.optionalInstant("told_at")
        lastRunAt = try row.optionalInstant("last_run_at")
        lastError = try row.optionalText("last_error")
        pastBefore = try row.optionalInt64("past_before")
        pastFound = try row.int("past_found")
        createdAt = try row.instant("created_at")
    }
}
