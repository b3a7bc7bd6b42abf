public import Deontology
public import Kernel
import Wire

/// Answers on one network in the name of one account of ours.
public protocol Sender: Sendable {
    var network: Network { get }

    /// Whose token this is. Throws `.forbidden` when the network no longer takes it.
    func account() async throws -> SenderAccount

    /// What is answered, as our account's server knows it; looks and changes nothing.
    /// - Throws: `.notFound` when its author took it back, or the server never heard of it.
    func target(_ id: String) async throws -> ReplyTarget

    /// Publishes a reply: one attempt, which never throws. `key` is the same for each attempt at the same reply.
    func send(_ reply: Cleared<Draft>, to target: ReplyTarget, key: String) async -> Sending

    /// What our account has said under `target` since `moment` with this very text; looks and changes nothing. Nil says
    /// that it is not among the latest, not that it never was.
    func find(_ text: String, under target: ReplyTarget, since moment: Instant) async throws -> Sent?

    /// What the network makes of a reply that it took; everything is approved where nobody judges.
    func moderation(of sent: Sent) async throws -> ReplyModeration
}

extension Sender {
    public func moderation(of sent: Sent) async throws -> ReplyModeration { .approved }
}

/// An account as its own server describes it.
public struct SenderAccount: Sendable, Equatable {
    /// The server's number for it.
    public let id: String
    /// `name@server`.
    public let handle: String
    public let name: String

    public init(id: String, handle: String, name: String) {
        (self.id, self.handle, self.name) = (id, handle, name)
    }
}

/// What is answered.
public struct ReplyTarget: Sendable, Equatable {
    /// Our server's own number for it.
    public let id: String
    /// Whom our answer is for, `name` or `name@server`.
    public let author: String?
    public let visibility: String
    /// In which it was said (BCP 47); nil when nobody says.
    public let language: String?
    /// Characters that one message may have there.
    public let longest: Int

    public init(id: String, author: String?, visibility: String, language: String? = nil, longest: Int) {
        (self.id, self.author, self.visibility, self.longest) = (id, author, visibility, longest)
        self.language = language
    }
}

/// Something that is published.
public struct Sent: Sendable, Equatable, Codable {
    /// The network's own identifier, by which it will come back as an arrival.
    public let id: String
    public let url: String?
    /// What the network's interface knows it by, where that is another (Mastodon's number, Bluesky's content hash).
    public let reference: String?

    public init(id: String, url: String?, reference: String? = nil) {
        (self.id, self.url, self.reference) = (id, url, reference)
    }
}

/// What became of an attempt.
public enum Sending: Sendable {
    case sent(Sent)
    /// Nothing was published. `wait` is in seconds, where the network asks us to come again later.
    case refused(Failure, said: String?, wait: Double?)
    /// Nobody can tell: it may be there for all to read.
    case unknown(cause: String)
}
