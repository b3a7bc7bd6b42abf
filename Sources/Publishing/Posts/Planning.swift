import Channels
import Kernel
import Networks
import Storage

/// Puts approved posts on their way, and takes them off it.
enum Planning {
    /// Makes the messages of an approved post, due at its time: one row a message, in the transaction that plans it.
    static func put(_ post: Post, _ desk: PublishingDesk, at now: Instant, in connection: any Connection) throws {
        let due = max(post.dueAt ?? now, now)
        try OwnPageStore.put(post, from: due, in: connection)
        for face in post.content.faces {
            let channel = try ChannelStore.find(face.channel, in: connection)
            for (ordinal, message) in post.content.messages(of: face).enumerated() {
                try ParcelStore.insert(
                    desk.newID(), post: post.id, version: post.version, channel: channel.id, ordinal: ordinal,
                    role: message.role, text: message.text, due: due, in: connection)
            }
            try SendingRun.carry(channel.id, at: due, in: connection)
        }
    }

    /// Whether nothing of this version has left, or may have.
    static func isUntouched(_ post: Post, in connection: any Connection) throws -> Bool {
        try ParcelStore.of(post.id, in: connection).allSatisfy {
            [.ready, .held, .cancelled, .refused].contains($0.state) && $0.armedAt == nil
        }
    }

    /// Takes what has not left off its way.
    static func clear(_ post: Post, at now: Instant, in connection: any Connection) throws {
        try OwnPageStore.clear(post.id, at: now, in: connection)
        try connection.execute(
            """
            UPDATE sending SET state = 'cancelled', reason = 'changed', settled_at = $2
            WHERE post = $1 AND state IN ('ready', 'held') AND armed_at IS NULL
            """, [post.id, now])
    }

    /// Puts what is approved on its way once more, after its time was changed.
    static func again(_ post: Post, _ desk: PublishingDesk, at now: Instant, in connection: any Connection) throws {
        try clear(post, at: now, in: connection)
        try connection.execute(
            "DELETE FROM sending WHERE post = $1 AND version = $2 AND state = 'cancelled' AND armed_at IS NULL",
            [post.id, post.version])
        let fresh = try PostStore.find(post.id, in: connection)
        let state: Post.State = fresh.dueAt == nil ? .sending : .scheduled
        guard try PostStore.move(fresh, to: state, at: now, in: connection) else { throw PostActions.overtaken }
        try put(fresh, desk, at: now, in: connection)
    }

    /// Nothing that was on its way when a backup was taken leaves from what was restored: it may have left long ago from
    /// the original. People look at each.
    static func hold(because reason: Parcel.Reason, at now: Instant, in connection: any Connection) throws -> Int {
        let held = try connection.query(
            """
            UPDATE sending SET state = 'held', reason = $1, settled_at = $2 WHERE state IN ('ready', 'armed')
              AND ($1 = 'restored' OR due_at <= $2)
            RETURNING id, post
            """, [reason.rawValue, now])
        for row in held {
            try Audit.record(
                who: nil, action: "post.held", subject: "post", id: try row.int64("post"),
                after: "{\"reason\":\"\(reason.rawValue)\"}", at: now, in: connection)
        }
        return try held.count + ChangeStore.hold(because: reason, at: now, in: connection)
    }
}
