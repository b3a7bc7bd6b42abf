import Foundation
import Kernel
import Storage

/// The table `alert`.
enum AlertStore {
    /// False when the same alert was raised already.
    static func insert(_ draft: AlertDraft, id: Int64, at now: Instant, dueAt: Instant?, in connection: any Connection)
        throws -> Bool
    {
        var place = Place()
        if case .place(let given) = draft.subject { place = given }
        if case .watch(let id) = draft.subject { place.watch = id }
        let changed = try connection.execute(
            """
            INSERT INTO alert (id, rule, subject, slot, watch, service, theme, first_day, last_day, level, raised_at,
              observed, expected, threshold, why, due_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16)
            ON CONFLICT (rule, subject, slot) DO NOTHING
            """,
            [
                id, draft.rule.rawValue, draft.subject.key, draft.slot, place.watch, draft.service ?? place.service,
                place.theme?.rawValue, draft.firstDay, draft.lastDay, draft.level.rawValue, now, draft.observed,
                draft.expected, draft.threshold,
                String(decoding: try JSONEncoder().encode(draft.why), as: UTF8.self), dueAt,
            ])
        return changed == 1
    }

    /// Alerts that nobody has closed, the gravest first; all of them, or those of some services.
    static func open(_ scope: Scope, limit: Int, in connection: any Connection) throws -> [Alert] {
        try list("closed_at IS NULL", scope, limit: limit, in: connection)
            .sorted { ($1.level, $1.raisedAt) < ($0.level, $0.raisedAt) }
    }

    static func closed(_ scope: Scope, limit: Int, in connection: any Connection) throws -> [Alert] {
        try list("closed_at IS NOT NULL", scope, limit: limit, in: connection)
    }

    static func countOpen(_ scope: Scope, in connection: any Connection) throws -> Int {
        try open(scope, limit: 100, in: connection).count
    }

    static func find(_ id: Int64, scope: Scope, in connection: any Connection) throws -> Alert {
        guard let alert = try list("id = \(id)", scope, limit: 1, in: connection).first else {
            throw Failure(.notFound, "no alert \(id) for this person", words: "listening.alert_unknown")
        }
        return alert
    }

    /// Alerts whose delay has passed and which nobody has taken.
    static func overdue(at now: Instant, in connection: any Connection) throws -> [Alert] {
        try connection.query(
            """
            SELECT * FROM alert WHERE closed_at IS NULL AND taken_by IS NULL AND due_at <= $1 ORDER BY due_at LIMIT 100
            """, [now]
        ).map(Alert.init)
    }

    static func climb(_ id: Int64, to level: Alert.Level, dueAt: Instant, was: Instant, in connection: any Connection)
        throws -> Bool
    {
        try connection.execute(
            """
            UPDATE alert SET level = $2, due_at = $3
            WHERE id = $1 AND due_at = $4 AND taken_by IS NULL AND closed_at IS NULL
            """, [id, level.rawValue, dueAt, was]) == 1
    }

    static func take(_ id: Int64, by person: Int64, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            "UPDATE alert SET taken_by = $2, taken_at = $3, due_at = NULL WHERE id = $1 AND taken_by IS NULL AND closed_at IS NULL",
            [id, person, now]) == 1
    }

    static func close(_ id: Int64, by person: Int64, note: String, at now: Instant, in connection: any Connection)
        throws -> Bool
    {
        try connection.execute(
            """
            UPDATE alert SET closed_by = $2, closed_at = $3, closing_note = $4, due_at = NULL
            WHERE id = $1 AND closed_at IS NULL
            """, [id, person, now, note]) == 1
    }

    /// The open alert of a person in danger that rose from a mention.
    static func distress(of mention: Int64, in connection: any Connection) throws -> Int64? {
        try connection.one(
            "SELECT id FROM alert WHERE rule = 'distress' AND subject = $1 AND closed_at IS NULL",
            [AlertSubject.mention(mention).key])?.int64("id")
    }

    private static func list(_ condition: String, _ scope: Scope, limit: Int, in connection: any Connection) throws
        -> [Alert]
    {
        var arguments: [any SQLBindable] = [limit]
        var narrowed = ""
        switch scope {
        case .everything: break
        case .nothing: return []
        case .services(let services):
            arguments += services.sorted() as [any SQLBindable]
            let places = services.isEmpty ? "NULL" : (0..<services.count).map { "$\($0 + 2)" }.joined(separator: ", ")
            // A person in danger may be the matter of several services: each of their heads is told.
            narrowed = """
                 AND (service IN (\(places)) OR EXISTS (SELECT 1 FROM mention_service s WHERE s.service IN (\(places))
                   AND s.mention = CASE WHEN rule = 'distress' THEN CAST(substr(subject, 9) AS BIGINT) END))
                """
        }
        return try connection.query(
            "SELECT * FROM alert WHERE \(condition)\(narrowed) ORDER BY raised_at DESC LIMIT $1", arguments
        ).map(Alert.init)
    }
}

/// An alert about to be raised.
struct AlertDraft {
    let rule: Alert.Rule
    let subject: AlertSubject
    /// The day, the week or the moment that it stands for: the same alert is raised once a slot.
    let slot: Int64
    var service: Int64?
    let firstDay: Int
    let lastDay: Int
    let level: Alert.Level
    let observed: Double
    var expected: Double?
    var threshold: Double?
    var why = AlertWhy()
}

extension Alert {
    init(_ row: Row) throws {
        id = try row.int64("id")
        rule = try row.value("rule")
        guard let subject = AlertSubject(key: try row.text("subject")) else {
            throw Failure(.broken, "alert \(try row.int64("id")) has no readable subject")
        }
        self.subject = subject
        level = try row.value("level")
        raisedAt = try row.instant("raised_at")
        firstDay = try row.int("first_day")
        lastDay = try row.int("last_day")
        observed = try row.real("observed")
        expected = try row.optionalReal("expected")
        threshold = try row.optionalReal("threshold")
        why = try JSONDecoder().decode(AlertWhy.self, from: Data(try row.text("why").utf8))
        dueAt = try row.optionalInstant("due_at")
        takenBy = try row.optionalInt64("taken_by")
        takenAt = try row.optionalInstant("taken_at")
        closedAt = try row.optionalInstant("closed_at")
        closingNote = try row.optionalText("closing_note")
    }
}
