import Kernel
import Storage

/// The table `origin`, as people and intake see it. What visits write is in `VisitStore`.
enum OriginStore {
    static func retention(of id: Int64, in connection: any Connection) throws -> Int {
        guard let row = try connection.one("SELECT retention_days FROM origin WHERE id = $1", [id]) else {
            throw unknown(id)
        }
        return try row.int("retention_days")
    }

    /// - Throws: `.notFound` when there is none, or when it was taken away.
    static func find(_ id: Int64, in connection: any Connection) throws -> Origin {
        guard let row = try connection.one("SELECT * FROM origin WHERE id = $1 AND removed_at IS NULL", [id]) else {
            throw unknown(id)
        }
        return try Origin(row)
    }

    static func find(kind: Origin.Kind, address: String, in connection: any Connection) throws -> Origin? {
        try connection.one("SELECT * FROM origin WHERE kind = $1 AND address = $2", [kind.rawValue, address])
            .map(Origin.init)
    }

    /// Every source that nobody took away, by label.
    static func all(in connection: any Connection) throws -> [Origin] {
        try connection.query("SELECT * FROM origin WHERE removed_at IS NULL ORDER BY label, id LIMIT 5000", [])
            .map(Origin.init)
    }

    /// Our own accounts, as `@name@server`.
    static func ownAccounts(in connection: any Connection) throws -> Set<String> {
        Set(
            try connection.query(
                "SELECT address FROM origin WHERE kind = 'mastodon_mentions' AND removed_at IS NULL", []
            ).map { try $0.text("address") })
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
            throw Failure(.conflict, "this source exists already", words: "listening.origin_exists")
        }
    }

    static func update(
        _ id: Int64, label: String, purpose: String, retentionDays: Int, selector: String?,
        in connection: any Connection
    ) throws {
        try connection.execute(
            "UPDATE origin SET label = $2, purpose = $3, retention_days = $4, selector = $5 WHERE id = $1",
            [id, label, purpose, retentionDays, selector])
    }

    static func setToken(_ id: Int64, _ sealed: [UInt8]?, in connection: any Connection) throws {
        try connection.execute("UPDATE origin SET token = $2 WHERE id = $1", [id, sealed])
    }

    /// A state that a person chose: whatever went wrong before is forgotten.
    static func setState(_ id: Int64, _ state: Origin.State, nextAt: Instant, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE origin SET state = $2, next_at = $3, failures = 0, failing_since = NULL, last_error = NULL
            WHERE id = $1
            """,
            [id, state.rawValue, nextAt])
    }

    /// How many mentions came by it, texts still kept and texts erased.
    static func mentions(of id: Int64, in connection: any Connection) throws -> (kept: Int, erased: Int) {
        let row = try connection.one(
            """
            SELECT COUNT(*) AS n, CAST(COALESCE(SUM(erased), 0) AS BIGINT) AS erased FROM mention WHERE origin = $1
            """, [id])
        let all = try row?.int("n") ?? 0
        let erased = try row?.int("erased") ?? 0
        return (all - erased, erased)
    }

    /// Takes the row away when nothing hangs on it; otherwise hides it, and frees its address for another.
    static func remove(_ id: Int64, at now: Instant, in connection: any Connection) throws {
        let bare = try connection.execute(
            """
            DELETE FROM origin WHERE id = $1
              AND NOT EXISTS (SELECT 1 FROM mention m WHERE m.origin = $1)
              AND NOT EXISTS (SELECT 1 FROM import_run r WHERE r.origin = $1)
            """, [id])
        try connection.execute("DELETE FROM mention_label WHERE label = $1", [id])
        guard bare == 0 else { return }
        try connection.execute(
            """
            UPDATE origin SET state = 'paused', removed_at = $2, address = $3, etag = NULL, modified = NULL,
              cursor = NULL, digest = NULL, hub = NULL, hub_topic = NULL, hub_secret = NULL, hub_until = NULL,
              token = NULL
            WHERE id = $1
            """, [id, now, "removed:\(id)"])
    }

    private static func unknown(_ id: Int64) -> Failure {
        Failure(.notFound, "no source \(id)", words: "listening.origin_unknown")
    }
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
        failingSince = try row.optionalInstant("failing_since")
        etag = try row.optionalText("etag")
        modified = try row.optionalText("modified")
        cursor = try row.optionalText("cursor")
        digest = try row.optionalText("digest")
        hub = try OriginHub(row)
        streamedUntil = try row.optionalText("stream_owner") == nil ? nil : row.optionalInstant("stream_until")
        sealedToken = try row.optionalBytes("token")
        createdAt = try row.instant("created_at")
        removedAt = try row.optionalInstant("removed_at")
    }
}

extension OriginHub {
    init?(_ row: Row) throws {
        guard let url = try row.optionalText("hub"), let topic = try row.optionalText("hub_topic"),
            let secret = try row.optionalText("hub_secret")
        else { return nil }
        self.url = url
        self.topic = topic
        self.secret = secret
        until = try row.optionalInstant("hub_until")
        askedAt = try row.optionalInstant("hub_asked_at")
        error = try row.optionalText("hub_error")
    }
}
