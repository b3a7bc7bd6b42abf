import Kernel
import Storage

/// The table `origin`.
enum OriginStore {
    static func retention(of id: Int64, in connection: any Connection) throws -> Int {
        guard let row = try connection.one("SELECT retention_days FROM origin WHERE id = $1", [id]) else {
            throw Failure(.notFound, "no source \(id)", words: "origin.unknown")
        }
        return try row.int("retention_days")
    }

    static func find(_ id: Int64, in connection: any Connection) throws -> Origin {
        guard let row = try connection.one("SELECT * FROM origin WHERE id = $1", [id]) else {
            throw Failure(.notFound, "no source \(id)", words: "origin.unknown")
        }
        return try Origin(row)
    }

    static func find(kind: Origin.Kind, address: String, in connection: any Connection) throws -> Origin? {
        try connection.one("SELECT * FROM origin WHERE kind = $1 AND address = $2", [kind.rawValue, address])
            .map(Origin.init)
    }

    static func all(in connection: any Connection) throws -> [Origin] {
        try connection.query("SELECT * FROM origin ORDER BY label, id LIMIT 5000", []).map(Origin.init)
    }

    static func insert(_ draft: OriginDraft, id: Int64, interval: Int, at now: Instant, in connection: any Connection)
        throws
    {
        let changed = try connection.execute(
            """
            INSERT INTO origin (id, kind, network, address, label, purpose, retention_days, owner, state, selector,
              interval_seconds, next_at, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9, $10, $11, $11)
            ON CONFLICT DO NOTHING
            """,
            [
                id, draft.kind.rawValue, draft.network, draft.address, draft.label, draft.purpose, draft.retentionDays,
                draft.owner, draft.selector, interval, now,
            ])
        guard changed == 1 else {
            throw Failure(.conflict, "this source exists already", words: "origin.exists")
        }
    }

    static func update(_ id: Int64, label: String, purpose: String, retentionDays: Int, selector: String?,
        in connection: any Connection) throws
    {
        try connection.execute(
            "UPDATE origin SET label = $2, purpose = $3, retention_days = $4, selector = $5 WHERE id = $1",
            [id, label, purpose, retentionDays, selector])
    }

    static func setState(_ id: Int64, _ state: Origin.State, nextAt: Instant, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE origin SET state = $2, next_at = $3, failures = 0, last_error = NULL WHERE id = $1",
            [id, state.rawValue, nextAt])
    }

    /// Sources whose hour has come, earliest first.
    static func due(at now: Instant, limit: Int, in connection: any Connection) throws -> [Origin] {
        try connection.query(
            """
            SELECT * FROM origin WHERE state = 'active' AND kind <> 'files' AND next_at <= $1 ORDER BY next_at LIMIT $2
            """, [now, limit]
        ).map(Origin.init)
    }

    /// What a visit taught: when to come again, and what to say to the server then.
    static func visited(_ visit: OriginVisit, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE origin SET state = $2, interval_seconds = $3, next_at = $4, last_run_at = $5,
              last_heard_at = COALESCE($6, last_heard_at), last_error = $7, failures = $8, etag = $9, modified = $10,
              cursor = $11, digest = $12, address = $13
            WHERE id = $1
            """,
            [
                visit.origin, visit.state.rawValue, visit.intervalSeconds, visit.nextAt, visit.at, visit.heardAt,
                visit.error, visit.failures, visit.etag, visit.modified, visit.cursor, visit.digest, visit.address,
            ])
    }
}

/// The outcome of one visit to a source.
struct OriginVisit: Sendable {
    let origin: Int64
    var state: Origin.State
    var intervalSeconds: Int
    var nextAt: Instant
    var at: Instant
    var heardAt: Instant?
    var error: String?
    var failures: Int
    var etag: String?
    var modified: String?
    var cursor: String?
    var digest: String?
    var address: String
}

extension Origin {
    init(_ row: Row) throws {
        id = try row.int64("id")
        kind = try row.value("kind")
        network = try row.value("network")
        address = try row.text("address")
        label = try row.text("label")
        purpose = try row.text("purpose")
        retentionDays = try row.int("retention_days")
        owner = try row.optionalInt64("owner")
        state = try row.value("state")
        selector = try row.optionalText("selector")
        intervalSeconds = try row.int("interval_seconds")
        nextAt = try row.instant("next_at")
        lastRunAt = try row.optionalInstant("last_run_at")
        lastHeardAt = try row.optionalInstant("last_heard_at")
        lastError = try row.optionalText("last_error")
        failures = try row.int("failures")
        etag = try row.optionalText("etag")
        modified = try row.optionalText("modified")
        cursor = try row.optionalText("cursor")
        digest = try row.optionalText("digest")
    }
}
