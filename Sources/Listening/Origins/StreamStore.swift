import Kernel
import Storage

/// Which node listens to which stream: the columns `stream_…` of the table `origin`.
enum StreamStore {
    /// Seconds for which a node holds a stream, unless it renews.
    static let lease = 60.0
    /// Seconds before a server that offers no stream is asked again.
    static let retry = 21_600.0

    /// Streams that nobody listens to, taken for `owner`. A moment too far away (the clock was set back) counts as past.
    static func claim(for owner: String, at now: Instant, limit: Int, in connection: any Connection) throws -> [Origin]
    {
        let free = "(stream_until IS NULL OR stream_until <= $1 OR stream_until > $2)"
        let bounds = [now, now.adding(seconds: retry + lease)]
        let rows = try connection.query(
            "SELECT id FROM origin WHERE kind IN ('mastodon_tag', 'mastodon_mentions') AND state = 'active' AND \(free) ORDER BY id LIMIT $3",
            bounds + [limit] as [any SQLBindable])
        return try rows.compactMap { row in
            try connection.query(
                "UPDATE origin SET stream_owner = $3, stream_until = $4 WHERE id = $5 AND \(free) RETURNING *",
                bounds + [owner, now.adding(seconds: lease), try row.int64("id")] as [any SQLBindable]
            ).first.map(Origin.init)
        }
    }

    /// False when the source was paused, removed, or taken over by another node.
    static func renew(_ id: Int64, for owner: String, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            "UPDATE origin SET stream_until = $3 WHERE id = $1 AND stream_owner = $2 AND state = 'active'",
            [id, owner, now.adding(seconds: lease)]) == 1
    }

    /// Lets go of a stream, which may be taken again at `moment`.
    static func release(_ id: Int64, for owner: String, until moment: Instant, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE origin SET stream_owner = NULL, stream_until = $3 WHERE id = $1 AND stream_owner = $2",
            [id, owner, moment])
    }

    static func heard(_ id: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute("UPDATE origin SET last_heard_at = $2 WHERE id = $1", [id, now])
    }
}
