import Kernel
import Storage

/// A way to the public: an account of ours on a network, or a door by which another program brings what was said.
struct Channel: Sendable, Equatable, Identifiable {
    enum Kind: String, Sendable, CaseIterable, SQLBindable {
        /// An account on a server that speaks Mastodon's client API: heard and answered.
        case mastodon
        /// Signed deliveries to `/hooks/…`: heard.
        case webhook
    }
    enum State: String, Sendable, CaseIterable, SQLBindable {
        case connected
        /// Its token is taken no more: sending waits for somebody who connects it anew. What it brought stays.
        case expired
        case removed
    }

    let id: Int64
    let kind: Kind
    let network: Network
    /// `https://server`; for a webhook the word that ends its address.
    let server: String
    /// `name@server`; for a webhook its own number.
    let account: String
    let label: String
    /// As it lies in the store.
    let sealed: [UInt8]?
    /// A secret that was replaced, good until `oldUntil`.
    let oldSealed: [UInt8]?
    let oldUntil: Instant?
    let state: State
    let error: String?
    /// The source by which Listening hears it.
    let origin: Int64?
    let checkedAt: Instant?
    /// The last delivery of a webhook.
    let heardAt: Instant?
    let createdBy: Int64
    let createdAt: Instant

    static func place(_ id: Int64) -> String { "channel.token:\(id)" }

    /// Whether replies to what was said on `network` can leave by it.
    func answers(_ network: Network) -> Bool {
        kind == .mastodon && (network == .mastodon || network == .activitypub)
    }
}

/// SQL of channels.
enum ChannelStore {
    /// - Throws: `.notFound`, also when it was removed.
    static func find(_ id: Int64, in connection: any Connection) throws -> Channel {
        let row = try connection.one("SELECT * FROM channel WHERE id = $1 AND state <> 'removed'", [id])
        guard let row else { throw Failure(.notFound, "no such channel") }
        return try Channel(row)
    }

    static func all(in connection: any Connection) throws -> [Channel] {
        try connection.query(
            "SELECT * FROM channel WHERE state <> 'removed' ORDER BY kind, label, id LIMIT 500", []
        ).map(Channel.init)
    }

    /// Connected anew: its row, its history and its source stay.
    static func known(
        _ network: Network, server: String, account: String, in connection: any Connection
    ) throws -> Channel? {
        try connection.one(
            "SELECT * FROM channel WHERE network = $1 AND server = $2 AND account = $3", [network, server, account]
        ).map(Channel.init)
    }

    static func insert(
        _ id: Int64, _ kind: Channel.Kind, _ network: Network, server: String, account: String, label: String,
        sealed: [UInt8], by person: Int64, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO channel (id, kind, network, server, account, label, token, state, created_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, 'connected', $8, $9)
            """, [id, kind, network, server, account, label, sealed, person, now])
    }

    static func connect(
        _ id: Int64, label: String, sealed: [UInt8], at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE channel SET state = 'connected', label = $2, token = $3, error = NULL, checked_at = $4 WHERE id = $1
            """, [id, label, sealed, now])
    }

    static func checked(
        _ id: Int64, _ state: Channel.State, error: String?, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE channel SET state = $2, error = $3, checked_at = $4 WHERE id = $1 AND state <> 'removed'
            """, [id, state, error, now])
    }

    static func setOrigin(_ id: Int64, _ origin: Int64, in connection: any Connection) throws {
        try connection.execute("UPDATE channel SET origin = $2 WHERE id = $1", [id, origin])
    }

    /// The row stays for the history of what left by it; what opens a door goes.
    static func remove(_ id: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE channel SET state = 'removed', token = NULL, old_token = NULL, origin = NULL, checked_at = $2
            WHERE id = $1
            """, [id, now])
    }
}

extension Channel {
    init(_ row: Row) throws {
        id = try row.int64("id")
        kind = try row.value("kind")
        network = try row.value("network")
        server = try row.text("server")
        account = try row.text("account")
        label = try row.text("label")
        sealed = try row.optionalBytes("token")
        oldSealed = try row.optionalBytes("old_token")
        oldUntil = try row.optionalInstant("old_until")
        state = try row.value("state")
        error = try row.optionalText("error")
        origin = try row.optionalInt64("origin")
        checkedAt = try row.optionalInstant("checked_at")
        heardAt = try row.optionalInstant("heard_at")
        createdBy = try row.int64("created_by")
        createdAt = try row.instant("created_at")
    }
}
