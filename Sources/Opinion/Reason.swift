/// Why the model judged as it did: a passage, what it speaks for, and how much.
public struct Reason: Sendable, Codable, Equatable {
    /// First Unicode scalar of the passage, counted from the start of the text.
    public var start: Int
    /// One past its last Unicode scalar.
    public var end: Int
    /// A polarity (`negative`), a theme (`theme:waiting`) or an urgency (`distress`, `high`, `low`).
    public var label: String
    /// How much it weighed, above 0: log-odds for what was learned, 1 to 3 for a rule.
    public var weight: Double

    public init(start: Int, end: Int, label: String, weight: Double) {
        self.start = start
        self.end = end
        self.label = label
        self.weight = weight
    }
}
