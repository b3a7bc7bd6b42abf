import Kernel
import Storage

/// The record of a post is kept ten years from its last change, or as long as the hospital's archive rule says; then it is
/// erased with everything that belongs to it (GDPR, article 5(1)(e)). The trail keeps that it was.
struct RecordRetention: Sendable {
    let desk: PublishingDesk

    static let kind = "post.retention"
    static let setting = "publishing.record_years"
    static let usual = 10
    /// Posts in one transaction.
    static let batch = 50

    /// Never less than a year: somebody may still ask what was said.
    static func years(in connection: any Connection) throws -> Int {
        let said = try Settings.value(setting, in: connection).flatMap { Int($0) } ?? usual
        return min(max(said, 1), 100)
    }

    func plan() async throws {
        let now = desk.clock.now()
        try await desk.database.write { try JobQueue.enqueue(Self.kind, key: "daily", runAt: now, in: $0) }
    }

    func run(_ job: Job) async throws {
        while try await sweep() == Self.batch { try Task.checkCancellation() }
        let next = desk.clock.now().adding(days: 1)
        try await desk.database.write { connection in
            try JobQueue.complete(job, in: connection)
            try JobQueue.enqueue(Self.kind, key: "daily", runAt: next, in: connection)
        }
    }

    /// Erases one batch, and says how many it held. What still waits to leave, or for somebody's word, is not over.
    func sweep() async throws -> Int {
        let now = desk.clock.now()
        return try await desk.database.write { connection in
            let before = now.adding(days: -365 * (try Self.years(in: connection)))
            let old = try connection.query(
                """
                SELECT id FROM post WHERE changed_at < $1
                  AND state IN ('published', 'partial', 'failed', 'withdrawn', 'cancelled')
                  AND NOT EXISTS (SELECT 1 FROM sending s WHERE s.post = post.id AND s.state IN ('ready', 'armed'))
                  AND NOT EXISTS (SELECT 1 FROM sending_change c WHERE c.post = post.id
                    AND c.state IN ('ready', 'armed'))
                ORDER BY changed_at LIMIT $2
                """, [before, Self.batch])
            for row in old { try Self.erase(try row.int64("id"), at: now, in: connection) }
            return old.count
        }
    }

    private static func erase(_ post: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute("DELETE FROM sending_change WHERE post = $1", [post])
        // Figures go with their message; versions, verdicts, remarks, lifts and corrections with their post.
        try connection.execute("DELETE FROM sending WHERE post = $1", [post])
        try connection.execute("DELETE FROM post WHERE id = $1", [post])
        try PostActions.record("post.expired", post, nil, at: now, connection)
    }
}
