import Kernel

extension EventLog {
    /// The number of the last event that is settled: what is appended from now on comes after it.
    public func end() async throws -> Int64 {
        try await database.read { connection in
            let horizon = try Horizon.position(connection)
            return try connection.one("SELECT max(id) AS last FROM event WHERE id <= $1", horizon)?.optionalInt64(
                "last") ?? 0
        }
    }

    /// The events after a number, in order, without moving any consumer: for what may be missed, such as a notice on
    /// an open page. Events that were pruned meanwhile are gone.
    public func events(after place: Int64, limit: Int) async throws -> [(place: Int64, event: Event)] {
        // Before the read, whose snapshot must be younger than the horizon.
        let horizon = try await database.read { try Horizon.position($0) }
        return try await database.read { connection in
            try connection.query(
                """
                SELECT id, kind, subject, payload, at FROM event WHERE id > $1 AND id <= $2 ORDER BY id LIMIT $3
                """, place, horizon, limit
            ).map { row in (try row.int64("id"), try Event(row)) }
        }
    }
}
