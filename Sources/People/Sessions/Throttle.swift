import Kernel
import Storage

/// How often a secret may be guessed. The first failures are free; each further one doubles the wait, up to a quarter
/// of an hour. Kept in the store, so that neither a restart nor another node forgets.
struct Throttle {
    /// Something that attempts are counted for. The store holds its hash only.
    struct Key {
        let hash: [UInt8]
        /// Failures without a wait.
        let free: Int

        static func account(_ email: String) -> Key { Key(hash: Secret.hash("account \(email)"), free: 5) }
        /// A hospital may come from one address; it has more free failures than a person.
        static func address(_ address: String) -> Key { Key(hash: Secret.hash("address \(address)"), free: 30) }
    }

    static let longest = 900.0
    /// Failures older than a day are forgotten.
    static let memory = 86_400.0

    let connection: any Connection

    /// Seconds to wait after that many failures.
    static func delay(failures: Int, free: Int) -> Double {
        let beyond = failures - free
        if beyond < 0 { return 0 }
        return beyond > 9 ? longest : min(longest, Double(1 << (beyond + 1)))
    }

    /// Counts an attempt as failed *before* it is tried, so that a hundred at once are a hundred, and throws `tooMany`
    /// when one must wait.
    func begin(_ keys: [Key], at now: Instant) throws {
        for key in keys {
            let row = try connection.one("SELECT failures, last, until FROM attempt WHERE key = $1", key.hash)
            if let until = try row?.instant("until"), until > now {
                throw Failure(.tooMany, "too many sign-in attempts", words: "people.too_many")
            }
            let old = try row.map { now.seconds(since: try $0.instant("last")) > Self.memory } ?? true
            let failures = try old ? 1 : (row?.int("failures") ?? 0) + 1
            let until = now.adding(seconds: Self.delay(failures: failures, free: key.free))
            try connection.execute(
                """
                INSERT INTO attempt (key, failures, last, until) VALUES ($1, $2, $3, $4)
                ON CONFLICT (key) DO UPDATE SET failures = excluded.failures, last = excluded.last, until = excluded.until
                """, key.hash, failures, now, until)
        }
    }

    /// The secret was right: the account starts afresh, and the address gets its attempt back.
    func succeed(account: Key, address: Key) throws {
        try connection.execute("DELETE FROM attempt WHERE key = $1", account.hash)
        try connection.execute(
            "UPDATE attempt SET failures = failures - 1, until = 0 WHERE key = $1 AND failures > 0", address.hash)
    }
}
