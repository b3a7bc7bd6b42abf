import Foundation
import Kernel
import Storage

/// SQL of what is done to messages that have left.
enum ChangeStore {
    static func find(_ id: Int64, in connection: any Connection) throws -> Change? {
        try connection.one("SELECT * FROM sending_change WHERE id = $1", [id]).map(Change.init)
    }

    static func of(_ post: Int64, in connection: any Connection) throws -> [Change] {
        try connection.query(
            "SELECT * FROM sending_change WHERE post = $1 ORDER BY at, id LIMIT 2000", [post]
        ).map(Change.init)
    }

    /// What is to be done next on an account: whatever is armed, then what is taken back, then what is corrected, in the
    /// order in which people asked. Of a thread the last part goes first.
    static func next(
        on channel: Int64, edits: Bool, at now: Instant, in connection: any Connection
    ) throws -> Change? {
        try connection.one(
            """
            SELECT * FROM sending_change c WHERE channel = $1
              AND (state = 'armed' OR (state = 'ready' AND (wait_until IS NULL OR wait_until <= $2)))
              AND (state = 'armed' OR kind = 'withdraw' OR $3 = 1)
              AND NOT EXISTS (SELECT 1 FROM sending_change b WHERE b.post = c.post AND b.channel = c.channel
                AND c.kind = 'withdraw' AND b.kind = 'withdraw' AND b.ordinal > c.ordinal
                AND b.state IN ('ready', 'armed'))
            ORDER BY CASE WHEN state = 'armed' THEN 0 WHEN kind = 'withdraw' THEN 1 ELSE 2 END, at, ordinal, id LIMIT 1
            """, [channel, now, edits ? 1 : 0]
        ).map(Change.init)
    }

    /// When an account that was asked to wait may be tried again.
    static func nextDue(on channel: Int64, in connection: any Connection) throws -> Instant? {
        try connection.one(
            "SELECT MIN(wait_until) AS due FROM sending_change WHERE channel = $1 AND state = 'ready'", [channel]
        )?.optionalInstant("due")
    }

    /// Accounts on which something waits that may be done now.
    static func busyChannels(edits: Bool, in connection: any Connection) throws -> [Int64] {
        try connection.query(
            """
            SELECT DISTINCT channel FROM sending_change WHERE state IN ('ready', 'armed')
              AND (kind = 'withdraw' OR $1 = 1)
            """, [edits ? 1 : 0]
        ).map { try $0.int64("channel") }
    }

    /// What waits for a person, oldest first.
    static func waiting(limit: Int = 500, in connection: any Connection) throws -> [Change] {
        try connection.query(
            """
            SELECT * FROM sending_change WHERE state IN ('unknown', 'held', 'refused') ORDER BY at, id LIMIT $1
            """, [limit]
        ).map(Change.init)
    }

    static func waitingCount(in connection: any Connection) throws -> Int {
        try connection.one(
            "SELECT COUNT(*) AS n FROM sending_change WHERE state IN ('unknown', 'held', 'refused')", []
        )?.int("n") ?? 0
    }

    /// Asks for it. False when the same was asked before and is not over: pressing twice does one thing.
    @discardableResult
    static func ask(
        _ kind: Change.Kind, _ parcel: Parcel, id: Int64, version: Int, text: String?, isRepost: Bool = false,
        by person: Int64?, because reason: String?, at now: Instant, in connection: any Connection
    ) throws -> Bool {
        if kind == .withdraw, try isAsked(parcel.id, in: connection) { return false }
        return try connection.execute(
            """
            INSERT INTO sending_change (id, sending, post, channel, ordinal, version, kind, state, key, before, text,
              is_repost, person, reason, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 'ready', $8, $9, $10, $11, $12, $13, $14)
            """,
            [
                id, parcel.id, parcel.post, parcel.channel, parcel.ordinal, version, kind,
                UUID().uuidString.lowercased(), parcel.text, text, isRepost ? 1 : 0, person, reason, now,
            ]) == 1
    }

    /// Whether a message is being taken back, or waits for a person who said so.
    static func isAsked(_ sending: Int64, in connection: any Connection) throws -> Bool {
        try connection.one(
            """
            SELECT id FROM sending_change WHERE sending = $1 AND kind = 'withdraw'
              AND state IN ('ready', 'armed', 'unknown', 'held', 'refused') LIMIT 1
            """, [sending]) != nil
    }

    // MARK: Moving

    static func arm(_ change: Change, holder: String, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE sending_change SET state = 'armed', holder = $3, armed_at = $4, tries = tries + 1
            WHERE id = $1 AND state = 'ready' AND key = $2
            """, [change.id, change.key, holder, now]) == 1
    }

    /// Moves it on from where it was seen to stand. False when it has moved meanwhile.
    static func move(
        _ change: Change, to state: Change.State, because why: Parcel.Reason?, error: String? = nil, at now: Instant,
        in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE sending_change SET state = $4, why = $5, error = $6, settled_at = $7
            WHERE id = $1 AND state = $2 AND key = $3
            """, [change.id, change.state, change.key, state, why?.rawValue, error, now]) == 1
    }

    /// Writes down what became of the attempt that was made at `armed`: who made it knows best.
    static func settle(
        _ change: Change, to state: Change.State, because why: Parcel.Reason?, error: String?, at now: Instant,
        in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE sending_change SET state = $3, why = $4, error = $5, settled_at = $6
            WHERE id = $1 AND armed_at = $2 AND state IN ('armed', 'unknown')
            """, [change.id, change.armedAt, state, why?.rawValue, error, now]) == 1
    }

    static func postpone(
        _ change: Change, until moment: Instant, tries: Int, error: String, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE sending_change SET state = 'ready', wait_until = $3, why = 'waiting', error = $4, armed_at = NULL,
              holder = NULL, tries = $5
            WHERE id = $1 AND key = $2 AND state IN ('ready', 'armed', 'unknown')
            """, [change.id, change.key, moment, error, tries]) == 1
    }

    /// On its way again, because a person says so.
    static func release(_ change: Change, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE sending_change SET state = 'ready', wait_until = NULL, tries = 0, armed_at = NULL, holder = NULL,
              settled_at = NULL, why = NULL, error = NULL
            WHERE id = $1 AND state = $2 AND key = $3
            """, [change.id, change.state, change.key]) == 1
    }

    /// Edits of a message that something newer makes pointless. True when one of them may have been made.
    static func supersede(_ sending: Int64, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.query(
            """
            UPDATE sending_change SET state = 'dropped', why = 'changed', settled_at = $2
            WHERE sending = $1 AND kind = 'edit' AND state IN ('ready', 'held', 'unknown', 'refused') RETURNING armed_at
            """, [sending, now]
        ).contains { try $0.optionalInstant("armed_at") != nil }
    }

    static func looked(_ id: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute("UPDATE sending_change SET looked_at = $2 WHERE id = $1", [id, now])
    }

    /// What was on its way when a backup was taken, or when the store was carried elsewhere. Taking back what is gone
    /// already does no harm: that goes on, unless the store was put back from a backup.
    static func hold(because why: Parcel.Reason, at now: Instant, in connection: any Connection) throws -> Int {
        try connection.execute(
            """
            UPDATE sending_change SET state = 'held', why = $1, settled_at = $2
            WHERE state IN ('ready', 'armed') AND ($1 = 'restored' OR kind = 'edit')
            """, [why.rawValue, now])
    }
}
