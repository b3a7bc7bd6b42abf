import Kernel
import Storage

/// SQL of what leaves for the press.
enum MailingStore {
    static func find(_ id: Int64, in connection: any Connection) throws -> Mailing? {
        try connection.one("SELECT * FROM press_mailing WHERE id = $1", [id]).map(Mailing.init)
    }

    static func of(_ release: Int64, version: Int, in connection: any Connection) throws -> Mailing? {
        try connection.one(
            "SELECT * FROM press_mailing WHERE release_id = $1 AND version = $2", [release, version]
        ).map(Mailing.init)
    }

    /// The latest of a release, with its counts.
    static func report(release: Int64, in connection: any Connection) throws -> MailingReport? {
        let row = try connection.one(
            "SELECT * FROM press_mailing WHERE release_id = $1 ORDER BY version DESC LIMIT 1", [release])
        guard let mailing = try row.map(Mailing.init) else { return nil }
        let counts = try connection.query(
            "SELECT state, COUNT(*) AS n FROM press_mail WHERE mailing = $1 GROUP BY state", [mailing.id])
        return MailingReport(
            mailing: mailing, counts: try counts.reduce(into: [:]) { $0[try $1.value("state")] = try $1.int("n") })
    }

    static func insert(
        _ id: Int64, _ release: Release, by person: Int64, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO press_mailing (id, release_id, version, person, state, created_at, moved_at)
            VALUES ($1, $2, $3, $4, 'sending', $5, $5)
            """, [id, release.id, release.version, person, now])
    }

    static func add(_ id: Int64, _ mailing: Int64, _ subscriber: Int64, in connection: any Connection) throws {
        try connection.execute(
            "INSERT INTO press_mail (id, mailing, subscriber, state) VALUES ($1, $2, $3, 'ready')",
            [id, mailing, subscriber])
    }

    /// Whatever is armed, then the first that may leave.
    static func next(_ mailing: Int64, at now: Instant, in connection: any Connection) throws -> PressMail? {
        try connection.one(
            """
            SELECT * FROM press_mail WHERE mailing = $1
              AND (state = 'armed' OR (state = 'ready' AND (wait_until IS NULL OR wait_until <= $2)))
            ORDER BY CASE WHEN state = 'armed' THEN 0 ELSE 1 END, id LIMIT 1
            """, [mailing, now]
        ).map(PressMail.init)
    }

    /// When something of it may leave next; nil when nothing waits.
    static func nextDue(_ mailing: Int64, in connection: any Connection) throws -> Instant? {
        let row = try connection.one(
            "SELECT MIN(COALESCE(wait_until, 0)) AS due FROM press_mail WHERE mailing = $1 AND state IN ('ready', 'armed')",
            [mailing])
        return try row?.optionalInstant("due")
    }

    static func sending(in connection: any Connection) throws -> [Mailing] {
        try connection.query("SELECT * FROM press_mailing WHERE state = 'sending' ORDER BY id", []).map(Mailing.init)
    }

    // MARK: Moving

    /// From here on the mail server may have it. False when somebody else was faster.
    static func arm(_ mail: PressMail, holder: String, at now: Instant, in connection: any Connection) throws -> Bool {
        let armed = try connection.execute(
            """
            UPDATE press_mail SET state = 'armed', holder = $2, armed_at = $3, tries = tries + 1, wait_until = NULL
            WHERE id = $1 AND state = 'ready'
            """, [mail.id, holder, now])
        guard armed == 1 else { return false }
        try connection.execute("UPDATE press_mailing SET moved_at = $2 WHERE id = $1", [mail.mailing, now])
        return true
    }

    /// What became of the attempt that was made at `armedAt`, also where it was given up for unknown meanwhile.
    static func settle(
        _ mail: PressMail, to state: PressMail.State, error: String?, until wait: Instant? = nil, at now: Instant,
        in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE press_mail SET state = $3, error = $4, wait_until = $5, settled_at = $6
            WHERE id = $1 AND armed_at = $2 AND state IN ('armed', 'unknown')
            """, [mail.id, mail.armedAt, state, error, wait, now]) == 1
    }

    static func drop(_ mail: PressMail, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE press_mail SET state = 'cancelled', settled_at = $2 WHERE id = $1 AND state = 'ready'",
            [mail.id, now])
    }

    static func move(
        _ mailing: Int64, from: Mailing.State, to state: Mailing.State, because reason: Mailing.Reason?,
        at now: Instant, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            "UPDATE press_mailing SET state = $3, reason = $4, moved_at = $5 WHERE id = $1 AND state = $2",
            [mailing, from, state, reason, now]) == 1
    }

    /// The release was withdrawn: what has not left does not leave.
    static func cancel(release: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE press_mail SET state = 'cancelled', settled_at = $2 WHERE state = 'ready'
              AND mailing IN (SELECT id FROM press_mailing WHERE release_id = $1)
            """, [release, now])
        try connection.execute(
            "UPDATE press_mailing SET state = 'cancelled' WHERE release_id = $1 AND state IN ('sending', 'held')",
            [release])
    }

    /// Once a backup was put back: nobody knows what left from the original. Gives how many mailings wait now.
    static func restored(at now: Instant, in connection: any Connection) throws -> Int {
        try connection.execute(
            "UPDATE press_mail SET state = 'unknown', settled_at = $1 WHERE state = 'armed'", [now])
        return try connection.execute(
            "UPDATE press_mailing SET state = 'held', reason = 'restored', moved_at = $1 WHERE state = 'sending'", [now]
        )
    }
}
