public import Kernel

/// The trail of every change: who, when, what, and what it was before and after. Only ever appended to.
public struct Audit: Sendable {
    /// One line of the trail.
    public struct Entry: Sendable, Equatable {
        public let id: Int64
        public let at: Instant
        /// Account; nil when the machine did it.
        public let who: Int64?
        public let action: String
        public let subjectKind: String
        public let subject: Int64?
        /// JSON.
        public let before: String?
        /// JSON.
        public let after: String?
    }

    /// What to look for; a nil condition does not count.
    public struct Filter: Sendable {
        public var who: Int64?
        public var action: String?
        public var subjectKind: String?
        public var subject: Int64?
        public var from: Instant?
        public var until: Instant?

        public init(
            who: Int64? = nil, action: String? = nil, subjectKind: String? = nil, subject: Int64? = nil,
            from: Instant? = nil, until: Instant? = nil
        ) {
            self.who = who
            self.action = action
            self.subjectKind = subjectKind
            self.subject = subject
            self.from = from
            self.until = until
        }
    }

    /// Adds a line, in the transaction of the change itself.
    public static func record(
        who: Int64?, action: String, subject kind: String, id: Int64?, before: String? = nil, after: String? = nil,
        at: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO audit (at, who, action, subject_kind, subject, before, after) VALUES ($1, $2, $3, $4, $5, $6, $7)
            """, at, who, action, kind, id, before, after)
    }

    /// A page of the trail, newest first. `olderThan` is the last id of the page before.
    public static func entries(
        _ filter: Filter = Filter(), olderThan: Int64? = nil, limit: Int = 50, in connection: any Connection
    ) throws -> [Entry] {
        let conditions: [(String, (any SQLBindable)?)] = [
            ("who =", filter.who), ("action =", filter.action), ("subject_kind =", filter.subjectKind),
            ("subject =", filter.subject), ("at >=", filter.from), ("at <", filter.until), ("id <", olderThan),
        ]
        var arguments: [any SQLBindable] = [limit]
        var clauses: [String] = []
        for case (let condition, let value?) in conditions {
            arguments.append(value)
            clauses.append("\(condition) $\(arguments.count)")
        }
        let filtered = clauses.isEmpty ? "" : "WHERE " + clauses.joined(separator: " AND ")
        return try connection.query("SELECT * FROM audit \(filtered) ORDER BY id DESC LIMIT $1", arguments).map(entry)
    }

    private static func entry(_ row: Row) throws -> Entry {
        Entry(
            id: try row.int64("id"), at: try row.instant("at"), who: try row.optionalInt64("who"),
            action: try row.text("action"), subjectKind: try row.text("subject_kind"),
            subject: try row.optionalInt64("subject"), before: try row.optionalText("before"),
            after: try row.optionalText("after"))
    }
}
