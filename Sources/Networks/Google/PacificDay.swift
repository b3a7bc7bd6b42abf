import Foundation
import Kernel

/// Google counts its days in the Pacific time zone
/// (https://developers.google.com/youtube/v3/determine_quota_cost).
enum PacificDay {
    static func seconds(untilTheNextAfter now: Instant) -> Double {
        var calendar = Calendar(identifier: .gregorian)
        // Without a time zone database, the winter's hour: an hour late in summer, never early.
        calendar.timeZone = TimeZone(identifier: "America/Los_Angeles") ?? TimeZone(secondsFromGMT: -28_800) ?? .gmt
        let midnight = calendar.startOfDay(for: now.date)
        guard let next = calendar.date(byAdding: .day, value: 1, to: midnight) else { return 86_400 }
        return max(1, Instant(next).seconds(since: now))
    }
}
