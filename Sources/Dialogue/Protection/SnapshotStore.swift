import Kernel
import Storage

/// SQL of snapshots.
enum SnapshotStore {
    static func insert(
        _ snapshot: Snapshot, sealed file: [UInt8], in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO snapshot (id, conversation, mention, taken_at, taken_by, reason, sha256, messages, file, ends_on)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            """,
            [
                snapshot.id, snapshot.conversation, snapshot.mention, snapshot.takenAt, snapshot.takenBy,
                snapshot.reason, snapshot.sha256, snapshot.messages, file, snapshot.endsOn,
            ])
    }

    static func find(_ id: Int64, in connection: any Connection) throws -> Snapshot {
        guard let row = try connection.one("SELECT \(columns) FROM snapshot WHERE id = $1", id) else {
            throw Failure(.notFound, "no such snapshot")
        }
        return try snapshot(row)
    }

    /// The signed file as it lies, sealed; nil once it has ended.
    static func file(_ id: Int64, in connection: any Connection) throws -> [UInt8]? {
        try connection.one("SELECT file FROM snapshot WHERE id = $1", id)?.optionalBytes("file")
    }

    static func list(conversation: Int64? = nil, limit: Int = 200, in connection: any Connection) throws -> [Snapshot] {
        let rows =
            if let conversation {
                try connection.query(
                    "SELECT \(columns) FROM snapshot WHERE conversation = $2 ORDER BY id DESC LIMIT $1", limit,
                    conversation)
            } else {
                try connection.query("SELECT \(columns) FROM snapshot ORDER BY id DESC LIMIT $1", limit)
            }
        return try rows.map(snapshot)
    }

    /// - Returns: false when it has ended already.
    static func end(_ id: Int64, on day: Int, in connection: any Connection) throws -> Bool {
        try connection.execute("UPDATE snapshot SET ends_on = $2 WHERE id = $1 AND ended_at IS NULL", id, day) == 1
    }

    /// Erases the files of those whose last day is before `day`; gives their keys.
    static func erase(before day: Int, at now: Instant, in connection: any Connection) throws -> [Int64] {
        try connection.query(
            """
            UPDATE snapshot SET file = NULL, ended_at = $2 WHERE ended_at IS NULL AND ends_on < $1 RETURNING id
            """, day, now
        ).map { try $0.int64("id") }
    }

    /// Keys of the messages of a conversation, in order.
    static func messages(of conversation: Int64, in connection: any Connection) throws -> [Int64] {
        try connection.query(
            """
            SELECT mention FROM conversation_message WHERE conversation = $1 ORDER BY published_at, mention LIMIT $2
            """, conversation, Snapshot.most
        ).map { try $0.int64("mention") }
    }

    private static let columns =
        "id, conversation, mention, taken_at, taken_by, reason, sha256, messages, ends_on, ended_at"

    private static func snapshot(_ row: Row) throws -> Snapshot {
        Snapshot(
            id: try row.int64("id"), conversation: try row.int64("conversation"),
            mention: try row.optionalInt64("mention"), takenAt: try row.instant("taken_at"),
            takenBy: try row.int64("taken_by"), reason: try row.text("reason"), sha256: try row.text("sha256"),
            messages: try row.int("messages"), endsOn: try row.int("ends_on"),
            endedAt: try row.optionalInstant("ended_at"))
    }
}
