import Kernel
import Storage

/// The columns `hub…` of the table `origin`.
enum HubStore {
    /// A subscription that we are about to ask for.
    static func asked(
        _ id: Int64, _ offer: HubOffer, secret: String, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE origin SET hub = $2, hub_topic = $3, hub_secret = $4, hub_asked_at = $5, hub_error = NULL,
              hub_until = CASE WHEN hub = $2 AND hub_topic = $3 AND hub_secret = $4 THEN hub_until ELSE NULL END
            WHERE id = $1
            """, [id, offer.hub, offer.topic, secret, now])
    }

    static func confirmed(_ id: Int64, until: Instant, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE origin SET hub_until = $2, hub_error = NULL WHERE id = $1", [id, until])
    }

    /// The subscription came to nothing: polling goes on at its own pace.
    static func refused(_ id: Int64, _ reason: String, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE origin SET hub_until = NULL, hub_error = $2 WHERE id = $1", [id, reason])
    }

    /// A delivery was taken in: the source spoke without being asked.
    static func heard(_ id: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE origin SET last_heard_at = $2, hub_error = NULL WHERE id = $1", [id, now])
    }
}
