import Kernel
import Storage

/// The table `origin`, as visits write it.
enum VisitStore {
    /// Sources whose hour has come, the most overdue first. One that was planned by a clock that has been set back since
    /// counts as due.
    static func due(at now: Instant, limit: Int, in connection: any Connection) throws -> [Origin] {
        try connection.query(
            """
            SELECT * FROM origin
            WHERE state = 'active' AND kind <> 'files' AND (next_at <= $1 OR next_at > $2)
            ORDER BY next_at LIMIT $3
            """, [now, now.adding(seconds: VisitPace.horizon), limit]
        ).map(Origin.init)
    }

    /// Takes a due source for one node: until `lease`, nobody else finds it due. Nil when another node was faster.
    /// A node that dies in mid-visit leaves the source due again when the lease ends.
    static func claim(_ origin: Origin, until lease: Instant, in connection: any Connection) throws -> Origin? {
        try connection.query(
            """
            UPDATE origin SET next_at = $3, claimed_until = $3 WHERE id = $1 AND next_at = $2 AND state = 'active'
            RETURNING *
            """,
            [origin.id, origin.nextAt, lease]
        ).first.map(Origin.init)
    }

    /// Gives a claim back, when the node stops before the visit's end.
    static func release(_ origin: Origin, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE origin SET next_at = $3, claimed_until = NULL WHERE id = $1 AND next_at = $2",
            [origin.id, origin.nextAt, now])
    }

    /// Writes what a visit taught, if the claim still holds.
    /// - Throws: `.conflict` when the lease was lost meanwhile, or somebody paused or removed the source: nothing of
    ///   this visit may be kept.
    static func visited(_ visit: OriginVisit, in connection: any Connection) throws {
        let changed = try connection.execute(
            """
            UPDATE origin SET state = $3, interval_seconds = $4, next_at = $5, last_run_at = $6,
              last_heard_at = COALESCE($7, last_heard_at), last_error = $8, failures = $9, failing_since = $10,
              etag = $11, modified = $12, cursor = $13, digest = $14, address = $15,
              claimed_until = NULL
            WHERE id = $1 AND next_at = $2 AND state = 'active'
            """,
            [
                visit.origin, visit.claim, visit.state.rawValue, visit.intervalSeconds, visit.nextAt, visit.at,
                visit.heardAt, visit.error, visit.failures, visit.failingSince, visit.etag, visit.modified,
                visit.cursor,
                visit.digest, visit.address,
            ])
        guard changed == 1 else { throw Failure(.conflict, "source \(visit.origin) was taken over in mid-visit") }
    }

    /// - Throws: `.conflict` when the claim no longer holds: what was fetched meanwhile is fetched again by whoever does.
    static func holds(_ origin: Origin, in connection: any Connection) throws {
        let row = try connection.one("SELECT next_at FROM origin WHERE id = $1 AND state = 'active'", [origin.id])
        guard try row?.instant("next_at") == origin.nextAt else {
            throw Failure(.conflict, "source \(origin.id) was taken over in mid-visit")
        }
    }

    /// Keeps how far a visit has come that goes on.
    static func advance(_ origin: Origin, to cursor: String?, in connection: any Connection) throws {
        try connection.execute("UPDATE origin SET cursor = $2 WHERE id = $1", [origin.id, cursor])
    }

    /// Asks for a visit as soon as somebody is free, unless one is under way.
    static func hasten(_ id: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE origin SET next_at = $2
            WHERE id = $1 AND state = 'active' AND next_at > $2 AND (claimed_until IS NULL OR claimed_until < $2)
            """, [id, now])
    }

    /// Which of these identifiers this source has brought before: they need not be read again.
    static func known(_ ids: [String], from origin: Origin, network: Network, in connection: any Connection) throws
        -> Set<String>
    {
        var known: Set<String> = []
        for start in stride(from: 0, to: ids.count, by: 400) {
            let part = ids[start..<min(start + 400, ids.count)]
            let places = part.indices.map { "$\($0 - start + 3)" }.joined(separator: ", ")
            let rows = try connection.query(
                "SELECT external_id FROM mention WHERE network = $1 AND origin = $2 AND external_id IN (\(places))",
                [network, origin.id] as [any SQLBindable] + part.map { $0 as any SQLBindable })
            for row in rows { known.insert(try row.text("external_id")) }
        }
        return known
    }
}

/// The outcome of one visit to a source.
struct OriginVisit: Sendable {
    let origin: Int64
    /// `next_at` as the claim set it.
    let claim: Instant
    let at: Instant
    var state = Origin.State.active
    var intervalSeconds: Int
    var nextAt: Instant
    var heardAt: Instant?
    var error: String?
    var failures = 0
    var failingSince: Instant?
    var etag: String?
    var modified: String?
    var cursor: String?
    var digest: String?
    var address: String

    /// A visit that changes nothing yet.
    init(_ origin: Origin, at now: Instant) {
        self.origin = origin.id
        claim = origin.nextAt
        at = now
        intervalSeconds = origin.intervalSeconds
        nextAt = now
        etag = origin.etag
        modified = origin.modified
        cursor = origin.cursor
        digest = origin.digest
        address = origin.address
    }
}
