public import Kernel
public import Networks
public import Storage
public import Wire

/// Opens the reader of an account, a hashtag, a search or an actor. A test opens its own.
public struct NetworkReaders: Sendable {
    /// Throws `Failure(.unusable)` for an address that no reader understands. The token is the source's own, if any.
    public var open: @Sendable (_ kind: Origin.Kind, _ address: String, _ token: String?) throws -> any Networks.Reader
    /// Tokens lie sealed; nil where sources have none.
    private let sealer: Sealer?

    public init(
        sealer: Sealer? = nil,
        open:
            @escaping @Sendable (_ kind: Origin.Kind, _ address: String, _ token: String?) throws ->
            any Networks.Reader
    ) {
        self.sealer = sealer
        self.open = open
    }

    /// The reader of a source that is kept, with the token that somebody gave it.
    func reader(of origin: Origin) throws -> any Networks.Reader {
        let token = try origin.sealedToken.map { sealed in
            guard let sealer else { throw Failure(.broken, "tokens of sources cannot be opened here") }
            return String(decoding: try sealer.open(sealed, for: Self.place(origin.id)), as: UTF8.self)
        }
        return try open(origin.kind, origin.address, token)
    }

    func sealed(_ token: String, of origin: Int64) throws -> [UInt8] {
        guard let sealer else { throw Failure(.broken, "tokens of sources cannot be sealed here") }
        return try sealer.seal(Array(token.utf8), for: Self.place(origin))
    }

    private static func place(_ origin: Int64) -> String { "origin.token:\(origin)" }

    /// The networks' own readers, as anybody reads them unless a token is given. `scheme` is `http` only in tests.
    public static func live(
        _ http: HTTP, clock: Clock, sealer: Sealer? = nil, scheme: String = "https"
    ) -> NetworkReaders {
        NetworkReaders(sealer: sealer) { kind, address, token in
            switch kind {
            case .mastodonAccount:
                let (name, server) = try parts(address)
                return try MastodonReader(
                    .account(name), on: "\(scheme)://\(server)", token: token, http: http, clock: clock)
            case .mastodonTag:
                let (tag, server) = try parts(address)
                return try MastodonReader(
                    .hashtag(tag), on: "\(scheme)://\(server)", token: token, http: http, clock: clock)
            case .mastodonSearch:
                let (words, server) = try parts(address)
                return try MastodonReader(
                    .search(words), on: "\(scheme)://\(server)", token: token, http: http, clock: clock)
            case .mastodonMentions:
                let (_, server) = try parts(address)
                guard let token else {
                    throw Failure(.forbidden, "an account of ours has no token", words: "networks.needs_token")
                }
                // Without encryption on this very machine alone (`ServerAddress`): a token never travels in clear.
                let near = server.hasPrefix("127.") || server.hasPrefix("localhost")
                return try MastodonInbox(
                    on: "\(near ? "http" : scheme)://\(server)", token: token, http: http, clock: clock)
            case .blueskyAuthor: return try BlueskyReader(.author(address), http: http, clock: clock)
            case .blueskySearch: return try BlueskyReader(.search(address), http: http, clock: clock)
            case .activitypubActor:
                let actor = address.hasPrefix("@") ? String(address.dropFirst()) : address
                return ActivityPubReader(
                    actor, scheme: scheme == "http" ? .http : .https, http: http, clock: clock)
            case .feed, .page, .files:
                throw Failure(.broken, "\(kind.rawValue) is read by no network")
            }
        }
    }

    /// `@name@server`, `#tag@server` and `words@server` in two.
    private static func parts(_ address: String) throws -> (name: String, server: String) {
        guard let at = address.lastIndex(of: "@"), at > address.startIndex else {
            throw Failure(.unusable, "the address names no server", words: "listening.origin_no_address")
        }
        let name = address[..<at]
        let bare = name.hasPrefix("@") || name.hasPrefix("#") ? name.dropFirst() : name
        return (String(bare), String(address[address.index(after: at)...]))
    }
}
