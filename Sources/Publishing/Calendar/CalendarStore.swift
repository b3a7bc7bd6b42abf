import Kernel
import Storage

/// SQL of the calendar and of those who subscribe to it.
enum CalendarStore {
    static let migrations = [
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

    /// What has a time, given up or not: those who have it must strike it out.
    static func dated(from first: Instant, until last: Instant, in connection: any Connection) throws -> [Post] {
        try connection.query(
            "SELECT * FROM post WHERE due_at >= $1 AND due_at < $2 ORDER BY due_at, id LIMIT 5000", [first, last]
        ).map(Post.init)
    }
}
