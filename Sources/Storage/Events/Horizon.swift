/// How far the event log may be read: behind that position nothing can appear any more.
///
/// PostgreSQL gives positions when rows are inserted and shows rows when they are committed, so that a reader who goes
/// by position alone skips what commits late. Each transaction that appends therefore holds, until its end, a shared
/// advisory lock whose number is a position below all of its own. A reader notes the last position given, *then* looks
/// at those locks, *then* reads up to the lowest of the two:
///
/// - a transaction whose lock is seen has its events above the number of that lock;
/// - one whose lock is not seen yet will take its positions later, above the last one given;
/// - one whose lock is not seen any more is committed and visible, since PostgreSQL shows before it unlocks.
///
/// Unlike the transaction horizon (`pg_snapshot_xmin`), this does not wait for other databases of the same server,
/// and needs nothing when a dump is restored into another one. SQLite has a single writer and needs none of it.
enum Horizon {
    /// The high 16 bits of our locks' numbers; positions have the other 48.
    private static let family: Int64 = 0x5246

    /// Said once in a transaction, before its first event.
    static func announce(_ connection: any Connection) throws {
        guard let connection = connection as? PostgreSQLConnection, !connection.announcesEvents else { return }
        try connection.execute(
            "SELECT pg_advisory_xact_lock_shared($1 + last_value) FROM event_id_seq", family << 48)
        connection.announcesEvents = true
    }

    static func position(_ connection: any Connection) throws -> Int64 {
        guard connection.engine == .postgresql else { return .max }
        let given = try connection.one("SELECT last_value FROM event_id_seq")?.int64("last_value") ?? 0
        let lowest = try connection.one(
            """
            SELECT min((classid::bigint & 65535) << 32 | objid::bigint) AS position FROM pg_locks
            WHERE locktype = 'advisory' AND objsubid = 1 AND classid::bigint >> 16 = $1
                AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
            """, family)?.optionalInt64("position")
        // The first number of a new sequence is its last value before it is given.
        return min(given, lowest.map { max($0, 1) - 1 } ?? given)
    }
}
