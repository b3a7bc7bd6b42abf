import Kernel
import Storage

/// SQL of the press list.
enum SubscriberStore {
    static func look(_ id: Int64, in connection: any Connection) throws -> Subscriber? {
        try connection.one("SELECT * FROM press_subscriber WHERE id = $1", [id]).map(Subscriber.init)
    }

    static func of(_ fingerprint: [UInt8], in connection: any Connection) throws -> Subscriber? {
        try connection.one("SELECT * FROM press_subscriber WHERE fingerprint = $1", [fingerprint]).map(Subscriber.init)
    }

    static func all(in connection: any Connection) throws -> [Subscriber] {
        try connection.query(
            "SELECT * FROM press_subscriber WHERE state <> 'left' ORDER BY asked_at DESC, id DESC LIMIT 2000", []
        ).map(Subscriber.init)
    }

    /// The confirmed who want to hear of `topic`.
    static func reached(by topic: PressTopic, in connection: any Connection) throws -> [Subscriber] {
        try connection.query(
            "SELECT * FROM press_subscriber WHERE state = 'confirmed' AND email IS NOT NULL ORDER BY id", []
        ).map(Subscriber.init).filter { $0.wants(topic) }
    }

    static func counts(in connection: any Connection) throws -> [Subscriber.State: Int] {
        try connection.query("SELECT state, COUNT(*) AS n FROM press_subscriber GROUP BY state", []).reduce(into: [:]) {
            $0[try $1.value("state")] = try $1.int("n")
        }
    }

    /// Asked anew: whatever stood there waits for its confirmation again.
    static func ask(
        _ id: Int64, _ fingerprint: [UInt8], _ draft: SubscriberDraft, form: Subscriber.Form, wording: String,
        by person: Int64?, nonce: String, at now: Instant, in connection: any Connection
    ) throws {
        let topics = draft.topics.map(\.rawValue).sorted().joined(separator: ",")
        try connection.execute(
            """
            INSERT INTO press_subscriber (id, fingerprint, email, name, outlet, topics, tongue, state, form, wording,
              added_by, nonce, asked_at, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', $8, $9, $10, $11, $12, $13)
            ON CONFLICT (fingerprint) DO UPDATE SET email = excluded.email, name = excluded.name,
              outlet = excluded.outlet, topics = excluded.topics, tongue = excluded.tongue, state = 'pending',
              form = excluded.form, wording = excluded.wording, added_by = excluded.added_by, nonce = excluded.nonce,
              asked_at = excluded.asked_at, expires_at = excluded.expires_at, confirmed_at = NULL, left_at = NULL,
              refused_at = NULL, refusal = NULL,
              asks = CASE WHEN press_subscriber.state = 'pending' THEN press_subscriber.asks + 1 ELSE 1 END
            """,
            [
                id, fingerprint, draft.email, draft.name, draft.outlet, topics, draft.tongue.rawValue, form, wording,
                person, nonce, now, now.adding(seconds: Subscriber.patience),
            ])
    }

    /// False when the link was used already, or its time is over.
    static func confirm(_ subscriber: Subscriber, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE press_subscriber SET state = 'confirmed', confirmed_at = $3, expires_at = NULL
            WHERE id = $1 AND nonce = $2 AND state = 'pending' AND expires_at > $3
            """, [subscriber.id, subscriber.nonce, now]) == 1
    }

    /// Takes their data off; the fingerprint stays, so that nobody brings them in again by hand.
    static func leave(_ id: Int64, at now: Instant, in connection: any Connection) throws -> Bool {
        let left =
            try connection.execute(
                """
                UPDATE press_subscriber SET state = 'left', email = NULL, name = '', outlet = '', topics = '', wording = '',
                  left_at = $2, expires_at = NULL, refusal = NULL
                WHERE id = $1 AND state <> 'left'
                """, [id, now]) == 1
        guard left else { return false }
        try connection.execute(
            "UPDATE press_mail SET state = 'cancelled', settled_at = $2 WHERE subscriber = $1 AND state = 'ready'",
            [id, now])
        return true
    }

    static func refuse(_ id: Int64, _ said: String, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE press_subscriber SET state = 'refused', refused_at = $2, refusal = $3
            WHERE id = $1 AND state IN ('pending', 'confirmed')
            """, [id, now, said])
    }

    /// Nothing is kept of who asked and did not confirm. Gives how many.
    @discardableResult
    static func sweep(at now: Instant, in connection: any Connection) throws -> Int {
        // Whoever had a mail before stays as a number: the deliveries of that time point at it.
        try connection.execute(
            """
            UPDATE press_subscriber SET state = 'left', email = NULL, name = '', outlet = '', topics = '', wording = '',
              left_at = $1, expires_at = NULL
            WHERE \(unconfirmed)
              AND EXISTS (SELECT 1 FROM press_mail m WHERE m.subscriber = press_subscriber.id)
            """, [now])
        return try connection.execute(
            "DELETE FROM press_subscriber WHERE \(unconfirmed)", [now])
    }

    private static let unconfirmed =
        "(state = 'pending' OR (state = 'refused' AND confirmed_at IS NULL)) AND expires_at <= $1"

    /// Says that somebody who is on the list was written to about it. False when that was within a day.
    static func tell(_ id: Int64, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            "UPDATE press_subscriber SET told_at = $2 WHERE id = $1 AND (told_at IS NULL OR told_at < $3)",
            [id, now, now.adding(days: -1)]) == 1
    }
}
