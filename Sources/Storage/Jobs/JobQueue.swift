public import Kernel

/// Work that must be done once, by whichever node is free, and survives that node. A job is enqueued in the
/// transaction that makes it necessary; it is leased, and another node takes it when the lease ends unrenewed.
///
/// Nodes compare leases by their clocks, which must agree to within half a lease. A lease that ends further away than
/// a lease can be (the clock was set back) counts as ended.
public struct JobQueue: Sendable {
    let database: Database
    let clock: Clock
    let retry: RetryPolicy
    /// Length of a lease in seconds.
    let lease: Double

    public init(_ database: Database, clock: Clock = .system, retry: RetryPolicy = RetryPolicy(), lease: Double = 60) {
        self.database = database
        self.clock = clock
        self.retry = retry
        self.lease = lease
    }

    /// Adds a job. With a `key`, a job of the same kind that has not begun yet takes its place: it keeps its payload,
    /// takes the earlier time and the higher priority. Without `runAt` it runs as soon as a node is free.
    public static func enqueue(
        _ kind: String, key: String? = nil, payload: String = "{}", runAt: Instant? = nil, priority: Int = 0,
        in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO job (kind, key, payload, run_at, priority, state) VALUES ($1, $2, $3, $4, $5, 'ready')
            ON CONFLICT (kind, key) WHERE state = 'ready' DO UPDATE SET
                run_at = CASE WHEN excluded.run_at < job.run_at THEN excluded.run_at ELSE job.run_at END,
                priority = CASE WHEN excluded.priority > job.priority THEN excluded.priority ELSE job.priority END
            """, kind, key, payload, runAt ?? Instant(microseconds: 0), priority)
        connection.wake(.jobs)
    }

    /// Takes up to `limit` jobs of these kinds for `owner`: first those whose node went silent, then the due ones by
    /// priority, time and order of arrival.
    public func take(_ limit: Int, kinds: [String], owner: String) async throws -> [Job] {
        guard limit > 0, !kinds.isEmpty else { return [] }
        let now = clock.now()
        return try await database.writeLocking { connection in
            try buryExhausted(now, connection)
            var jobs = try claim(abandoned(kinds), [now, now.adding(seconds: lease * 2)], limit, owner, connection)
            if jobs.count < limit { jobs += try claim(due(kinds), [now, now], limit - jobs.count, owner, connection) }
            return jobs
        }
    }

    /// Ends the job inside the transaction that holds its effects, so that both happen or neither. Throws `.conflict`
    /// when the lease was lost meanwhile: the effects must not be kept.
    public static func complete(_ job: Job, in connection: any Connection) throws {
        let count = try connection.execute("DELETE FROM job \(held)", job.id, job.owner, job.attempt)
        if count == 0 { throw Failure(.conflict, "the lease of job \(job.id) (\(job.kind)) was lost") }
    }

    /// Ends a job whose handler did not. Returns false when it was ended already or its lease lost.
    @discardableResult
    func finish(_ job: Job) async throws -> Bool {
        try await database.writeLocking {
            try $0.execute("DELETE FROM job \(Self.held)", job.id, job.owner, job.attempt) > 0
        }
    }

    /// Whether the holder of a lease (`Job.lease`) is still at work, as far as anybody knows.
    public static func isHeld(_ lease: String, at now: Instant, in connection: any Connection) throws -> Bool {
        let parts = lease.split(separator: " ", maxSplits: 2).map(String.init)
        guard parts.count == 3, let id = Int64(parts[0]), let attempt = Int(parts[1]) else { return false }
        return try connection.one(
            "SELECT id FROM job \(held) AND lease_until >= $4", id, parts[2], attempt, now) != nil
    }

    /// Whether a job of this kind and key waits or is at work.
    public static func has(_ kind: String, key: String, in connection: any Connection) throws -> Bool {
        try connection.one(
            "SELECT id FROM job WHERE kind = $1 AND key = $2 AND state IN ('ready', 'running') LIMIT 1", kind, key)
            != nil
    }

    /// Puts a failed job back for later, or among the dead when `forGood` or its attempts are spent.
    func fail(_ job: Job, reason: String, forGood: Bool) async throws {
        let later = clock.now().adding(seconds: retry.delay(after: job.attempt))
        let dead = forGood || job.attempt >= retry.attempts
        try await database.writeLocking { connection in
            if dead {
                try connection.execute(
                    """
                    UPDATE job SET state = 'dead', owner = NULL, lease_until = NULL, reason = $4 \(Self.held)
                    """, job.id, job.owner, job.attempt, reason)
            } else {
                try Self.putBack(job, runAt: later, attempts: job.attempt, reason, connection)
            }
        }
    }

    /// Gives a job back untouched, when its node stops.
    func release(_ job: Job) async throws {
        try await database.writeLocking {
            try Self.putBack(job, runAt: Instant(microseconds: 0), attempts: job.attempt - 1, nil, $0)
            $0.wake(.jobs)
        }
    }

    /// Renews leases and returns the ids that are still held.
    func renew(_ jobs: [Job]) async throws -> Set<Int64> {
        let until = clock.now().adding(seconds: lease)
        return try await database.writeLocking { connection in
            var kept: Set<Int64> = []
            for job in jobs {
                let sql = "UPDATE job SET lease_until = $4 \(Self.held)"
                if try connection.execute(sql, job.id, job.owner, job.attempt, until) > 0 { kept.insert(job.id) }
            }
            return kept
        }
    }

    /// The attempt is part of the lease: a node that lost a job and took it again is another holder.
    private static let held = "WHERE id = $1 AND owner = $2 AND attempts = $3 AND state = 'running'"

    /// A job of the same key that was enqueued meanwhile does the work in its place.
    private static func putBack(
        _ job: Job, runAt: Instant, attempts: Int, _ reason: String?, _ connection: any Connection
    ) throws {
        let replaced = try connection.execute(
            """
            DELETE FROM job \(held) AND EXISTS (
                SELECT 1 FROM job other WHERE other.kind = job.kind AND other.key = job.key AND other.state = 'ready')
            """, job.id, job.owner, job.attempt)
        guard replaced == 0 else { return }
        try connection.execute(
            """
            UPDATE job SET state = 'ready', owner = NULL, lease_until = NULL, run_at = $4, attempts = $5, reason = $6
            \(held)
            """, job.id, job.owner, job.attempt, runAt, attempts, reason)
    }
}
