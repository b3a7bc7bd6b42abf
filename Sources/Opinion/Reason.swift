/// Why the model judged as it did: a passage, what it speaks for, and how much.
public struct Reason: Sendable, Codable, Equatable {
    /// First Unicode scalar of the passage, counted from the start of the text.
    public var start: Int
    /// One past its last Unicode scalar.
    public var end: Int
    /// A polarity (`negative`), a theme (`theme:waiting`), an urgency (`distress`, `high`, `low`), or the correction of a
    /// text much like this one (`lesson:42`), which points at no passage.
    public var label: String
    /// How much it weighed, above 0: log-odds for what was learned, 1 to 3 for a rule.
    public var weight: Double

    private static let lessonPrefix = "lesson:"

    /// Whether it names a text much like this one, which a person corrected.
    public var isLesson: Bool { label.hasPrefix(Self.lessonPrefix) }

    /// A text much like this one was corrected by a person. It points at no passage.
    static func lesson(_ source: Int64) -> Reason {
        Reason(start: 0, end: 0, label: lessonPrefix + String(source), weight: 1)
    }

    public init(start: Int, end: Int, label: String, weight: Double) {
        self.start = start
        self.end = end
        self.label = label
        self.weight = weight
    }
}
