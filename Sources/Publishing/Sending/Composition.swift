import Channels
import Deontology
import Kernel
import Networks
import Storage

/// A message that is about to leave: what it says, what it shows, under what it goes, and by which account.
struct Composition: Sendable {
    let parcel: Parcel
    let post: Post
    let face: PostContent.Face
    let channel: Channel
    let before: [Parcel]
    let lifts: [KeptPostLift]

    /// What is to be done with a message whose turn has come.
    enum Step: Sendable {
        /// Nothing waits on this account.
        case nothing
        /// Not yet: the network asked for it, or its time has not come.
        case later(Instant)
        /// Its attempt was begun, and whoever made it is gone.
        case lost(Parcel)
        /// Somebody holds it at this moment.
        case busy
        case hold(Parcel, Parcel.Reason)
        case leave(Composition)
    }

    static func step(on channel: Int64, at now: Instant, in connection: any Connection) throws -> Step {
        guard try Gate.stopped(in: connection) == nil else { return .nothing }
        guard let parcel = try ParcelStore.next(on: channel, at: now, in: connection) else {
            return try ParcelStore.nextDue(on: channel, in: connection).map(Step.later) ?? .nothing
        }
        if parcel.state == .armed {
            let held = try parcel.holder.map { try JobQueue.isHeld($0, at: now, in: connection) } ?? false
            return held ? .busy : .lost(parcel)
        }
        if let wait = parcel.waitUntil, wait > now { return .later(wait) }
        if parcel.isLate(at: now) { return .hold(parcel, .late) }
        return try whole(parcel, in: connection)
    }

    /// Whether everybody still stands behind it.
    static func whole(_ parcel: Parcel, in connection: any Connection) throws -> Step {
        guard let post = try PostStore.look(parcel.post, in: connection) else { return .hold(parcel, .changed) }
        if post.isParked { return .hold(parcel, .parked) }
        guard post.version == parcel.version, [.approved, .scheduled, .sending, .partial].contains(post.state) else {
            return .hold(parcel, .changed)
        }
        if try Withdrawals.covers(parcel, in: connection) { return .hold(parcel, .changed) }
        guard let made = try compose(parcel, post, in: connection) else { return .hold(parcel, .channel) }
        guard made.channel.state == .connected else { return .hold(parcel, .token) }
        return .leave(made)
    }

    static func compose(_ parcel: Parcel, _ post: Post, in connection: any Connection) throws -> Composition? {
        guard let face = post.content.faces.first(where: { $0.channel == parcel.channel }),
            let row = try connection.one(
                "SELECT * FROM channel WHERE id = $1 AND state <> 'removed'", [parcel.channel])
        else { return nil }
        let before = try ParcelStore.face(parcel, in: connection).filter { $0.ordinal < parcel.ordinal }
        return Composition(
            parcel: parcel, post: post, face: face, channel: try Channel(row), before: before,
            lifts: try KeptPostLift.all(post.id, in: connection))
    }

    /// What an attempt that nobody can tell of was about; nil when too little of it is left to look for it.
    static func tried(_ id: Int64, in connection: any Connection) throws -> Composition? {
        guard let parcel = try ParcelStore.find(id, in: connection), [.unknown, .held].contains(parcel.state),
            let post = try PostStore.look(parcel.post, in: connection)
        else { return nil }
        return try compose(parcel, post, in: connection)
    }

    /// What it goes under: a part of a thread under the part before it, a comment under the post.
    var parent: Sent? {
        switch parcel.role {
        case .post: nil
        case .thread: before.last { $0.role != .comment }?.sent
        case .comment: before.first?.sent
        }
    }

    /// Everything that it says, cleared by the check as it stands at this moment.
    /// - Throws: `Blocked`; `Failure` with words `publishing.…` when a file cannot be shown.
    func piece(by desk: PublishingDesk, attachments: [Attachment]) throws -> Piece {
        let draft = PostDraft(content: post.content, author: desk.author)
        let isFirst = parcel.role == .post
        return Piece(
            parcel.role, words: try clear(draft.draft(parcel.text, on: channel.network, withFacts: isFirst), desk),
            title: try isFirst ? cleared(face.title, draft, desk) : nil,
            warning: try isFirst ? cleared(face.warning, draft, desk) : nil, attachments: attachments,
            parent: parent, root: before.first?.sent, language: post.content.language,
            visibility: face.visibility.flatMap(Piece.Visibility.init) ?? .everybody)
    }

    private func cleared(_ text: String?, _ draft: PostDraft, _ desk: PublishingDesk) throws -> Cleared<Draft>? {
        guard let text, !text.isEmpty else { return nil }
        return try clear(draft.draft(text, on: channel.network, withFacts: false), desk)
    }

    /// The text, checked once more, with what people have lifted of it.
    func clear(_ draft: Draft, _ desk: PublishingDesk) throws -> Cleared<Draft> {
        let kept = lifts.isEmpty ? [] : try KeptPostLift.lifts(lifts, of: desk.checker.findings(draft))
        return try Deontology.clear(draft, by: desk.checker, lifts: kept)
    }
}
