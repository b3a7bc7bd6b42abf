public import Kernel
public import Networks
public import Wire

/// Opens the reader of an account, a hashtag, a search or an actor. A test opens its own.
public struct NetworkReaders: Sendable {
    /// Throws `Failure(.unusable)` for an address that no reader understands.
    public var open: @Sendable (_ kind: Origin.Kind, _ address: String) throws -> any Networks.Reader

    public init(open: @escaping @Sendable (_ kind: Origin.Kind, _ address: String) throws -> any Networks.Reader) {
        self.open = open
    }

    /// The networks' own readers, as anybody reads them. `scheme` is `http` only in tests.
    public static func live(_ http: HTTP, clock: Clock, scheme: String = "https") -> NetworkReaders {
        NetworkReaders { kind, address in
            switch kind {
            case .mastodonAccount:
                let (name, server) = try parts(address)
                return try MastodonReader(.account(name), on: "\(scheme)://\(server)", http: http, clock: clock)
            case .mastodonTag:
                let (tag, server) = try parts(address)
                return try MastodonReader(.hashtag(tag), on: "\(scheme)://\(server)", http: http, clock: clock)
            case .mastodonSearch:
                let (words, server) = try parts(address)
                return try MastodonReader(.search(words), on: "\(scheme)://\(server)", http: http, clock: clock)
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
