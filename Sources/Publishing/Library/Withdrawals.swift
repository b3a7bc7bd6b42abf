import Kernel
import Storage

/// Asks for what was published to be taken back.
enum Withdrawals {
    /// Writes the wish down for each message of a post that stands, or may stand. What was asked already is not asked
    /// again.
    /// - Parameter channels: the accounts; nil for all of them.
    /// - Returns: whether there was anything to take back.
    @discardableResult
    static func ask(
        _ id: Int64, because reason: String, by person: Int64?, at now: Instant, desk: PublishingDesk,
        channels: Set<Int64>? = nil, in connection: any Connection
    ) throws -> Bool {
        let standing = try ParcelStore.of(id, in: connection).filter {
            [.sent, .armed, .unknown].contains($0.state) && channels?.contains($0.channel) ?? true
        }
        for parcel in standing.reversed() {
            try connection.execute(
                """
                INSERT INTO sending_change (id, sending, kind, state, person, reason, at)
                SELECT $1, $2, 'withdraw', 'armed', $3, $4, $5 WHERE NOT EXISTS (
                  SELECT 1 FROM sending_change WHERE sending = $2 AND kind = 'withdraw')
                """, [desk.newID(), parcel.id, person ?? 0, reason, now])
        }
        return !standing.isEmpty
    }
}
