import Foundation
public import Kernel
public import Networks
import Storage
import Wire

/// What people do with channels: right, rule, store, trail, in one transaction.
public struct ChannelActions: Sendable {
    let desk: ChannelDesk

    public init(desk: ChannelDesk) { self.desk = desk }

    static func right(_ person: Person, _ right: Right = .administer) throws {
        guard person.scope(of: right) == .everything else {
            throw Failure(.forbidden, "channels are for the whole organisation")
        }
    }

    public func list() async throws -> [Channel] { try await desk.database.read { try ChannelStore.all(in: $0) } }
    func find(_ id: Int64) async throws -> Channel {
        try await desk.database.read { try ChannelStore.find(id, in: $0) }
    }

    /// Connects an account of a Mastodon-compatible server by a token that somebody made there.
    /// - Throws: `.unusable` for what is no server or no token, or when the server does not take the token.
    @discardableResult
    public func connect(server typed: String, token: String, by person: Person) async throws -> Int64 {
        try Self.right(person)
        let server = try ServerAddress.origin(typed)
        let credentials = Credentials(access: try Self.checked(token))
        let key = NetworkDoor.Key(
            server: server, credentials: credentials, endpoints: desk.endpoints, http: desk.http, clock: desk.clock)
        let account: SenderAccount
        do { account = try await desk.account(.mastodon, key) } catch let failure as Failure
            where failure.kind == .forbidden && failure.words == "wire.refused"
        {
            throw Failure(.unusable, failure.cause, words: "channels.wrong_token")
        }
        var own = credentials
        own.subject = account.id
        let place = NetworkPlace(name: account.name, handle: account.handle, url: nil, credentials: own)
        return try await connect(place, on: .mastodon, server: server, by: person)
    }

    /// Connects an account of the AT Protocol by its handle and an application password, at the server that keeps it.
    func connectBluesky(_ typed: String, password: String, by person: Person) async throws -> Int64 {
        try Self.right(person)
        let handle = typed.trimmingCharacters(in: .whitespacesAndNewlines).trimmingPrefix("@")
        let server = try await BlueskySession.server(of: String(handle), http: desk.http)
        let session = try BlueskySession(on: server, http: desk.http, clock: desk.clock)
        let place = try await session.open(String(handle), password: password)
        return try await connect(place, on: .bluesky, server: server, by: person)
    }

    /// Connects an account that its network has shown us. The same account again takes the new token and keeps its
    /// history; what the network did not give anew (a refresh token) stays.
    @discardableResult
    public func connect(
        _ place: NetworkPlace, on network: Network, server: String, by person: Person
    ) async throws -> Int64 {
        try Self.right(person)
        let (fresh, now, sealer) = (desk.newID(), desk.clock.now(), desk.sealer)
        try Self.lasting(place.credentials, at: now)
        let account = place.handle.isEmpty ? place.credentials.subject : place.handle
        let id = try await desk.database.write { connection -> Int64 in
            let known = try ChannelStore.known(network, server: server, account: account, in: connection)
            let id = known?.id ?? fresh
            var credentials = try known?.credentials(sealer)?.renewed(by: place.credentials) ?? place.credentials
            credentials.issuedAt = now
            let sealed = try Channel.sealed(credentials, for: id, by: sealer)
            if known == nil {
                try ChannelStore.insert(
                    id, .account, network, server: server, account: account, label: place.name, sealed: sealed,
                    by: person.id, at: now, in: connection)
            }
            try ChannelStore.connect(
                id, label: place.name, sealed: sealed, expires: credentials.expiresAt, at: now, in: connection)
            try Self.record("channel.connected", id, person.id, ["account": account], at: now, connection)
            return id
        }
        try await hear(id, network, account, place, person)
        return id
    }

    /// An end in the far future without a means to renew it is a network's mistake, and ours if we believe it: the account
    /// would die without a word.
    static func lasting(_ credentials: Credentials, at now: Instant) throws {
        guard let end = credentials.expiresAt else { return }
        let years = end.seconds(since: now) / (365 * 86_400)
        guard years < 2 || credentials.refresh?.isEmpty == false else {
            throw Failure(.unusable, "a token that ends in \(Int(years)) years", words: "channels.strange_token")
        }
    }

    /// What is said to it is heard from now on.
    private func hear(
        _ id: Int64, _ network: Network, _ account: String, _ place: NetworkPlace, _ person: Person
    ) async throws {
        let source =
            if network != .mastodon, try await desk.reader(find(id)) != nil {
                try await desk.hearing.receive("account:\(network.rawValue):\(id)", network, place.name)
            } else {
                try await desk.hearing.follow(network, account, place.credentials.access, place.name, person)
            }
        if let source { try await desk.database.write { try ChannelStore.setOrigin(id, source, in: $0) } }
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
        if let origin = channel.origin, channel.network == .mastodon, channel.kind == .account {
            try await desk.hearing.hasten(origin, person)
        }
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
