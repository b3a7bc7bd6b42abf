import Kernel

/// Something that stands on a network: a post, a comment, an answer, a review.
struct Item: Sendable, Codable {
    enum Kind: String, Sendable, Codable { case post, comment, reply, review }

    enum Standing: String, Sendable, Codable {
        case live
        /// Seen by nobody yet: unpublished, scheduled, private.
        case hidden
        case processing
        case rejected
    }

    let id: String
    let network: SimulatedNetwork
    /// The account of ours in whose house it stands.
    let account: String
    let kind: Kind
    /// Said by that account; false for what visitors say.
    let own: Bool
    let author: String
    let authorID: String
    var text: String
    var title: String?
    var link: String?
    var media: [Shown]
    /// What it answers directly, and the post at the top.
    let parent: String?
    let root: String?
    var rating: Int?
    let createdAt: Instant
    /// When it comes out by itself.
    var publishAt: Instant?
    var standing: Standing
    /// Looks after which it is through with processing.
    var pollsLeft = 0
    var edits: [Edit] = []
    var editedAt: Instant?
    var deletedAt: Instant?
    /// The network's own fields.
    var extra: [String: Value] = [:]

    struct Shown: Sendable, Codable {
        let file: String
        var alt: String?
        var isVideo: Bool
    }

    struct Edit: Sendable, Codable {
        let at: Instant
        /// What stood there before.
        let text: String
    }

    init(
        id: String, on account: SimulatedAccount, _ kind: Kind = .post, own: Bool = true, author: String? = nil,
        authorID: String? = nil, text: String, media: [Shown] = [], parent: String? = nil, root: String? = nil,
        at createdAt: Instant, standing: Standing = .live
    ) {
        (self.id, network, self.account, self.kind, self.own) = (id, account.network, account.id, kind, own)
        (self.author, self.authorID) = (author ?? account.name, authorID ?? account.id)
        (self.text, self.media, self.parent, self.root) = (text, media, parent, root)
        (self.createdAt, self.standing) = (createdAt, standing)
    }

    /// Whether somebody sees it at `now`.
    func isSeen(_ now: Instant) -> Bool {
        guard deletedAt == nil else { return false }
        if let publishAt, standing == .hidden { return publishAt <= now }
        return standing == .live
    }

    var updatedAt: Instant { editedAt ?? createdAt }

    mutating func rewrite(_ text: String, at now: Instant) {
        edits.append(Edit(at: now, text: self.text))
        if edits.count > 50 { edits.removeFirst() }
        (self.text, editedAt) = (text, now)
    }
}

/// What a network keeps for something that is not published yet: a container, a picture, a session of an upload.
struct Upload: Sendable, Codable {
    enum State: String, Sendable, Codable {
        case open, working = "IN_PROGRESS", ready = "FINISHED", failed = "ERROR", used = "PUBLISHED"
    }

    let id: String
    let network: SimulatedNetwork
    let account: String
    /// `container`, `photo`, `video`, `session`…
    let purpose: String
    var fields: Value = [:]
    var file: String?
    /// Other containers that it is made of.
    var children: [String] = []
    var total: Int?
    var received = 0
    /// Pieces by their number, until they are put together.
    var pieces: [Int: String] = [:]
    var state: State
    var pollsLeft = 0
    var error: String?
    let createdAt: Instant
    /// What came of it.
    var item: String?

    init(
        id: String, _ purpose: String, on account: SimulatedAccount, state: State = .open, at createdAt: Instant
    ) {
        (self.id, network, self.account, self.purpose) = (id, account.network, account.id, purpose)
        (self.state, self.createdAt) = (state, createdAt)
    }

    /// A look at it, which brings it nearer to its end.
    mutating func look() -> State {
        guard state == .working else { return state }
        if pollsLeft > 0 {
            pollsLeft -= 1
            return .working
        }
        state = error == nil ? .ready : .failed
        return state
    }
}
