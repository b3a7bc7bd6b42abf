import Foundation
import Kernel

/// The date of HTTP (RFC 9110 section 5.6.7).
enum HTTPDate {
    static func text(_ moment: Instant) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(identifier: "GMT")
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: moment.date)
    }
}

extension Instant {
    /// `2026-11-23T05:00:00+0000`, as Meta writes it.
    var graph: String { iso8601.replacingOccurrences(of: "Z", with: "+0000") }

    /// `2026-11-23T05:00:00.000Z`, as X and Google write it.
    var fractional: String {
        let thousandths = (microseconds / 1_000 % 1_000 + 1_000) % 1_000
        let digits = String(1_000 + thousandths).dropFirst()
        return iso8601.replacingOccurrences(of: "Z", with: ".\(digits)Z")
    }

    var milliseconds: Int { Int(microseconds / 1_000) }
    var wholeSeconds: Int { Int(microseconds / 1_000_000) }
}
