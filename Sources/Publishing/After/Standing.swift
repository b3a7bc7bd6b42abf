import Kernel
import Storage

/// Where a post still stands once something of it was taken back, and what follows for the whole.
enum Standing {
    /// Ends a post of which nothing stands any more and something was taken back. True when it is over.
    static func end(
        _ post: Post, _ parcels: [Parcel], at now: Instant, _ connection: any Connection
    ) throws -> Bool {
        guard isGone(parcels), [.sending, .published, .partial].contains(post.state),
            try !Reposts.isUnderWay(post.id, in: connection)
        else { return false }
        guard try PostStore.move(post, to: .withdrawn, at: now, in: connection) else { return false }
        try EventLog.append("post.withdrawn_whole", subject: post.id, at: now, in: connection)
        return true
    }

    static func isGone(_ parcels: [Parcel]) -> Bool {
        parcels.contains { $0.state == .withdrawn }
            && parcels.allSatisfy { [.withdrawn, .cancelled, .refused].contains($0.state) }
    }

    /// What follows from a message that stands on its network from now on, or was found there.
    static func left(_ parcel: Parcel, at now: Instant, _ connection: any Connection) throws {
        try FiguresStore.begin(parcel, at: now, in: connection)
        try AftercareStore.begin(parcel, at: now, in: connection)
        try Withdrawals.follow(parcel, at: now, in: connection)
    }
}
