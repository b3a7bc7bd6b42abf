import Kernel
import Networks

/// When a token ends for good: the house cannot renew it by itself, and a person has to connect the account anew.
enum TokenEnd {
    /// Seconds before that end when people are told.
    static let notice = 7 * 86_400.0
    /// Seconds before the end of a token that should have been renewed days ago, and was not.
    static let overdue = 2 * 86_400.0
    /// Networks that give a new token for the old one (docs/limits.md), so that they need nothing beside it.
    private static let renewedByItself: Set<Network> = [.instagram, .threads, .facebook]

    /// Whether people should hear now that it ends.
    static func isNear(_ credentials: Credentials, _ network: Network, at now: Instant) -> Bool {
        guard let end = credentials.expiresAt else { return false }
        let left = end.seconds(since: now)
        if isRenewable(credentials, network, at: now) {
            // A token that lives for an hour or a day is renewed minutes before its end: that proves nothing.
            let life = credentials.issuedAt.map { end.seconds(since: $0) } ?? 0
            return life >= 6 * notice && left < overdue
        }
        return left < notice
    }

    private static func isRenewable(_ credentials: Credentials, _ network: Network, at now: Instant) -> Bool {
        if renewedByItself.contains(network) { return true }
        guard let refresh = credentials.refresh, !refresh.isEmpty else { return false }
        return credentials.refreshExpiresAt.map { $0 > now } ?? true
    }
}
