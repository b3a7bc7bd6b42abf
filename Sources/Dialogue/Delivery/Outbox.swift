import Channels
import Foundation
public import Kernel
public import Storage

/// What may leave, once.
enum Outbox {
    /// Job that carries one reply out.
    static let kind = "reply.deliver"

    /// Puts an approved reply on its way, in the transaction that approves it. One that was refused and approved anew is
    /// a new publication; any other is put there once.
    static func enqueue(_ reply: Int64, at now: Instant, in connection: any Connection) throws {
        let added = try connection.execute(
            """
            INSERT INTO delivery (reply, state, key, queued_at, due_at) VALUES ($1, 'ready', $2, $3, $3)
            ON CONFLICT (reply) DO UPDATE SET state = 'ready', key = excluded.key, queued_at = excluded.queued_at,
              due_at = excluded.due_at, tries = 0, armed_at = NULL, holder = NULL, settled_at = NULL, reason = NULL,
              error = NULL
            WHERE delivery.state = 'refused'
            """, [reply, UUID().uuidString.lowercased(), now])
        guard added == 1 else { throw Failure(.conflict, "the reply is on its way already") }
        try carry(reply, in: connection)
    }

    static func carry(_ reply: Int64, at moment: Instant? = nil, in connection: any Connection) throws {
        try JobQueue.enqueue(kind, key: String(reply), payload: "{\"reply\":\(reply)}", runAt: moment, in: connection)
    }

    /// Takes a reply back before it leaves. False when it has left, or may have.
    static func withdraw(_ reply: Int64, in connection: any Connection) throws -> Bool {
        try connection.execute(
            "DELETE FROM delivery WHERE reply = $1 AND state IN ('ready', 'refused', 'held') AND armed_at IS NULL",
            [reply]) == 1
    }

    // MARK: Backups and copies

    /// Nothing that was on its way when a backup was taken leaves from what was restored: it may have left long ago from
    /// the original. People look at each.
    static func hold(because reason: Delivery.Reason, at now: Instant, in connection: any Connection) throws -> Int {
        let held = try connection.query(
            """
            UPDATE delivery SET state = 'held', reason = $1, settled_at = $2 WHERE state IN ('ready', 'armed')
            RETURNING reply
            """, [reason, now])
        for row in held {
            try Audit.record(
                who: nil, action: "reply.held", subject: "reply", id: try row.int64("reply"),
                after: "{\"reason\":\"\(reason.rawValue)\"}", at: now, in: connection)
        }
        return held.count
    }

    /// After half an hour of silence what waited is held (`Gate.beat`).
    @discardableResult
    static func beat(at now: Instant, in connection: any Connection) throws -> Int {
        try Gate.beat("delivery", at: now, in: connection) ? try hold(because: .late, at: now, in: connection) : 0
    }
}

extension Dialogue {
    /// To be called once a backup was put back: no old reply leaves from it. Gives the number of those that wait now.
    public static func restored(_ database: Database, at now: Instant) async throws -> Int {
        try await database.write { try Outbox.hold(because: .restored, at: now, in: $0) }
    }
}
