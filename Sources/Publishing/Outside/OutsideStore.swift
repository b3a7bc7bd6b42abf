import Kernel
import Storage

/// SQL of readers from outside.
enum OutsideStore {
    static let migrations = [
        Migration(
            "0555-outside-readers",
            """
            CREATE TABLE outside_reader (
              id INT64 PRIMARY KEY,
              post INT64 NOT NULL REFERENCES post (id) ON DELETE CASCADE,
              version INT64 NOT NULL,
              name TEXT NOT NULL,
              email TEXT,
              tongue TEXT NOT NULL,
              invited_by INT64 NOT NULL,
              invited_at INT64 NOT NULL,
              expires_at INT64 NOT NULL,
              revoked_at INT64,
              opened_at INT64,
              verdict TEXT CHECK (verdict IN ('agreed', 'changes')),
              note TEXT,
              answered_at INT64
            )
            """,
            "CREATE INDEX outside_reader_post ON outside_reader (post, invited_at)",
            "CREATE INDEX outside_reader_over ON outside_reader (expires_at) WHERE email IS NOT NULL",
            // Whose remark it is, so that a second press adds none.
            "ALTER TABLE post_remark ADD COLUMN reader INT64")
    ]

    static func look(_ id: Int64, in connection: any Connection) throws -> OutsideReader? {
        try connection.one("SELECT * FROM outside_reader WHERE id = $1", [id]).map(OutsideReader.init)
    }

    static func of(_ post: Int64, in connection: any Connection) throws -> [OutsideReader] {
        try connection.query(
            "SELECT * FROM outside_reader WHERE post = $1 ORDER BY invited_at, id LIMIT 200", [post]
        ).map(OutsideReader.init)
    }

    static func insert(
        _ id: Int64, _ draft: OutsideDraft, _ post: Post, by person: Int64, at now: Instant,
        in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO outside_reader (id, post, version, name, email, tongue, invited_by, invited_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                id, post.id, post.version, draft.name, draft.email, draft.tongue.rawValue, person, now,
                now.adding(days: draft.days),
            ])
    }

    static func revoke(_ id: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE outside_reader SET revoked_at = $2 WHERE id = $1 AND revoked_at IS NULL", [id, now])
    }

    static func open(_ id: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE outside_reader SET opened_at = $2 WHERE id = $1 AND opened_at IS NULL", [id, now])
    }

    static func answer(
        _ id: Int64, _ verdict: OutsideReader.Verdict, _ note: String?, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            "UPDATE outside_reader SET verdict = $2, note = $3, answered_at = $4 WHERE id = $1",
            [id, verdict, note, now])
    }

    /// False when the reader said the very same before, or too much.
    static func remark(
        _ id: Int64, _ reader: OutsideReader, _ text: String, at now: Instant, in connection: any Connection
    ) throws -> Bool {
        let said = try connection.query(
            "SELECT text FROM post_remark WHERE reader = $1 AND post = $2", [reader.id, reader.post]
        ).map { try $0.text("text") }
        guard !said.contains(text), said.count < OutsideReader.mostRemarks else { return false }
        return try connection.execute(
            """
            INSERT INTO post_remark (id, post, outsider, text, shared, at, reader) VALUES ($1, $2, $3, $4, 1, $5, $6)
            """, [id, reader.post, reader.name, text, now, reader.id]) == 1
    }

    /// Nobody's address is kept for longer than a month after their link ended.
    static func forget(before limit: Instant, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE outside_reader SET email = NULL WHERE email IS NOT NULL AND expires_at < $1", [limit])
    }
}
