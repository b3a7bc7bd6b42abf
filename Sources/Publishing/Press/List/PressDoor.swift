import Crypto
import Foundation
import Kernel
import Synchronization

/// Keeps scripts and floods away from the public form, without keeping anybody's address: addresses are counted in
/// memory only, as a hash under a salt that lives for a day.
final class PressDoor: Sendable {
    /// Requests an hour from one address, and from everywhere together.
    static let most = 10
    static let mostTogether = 300
    /// Seconds below which nobody fills in a form, and after which it is stale.
    static let soonest = 2.0
    static let latest = 4.0 * 3_600

    private struct Counts {
        var hour = -1
        var day = -1
        var salt = SymmetricKey(size: .bits256)
        var mine: [Data: Int] = [:]
        var together = 0
    }

    private let counts = Mutex(Counts())
    private let clock: Clock

    init(clock: Clock) { self.clock = clock }

    /// Nil when it may come in, else the sentence that says why not.
    func refuses(age: Double?, trap: String?, from address: String) -> String? {
        guard let age, (0...Self.latest).contains(age) else { return "press.gate_old" }
        if trap != nil { return "press.gate_trap" }
        guard age >= Self.soonest else { return "press.gate_fast" }
        return count(address) ? nil : "press.gate_many"
    }

    private func count(_ address: String) -> Bool {
        let now = clock.now()
        return counts.withLock { counts in
            if counts.day != now.day {
                counts.day = now.day
                counts.salt = SymmetricKey(size: .bits256)
            }
            let hour = Int(now.seconds / 3_600)
            if counts.hour != hour { (counts.hour, counts.mine, counts.together) = (hour, [:], 0) }
            let key = Data(HMAC<SHA256>.authenticationCode(for: Data(address.utf8), using: counts.salt))
            guard counts.mine[key, default: 0] < Self.most, counts.together < Self.mostTogether else { return false }
            counts.mine[key, default: 0] += 1
            counts.together += 1
            return true
        }
    }
}
