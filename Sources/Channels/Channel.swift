import Foundation
public import Kernel
public import Networks
public import Storage

/// A way to the public: an account of ours on a network, or a door by which another program brings what was said.
public struct Channel: Sendable, Equatable, Identifiable {
    public enum Kind: String, Sendable, CaseIterable, SQLBindable {
        /// An account of ours on a network: heard, answered, published by. Its word in the store is that of the network
        /// that was the first.
        case account = "mastodon"
        /// Signed deliveries to `/hooks/…`: heard.
        case webhook
    }
    public enum State: String, Sendable, CaseIterable, SQLBindable {
        case connected
        /// Its token is taken no more: sending waits for somebody who connects it anew. What it brought stays.
        case expired
        case removed
    }

    public let id: Int64
    public let kind: Kind
    public let network: Network
    /// `https://server`; for a webhook the word that ends its address.
    public let server: String
    /// `name@server`; for a webhook its own number.
    public let account: String
    public let label: String
    /// As it lies in the store.
    public let sealed: [UInt8]?
    /// A secret that was replaced, good until `oldUntil`.
    public let oldSealed: [UInt8]?
    public let oldUntil: Instant?
    public let state: State
    public let error: String?
    /// The source by which Listening hears it.
    public let origin: Int64?
    public let checkedAt: Instant?
    /// The last delivery of a webhook.
    public let heardAt: Instant?
    /// When the access token ends; nil for one that lasts.
    public let expiresAt: Instant?
    /// How far what is said to it has been read, where this room reads it.
    public let cursor: String?
    public let readAt: Instant?
    /// When people were told that it will end, or has.
    public let warnedAt: Instant?
    /// What its network said that it takes.
    public let limits: AskedLimits?
    public let createdBy: Int64
    public let createdAt: Instant

    public static func place(_ id: Int64) -> String { "channel.token:\(id)" }

    /// Whether replies to what was said on `network` can leave by it.
    public func answers(_ network: Network) -> Bool {
        kind == .account && (network == self.network || (network == .activitypub && self.network == .mastodon))
    }

    /// What opens the account; nil for a webhook, and for what was removed.
    /// - Throws: `.broken` when the secret file is not the one that it was sealed with.
    public func credentials(_ sealer: Sealer) throws -> Credentials? {
        guard kind == .account, let sealed else { return nil }
        let bytes = try sealer.open(sealed, for: Channel.place(id))
        // The first accounts kept a bare token.
        guard bytes.first == UInt8(ascii: "{") else {
            return Credentials(access: String(decoding: bytes, as: UTF8.self), subject: account)
        }
        do { return try JSONDecoder().decode(Credentials.self, from: Data(bytes)) } catch {
            throw Failure(.broken, "the credentials of channel \(id) cannot be read")
        }
    }

    /// As people write it on its network.
    public var address: String {
        let parts = account.split(separator: "@")
        return network == .mastodon || parts.count == 1 && !account.contains(" ") ? "@\(account)" : account
    }

    static func sealed(_ credentials: Credentials, for id: Int64, by sealer: Sealer) throws -> [UInt8] {
        try sealer.seal(Array(try JSONEncoder().encode(credentials)), for: place(id))
    }
}

/// SQL of channels.
public enum ChannelStore {
    /// - Throws: `.notFound`, also when it was removed.
    public static func find(_ id: Int64, in connection: any Connection) throws -> Channel {
        let row = try connection.one("SELECT * FROM channel WHERE id = $1 AND state <> 'removed'", [id])
        guard let row else { throw Failure(.notFound, "no such channel") }
        return try Channel(row)
    }

    public static func all(in connection: any Connection) throws -> [Channel] {
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
        _ id: Int64, label: String, sealed: [UInt8], expires: Instant?, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE channel SET state = 'connected', label = $2, token = $3, error = NULL, checked_at = $4,
              expires_at = $5, warned_at = NULL
            WHERE id = $1
            """, [id, label, sealed, now, expires])
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
    public init(_ row: Row) throws {
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
        expiresAt = try row.optionalInstant("expires_at")
        cursor = try row.optionalText("cursor")
        readAt = try row.optionalInstant("read_at")
        warnedAt = try row.optionalInstant("warned_at")
        // What an older version wrote otherwise is asked again.
        limits = try row.optionalText("limits").flatMap {
            try? JSONDecoder().decode(AskedLimits.self, from: Data($0.utf8))
        }
        createdBy = try row.int64("created_by")
        createdAt = try row.instant("created_at")
    }
}
