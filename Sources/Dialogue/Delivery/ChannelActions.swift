import Foundation
import Kernel
import Networks
import Storage
import Wire

/// What people do with channels: right, rule, store, trail, in one transaction.
struct ChannelActions: Sendable {
    let desk: DialogueDesk

    static func right(_ person: Person, _ right: Right = .administer) throws {
        guard person.scope(of: right) == .everything else {
            throw Failure(.forbidden, "channels are for the whole organisation")
        }
    }

    func list() async throws -> [Channel] { try await desk.database.read { try ChannelStore.all(in: $0) } }
    func find(_ id: Int64) async throws -> Channel {
        try await desk.database.read { try ChannelStore.find(id, in: $0) }
    }

    /// Connects an account by a token that somebody made on its server, or that its server gave us. The same account
    /// again takes the new token and keeps its history.
    /// - Throws: `.unusable` for what is no server or no token; `.forbidden` when the server does not take the token.
    @discardableResult
    func connect(server typed: String, token: String, by person: Person) async throws -> Int64 {
        try Self.right(person)
        let server = try ServerAddress.origin(typed)
        let token = try Self.checked(token)
        let account = try await Self.account(on: server, token, desk)
        let fresh = desk.newID()
        let now = desk.clock.now()
        let sealer = desk.sealer
        let id = try await desk.database.write { connection -> Int64 in
            let known = try ChannelStore.known(.mastodon, server: server, account: account.handle, in: connection)
            let id = known?.id ?? fresh
            let sealed = try sealer.seal(Array(token.utf8), for: Channel.place(id))
            if known == nil {
                try ChannelStore.insert(
                    id, .mastodon, .mastodon, server: server, account: account.handle, label: account.name,
                    sealed: sealed, by: person.id, at: now, in: connection)
            }
            try ChannelStore.connect(id, label: account.name, sealed: sealed, at: now, in: connection)
            try Self.record("channel.connected", id, person.id, ["account": account.handle], at: now, connection)
            return id
        }
        try await hear(id, account, token, person)
        return id
    }

    /// What is said to it is heard from now on; a source that cannot be made is said on the channel's page.
    private func hear(_ id: Int64, _ account: SenderAccount, _ token: String, _ person: Person) async throws {
        let origin = try await desk.hearing.follow(account.handle, token, account.name, person)
        try await desk.database.write { try ChannelStore.setOrigin(id, origin, in: $0) }
    }

    private static func account(on server: String, _ token: String, _ desk: DialogueDesk) async throws -> SenderAccount
    {
        do {
            return try await MastodonSender(on: server, token: token, http: desk.http, clock: desk.clock).account()
        } catch let failure as Failure where failure.kind == .forbidden && failure.words == "wire.refused" {
            throw Failure(.unusable, failure.cause, words: "channels.wrong_token")
        }
    }

    /// A header's value (RFC 9110): a line break in it would be another header.
    static func checked(_ token: String) throws -> String {
        let token = token.trimmingCharacters(in: .whitespacesAndNewlines)
        guard (8...1_000).contains(token.utf8.count), token.utf8.allSatisfy({ (33...126).contains($0) }) else {
            throw Failure(.unusable, "no token", words: "channels.wrong_token")
        }
        return token
    }

    /// Takes a channel away: its token is forgotten, what waits to leave by it is held, what it brought stays.
    func remove(_ id: Int64, by person: Person) async throws {
        try Self.right(person)
        let now = desk.clock.now()
        let channel = try await desk.database.write { connection in
            let channel = try ChannelStore.find(id, in: connection)
            try ChannelStore.remove(id, at: now, in: connection)
            try Self.record("channel.removed", id, person.id, ["account": channel.account], at: now, connection)
            return channel
        }
        if let origin = channel.origin { try await desk.hearing.leave(origin, person) }
    }

    /// Has a channel looked at now: its token, and what was said meanwhile.
    func check(_ id: Int64, by person: Person) async throws {
        try Self.right(person, .gather)
        let channel = try await find(id)
        try await ChannelCheck(desk: desk).check(channel)
        if let origin = channel.origin, channel.kind == .mastodon { try await desk.hearing.hasten(origin, person) }
    }

    static func record(
        _ action: String, _ id: Int64, _ who: Int64?, _ fields: [String: String], at now: Instant,
        _ connection: any Connection
    ) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        try Audit.record(
            who: who, action: action, subject: "channel", id: id,
            after: String(decoding: try encoder.encode(fields), as: UTF8.self), at: now, in: connection)
        try EventLog.append(action, subject: id, at: now, in: connection)
    }
}
