/// A day of the week. Monday is 0, as in ISO 8601 and in the rest of the house.
public enum Weekday: Int, CaseIterable, Hashable, Comparable, Sendable {
    case monday, tuesday, wednesday, thursday, friday, saturday, sunday

    public static func < (left: Weekday, right: Weekday) -> Bool { left.rawValue < right.rawValue }

    /// The two letters of RFC 5545, section 3.3.10: `MO` to `SU`.
    public var letters: String { ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][rawValue] }

    /// From the two letters of RFC 5545, in either case; nil when they are none.
    public init?(letters: some StringProtocol) {
        let wanted = letters.uppercased()
        guard let found = Self.allCases.first(where: { $0.letters == wanted }) else { return nil }
        self = found
    }

    /// From its English name in small letters, `monday`; nil when it is none.
    public init?(name: String) {
        guard let found = Self.allCases.first(where: { "\($0)" == name }) else { return nil }
        self = found
    }

    /// Days to wait from here until `other`, 0 to 6.
    func days(until other: Weekday) -> Int { (other.rawValue - rawValue + 7) % 7 }
}
