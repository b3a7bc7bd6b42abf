import Foundation
import Kernel

/// How what people do with a post grows with its age: the same on every machine for one seed, and never less than before.
struct Growth: Sendable {
    let seed: UInt64
    let id: String
    /// Seconds since it came out.
    let age: Double

    init(_ item: Item, seed: UInt64, now: Instant) {
        (self.seed, id) = (seed, item.id)
        age = max(0, now.seconds(since: item.publishAt ?? item.createdAt))
    }

    /// A number that belongs to this post and to `what`.
    private func chance(_ what: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325 ^ seed
        for byte in (id + "/" + what).utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        hash ^= hash >> 33
        return hash &* 0xff51_afd7_ed55_8ccd
    }

    /// Two thirds of what comes at all come in the first day and a half.
    private func grown(to most: Double) -> Int { Int(most * (1 - exp(-age / 129_600))) }

    private func share(_ what: String, of most: Double, _ low: Double, _ high: Double) -> Int {
        let place = Double(chance(what) % 1_000) / 1_000
        return grown(to: most * (low + (high - low) * place))
    }

    private var most: Double { Double(180 + chance("views") % 4_200) }

    var views: Int { grown(to: most) }
    var reach: Int { share("reach", of: most, 0.6, 0.85) }
    var likes: Int { share("likes", of: most, 0.015, 0.07) }
    var shares: Int { share("shares", of: most, 0.002, 0.012) }
    var clicks: Int { share("clicks", of: most, 0.005, 0.04) }
    var saves: Int { share("saves", of: most, 0.001, 0.01) }
}
