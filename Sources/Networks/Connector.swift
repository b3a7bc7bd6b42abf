public import Deontology
public import Kernel
import Wire

/// Publishes on one network in the name of one account of ours.
///
/// What has no effect that others see (`prepare`: uploads, containers) may be done again; `publish`, `edit` and `delete`
/// are one attempt each, and never throw: what nobody can tell is an answer.
public protocol Connector: Sendable {
    var network: Network { get }

    /// Whose token this is. Throws `.forbidden` (words `wire.refused`) when the network no longer takes it.
    func account() async throws -> SenderAccount

    /// Uploads what `piece` shows and waits for the network to have read it, a step at a time.
    /// - Parameter before: what an earlier step gave; nil the first time.
    func prepare(_ piece: Piece, after before: Prepared?) async throws -> Preparation

    /// The one call that publishes. `key` is the same for each attempt at the same piece.
    func publish(_ piece: Piece, _ prepared: Prepared, key: String) async -> Sending

    /// What our account has published since `moment` with the words of `piece`, where it belongs; looks and changes
    /// nothing. Nil says that it is not among the latest, not that it never was.
    func find(_ piece: Piece, _ prepared: Prepared?, since moment: Instant) async throws -> Sent?

    /// Puts the words of `piece` in the place of those of `sent`.
    func edit(_ sent: Sent, _ piece: Piece, key: String) async -> Sending

    /// Takes back what was published. `.sent` says that it is gone, also when it was gone already.
    func delete(_ sent: Sent) async -> Sending

    /// What became of publications, by their `id`; those that the network does not know any more are left out.
    func figures(_ published: [Sent]) async throws -> [String: PostFigures]

    /// How much the network lets this account publish at this moment; nil where it does not say.
    func allowance() async throws -> Allowance?

    /// What the network says that it takes of this account; nil where it has no place to ask.
    func askedLimits() async throws -> AskedLimits?
}

extension Connector {
    public func edit(_ sent: Sent, _ piece: Piece, key: String) async -> Sending {
        .refused(
            Failure(.unusable, "\(network.rawValue) edits nothing", words: "networks.no_edit"), said: nil, wait: nil)
    }

    public func delete(_ sent: Sent) async -> Sending {
        .refused(
            Failure(.unusable, "\(network.rawValue) takes nothing back", words: "networks.no_delete"), said: nil,
            wait: nil)
    }

    public func allowance() async throws -> Allowance? { nil }
    public func askedLimits() async throws -> AskedLimits? { nil }
}

/// One message among those that a publication is made of: the post itself, its first comment, a part of its thread.
public struct Piece: Sendable {
    public enum Role: String, Sendable, Codable, CaseIterable {
        case post
        /// Under the post, by ourselves.
        case comment
        /// The next part of a thread, under the part before.
        case thread
    }

    public let role: Role
    public let words: Cleared<Draft>
    /// Of a video, where the network asks for one.
    public let title: Cleared<Draft>?
    /// Read before the rest is opened (Mastodon).
    public let warning: Cleared<Draft>?
    public let attachments: [Attachment]
    /// What it goes under: the part before, or the post that it comments.
    public let parent: Sent?
    /// The first part of the thread.
    public let root: Sent?
    /// BCP 47.
    public let language: String
    public let visibility: Visibility
    /// Words by which a video is found (YouTube), each without a blank.
    public let tags: [String]

    public init(
        _ role: Role = .post, words: Cleared<Draft>, title: Cleared<Draft>? = nil, warning: Cleared<Draft>? = nil,
        attachments: [Attachment] = [], parent: Sent? = nil, root: Sent? = nil, language: String = "fr",
        visibility: Visibility = .everybody, tags: [String] = []
    ) {
        (self.role, self.words, self.title, self.warning) = (role, words, title, warning)
        (self.attachments, self.parent, self.root) = (attachments, parent, root)
        (self.language, self.visibility, self.tags) = (language, visibility, tags)
    }

    public enum Visibility: String, Sendable, Codable, CaseIterable {
        case everybody
        /// Readable by all, in no public list.
        case unlisted
        /// Those who follow the account.
        case followers
    }
}

/// A file that goes with a piece.
public struct Attachment: Sendable {
    public let file: Cleared<Media>
    /// What it shows, for those who do not see it.
    public let alt: Cleared<Draft>?
    /// WebVTT.
    public let captions: Cleared<Media>?
    public let width: Int
    public let height: Int
    /// Of a video.
    public let seconds: Double?
    /// A short-lived signed address at which the network can fetch the file, for networks that pull.
    public let pulledFrom: String?

    public init(
        _ file: Cleared<Media>, alt: Cleared<Draft>?, captions: Cleared<Media>? = nil, width: Int, height: Int,
        seconds: Double? = nil, pulledFrom: String? = nil
    ) {
        (self.file, self.alt, self.captions) = (file, alt, captions)
        (self.width, self.height, self.seconds, self.pulledFrom) = (width, height, seconds, pulledFrom)
    }
}

/// What a network keeps for a publication that is not made yet: numbers of uploads, of containers. Kept by whoever
/// publishes, as JSON, so that nothing is uploaded twice after a restart.
public struct Prepared: Sendable, Equatable, Codable {
    /// The connector's own words for what it has and where: `media.0` → `8123`.
    public var values: [String: String]
    /// What was said by the network when this was made; networks forget uploads after some hours.
    public var at: Instant
    /// Whether the server refused a picture as too large, which is made smaller for it.
    public var isSmall: Bool?

    public init(_ values: [String: String] = [:], at: Instant) { (self.values, self.at) = (values, at) }
}

public enum Preparation: Sendable {
    case ready(Prepared)
    /// The network is still at work (a video); ask again after `seconds` with what it gave so far.
    case wait(seconds: Double, Prepared)
}

/// What people did with a publication. Nil where a network does not say.
public struct PostFigures: Sendable, Equatable, Codable {
    /// Times that it was shown; of a video, times that it was played.
    public var views: Int?
    /// People to whom it was shown.
    public var reach: Int?
    public var likes: Int?
    public var comments: Int?
    public var shares: Int?
    public var clicks: Int?

    public init(
        views: Int? = nil, reach: Int? = nil, likes: Int? = nil, comments: Int? = nil, shares: Int? = nil,
        clicks: Int? = nil
    ) {
        (self.views, self.reach, self.likes) = (views, reach, likes)
        (self.comments, self.shares, self.clicks) = (comments, shares, clicks)
    }

    public var interactions: Int { (likes ?? 0) + (comments ?? 0) + (shares ?? 0) + (clicks ?? 0) }
}

/// What is left of what a network lets an account publish.
public struct Allowance: Sendable, Equatable {
    /// Publications that are left in the window.
    public let left: Int
    public let most: Int
    /// Length of the window, in seconds.
    public let window: Double

    public init(left: Int, most: Int, window: Double) { (self.left, self.most, self.window) = (left, most, window) }
}
