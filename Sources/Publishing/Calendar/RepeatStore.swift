import Calendars
import Foundation
import Kernel
import Storage

/// SQL of posts that come back. The rule stands with the first of them; every date that was made is a row here, and no
/// date is made twice, however many nodes look.
enum RepeatStore {
    static let migrations = [
        Migration(
            "0543-repeats",
            """
            CREATE TABLE post_repeat (
              origin INT64 NOT NULL REFERENCES post (id) ON DELETE CASCADE,
              occurrence TEXT NOT NULL,
              post INT64 NOT NULL UNIQUE,
              over INT64 NOT NULL DEFAULT 0,
              PRIMARY KEY (origin, occurrence)
            )
            """,
            "CREATE INDEX post_recurring ON post (id) WHERE recurrence IS NOT NULL")
    ]

    /// States of a first post whose words are approved as they stand.
    private static let standing = "('scheduled', 'sending', 'published', 'partial', 'failed')"

    /// First posts of which nothing is planned any more, and whose next date is to be made. What is on hold waits; what
    /// was taken back once does not come again by itself.
    static func due(at now: Instant, in connection: any Connection) throws -> [Int64] {
        try connection.query(
            """
            SELECT p.id FROM post p WHERE p.recurrence IS NOT NULL AND p.parked_by IS NULL AND p.state IN \(standing)
              AND EXISTS (SELECT 1 FROM post_repeat r WHERE r.origin = p.id)
              AND NOT EXISTS (
                SELECT 1 FROM post_repeat r LEFT JOIN post l ON l.id = r.post WHERE r.origin = p.id AND (r.over = 1
                  OR l.state = 'withdrawn' OR l.parked_by IS NOT NULL
                  OR (l.due_at > $1 AND l.state IN ('draft', 'changes', 'review', 'approved', 'scheduled'))))
            ORDER BY p.id LIMIT 500
            """, [now]
        ).map { try $0.int64("id") }
    }

    /// Dates that wait to leave although another of the same words was taken back.
    static func doubtful(in connection: any Connection) throws -> [Post] {
        try connection.query(
            """
            SELECT l.* FROM post l JOIN post_repeat r ON r.post = l.id WHERE l.state IN ('approved', 'scheduled')
              AND EXISTS (SELECT 1 FROM post_repeat o JOIN post w ON w.id = o.post
                WHERE o.origin = r.origin AND w.state = 'withdrawn')
              AND NOT EXISTS (SELECT 1 FROM post_verdict v WHERE v.post = l.id AND v.verdict = 'approved'
                AND v.at > (SELECT MAX(w.changed_at) FROM post_repeat o JOIN post w ON w.id = o.post
                  WHERE o.origin = r.origin AND w.state = 'withdrawn'))
            """, []
        ).map(Post.init)
    }

    /// The series that a post belongs to, as its first or as one of its dates.
    static func series(of post: Int64, in connection: any Connection) throws -> Repeat? {
        guard
            let row = try connection.one("SELECT origin FROM post_repeat WHERE post = $1", [post]),
            let first = try PostStore.look(try row.int64("origin"), in: connection), let lines = first.recurrence,
            let last = try connection.one(
                """
                SELECT occurrence, post, (SELECT MAX(over) FROM post_repeat WHERE origin = $1) AS over FROM post_repeat
                WHERE origin = $1 ORDER BY occurrence DESC LIMIT 1
                """, [first.id])
        else { return nil }
        return Repeat(
            first: first, rule: try Recurrence(lines: lines), last: try LocalMoment(try last.text("occurrence")),
            lastPost: try last.int64("post"), isOver: try last.int("over") == 1)
    }

    /// False when another was faster.
    static func claim(
        _ occurrence: LocalMoment, of origin: Int64, for post: Int64, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            INSERT INTO post_repeat (origin, occurrence, post) VALUES ($1, $2, $3)
            ON CONFLICT (origin, occurrence) DO NOTHING
            """, [origin, occurrence.text, post]) == 1
    }

    /// The rule of a first post, of which no date was made yet.
    static func begin(_ origin: Int64, _ occurrence: LocalMoment, in connection: any Connection) throws {
        try forget(origin, in: connection)
        _ = try claim(occurrence, of: origin, for: origin, in: connection)
    }

    static func forget(_ origin: Int64, in connection: any Connection) throws {
        try connection.execute("DELETE FROM post_repeat WHERE origin = $1", [origin])
    }

    static func end(_ origin: Int64, in connection: any Connection) throws {
        try connection.execute("UPDATE post_repeat SET over = 1 WHERE origin = $1", [origin])
    }

    static func keep(_ rule: Recurrence, of origin: Int64, in connection: any Connection) throws {
        try connection.execute("UPDATE post SET recurrence = $2 WHERE id = $1", [origin, rule.lines])
    }

    /// The post that stands for one date stands for another from now on.
    static func shift(_ post: Int64, to occurrence: LocalMoment, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE post_repeat SET occurrence = $2 WHERE post = $1", [post, occurrence.text])
    }

    /// Who said yes to the words, and what they set aside, goes with every date of them.
    static func carryWords(
        from first: Post, to post: Int64, ids: () -> Int64, in connection: any Connection
    ) throws {
        for row in try connection.query(
            "SELECT id FROM post_verdict WHERE post = $1 AND version = $2 ORDER BY at, id", [first.id, first.version])
        {
            try connection.execute(
                """
                INSERT INTO post_verdict (id, post, version, stage, verdict, person, outsider, note, at)
                SELECT $1, $2, 1, stage, verdict, person, outsider, note, at FROM post_verdict WHERE id = $3
                """, [ids(), post, try row.int64("id")])
        }
        for row in try connection.query("SELECT id FROM post_lift WHERE post = $1 ORDER BY at, id", [first.id]) {
            try connection.execute(
                """
                INSERT INTO post_lift (id, post, rule, excerpt, person, name, reason, at)
                SELECT $1, $2, rule, excerpt, person, name, reason, at FROM post_lift WHERE id = $3
                """, [ids(), post, try row.int64("id")])
        }
    }
}

/// A post that comes back: its rule, and how far it was made.
struct Repeat: Sendable {
    let first: Post
    let rule: Recurrence
    /// The latest date that was made, on the author's clock.
    let last: LocalMoment
    let lastPost: Int64
    let isOver: Bool

    /// Dates that nobody has made yet.
    func coming(from: Instant, to: Instant? = nil, limit: Int) -> [Recurrence.Occurrence] {
        guard !isOver else { return [] }
        let after = last.resolved(in: rule.zone).instant.adding(seconds: 1)
        return rule.occurrences(from: max(from, after), to: to, limit: limit)
    }
}
