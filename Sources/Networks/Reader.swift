public import Kernel

/// Reads one place of one network: an account, a hashtag, a search, an actor's outbox.
public protocol Reader: Sendable {
    var network: Network { get }

    /// What is new since `cursor`, which is nil the first time and otherwise the last page's `cursor`, kept as is.
    ///
    /// The first time, some history comes too, page after page. Throws `Failure` as `Wire.HTTP` does, and `.forbidden`
    /// with a clear word when the place is shown only to those who sign in or sign their requests.
    func fetch(since cursor: String?) async throws -> Page

    /// Hands over each change as it happens, for as long as the task lives, across cuts. Throws `Failure(.unusable)`
    /// at once where the network streams nothing.
    func stream(_ handle: @escaping @Sendable (Change) async throws -> Void) async throws
}

/// A reader whose network can also tell us of what is said as it is said (`MetaWebhook`).
public protocol Subscribing: Reader {
    /// Asks for it; asking again changes nothing.
    func subscribe() async throws
}

extension Reader {
    public func stream(_ handle: @escaping @Sendable (Change) async throws -> Void) async throws {
        throw Failure(.unusable, "\(network.rawValue) streams nothing here", words: "networks.no_stream")
    }
}

/// One answer of a `Reader`.
public struct Page: Sendable, Equatable {
    /// Newest first, as networks give them. May hold again what an earlier page held.
    public var arrivals: [Arrival]
    /// Known already, and changed by their author since.
    public var edited: [Arrival]
    /// Identifiers of what its author has taken back.
    public var removed: [String]
    /// What could not be read, each with the reason: one bad item never costs the others.
    public var refusals: [Refusal]
    /// To pass to the next `fetch`; worth keeping as soon as the arrivals are.
    public var cursor: String
    /// More waits already: fetch again at once.
    public var hasMore: Bool
    public var rate: RateLimit?

    public init(
        arrivals: [Arrival] = [], edited: [Arrival] = [], removed: [String] = [], refusals: [Refusal] = [],
        cursor: String = "",
        hasMore: Bool = false, rate: RateLimit? = nil
    ) {
        self.arrivals = arrivals
        self.edited = edited
        self.removed = removed
        self.refusals = refusals
        self.cursor = cursor
        self.hasMore = hasMore
        self.rate = rate
    }
}

/// An item that a network gave and that cannot be taken in.
public struct Refusal: Sendable, Equatable {
    /// The network's identifier, where it could be read.
    public var id: String?
    /// One line, English, for the log and the source's page.
    public var reason: String

    public init(id: String?, reason: String) {
        self.id = id
        self.reason = reason
    }
}

/// What the network says is left of our allowance.
public struct RateLimit: Sendable, Equatable {
    public var remaining: Int
    public var resetsAt: Instant?

    public init(remaining: Int, resetsAt: Instant?) {
        self.remaining = remaining
        self.resetsAt = resetsAt
    }
}

/// Something that happened on a stream.
public enum Change: Sendable, Equatable {
    case arrived(Arrival)
    /// The author changed it: same identifier, new text.
    case edited(Arrival)
    case removed(id: String)
}

/// Turns a network's HTML into plain text.
public typealias PlainText = @Sendable (_ html: String) -> String
