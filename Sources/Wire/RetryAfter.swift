import Foundation
import Kernel

/// How long an answer asks us to wait: `Retry-After` in seconds or as a date (RFC 9110 section 10.2.3), else Mastodon's
/// `X-RateLimit-Reset`, Bluesky's `RateLimit-Reset` or X's `x-rate-limit-reset`.
enum RetryAfter {
    /// Seconds from `now`; nil when the answer does not say, or says nonsense.
    static func seconds(_ headers: Headers, now: Instant) -> Double? {
        if let value = headers["retry-after"] {
            if let seconds = Double(value), seconds.isFinite { return max(0, seconds) }
            if let date = httpDate(value) { return max(0, date.seconds(since: now)) }
        }
        for name in ["x-ratelimit-reset", "ratelimit-reset", "x-rate-limit-reset"] {
            guard let value = headers[name] else { continue }
            if let moment = try? Date(value, strategy: .iso8601) { return max(0, Instant(moment).seconds(since: now)) }
            if let moment = try? Date(value, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)) {
                return max(0, Instant(moment).seconds(since: now))
            }
            if let number = Double(value), number.isFinite {
                // Large numbers are moments, small ones are delays.
                return max(0, number > 1_000_000_000 ? number - now.seconds : number)
            }
        }
        return nil
    }

    /// `Sun, 06 Nov 1994 08:49:37 GMT`.
    static func httpDate(_ text: String) -> Instant? {
        let format = DateFormatter()
        format.locale = Locale(identifier: "en_US_POSIX")
        format.timeZone = TimeZone(secondsFromGMT: 0)
        format.dateFormat = "EEE, dd MMM yyyy HH:mm:ss zzz"
        return format.date(from: text).map { Instant($0) }
    }
}
