import Foundation
import Kernel
import Networks
import Storage

/// SQL of what leaves.
enum ParcelStore {
    static func find(_ id: Int64, in connection: any Connection) throws -> Parcel? {
        try connection.one("SELECT * FROM sending WHERE id = $1", [id]).map(Parcel.init)
    }

    static func of(_ post: Int64, in connection: any Connection) throws -> [Parcel] {
        try connection.query(
            "SELECT * FROM sending WHERE post = $1 ORDER BY version, channel, ordinal", [post]
        ).map(Parcel.init)
    }

    /// The parts of one face, in their order.
    static func face(_ parcel: Parcel, in connection: any Connection) throws -> [Parcel] {
        try connection.query(
            "SELECT * FROM sending WHERE post = $1 AND version = $2 AND channel = $3 ORDER BY ordinal",
            [parcel.post, parcel.version, parcel.channel]
        ).map(Parcel.init)
    }

    /// What is to be done next on an account: whatever is armed, then the first that is due and that nothing before it in
    /// its own face keeps waiting. One account's posts leave in the order of their time.
    static func next(on channel: Int64, at now: Instant, in connection: any Connection) throws -> Parcel? {
        try connection.one(
            """
            SELECT * FROM sending s WHERE channel = $1 AND state IN ('ready', 'armed') AND due_at <= $2
              AND NOT EXISTS (SELECT 1 FROM sending b WHERE b.post = s.post AND b.version = s.version
                AND b.channel = s.channel AND b.ordinal < s.ordinal AND b.state <> 'sent')
            ORDER BY CASE WHEN state = 'armed' THEN 0 ELSE 1 END, due_at, id, ordinal LIMIT 1
            """, [channel, now]
        ).map(Parcel.init)
    }

    /// When this account has something to do next; nil when nothing waits.
    static func nextDue(on channel: Int64, in connection: any Connection) throws -> Instant? {
        try connection.one(
            """
            SELECT MIN(CASE WHEN wait_until > due_at THEN wait_until ELSE due_at END) AS due FROM sending s
            WHERE channel = $1 AND state IN ('ready', 'armed')
              AND NOT EXISTS (SELECT 1 FROM sending b WHERE b.post = s.post AND b.version = s.version
                AND b.channel = s.channel AND b.ordinal < s.ordinal AND b.state <> 'sent')
            """, [channel])?.optionalInstant("due")
    }

    /// Accounts on which something waits, to leave or to be changed there.
    static func busyChannels(in connection: any Connection) throws -> [Int64] {
        try connection.query(
            """
            SELECT channel FROM sending WHERE state IN ('ready', 'armed')
            UNION SELECT channel FROM sending_change WHERE state IN ('ready', 'armed')
            """, []
        ).map { try $0.int64("channel") }
    }

    /// What waits for a person, oldest first.
    static func waiting(limit: Int = 500, in connection: any Connection) throws -> [Parcel] {
        try connection.query(
            "SELECT * FROM sending WHERE state IN ('unknown', 'held') ORDER BY due_at, id LIMIT $1", [limit]
        ).map(Parcel.init)
    }

    static func waitingCount(in connection: any Connection) throws -> Int {
        try connection.one("SELECT COUNT(*) AS n FROM sending WHERE state IN ('unknown', 'held')", [])?.int("n") ?? 0
    }

    static func insert(
        _ id: Int64, post: Int64, version: Int, channel: Int64, ordinal: Int, role: Piece.Role, text: String,
        due: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO sending (id, post, version, channel, ordinal, role, text, state, key, due_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 'ready', $8, $9)
            """, [id, post, version, channel, ordinal, role.rawValue, text, UUID().uuidString.lowercased(), due])
    }

    // MARK: Moving

    /// From here on the network may have it. False when somebody else was faster.
    static func arm(_ parcel: Parcel, holder: String, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE sending SET state = 'armed', holder = $3, armed_at = $4, tries = tries + 1
            WHERE id = $1 AND state = 'ready' AND key = $2
            """, [parcel.id, parcel.key, holder, now]) == 1
    }

    /// Moves it on from where it was seen to stand. False when it has moved meanwhile.
    static func move(
        _ parcel: Parcel, to state: Parcel.State, because reason: Parcel.Reason?, error: String? = nil,
        at now: Instant, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE sending SET state = $4, reason = $5, error = $6, settled_at = $7
            WHERE id = $1 AND state = $2 AND key = $3
            """, [parcel.id, parcel.state, parcel.key, state, reason?.rawValue, error, now]) == 1
    }

    /// Writes down what became of the attempt that was made at `armed`, also where it has been given up for unknown
    /// meanwhile: who made it knows best. False when a person has said otherwise.
    static func settle(
        _ parcel: Parcel, to state: Parcel.State, because reason: Parcel.Reason?, error: String?, at now: Instant,
        in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE sending SET state = $3, reason = $4, error = $5, settled_at = $6
            WHERE id = $1 AND armed_at = $2 AND state IN ('armed', 'unknown')
            """, [parcel.id, parcel.armedAt, state, reason?.rawValue, error, now]) == 1
    }

    static func sent(_ id: Int64, _ sent: Sent, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE sending SET network_id = $2, url = $3, reference = $4 WHERE id = $1",
            [id, sent.id, sent.url, sent.reference])
    }

    /// Nothing was published, and it is tried again. The attempt is forgotten with it.
    static func postpone(
        _ parcel: Parcel, until moment: Instant, asked: Bool, error: String?, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE sending SET state = 'ready', wait_until = $3, reason = 'waiting', error = $4, armed_at = NULL,
              holder = NULL, asked_until = CASE WHEN $5 = 1 THEN $3 ELSE asked_until END
            WHERE id = $1 AND key = $2 AND state IN ('ready', 'armed', 'unknown')
            """, [parcel.id, parcel.key, moment, error, asked ? 1 : 0]) == 1
    }

    static func keepPrepared(
        _ parcel: Parcel, _ prepared: Prepared, until moment: Instant?, in connection: any Connection
    ) throws {
        let text = String(decoding: try JSONEncoder().encode(prepared), as: UTF8.self)
        try connection.execute(
            """
            UPDATE sending SET prepared = $3, wait_until = COALESCE($4, wait_until),
              asked_until = COALESCE($4, asked_until), reason = CASE WHEN $4 IS NULL THEN reason ELSE 'waiting' END
            WHERE id = $1 AND key = $2 AND state = 'ready'
            """, [parcel.id, parcel.key, text, moment])
    }

    static func forgetAttempt(_ parcel: Parcel, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE sending SET armed_at = NULL, holder = NULL WHERE id = $1 AND key = $2 AND state = 'held'",
            [parcel.id, parcel.key])
    }

    static func looked(_ id: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute("UPDATE sending SET looked_at = $2 WHERE id = $1", [id, now])
    }

    /// On its way again, because a person says so. `mayBeOut` keeps what it rests on: the network is asked first.
    static func release(_ parcel: Parcel, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE sending SET state = 'ready', due_at = $4, wait_until = NULL, asked_until = NULL, tries = 0, settled_at = NULL, error = NULL
            WHERE id = $1 AND state = $2 AND key = $3
            """, [parcel.id, parcel.state, parcel.key, now]) == 1
    }

    static func figures(_ id: Int64, _ figures: PostFigures, at now: Instant, in connection: any Connection) throws {
        let text = String(decoding: try JSONEncoder().encode(figures), as: UTF8.self)
        try connection.execute(
            "UPDATE sending SET figures = $2, figures_at = $3 WHERE id = $1", [id, text, now])
    }
}
