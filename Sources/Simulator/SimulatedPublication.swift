public import Kernel

/// Something that an account of ours has made on a simulated network, as it stands there now.
public struct SimulatedPublication: Sendable, Equatable, Codable {
    public let network: SimulatedNetwork
    /// The account's number.
    public let account: String
    /// By which the network knows it.
    public let id: String
    /// `post`, `comment` or `reply`.
    public let kind: String
    /// As the network got it.
    public let text: String
    /// Of a video.
    public let title: String?
    /// What it goes under.
    public let parent: String?
    /// What each picture or video shows; nil where nothing was said of it.
    public let alternatives: [String?]
    public let at: Instant
    /// When it comes out, where that was asked for.
    public let scheduledFor: Instant?
    /// `live`, `hidden`, `processing` or `rejected`.
    public let standing: String
    public let edits: Int
    public let deletedAt: Instant?

    init(_ item: Item) {
        (network, account, id, kind) = (item.network, item.account, item.id, item.kind.rawValue)
        (text, title, parent) = (item.text, item.title, item.parent)
        alternatives = item.media.map(\.alt)
        (at, scheduledFor, standing) = (item.createdAt, item.publishAt, item.standing.rawValue)
        (edits, deletedAt) = (item.edits.count, item.deletedAt)
    }
}
