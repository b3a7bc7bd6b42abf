public import Kernel
public import Networks
public import Storage
public import Wire

/// What one network offers to accounts of ours: how to sign in, to publish, to answer, to hear. Made for one account.
public struct NetworkDoor: Sendable {
    /// What makes a part of a door: where the account is, and what opens it.
    public struct Key: Sendable {
        /// `https://server` on networks of many servers; else empty.
        public let server: String
        public let credentials: Credentials
        public let endpoints: Endpoints
        public let http: HTTP
        public let clock: Clock
    }

    /// How people say yes; nil for networks where they bring what opens the account themselves.
    public var signIn:
        (@Sendable (NetworkApplication, _ server: String, Endpoints, HTTP, Clock) throws -> any NetworkSignIn)?
    public var connector: (@Sendable (Key) throws -> any Connector)?
    public var sender: (@Sendable (Key) throws -> any Sender)?
    /// What is said under our publications, and reviews.
    public var reader: (@Sendable (Key) throws -> any Reader)?

    public init(
        signIn: (@Sendable (NetworkApplication, String, Endpoints, HTTP, Clock) throws -> any NetworkSignIn)? = nil,
        connector: (@Sendable (Key) throws -> any Connector)? = nil,
        sender: (@Sendable (Key) throws -> any Sender)? = nil, reader: (@Sendable (Key) throws -> any Reader)? = nil
    ) {
        (self.signIn, self.connector, self.sender, self.reader) = (signIn, connector, sender, reader)
    }
}

/// The networks that we speak to.
public struct NetworkDoors: Sendable {
    private let doors: [Network: NetworkDoor]

    public init(_ doors: [Network: NetworkDoor]) { self.doors = doors }

    public subscript(network: Network) -> NetworkDoor? { doors[network] }

    /// Those on which an account can be connected, in the order of the screens.
    public var networks: [Network] { Network.allCases.filter { doors[$0] != nil } }
}

extension ChannelDesk {
    /// What makes the parts of `channel`'s door.
    /// - Throws: `.forbidden` when nothing opens it any more.
    func key(_ channel: Channel) throws -> NetworkDoor.Key {
        guard let credentials = try channel.credentials(sealer) else {
            throw Failure(.forbidden, "the channel has no token")
        }
        return NetworkDoor.Key(
            server: channel.server, credentials: credentials, endpoints: endpoints, http: http, clock: clock)
    }

    /// Who publishes in the name of `channel`; nil on a network where nothing is published from here.
    public func connector(_ channel: Channel) throws -> (any Connector)? {
        try doors[channel.network]?.connector.map { try $0(try key(channel)) }
    }

    /// Who answers in the name of `channel`.
    public func sender(_ channel: Channel) throws -> (any Sender)? {
        try doors[channel.network]?.sender.map { try $0(try key(channel)) }
    }

    func reader(_ channel: Channel) throws -> (any Reader)? {
        try doors[channel.network]?.reader.map { try $0(try key(channel)) }
    }

    /// What was published by `channel`, with the address at which it is seen: on played networks that is not the real one.
    public func shown(_ sent: Sent, by channel: Int64, in connection: any Connection) throws -> Sent {
        guard let stage = endpoints.stage,
            let channel = try? ChannelStore.find(channel, in: connection),
            ![.mastodon, .bluesky].contains(channel.network)
        else { return sent }
        let url = "\(stage)/\(channel.network.rawValue)/\(channel.account)"
        return Sent(id: sent.id, url: url, reference: sent.reference)
    }

    /// Whose token it is, by whatever part of the door can tell.
    func account(_ network: Network, _ key: NetworkDoor.Key) async throws -> SenderAccount {
        if let connector = try doors[network]?.connector?(key) { return try await connector.account() }
        if let sender = try doors[network]?.sender?(key) { return try await sender.account() }
        throw Failure(.unusable, "\(network.rawValue) has no door", words: "channels.no_door")
    }
}
