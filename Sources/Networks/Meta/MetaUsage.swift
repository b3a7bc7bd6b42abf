import Foundation
import Kernel
import Wire

/// How much of what Meta allows is used (https://developers.facebook.com/docs/graph-api/overview/rate-limiting): shares
/// of a hundred, and minutes until a spent allowance is given back.
struct MetaUsage: Sendable, Equatable {
    /// The largest of the shares.
    var percent: Double
    /// Seconds until access is given back; nil while it is not withdrawn.
    var wait: Double?

    /// Nil where no header tells.
    init?(_ headers: Headers) {
        var shares: [Double] = []
        var waits: [Double] = []
        for name in ["x-business-use-case-usage", "x-app-usage", "x-page-usage"] {
            guard let text = headers[name], text.utf8.count <= 100_000,
                let json = try? JSON.parse(Array(text.utf8), from: "Meta")
            else { continue }
            for part in Self.parts(json) {
                shares += ["call_count", "total_cputime", "total_time"].compactMap { part[$0].int.map(Double.init) }
                if let minutes = part["estimated_time_to_regain_access"].int, minutes > 0 {
                    waits.append(Double(minutes) * 60)
                }
            }
        }
        guard let most = shares.max() else { return nil }
        (percent, wait) = (most, waits.max())
    }

    /// The business header holds a list for each business; the others are one object.
    private static func parts(_ json: JSON) -> [JSON] {
        guard case .object(let fields) = json else { return [] }
        let lists = fields.values.flatMap(\.elements)
        return lists.isEmpty ? [json] : lists
    }

    func rate(now: Instant) -> RateLimit {
        let left = wait == nil ? max(0, Int(100 - percent)) : 0
        return RateLimit(remaining: left, resetsAt: wait.map { now.adding(seconds: $0) })
    }
}
