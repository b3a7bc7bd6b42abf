public import Kernel

/// Everything said on one matter: a review or a comment, what answers it, and what we answered.
public struct Conversation: Sendable, Equatable, Identifiable {
    public enum State: String, Sendable, CaseIterable, Codable {
        /// Nobody has looked at it since the last word from outside.
        case unread
        case open
        /// Answered, or put aside until somebody does something.
        case waiting
        case resolved, archived
    }

    public let id: Int64
    public let network: Network
    /// Mention that it opens with.
    public let root: Int64
    /// Our own post under which it stands, if any.
    public let post: Int64?
    /// The source that brought it first.
    public let origin: Int64?
    public let state: State
    /// Account to whom it is given.
    public let person: Int64?
    /// Empty when nobody has said which service is meant: for those who see everything.
    public let services: Set<Int64>
    public let polarity: Polarity?
    public let urgency: Urgency
    /// Stars, 1 to 5.
    public let rating: Double?
    public let language: String?
    /// The first and the last word from outside.
    public let firstAt: Instant
    public let lastAt: Instant
    /// Our first answer.
    public let answeredAt: Instant?
    /// When an answer is due, in the hospital's opening hours.
    public let dueAt: Instant?
    public let snoozedUntil: Instant?
    public let mergedInto: Int64?
    /// It turned out to be a part of `mergedInto`, and has nothing of its own any more.
    public let joined: Bool
    /// Somebody, or an answer of ours, has given it its state: what arrives no longer decides alone.
    public let handled: Bool
    public let messages: Int
    /// Grows with each change: two who act at once do not overwrite each other.
    public let version: Int64
}
