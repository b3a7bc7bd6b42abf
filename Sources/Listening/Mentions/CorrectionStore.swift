import Kernel
import Opinion
import Storage

/// Judgements as people change them: the table `correction`, and the columns that it is about.
enum CorrectionStore {
    /// What a mention weighs beside its judgement.
    struct Subject {
        let text: String
        let day: Int
        let network: Network
        let kind: MentionKind
        let own: Bool
        let isCopy: Bool
        var labels: [Int64]
        var state: JudgementState

        /// On which sums it counts; nil for a copy, which counts on none.
        var entry: TallyEntry? {
            isCopy
                ? nil
                : TallyEntry(
                    day: day, network: network, kind: kind, polarity: state.polarity, labels: labels,
                    services: state.services, themes: state.themes.map(\.theme), own: own)
        }
    }

    static func subject(_ mention: Int64, in connection: any Connection) throws -> Subject {
        guard let row = try connection.one("SELECT * FROM mention WHERE id = $1", [mention]) else {
            throw Failure(.notFound, "no mention \(mention)", words: "listening.mention_unknown")
        }
        let themes = try connection.query(
            "SELECT theme, score, polarity FROM mention_theme WHERE mention = $1 ORDER BY score DESC, theme", [mention]
        ).map {
            ThemeScore(
                theme: try $0.value("theme"), score: try $0.real("score"),
                polarity: try $0.optionalValue("polarity"))
        }
        let services = try connection.query(
            "SELECT service FROM mention_service WHERE mention = $1 ORDER BY service", [mention]
        ).map { try $0.int64("service") }
        // Labels are watches and further sources: only watches have sums.
        let labels = try connection.query(
            "SELECT l.label FROM mention_label l JOIN watch w ON w.id = l.label WHERE l.mention = $1", [mention]
        ).map { try $0.int64("label") }
        return Subject(
            text: try row.text("text"), day: try row.int("day"), network: try row.value("network"),
            kind: try row.value("kind"), own: try row.bool("own"),
            isCopy: try row.optionalInt64("folded_into") != nil, labels: labels,
            state: JudgementState(
                polarity: try row.optionalValue("polarity"), score: try row.optionalReal("score"),
                confidence: try row.optionalReal("confidence"), unsure: try row.bool("unsure"),
                urgency: try row.value("urgency"), judgedBy: try row.optionalText("judged_by"), themes: themes,
                services: services))
    }

    static func write(_ state: JudgementState, to mention: Int64, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE mention SET polarity = $2, score = $3, confidence = $4, unsure = $5, urgency = $6, judged_by = $7
            WHERE id = $1
            """,
            [
                mention, state.polarity?.rawValue, state.score, state.confidence, state.unsure, state.urgency.rawValue,
                state.judgedBy,
            ])
        try connection.execute("DELETE FROM mention_theme WHERE mention = $1", [mention])
        try connection.execute("DELETE FROM mention_service WHERE mention = $1", [mention])
        try MentionWriter(connection: connection).judge(mention, themes: state.themes, services: state.services)
    }

    /// The last change of each mention that people changed: what a form must have seen to change it again.
    static func latest(of mentions: [Int64], in connection: any Connection) throws -> [Int64: Int64] {
        guard !mentions.isEmpty else { return [:] }
        let places = mentions.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        var latest: [Int64: Int64] = [:]
        for row in try connection.query(
            "SELECT mention, MAX(id) AS last FROM correction WHERE mention IN (\(places)) GROUP BY mention",
            mentions as [any SQLBindable])
        {
            latest[try row.int64("mention")] = try row.int64("last")
        }
        return latest
    }

    /// The last change that nobody has taken back.
    static func standing(of mention: Int64, in connection: any Connection) throws -> CorrectionRecord? {
        try connection.one(
            """
            SELECT * FROM correction c WHERE c.mention = $1 AND c.undoes IS NULL
              AND NOT EXISTS (SELECT 1 FROM correction u WHERE u.mention = $1 AND u.undoes = c.id)
            ORDER BY c.id DESC LIMIT 1
            """, [mention]
        ).map(CorrectionRecord.init)
    }

    /// Newest first.
    static func history(of mention: Int64, in connection: any Connection) throws -> [CorrectionRecord] {
        try connection.query("SELECT * FROM correction WHERE mention = $1 ORDER BY id DESC LIMIT 100", [mention])
            .map(CorrectionRecord.init)
    }

    static func insert(_ record: CorrectionRecord, of mention: Int64, text: String, in connection: any Connection)
        throws
    {
        try connection.execute(
            """
            INSERT INTO correction (id, mention, person, text, before, after, undoes, corrected_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """,
            [
                record.id, mention, record.person, text, try record.before.json(), try record.after.json(),
                record.undoes, record.at,
            ])
    }
}

extension CorrectionRecord {
    init(_ row: Row) throws {
        id = try row.int64("id")
        person = try row.int64("person")
        before = try JudgementState(json: row.text("before"))
        after = try JudgementState(json: row.text("after"))
        undoes = try row.optionalInt64("undoes")
        at = try row.instant("corrected_at")
    }
}
