import Calendars
import Kernel
import Storage

/// SQL of the calendar and of those who subscribe to it.
enum CalendarStore {
    static let migrations =
        [
            Migration(
                "0540-calendar-feeds",
                // One secret address a person; the address itself is nowhere kept.
                """
                CREATE TABLE calendar_feed (
                  person INT64 PRIMARY KEY,
                  digest TEXT NOT NULL UNIQUE,
                  made_at INT64 NOT NULL
                )
                """)
        ]
        + RepeatStore.migrations + [
            // Which accounts a post leaves by, so that a calendar reads no words. Null: kept before there was a column.
            Migration("0544-post-channels", "ALTER TABLE post ADD COLUMN channels TEXT")
        ]

    /// Posts of a window of which a message waits for somebody to decide.
    static func stuck(from first: Instant, until last: Instant, in connection: any Connection) throws -> Set<Int64> {
        Set(
            try connection.query(
                """
                SELECT DISTINCT s.post FROM sending s JOIN post p ON p.id = s.post
                WHERE s.state IN ('held', 'unknown') AND p.due_at >= $1 AND p.due_at < $2
                """, [first, last]
            ).map { try $0.int64("post") })
    }

    // MARK: Feeds

    static func hasFeed(_ person: Int64, in connection: any Connection) throws -> Bool {
        try connection.one("SELECT person FROM calendar_feed WHERE person = $1", [person]) != nil
    }

    static func feed(_ digest: String, in connection: any Connection) throws -> (person: Int64, madeAt: Instant)? {
        try connection.one("SELECT person, made_at FROM calendar_feed WHERE digest = $1", [digest]).map {
            (try $0.int64("person"), try $0.instant("made_at"))
        }
    }

    /// The one before opens nothing any more.
    static func keepFeed(
        _ digest: String, of person: Int64, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO calendar_feed (person, digest, made_at) VALUES ($1, $2, $3)
            ON CONFLICT (person) DO UPDATE SET digest = excluded.digest, made_at = excluded.made_at
            """, [person, digest, now])
    }

    /// False when there was none.
    static func closeFeed(of person: Int64, in connection: any Connection) throws -> Bool {
        try connection.execute("DELETE FROM calendar_feed WHERE person = $1", [person]) == 1
    }

    // MARK: Posts

    /// Posts of a window, oldest first; `givenUp` with those that were cancelled, which a feed strikes out.
    static func posts(
        from first: Instant, until last: Instant, givenUp: Bool = false, in connection: any Connection
    ) throws -> [CalendarPost] {
        try connection.query(
            """
            SELECT \(CalendarPost.columns) FROM post p LEFT JOIN post_repeat r ON r.post = p.id
            WHERE p.due_at >= $1 AND p.due_at < $2 \(givenUp ? "" : "AND p.state <> 'cancelled'")
            ORDER BY p.due_at, p.id LIMIT 5000
            """, [first, last]
        ).map(CalendarPost.init)
    }

    /// Nil when there is none, or it has no date.
    static func post(_ id: Int64, in connection: any Connection) throws -> CalendarPost? {
        try connection.one(
            """
            SELECT \(CalendarPost.columns) FROM post p LEFT JOIN post_repeat r ON r.post = p.id
            WHERE p.id = $1 AND p.due_at IS NOT NULL
            """, [id]
        ).map(CalendarPost.init)
    }

    /// Dates of a window that series will make.
    static func coming(
        from first: Instant, until last: Instant, in connection: any Connection
    ) throws -> [CalendarPost] {
        let rows = try connection.query(
            """
            SELECT \(CalendarPost.columns), p.recurrence,
              (SELECT MAX(o.occurrence) FROM post_repeat o WHERE o.origin = p.id) AS latest
            FROM post p JOIN post_repeat r ON r.post = p.id AND r.origin = p.id
            WHERE p.recurrence IS NOT NULL AND r.over = 0 AND p.due_at IS NOT NULL
              AND p.state NOT IN ('draft', 'changes', 'cancelled', 'withdrawn')
            ORDER BY p.id LIMIT 1000
            """, [])
        var found: [CalendarPost] = []
        for row in rows {
            let post = try CalendarPost(row)
            let rule = try Recurrence(lines: try row.text("recurrence"))
            let made = try LocalMoment(try row.text("latest")).resolved(in: rule.zone).instant.adding(seconds: 1)
            found += rule.occurrences(from: max(first, made), to: last, limit: 400).map { CalendarPost(post, at: $0) }
            if found.count > 5_000 { break }
        }
        return found
    }
}
