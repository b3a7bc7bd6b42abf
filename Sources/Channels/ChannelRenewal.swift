import Foundation
import Kernel
import Networks
import Storage

/// Keeps access tokens alive: each is renewed before it ends, by one node at a time, because networks that give a new
/// refresh token with each renewal take the old one back.
public struct ChannelRenewal: Sendable {
    let desk: ChannelDesk

    public init(desk: ChannelDesk) { self.desk = desk }

    static let kind = "channels.renew"
    /// Seconds between two looks at all accounts.
    static let pause = 300.0
    /// Seconds before its end when any token is renewed, however short its life.
    static let least = 600.0
    /// Seconds that one node has for one renewal.
    static let lease = 90.0

    func handle(_ job: Job) async throws {
        let now = desk.clock.now()
        for channel in try await desk.database.read({ try ChannelStore.all(in: $0) })
        where channel.kind == .account && channel.state == .connected {
            guard let end = channel.expiresAt else { continue }
            // One account that cannot be renewed keeps none of the others waiting.
            do { _ = try await freshened(channel) } catch is Failure {}
            if end.seconds(since: now) < TokenEnd.notice { try await announce(channel) }
        }
        try await desk.database.write {
            try JobQueue.enqueue(Self.kind, key: "all", runAt: now.adding(seconds: Self.pause), in: $0)
        }
    }

    /// Whether a token should be renewed now: in the last sixth of its life, ten minutes before its end, or after it.
    static func isDue(_ credentials: Credentials, at now: Instant) -> Bool {
        guard let end = credentials.expiresAt else { return false }
        let life = credentials.issuedAt.map { max(0, end.seconds(since: $0)) } ?? 0
        // A token that lives for months is renewed a week before its end, not ten days.
        return end.seconds(since: now) < max(least, min(life / 6, 7 * 86_400))
    }

    /// The channel with a token that will last for what is about to be done: as it is, or renewed now.
    /// - Throws: `.forbidden` (words `networks.sign_in_again`) when the network gives no token any more, in which case
    ///   the channel is marked; `.unavailable` when the network could not be asked and the token has ended.
    public func freshened(_ channel: Channel) async throws -> Channel {
        let now = desk.clock.now()
        guard let credentials = try channel.credentials(desk.sealer), Self.isDue(credentials, at: now),
            let door = desk.doors[channel.network]?.signIn
        else { return channel }
        guard try await hold(channel, at: now) else { return try await waited(channel) }
        do {
            let application = try await NetworkApplications(desk: desk).known(channel.network)
            let signIn = try door(application, channel.server, desk.endpoints, desk.http, desk.clock)
            var fresh = credentials.renewed(by: try await signIn.refresh(credentials))
            if fresh.access != credentials.access || fresh.expiresAt != credentials.expiresAt { fresh.issuedAt = now }
            return try await keep(fresh, channel)
        } catch let failure as Failure {
            try await letGo(channel.id)
            if failure.kind == .forbidden, failure.words == "networks.sign_in_again" {
                try await ChannelCheck(desk: desk).expire(channel, failure.cause)
                throw failure
            }
            // A blip proves nothing: the account stays, and the token is good until its end.
            if let end = credentials.expiresAt, end > now { return channel }
            throw Failure(.unavailable, failure.cause, words: failure.words)
        }
    }

    /// Takes the renewal of one account for a moment; false when another node has it, or has done it since the channel was
    /// read: the old refresh token serves no second time.
    private func hold(_ channel: Channel, at now: Instant) async throws -> Bool {
        let until = now.adding(seconds: Self.lease)
        return try await desk.database.write { connection in
            try connection.execute(
                """
                UPDATE channel SET renewing_until = $2
                WHERE id = $1 AND (renewing_until IS NULL OR renewing_until < $3) AND token = $4
                """, [channel.id, until, now, channel.sealed]) == 1
        }
    }

    private func letGo(_ id: Int64) async throws {
        try await desk.database.write {
            _ = try $0.execute("UPDATE channel SET renewing_until = NULL WHERE id = $1", [id])
        }
    }

    private func keep(_ credentials: Credentials, _ channel: Channel) async throws -> Channel {
        let sealed = try Channel.sealed(credentials, for: channel.id, by: desk.sealer)
        let now = desk.clock.now()
        return try await desk.database.write { connection in
            try connection.execute(
                """
                UPDATE channel SET token = $2, expires_at = $3, checked_at = $4, renewing_until = NULL, error = NULL,
                  warned_at = NULL
                WHERE id = $1 AND state <> 'removed'
                """, [channel.id, sealed, credentials.expiresAt, now])
            return try ChannelStore.find(channel.id, in: connection)
        }
    }

    /// Somebody else renews it: what it gave is taken once it is there.
    private func waited(_ channel: Channel) async throws -> Channel {
        for _ in 0..<20 {
            let seen = try await desk.database.read { try ChannelStore.find(channel.id, in: $0) }
            if seen.sealed != channel.sealed { return seen }
            try await Task.sleep(for: .milliseconds(250))
        }
        if let end = channel.expiresAt, end > desk.clock.now() { return channel }
        throw Failure(.unavailable, "another node is renewing the token", words: "channels.renewing")
    }

    /// Once for each token: it will end and only a person can renew it (`TokenEnd`).
    private func announce(_ channel: Channel) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let seen = try ChannelStore.find(channel.id, in: connection)
            guard seen.warnedAt == nil, seen.state == .connected,
                let credentials = try seen.credentials(desk.sealer),
                TokenEnd.isNear(credentials, seen.network, at: now)
            else { return }
            try connection.execute("UPDATE channel SET warned_at = $2 WHERE id = $1", [seen.id, now])
            try ChannelActions.record(
                "channel.ending", seen.id, nil, ["account": seen.account], at: now, connection)
        }
    }
}
