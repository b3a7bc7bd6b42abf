import Crypto
import Foundation
import Kernel
import Storage
import Wire

/// Asks hubs to tell us of changes (W3C WebSub, section 5.1), and renews before the lease ends.
struct HubSubscriber: Sendable {
    let database: Database
    let http: HTTP
    let clock: Clock
    let publicAddress: String

    /// What we ask for; the hub decides (section 5.1, `hub.lease_seconds`).
    static let lease = 10 * 86_400
    /// Renewed once so much of the lease is left, or a hub that stays silent is asked again after so long.
    static let renewal = 86_400.0
    static let patience = 6 * 3_600.0

    /// Subscribes, or renews, when that is due. What the hub refuses is written on the source, never thrown: polling
    /// goes on without it.
    func consider(_ offer: HubOffer, for id: Int64) async throws {
        let now = clock.now()
        let origin = try await database.read { try OriginStore.find(id, in: $0) }
        guard origin.state == .active, Self.isDue(origin.hub, offer, now) else { return }
        let known = origin.hub.flatMap { $0.url == offer.hub && $0.topic == offer.topic ? $0.secret : nil }
        let secret = known ?? Self.freshSecret()
        // Written first: the hub may verify our intent before it answers.
        try await database.write { try HubStore.asked(id, offer, secret: secret, at: now, in: $0) }
        do {
            _ = try await http.submit(request(offer, id, secret))
        } catch let failure as Failure {
            try await database.write {
                try HubStore.refused(id, OriginVisitor.line(failure.cause), in: $0)
            }
        }
    }

    static func isDue(_ hub: OriginHub?, _ offer: HubOffer, _ now: Instant) -> Bool {
        guard let hub, hub.url == offer.hub, hub.topic == offer.topic else { return true }
        let sinceAsked = hub.askedAt.map { abs(now.seconds(since: $0)) } ?? .infinity
        guard let until = hub.until, until > now else { return sinceAsked > patience }
        return until.seconds(since: now) < renewal && sinceAsked > 3_600
    }

    private func request(_ offer: HubOffer, _ id: Int64, _ secret: String) -> ProtocolPost {
        ProtocolPost(
            offer.hub,
            fields: [
                ("hub.mode", "subscribe"), ("hub.topic", offer.topic),
                ("hub.callback", callback(id, secret)), ("hub.lease_seconds", String(Self.lease)),
                ("hub.secret", secret),
            ])
    }

    private func callback(_ id: Int64, _ secret: String) -> String {
        var base = publicAddress
        while base.hasSuffix("/") { base.removeLast() }
        return "\(base)/websub/\(Self.path(id, secret))"
    }

    /// The call-back's last step: the source, and what only the hub and we can know (section 5.1 asks for a call-back
    /// that cannot be guessed).
    static func path(_ id: Int64, _ secret: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(
            for: Data("websub \(id)".utf8), using: SymmetricKey(data: Data(secret.utf8)))
        return "\(id)-" + code.prefix(16).map { String(format: "%02x", $0) }.joined()
    }

    /// Thirty-two random bytes, in hexadecimal: under the 200 bytes that section 5.1 allows.
    private static func freshSecret() -> String {
        SymmetricKey(size: .bits256).withUnsafeBytes { $0.map { String(format: "%02x", $0) }.joined() }
    }
}
