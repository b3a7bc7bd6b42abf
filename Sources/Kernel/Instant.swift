public import Foundation

/// A moment, in integer microseconds since 1970-01-01T00:00:00Z. What the store keeps and what the code compares.
public struct Instant: Hashable, Comparable, Sendable {
    /// Microseconds since the Unix epoch, UTC.
    public let microseconds: Int64

    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// Seconds since the Unix epoch; values that a 64-bit count of microseconds cannot hold are clamped.
    public init(seconds: Double) {
        let scaled = (seconds * 1_000_000).rounded()
        microseconds = scaled.isNaN ? 0 : Int64(max(-9.2e18, min(9.2e18, scaled)))
    }

    public init(_ date: Date) { self.init(seconds: date.timeIntervalSince1970) }

    public var seconds: Double { Double(microseconds) / 1_000_000 }
    public var date: Date { Date(timeIntervalSince1970: seconds) }

    public static func < (left: Instant, right: Instant) -> Bool { left.microseconds < right.microseconds }

    /// The moment `seconds` later (earlier when negative), saturating at the ends of the range.
    public func adding(seconds: Double) -> Instant {
        let delta = Instant(seconds: seconds).microseconds
        let (sum, overflow) = microseconds.addingReportingOverflow(delta)
        return Instant(microseconds: overflow ? (delta > 0 ? .max : .min) : sum)
    }

    public func adding(days: Int) -> Instant { adding(seconds: Double(days) * 86_400) }

    /// Seconds from `other` to here.
    public func seconds(since other: Instant) -> Double { seconds - other.seconds }

    /// Days since 1970-01-01 in UTC, rounded down: the key of daily aggregates.
    public var day: Int { Int((Double(microseconds) / 86_400_000_000).rounded(.down)) }

    public init(day: Int) { self.init(microseconds: Int64(day) * 86_400_000_000) }

    /// RFC 3339 with seconds and a `Z`, the form of every JSON that we print.
    public var iso8601: String { date.formatted(.iso8601) }
}

/// In JSON an instant is RFC 3339 text, with a fraction when it has one.
extension Instant: Codable {
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(iso8601: text) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "expected an RFC 3339 instant")
        }
        self = instant
    }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        let fraction = ((microseconds % 1_000_000) + 1_000_000) % 1_000_000
        let whole = Instant(microseconds: microseconds - fraction).iso8601
        let digits = String(1_000_000 + fraction).dropFirst()
        try container.encode(fraction == 0 ? whole : whole.dropLast() + "." + digits + "Z")
    }

    /// RFC 3339; nil when it is not.
    public init?(iso8601 text: String) {
        let plain = try? Date(text, strategy: .iso8601)
        guard let date = plain ?? (try? Date(text, strategy: Date.ISO8601FormatStyle(includingFractionalSeconds: true)))
        else { return nil }
        self.init(date)
    }
}
