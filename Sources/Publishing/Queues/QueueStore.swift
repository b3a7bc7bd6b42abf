import Calendars
import Foundation
import Kernel
import Storage

/// SQL of queues and of the places in them.
enum QueueStore {
    static let migrations = [
        Migration(
            "0545-queues",
            """
            CREATE TABLE queue (
              id INT64 PRIMARY KEY,
              name TEXT NOT NULL,
              slots TEXT NOT NULL,
              rests INT64 NOT NULL,
              paused INT64 NOT NULL DEFAULT 0,
              turn INT64 NOT NULL DEFAULT 0,
              created_at INT64 NOT NULL
            )
            """,
            // A place without a slot waits for one: in a queue that is paused, or with its author again.
            """
            CREATE TABLE queue_place (
              post INT64 PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
              queue INT64 NOT NULL REFERENCES queue (id) ON DELETE CASCADE,
              slot_at INT64,
              rank INT64 NOT NULL,
              UNIQUE (queue, slot_at)
            )
            """)
    ]

    static func all(in zone: TimeZone, _ connection: any Connection) throws -> [PostQueue] {
        try connection.query("SELECT * FROM queue ORDER BY created_at, id LIMIT 200", []).map {
            try PostQueue($0, in: zone)
        }
    }

    /// - Throws: `.notFound`.
    static func find(_ id: Int64, in zone: TimeZone, _ connection: any Connection) throws -> PostQueue {
        guard let row = try connection.one("SELECT * FROM queue WHERE id = $1", [id]) else {
            throw Failure(.notFound, "no such queue", words: "queues.gone")
        }
        return try PostQueue(row, in: zone)
    }

    static func isNamed(_ name: String, otherThan id: Int64?, in connection: any Connection) throws -> Bool {
        try connection.query("SELECT id, name FROM queue", []).contains {
            try $0.int64("id") != id && (try $0.text("name")).lowercased() == name.lowercased()
        }
    }

    static func insert(
        _ id: Int64, _ name: String, _ slots: WeeklySlots, rests: Bool, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO queue (id, name, slots, rests, created_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO NOTHING
            """, [id, name, PostQueue.text(slots), rests ? 1 : 0, now])
    }

    static func rewrite(
        _ id: Int64, _ name: String, _ slots: WeeklySlots, rests: Bool, in connection: any Connection
    ) throws {
        try connection.execute(
            "UPDATE queue SET name = $2, slots = $3, rests = $4 WHERE id = $1",
            [id, name, PostQueue.text(slots), rests ? 1 : 0])
    }

    static func pause(_ id: Int64, _ isPaused: Bool, in connection: any Connection) throws {
        try connection.execute("UPDATE queue SET paused = $2 WHERE id = $1", [id, isPaused ? 1 : 0])
    }

    static func remove(_ id: Int64, in connection: any Connection) throws {
        try connection.execute("DELETE FROM queue_place WHERE queue = $1", [id])
        try connection.execute("DELETE FROM queue WHERE id = $1", [id])
    }

    /// One at a time gives places in a queue: the others wait until it is done, and see what it did.
    static func lock(_ id: Int64, in connection: any Connection) throws {
        try connection.execute("UPDATE queue SET turn = turn + 1 WHERE id = $1", [id])
    }

    // MARK: Places

    /// What was given up, or is with its author again, holds no slot.
    static func sweep(_ queue: Int64, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE queue_place SET slot_at = NULL WHERE queue = $1 AND slot_at IS NOT NULL
              AND post IN (SELECT id FROM post WHERE state IN ('cancelled', 'draft', 'changes'))
            """, [queue])
    }

    static func taken(_ queue: Int64, from now: Instant, in connection: any Connection) throws -> [Instant] {
        try connection.query(
            "SELECT slot_at FROM queue_place WHERE queue = $1 AND slot_at >= $2", [queue, now.adding(seconds: -60)]
        ).map { try $0.instant("slot_at") }
    }

    static func put(_ post: Int64, in queue: Int64, slot: Instant?, _ connection: any Connection) throws {
        try connection.execute("DELETE FROM queue_place WHERE post = $1", [post])
        try connection.execute(
            """
            INSERT INTO queue_place (post, queue, slot_at, rank)
            SELECT $1, $2, $3, COALESCE(MAX(rank), 0) + 1 FROM queue_place WHERE queue = $2
            """, [post, queue, slot])
    }

    static func slot(of post: Int64, in queue: Int64, _ connection: any Connection) throws -> Instant? {
        try connection.one("SELECT slot_at FROM queue_place WHERE post = $1 AND queue = $2", [post, queue])?
            .optionalInstant("slot_at")
    }

    static func leave(_ post: Int64, in connection: any Connection) throws {
        try connection.execute("DELETE FROM queue_place WHERE post = $1", [post])
    }

    static func move(_ post: Int64, slot: Instant?, rank: Int? = nil, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE queue_place SET slot_at = $2, rank = COALESCE($3, rank) WHERE post = $1", [post, slot, rank])
    }

    static func queue(of post: Int64, in zone: TimeZone, _ connection: any Connection) throws -> PostQueue? {
        try connection.one(
            "SELECT q.* FROM queue q JOIN queue_place p ON p.queue = q.id WHERE p.post = $1", [post]
        ).map { try PostQueue($0, in: zone) }
    }

    /// A post that waits in a queue.
    struct Waiting: Sendable {
        let post: Post
        let slot: Instant?
        let rank: Int
    }

    /// What waits, in its order: by slot, then, without one, as it was put in. What is with its author is not in it.
    static func waiting(_ queue: Int64, in connection: any Connection) throws -> [Waiting] {
        try connection.query(
            """
            SELECT p.*, q.slot_at AS slot_at, q.rank AS rank FROM queue_place q JOIN post p ON p.id = q.post
            WHERE q.queue = $1 AND p.state IN ('review', 'approved', 'scheduled')
            ORDER BY CASE WHEN q.slot_at IS NULL THEN 1 ELSE 0 END, q.slot_at, q.rank LIMIT \(PostQueue.most)
            """, [queue]
        ).map { Waiting(post: try Post($0), slot: try $0.optionalInstant("slot_at"), rank: try $0.int("rank")) }
    }

    static func counts(in connection: any Connection) throws -> [Int64: Int] {
        var out: [Int64: Int] = [:]
        for row in try connection.query(
            """
            SELECT q.queue AS queue, COUNT(*) AS n FROM queue_place q JOIN post p ON p.id = q.post
            WHERE p.state IN ('review', 'approved', 'scheduled') GROUP BY q.queue
            """, [])
        { out[try row.int64("queue")] = try row.int("n") }
        return out
    }
}
