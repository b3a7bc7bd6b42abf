public import Kernel

/// One entry of a calendar that others subscribe to (RFC 5545, section 3.6.1).
public struct CalendarEvent: Hashable, Sendable {
    /// When it is.
    public enum Span: Hashable, Sendable {
        /// From one moment to a later one; a moment without length when both are equal. Seconds are kept, fractions not.
        case moments(from: Instant, to: Instant)
        /// Whole days, both included, on whatever clock the reader lives by.
        case days(Day, Day)
    }

    /// How sure it is (RFC 5545, section 3.8.1.11).
    public enum Status: String, Hashable, Sendable, CaseIterable {
        case tentative = "TENTATIVE"
        case confirmed = "CONFIRMED"
        /// Stays in the feed so that those who have it strike it out.
        case cancelled = "CANCELLED"
    }

    /// The same for the same thing for ever, different from all others in the world: `post-42@hopital.example`.
    public var uid: String
    public var span: Span
    public var summary: String
    public var description: String
    /// An absolute web address; nil for none.
    public var url: String?
    public var status: Status
    public var categories: [String]
    /// When it was last changed.
    public var changed: Instant?
    /// Its number of this version, which never falls (RFC 5545, section 3.8.7.4).
    public var sequence: Int

    public init(
        uid: String, _ span: Span, summary: String, description: String = "", url: String? = nil,
        status: Status = .confirmed, categories: [String] = [], changed: Instant? = nil,
        sequence: Int = 0
    ) {
        self.uid = uid
        self.span = span
        self.summary = summary
        self.description = description
        self.url = url
        self.status = status
        self.categories = categories
        self.changed = changed
        self.sequence = sequence
    }
}
