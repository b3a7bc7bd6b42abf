import Kernel
import Storage

/// Somebody leaves the house: what they wrote keeps their name, and what of it waits to leave is read again by those who
/// stay. Told by the event log, in the transaction that moves this reader's place in it.
struct Leaving: Sendable {
    /// This reader's name in the log.
    static let name = "publishing"
    /// Said by whoever keeps the accounts; its subject is the account.
    static let event = "account.closed"

    func hear(_ event: Event, in connection: any Connection) throws {
        guard event.kind == Self.event else { return }
        let rows = try connection.query(
            "SELECT * FROM post WHERE author = $1 AND state IN ('approved', 'scheduled', 'sending')", [event.subject])
        for post in try rows.map(Post.init) where try Planning.isUntouched(post, in: connection) {
            guard try PostStore.move(post, to: .review, stage: 0, at: event.at, in: connection) else { continue }
            try Planning.clear(post, at: event.at, in: connection)
            // Its next yes plans it anew.
            try connection.execute(
                "DELETE FROM sending WHERE post = $1 AND version = $2 AND state = 'cancelled' AND armed_at IS NULL",
                [post.id, post.version])
            try PostActions.record("post.unapproved", post.id, nil, at: event.at, connection)
        }
    }
}
