import Channels
import Foundation
import Kernel
import Storage

/// Where a network edits nothing: taken back, published anew with the words that were approved, and noted. In that order,
/// each attempted once: nothing new leaves before all of the old is gone.
struct Reposts: Sendable {
    let desk: PublishingDesk

    /// - Parameter change: an edit that the network refused, or that could not be made.
    /// - Throws: `.conflict` when it has moved meanwhile.
    func repost(_ change: Int64, note: String, by person: Person) async throws {
        try SendingActions.right(person)
        let note = note.trimmingCharacters(in: .whitespacesAndNewlines)
        guard note.count >= 3, note.count <= Withdrawals.longest else {
            throw Failure(.unusable, "no note is given", words: "after.no_note")
        }
        let (now, desk) = (desk.clock.now(), desk)
        try await desk.database.write { connection in
            guard let change = try ChangeStore.find(change, in: connection), change.kind == .edit,
                [.refused, .held].contains(change.state),
                let post = try PostStore.look(change.post, in: connection),
                try !Withdrawals.closed(post.id, in: connection).contains(change.channel)
            else { throw Self.moved }
            try Self.begin(post, change.channel, note, person.id, desk, at: now, in: connection)
            try PostActions.record(
                "post.reposting", post.id, person.id, after: "{\"channel\":\"\(change.channel)\"}", at: now, connection)
        }
    }

    static let moved = Failure(.conflict, "the change has moved meanwhile", words: "publishing.moved")

    /// A new version with the same words: what leaves anew is told from what is taken back.
    private static func begin(
        _ post: Post, _ channel: Int64, _ note: String, _ person: Int64, _ desk: PublishingDesk, at now: Instant,
        in connection: any Connection
    ) throws {
        let parcels = try ParcelStore.of(post.id, in: connection).filter { $0.version == post.version }
        let face = parcels.filter { $0.channel == channel }
        guard face.contains(where: { $0.state == .sent }), !face.contains(where: \.mayStand),
            try CorrectionStore.bump(post, post.content, by: person, at: now, in: connection)
        else { throw moved }
        for parcel in parcels where parcel.channel != channel {
            try CorrectionStore.carry(parcel, to: post.version + 1, ordinal: parcel.ordinal, in: connection)
        }
        for parcel in face {
            _ = try ChangeStore.supersede(parcel.id, at: now, in: connection)
            switch parcel.state {
            case .sent:
                try ChangeStore.ask(
                    .withdraw, parcel, id: desk.newID(), version: post.version + 1, text: nil, isRepost: true,
                    by: person, because: note, at: now, in: connection)
            case .ready, .held:
                _ = try ParcelStore.move(parcel, to: .cancelled, because: .changed, at: now, in: connection)
            default: break
            }
        }
        try SendingRun.carry(channel, in: connection)
    }

    /// Once all of the old is gone, the face leaves anew: in the transaction that says so, so once.
    static func follow(
        _ change: Change, _ desk: PublishingDesk, at now: Instant, in connection: any Connection
    ) throws {
        guard change.isRepost, try open(change.post, change.channel, in: connection) == 0,
            let post = try PostStore.look(change.post, in: connection),
            try !Withdrawals.closed(post.id, in: connection).contains(change.channel),
            let face = post.content.faces.first(where: { $0.channel == change.channel })
        else { return }
        let isThere = try ParcelStore.of(post.id, in: connection).contains {
            $0.version == post.version && $0.channel == change.channel
        }
        guard !isThere else { return }
        if post.state != .sending { _ = try PostStore.move(post, to: .sending, at: now, in: connection) }
        for (ordinal, message) in post.content.messages(of: face).enumerated() {
            try ParcelStore.insert(
                desk.newID(), post: post.id, version: post.version, channel: change.channel, ordinal: ordinal,
                role: message.role, text: message.text, due: now, in: connection)
        }
    }

    /// A message that is left where it stands after all goes on with the post.
    static func leave(_ change: Change, in connection: any Connection) throws {
        guard let parcel = try ParcelStore.find(change.sending, in: connection), parcel.state == .sent,
            let post = try PostStore.look(change.post, in: connection), parcel.version < post.version
        else { return }
        try CorrectionStore.carry(parcel, to: post.version, ordinal: parcel.ordinal, in: connection)
    }

    /// Whether something of a post is taken back only to leave anew.
    static func isUnderWay(_ post: Int64, in connection: any Connection) throws -> Bool {
        try open(post, nil, in: connection) > 0
    }

    private static func open(_ post: Int64, _ channel: Int64?, in connection: any Connection) throws -> Int {
        try ChangeStore.of(post, in: connection).count {
            $0.isRepost && $0.channel == channel ?? $0.channel && ![.done, .dropped].contains($0.state)
        }
    }
}
