import Crypto
import Foundation
import Kernel

/// The signed links of the press list: one confirms, one leaves. Each is bound to its purpose, its subscriber, and the
/// request that it was made for.
struct PressLink: Sendable {
    enum Purpose: String, Sendable { case confirm, leave }

    let desk: PublishingDesk

    func token(_ purpose: Purpose, _ subscriber: Subscriber) -> String {
        let (until, signature) = (until(purpose, subscriber), signature(purpose, subscriber))
        return "\(subscriber.id).\(until).\(signature)"
    }

    /// `https://…/press/confirm/…`; nil when nobody has said under which address the public reaches us.
    func address(_ purpose: Purpose, _ subscriber: Subscriber) -> String? {
        desk.site.map { "\($0)/press/\(purpose.rawValue)/\(token(purpose, subscriber))" }
    }

    /// The number of whom a link names, before anything is known to be true of it.
    static func subscriber(_ token: String) -> Int64? {
        guard token.utf8.count < 200 else { return nil }
        return token.split(separator: ".").first.flatMap { Int64($0) }
    }

    /// Whether we signed it, for this subscriber as they stand.
    func isGood(_ token: String, _ purpose: Purpose, _ subscriber: Subscriber) -> Bool {
        let parts = token.split(separator: ".").map(String.init)
        return parts.count == 3 && parts[1] == until(purpose, subscriber)
            && LinkSignature(desk).isGood(parts[2], of: signed(purpose, subscriber))
    }

    /// A key of our own for the address: the same one is known again, and cannot be read back.
    func fingerprint(_ email: String) -> [UInt8] {
        Array(
            HMAC<SHA256>.authenticationCode(for: Data("press-address:\(email.lowercased())".utf8), using: desk.shareKey)
        )
    }

    /// Seconds since 1970; a link that leaves is good for ever.
    private func until(_ purpose: Purpose, _ subscriber: Subscriber) -> String {
        purpose == .leave ? "0" : String(Int64(subscriber.askedAt.adding(seconds: Subscriber.patience).seconds))
    }

    private func signature(_ purpose: Purpose, _ subscriber: Subscriber) -> String {
        LinkSignature(desk).text(signed(purpose, subscriber))
    }

    private func signed(_ purpose: Purpose, _ subscriber: Subscriber) -> String {
        // Leaving works by every mail that was ever sent; confirming by the last request alone.
        let once = purpose == .leave ? "" : subscriber.nonce
        return "press:\(purpose.rawValue):\(subscriber.id):\(until(purpose, subscriber)):\(once)"
    }

    // MARK: The form

    /// Signed time at which a form was given out: a script that posts without having read it has none.
    func ticket() -> String {
        let now = String(desk.clock.now().microseconds)
        return
            "\(now).\(Self.hex(HMAC<SHA256>.authenticationCode(for: Data("press-form:\(now)".utf8), using: desk.shareKey)))"
    }

    /// Seconds since the form was given out; nil when it is none of ours.
    func age(_ ticket: String) -> Double? {
        let parts = ticket.split(separator: ".").map(String.init)
        guard ticket.utf8.count < 200, parts.count == 2, let at = Int64(parts[0]) else { return nil }
        let right = Self.hex(
            HMAC<SHA256>.authenticationCode(for: Data("press-form:\(parts[0])".utf8), using: desk.shareKey))
        guard parts[1] == right else { return nil }
        return desk.clock.now().seconds(since: Instant(microseconds: at))
    }

    private static func hex(_ code: some Sequence<UInt8>) -> String {
        code.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}
