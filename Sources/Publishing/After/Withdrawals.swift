import Channels
import Foundation
import Kernel
import Networks
import Storage

/// Takes back what was published: at once, since harm waits for no approval. What is in a network's hands at that moment,
/// or is found there later, goes as soon as it is known to stand.
struct Withdrawals: Sendable {
    let desk: PublishingDesk

    static let longest = 500

    /// - Parameter channels: the accounts; empty for all of them.
    /// - Throws: `.conflict` when nothing of it stands there.
    func withdraw(_ id: Int64, channels: Set<Int64>, because reason: String, by person: Person) async throws {
        let reason = reason.trimmingCharacters(in: .whitespacesAndNewlines)
        guard reason.count >= 3, reason.count <= Self.longest else {
            throw Failure(.unusable, "no reason is given", words: "after.no_reason")
        }
        let (now, desk) = (desk.clock.now(), desk)
        try await desk.database.write { connection in
            let post = try PostStore.find(id, in: connection)
            guard person.scope(of: .approve).reaches(post) else {
                throw Failure(.forbidden, "may not take it back", words: "publishing.not_yours_communication")
            }
            let asked = try Self.ask(
                id, because: reason, by: person.id, at: now, desk: desk, channels: channels.isEmpty ? nil : channels,
                unsent: true, in: connection)
            guard asked else { throw Failure(.conflict, "nothing of it stands there", words: "after.nothing_stands") }
        }
    }

    /// Asks for everything of a post that stands, or may stand, to be taken back: the last part of a thread first, one
    /// attempt each. What was asked already is not asked again.
    ///
    /// - Parameters:
    ///   - channels: the accounts; nil for all of them.
    ///   - unsent: whether what has not left yet is given up too. Without it, an account by which nothing has left is
    ///     left alone.
    /// - Returns: whether there was anything to take back.
    @discardableResult
    static func ask(
        _ id: Int64, because reason: String, by person: Int64?, at now: Instant, desk: PublishingDesk,
        channels: Set<Int64>? = nil, unsent: Bool = false, in connection: any Connection
    ) throws -> Bool {
        let post = try PostStore.find(id, in: connection)
        let parcels = try ParcelStore.of(id, in: connection).filter { channels?.contains($0.channel) ?? true }
        let out = Set(parcels.filter { $0.state == .sent || $0.mayStand }.map(\.channel))
        guard !out.isEmpty else { return false }
        let closed = unsent ? Set(parcels.map(\.channel)) : out
        for channel in closed.sorted() {
            try connection.execute(
                """
                INSERT INTO post_withdrawal (post, channel, reason, person, at) VALUES ($1, $2, $3, $4, $5)
                ON CONFLICT (post, channel) DO NOTHING
                """, [id, channel, reason, person, now])
        }
        for parcel in parcels where closed.contains(parcel.channel) {
            try take(parcel, post, because: reason, by: person, id: desk.newID(), at: now, in: connection)
        }
        try PostActions.record(
            "post.withdrawal", id, person, after: "{\"accounts\":\(closed.count)}", at: now, connection)
        try SendingSettling.sum(id, at: now, connection)
        for channel in closed { try SendingRun.carry(channel, in: connection) }
        return true
    }

    private static func take(
        _ parcel: Parcel, _ post: Post, because reason: String, by person: Int64?, id: Int64, at now: Instant,
        in connection: any Connection
    ) throws {
        switch parcel.state {
        case .sent:
            _ = try ChangeStore.supersede(parcel.id, at: now, in: connection)
            try ChangeStore.ask(
                .withdraw, parcel, id: id, version: post.version, text: nil, by: person, because: reason, at: now,
                in: connection)
        case .ready,
            .held where !parcel.mayStand:
            _ = try ParcelStore.move(parcel, to: .cancelled, because: .dropped, at: now, in: connection)
        case .unknown: try SendingRun.lookLater(parcel.id, turn: 0, at: now, in: connection)
        default: break
        }
    }

    /// Whether a message belongs to an account of which everything was to be taken back.
    static func covers(_ parcel: Parcel, in connection: any Connection) throws -> Bool {
        try connection.one(
            "SELECT post FROM post_withdrawal WHERE post = $1 AND channel = $2", [parcel.post, parcel.channel]) != nil
    }

    /// Accounts of which everything was to be taken back.
    static func closed(_ post: Int64, in connection: any Connection) throws -> Set<Int64> {
        Set(
            try connection.query("SELECT channel FROM post_withdrawal WHERE post = $1", [post]).map {
                try $0.int64("channel")
            })
    }

    /// A message that turns out to stand where all was to be taken back.
    static func follow(_ parcel: Parcel, at now: Instant, in connection: any Connection) throws {
        let row = try connection.one(
            "SELECT reason, person FROM post_withdrawal WHERE post = $1 AND channel = $2",
            [parcel.post, parcel.channel])
        guard let row else { return }
        // The message's own number is free among changes: it is taken back once.
        try ChangeStore.ask(
            .withdraw, parcel, id: parcel.id, version: parcel.version, text: nil, by: try row.optionalInt64("person"),
            because: try row.text("reason"), at: now, in: connection)
        try SendingRun.carry(parcel.channel, in: connection)
    }
}

extension Parcel {
    /// Whether it may stand on its network without our knowing.
    var mayStand: Bool { [.armed, .unknown].contains(state) || (state == .held && mayBeOut) }
}
