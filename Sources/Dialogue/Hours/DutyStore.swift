import Kernel
import Storage

/// The table `duty`.
enum DutyStore {
    /// What is not over yet.
    static func all(after moment: Instant, in connection: any Connection) throws -> [Duty] {
        try connection.query(
            """
            SELECT * FROM duty WHERE ends_at > $1 OR (weekly = 1 AND (until_at IS NULL OR until_at > $2)) ORDER BY id
            """, [moment, moment.adding(seconds: -Roster.longest)]
        ).map(duty)
    }

    static func find(_ id: Int64, in connection: any Connection) throws -> Duty {
        guard let row = try connection.one("SELECT * FROM duty WHERE id = $1", [id]) else {
            throw Failure(.notFound, "no duty \(id)")
        }
        return try duty(row)
    }

    static func insert(_ duty: Duty, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO duty (id, person, second, starts_at, ends_at, weekly, until_at, made_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """, [duty.id, duty.person, duty.second, duty.starts, duty.ends, duty.weekly, duty.until, now])
    }

    /// What comes back each week ends at a moment; what has not begun, or comes once, is gone.
    static func end(_ duty: Duty, at moment: Instant, in connection: any Connection) throws {
        if duty.weekly, duty.starts < moment {
            try connection.execute("UPDATE duty SET until_at = $2 WHERE id = $1", [duty.id, moment])
        } else {
            try connection.execute("DELETE FROM duty WHERE id = $1", [duty.id])
        }
    }

    private static func duty(_ row: Row) throws -> Duty {
        Duty(
            id: try row.int64("id"), person: try row.int64("person"), second: try row.optionalInt64("second"),
            starts: try row.instant("starts_at"), ends: try row.instant("ends_at"), weekly: try row.bool("weekly"),
            until: try row.optionalInstant("until_at"))
    }
}
