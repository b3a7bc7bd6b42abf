import Kernel
import Storage

/// What one month brought, counted in the store and nowhere else.
struct CommitteeFigures: Sendable, Equatable {
    struct Source: Sendable, Equatable {
        let network: Network
        let voices: Int
        let positive: Int
        let negative: Int
    }

    struct Subject: Sendable, Equatable {
        let theme: Theme
        let praise: Int
        let blame: Int
    }

    struct Replies: Sendable, Equatable {
        let answered: Int
        /// Of those that had a target.
        let promised: Int
        let within: Int
        /// Opening seconds; nil without an answer.
        let median: Double?
    }

    struct Verdicts: Sendable, Equatable {
        let published: Int
        let refused: Int
    }

    /// Negative or mixed voices.
    struct Complaints: Sendable, Equatable {
        let received: Int
        let answered: Int
        /// Linked to an action.
        let acted: Int
    }

    var sources: [Source] = []
    var subjects: [Subject] = []
    var complaints = Complaints(received: 0, answered: 0, acted: 0)
    var replies = Replies(answered: 0, promised: 0, within: 0, median: nil)
    /// Decisions on our own reviews, by what they say.
    var verdicts: [Polarity: Verdicts] = [:]
    var opened = 0
    var made: [Improvement] = []
    var overdue: [Improvement] = []
}

/// SQL of the committee's sheet.
enum CommitteeStore {
    /// - Parameters:
    ///   - start: when the month begins on the hospital's calendar, and `end` when the next does.
    ///   - today: actions are overdue as of the month's last day, or of today when it is not over.
    static func figures(
        _ month: Month, from start: Instant, until end: Instant, today: Int, in connection: any Connection
    ) throws -> CommitteeFigures {
        var figures = CommitteeFigures()
        figures.sources = try sources(start, end, connection)
        figures.subjects = try subjects(start, end, connection)
        figures.complaints = try complaints(start, end, connection)
        figures.replies = try replies(month, connection)
        figures.verdicts = try verdicts(start, end, connection)
        let lastDay = min(today, month.adding(1).firstDay - 1)
        figures.opened =
            try connection.one(
                "SELECT count(*) AS n FROM improvement WHERE created_at >= $1 AND created_at < $2", [start, end])?
            .int("n") ?? 0
        let all = try ImprovementStore.list(ImprovementFilter(), scope: .everything, in: connection)
        figures.made = all.filter {
            $0.madeDay.map { (month.firstDay...month.adding(1).firstDay - 1).contains($0) } ?? false
        }
        figures.overdue = all.filter { item in
            guard let due = item.draft.dueDay, due < lastDay, item.createdAt < end else { return false }
            return item.state.isOpen || item.madeDay.map { $0 > lastDay } ?? false
        }
        return figures
    }

    private static func sources(
        _ start: Instant, _ end: Instant, _ connection: any Connection
    ) throws -> [CommitteeFigures.Source] {
        try connection.query(
            """
            SELECT network, count(*) AS n, count(CASE WHEN polarity = 'positive' THEN 1 END) AS positive,
              count(CASE WHEN polarity = 'negative' THEN 1 END) AS negative
            FROM conversation WHERE first_at >= $1 AND first_at < $2 AND merged_into IS NULL
            GROUP BY network ORDER BY n DESC, network
            """, [start, end]
        ).map {
            CommitteeFigures.Source(
                network: try $0.value("network"), voices: try $0.int("n"), positive: try $0.int("positive"),
                negative: try $0.int("negative"))
        }
    }

    private static func subjects(
        _ start: Instant, _ end: Instant, _ connection: any Connection
    ) throws -> [CommitteeFigures.Subject] {
        try connection.query(
            """
            SELECT t.theme, count(CASE WHEN COALESCE(t.polarity, c.polarity) = 'positive' THEN 1 END) AS praise,
              count(CASE WHEN COALESCE(t.polarity, c.polarity) = 'negative' THEN 1 END) AS blame
            FROM conversation c JOIN conversation_theme t ON t.conversation = c.id
            WHERE c.first_at >= $1 AND c.first_at < $2 AND c.merged_into IS NULL
            GROUP BY t.theme ORDER BY blame DESC, praise DESC, t.theme
            """, [start, end]
        ).compactMap { row in
            guard let theme = Theme(rawValue: try row.text("theme")) else { return nil }
            return CommitteeFigures.Subject(theme: theme, praise: try row.int("praise"), blame: try row.int("blame"))
        }
    }

    private static func complaints(
        _ start: Instant, _ end: Instant, _ connection: any Connection
    ) throws -> CommitteeFigures.Complaints {
        let row = try connection.one(
            """
            SELECT count(*) AS received, count(answered_at) AS answered,
              count(CASE WHEN EXISTS (SELECT 1 FROM improvement_voice v WHERE v.conversation = c.id) THEN 1 END)
                AS acted
            FROM conversation c WHERE c.first_at >= $1 AND c.first_at < $2 AND c.merged_into IS NULL
              AND c.polarity IN ('negative', 'mixed')
            """, [start, end])
        return CommitteeFigures.Complaints(
            received: try row?.int("received") ?? 0, answered: try row?.int("answered") ?? 0,
            acted: try row?.int("acted") ?? 0)
    }

    private static func replies(_ month: Month, _ connection: any Connection) throws -> CommitteeFigures.Replies {
        let row = try connection.one(
            """
            SELECT count(waited) AS answered, count(CASE WHEN waited IS NOT NULL THEN within END) AS promised,
              count(CASE WHEN waited IS NOT NULL AND within = 1 THEN 1 END) AS within
            FROM hours_reply WHERE month = $1
            """, [month.number])
        let answered = try row?.int("answered") ?? 0
        let median = try connection.one(
            """
            SELECT waited FROM hours_reply WHERE month = $1 AND waited IS NOT NULL ORDER BY waited
            LIMIT 1 OFFSET $2
            """, [month.number, answered / 2])
        return CommitteeFigures.Replies(
            answered: answered, promised: try row?.int("promised") ?? 0, within: try row?.int("within") ?? 0,
            median: try median?.optionalInt64("waited").map(Double.init))
    }

    private static func verdicts(
        _ start: Instant, _ end: Instant, _ connection: any Connection
    ) throws -> [Polarity: CommitteeFigures.Verdicts] {
        let rows = try connection.query(
            """
            SELECT polarity, count(CASE WHEN verdict = 'published' THEN 1 END) AS published,
              count(CASE WHEN verdict = 'refused' THEN 1 END) AS refused
            FROM review WHERE verdict_at >= $1 AND verdict_at < $2 AND polarity IS NOT NULL GROUP BY polarity
            """, [start, end])
        return try rows.reduce(into: [:]) { found, row in
            guard let polarity = Polarity(rawValue: try row.text("polarity")) else { return }
            found[polarity] = CommitteeFigures.Verdicts(
                published: try row.int("published"), refused: try row.int("refused"))
        }
    }
}
