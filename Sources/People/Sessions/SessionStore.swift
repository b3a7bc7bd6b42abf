import Kernel
import Storage
import Web

/// SQL of sessions.
struct SessionStore {
    let connection: any Connection

    func insert(_ session: Session, hash: [UInt8]) throws {
        try connection.execute(
            """
            INSERT INTO session (id, token, account, complete, device, created, seen, expires)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """, session.id, hash, session.account, session.complete, session.device, session.created, session.seen,
            session.expires)
    }

    func find(hash: [UInt8]) throws -> Session? {
        try connection.one("SELECT * FROM session WHERE token = $1", hash).map(Self.session)
    }

    /// The complete sessions of an account, last used first.
    func all(of account: Int64) throws -> [Session] {
        try connection.query(
            "SELECT * FROM session WHERE account = $1 AND complete = 1 ORDER BY seen DESC, id DESC", account
        ).map(Self.session)
    }

    func touch(_ id: Int64, at: Instant) throws {
        try connection.execute("UPDATE session SET seen = $2 WHERE id = $1", id, at)
    }

    func delete(hash: [UInt8]) throws { try connection.execute("DELETE FROM session WHERE token = $1", hash) }

    func delete(_ id: Int64, of account: Int64) throws -> Bool {
        try connection.execute("DELETE FROM session WHERE id = $1 AND account = $2", id, account) == 1
    }

    /// Ends all sessions of an account, but for one.
    @discardableResult
    func deleteAll(of account: Int64, but kept: Int64 = 0) throws -> Int {
        try connection.execute("DELETE FROM session WHERE account = $1 AND id <> $2", account, kept)
    }

    /// Removes what can never be used again.
    func sweep(at now: Instant) throws {
        try connection.execute(
            "DELETE FROM session WHERE expires <= $1 OR seen <= $2", now, now.adding(seconds: -Session.idle))
        try connection.execute("DELETE FROM invitation WHERE expires <= $1", now)
        try connection.execute("DELETE FROM attempt WHERE last <= $1", now.adding(seconds: -Throttle.memory))
    }

    private static func session(_ row: Row) throws -> Session {
        Session(
            id: try row.int64("id"), account: try row.int64("account"), complete: try row.bool("complete"),
            device: try row.text("device"), created: try row.instant("created"), seen: try row.instant("seen"),
            expires: try row.instant("expires"))
    }
}
