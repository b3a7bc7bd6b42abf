import Kernel

/// How jobs are picked: the part where the engines differ by their row locks.
extension JobQueue {
    func abandoned(_ kinds: [String]) -> String {
        """
        SELECT id FROM job WHERE state = 'running' AND (lease_until < $1 OR lease_until > $2) AND kind IN \(Self.list(kinds))
        ORDER BY lease_until
        """
    }

    func due(_ kinds: [String]) -> String {
        """
        SELECT id FROM job WHERE state = 'ready' AND run_at <= $1 AND $2 > 0 AND kind IN \(Self.list(kinds))
        ORDER BY priority DESC, run_at, id
        """
    }

    /// Leases what `choice` picks. Rows that another node is picking at this moment are passed over.
    func claim(
        _ choice: String, _ bounds: [Instant], _ limit: Int, _ owner: String, _ connection: any Connection
    ) throws -> [Job] {
        let rows = try connection.query(
            """
            UPDATE job SET state = 'running', owner = $3, lease_until = $4, attempts = attempts + 1
            WHERE id IN (\(choice) LIMIT $5 \(connection.skippingLocked))
            RETURNING id, kind, key, payload, attempts, owner, priority, run_at
            """, bounds + [owner, clock.now().adding(seconds: lease), limit])
        let ordered = try rows.map { (try Job($0), try $0.int("priority"), try $0.int("run_at")) }
            .sorted { (-$0.1, $0.2, $0.0.id) < (-$1.1, $1.2, $1.0.id) }
        return ordered.map(\.0)
    }

    /// A job that took its node down with it each time must not do so for ever.
    func buryExhausted(_ now: Instant, _ connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE job SET state = 'dead', owner = NULL, lease_until = NULL,
                reason = 'the node that ran it stopped without a word, each time'
            WHERE state = 'running' AND (lease_until < $1 OR lease_until > $2) AND attempts >= $3
            """, now, now.adding(seconds: lease * 2), retry.attempts)
    }

    /// Kinds are names in our code; anything else in them is dropped rather than quoted.
    private static func list(_ kinds: [String]) -> String {
        let names = kinds.map { kind in "'" + kind.filter { $0.isLetter || $0.isNumber || "._-".contains($0) } + "'" }
        return "(" + names.joined(separator: ", ") + ")"
    }
}

/// What people see of the queue.
extension JobQueue {
    /// The newest jobs that were given up.
    public func dead(limit: Int = 100) async throws -> [DeadJob] {
        try await database.read { connection in
            try connection.query(
                "SELECT id, kind, key, attempts, reason FROM job WHERE state = 'dead' ORDER BY id DESC LIMIT $1", limit
            ).map(DeadJob.init)
        }
    }

    /// Runs a dead job again from its first attempt. A job of the same key that waits already takes its place.
    public func revive(_ id: Int64) async throws {
        try await database.write { connection in
            let row = try connection.one("SELECT * FROM job WHERE id = $1 AND state = 'dead'", id)
            guard let row else { throw Failure(.notFound, "no dead job \(id)") }
            try connection.execute("DELETE FROM job WHERE id = $1", id)
            try Self.enqueue(
                row.text("kind"), key: row.optionalText("key"), payload: row.text("payload"),
                priority: row.int("priority"), in: connection)
        }
    }

    /// Forgets a dead job.
    public func discard(_ id: Int64) async throws {
        try await database.write { try $0.execute("DELETE FROM job WHERE id = $1 AND state = 'dead'", id) }
    }

    /// How many jobs are in each state, for the doctor and the metrics.
    public func counts() async throws -> [String: Int] {
        try await database.read { connection in
            let rows = try connection.query("SELECT state, count(*) AS jobs FROM job GROUP BY state")
            return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.text("state"), try $0.int("jobs")) })
        }
    }
}
