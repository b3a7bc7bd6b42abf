/// What the clock on the wall shows, to the minute: 09:05.
public struct TimeOfDay: Hashable, Comparable, Sendable {
    /// Minutes since midnight, 0 to 1439.
    public let minutes: Int

    public var hour: Int { minutes / 60 }
    public var minute: Int { minutes % 60 }

    /// Nil unless 0 to 1439.
    public init?(minutes: Int) {
        guard (0..<1440).contains(minutes) else { return nil }
        self.minutes = minutes
    }

    /// Nil unless 0 to 23 and 0 to 59.
    public init?(_ hour: Int, _ minute: Int) {
        guard (0..<24).contains(hour), (0..<60).contains(minute) else { return nil }
        minutes = hour * 60 + minute
    }

    /// From `09:05`, exactly so, as an HTML time field sends it; nil when it is no time.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, let hour = Digits.number(parts[0], 2), let minute = Digits.number(parts[1], 2) else {
            return nil
        }
        self.init(hour, minute)
    }

    /// `09:05`.
    public var text: String { "\(Digits.text(hour, 2)):\(Digits.text(minute, 2))" }

    public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool { left.minutes < right.minutes }
}
