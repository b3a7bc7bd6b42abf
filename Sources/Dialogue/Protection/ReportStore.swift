import Kernel
import Storage

/// SQL of reports to networks.
enum ReportStore {
    static func insert(_ report: NetworkReport, in connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO network_report (id, conversation, mention, network, ground, text, state, published_on, deadline,
              created_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """,
            [
                report.id, report.conversation, report.mention, report.network, report.ground, report.text,
                report.state, report.publishedOn, report.deadline, report.createdBy, report.createdAt,
            ])
    }

    static func find(_ id: Int64, in connection: any Connection) throws -> NetworkReport {
        guard let row = try connection.one("SELECT * FROM network_report WHERE id = $1", id) else {
            throw Failure(.notFound, "no such report")
        }
        return try report(row)
    }

    static func steps(_ id: Int64, in connection: any Connection) throws -> [NetworkReport.Step] {
        try connection.query("SELECT * FROM network_report_step WHERE report = $1 ORDER BY number", id).map { row in
            NetworkReport.Step(
                state: try row.value("state"), day: try row.int("on_day"), note: try row.text("note"),
                who: try row.int64("who"), at: try row.instant("at"))
        }
    }

    /// Those that are open by days left, then the others, newest first.
    static func list(conversation: Int64? = nil, limit: Int = 200, in connection: any Connection) throws
        -> [NetworkReport]
    {
        let rows = try connection.query(
            """
            SELECT * FROM network_report WHERE $2 = 0 OR conversation = $2
            ORDER BY CASE WHEN state IN ('removed', 'dropped') THEN 1 ELSE 0 END,
              CASE WHEN deadline IS NULL THEN 1 ELSE 0 END, deadline, id DESC LIMIT $1
            """, limit, conversation ?? 0)
        return try rows.map(report)
    }

    /// Open ones whose last day is between two days.
    static func due(from first: Int, through last: Int, in connection: any Connection) throws -> [(NetworkReport, Int)]
    {
        try connection.query(
            """
            SELECT * FROM network_report
            WHERE state IN ('to_send', 'sent', 'refused', 'escalated') AND deadline BETWEEN $1 AND $2 ORDER BY id
            """, first, last
        ).map { (try report($0), try $0.int("reminded")) }
    }

    static func reminded(_ id: Int64, at days: Int, in connection: any Connection) throws {
        try connection.execute("UPDATE network_report SET reminded = $2 WHERE id = $1", id, days)
    }

    /// Goes to another state, with a step told.
    /// - Throws: `.conflict` when somebody changed it since `version`.
    static func move(
        _ id: Int64, version: Int64, to step: NetworkReport.Step, reference: String?, in connection: any Connection
    ) throws {
        let changed = try connection.execute(
            """
            UPDATE network_report SET state = $3, reference = coalesce($4, reference), version = version + 1
            WHERE id = $1 AND version = $2
            """, id, version, step.state, reference)
        guard changed == 1 else {
            throw Failure(.conflict, "somebody changed the report", words: "protection.changed_meanwhile")
        }
        try connection.execute(
            """
            INSERT INTO network_report_step (report, number, state, on_day, note, who, at)
            SELECT $1, 1 + count(*), $2, $3, $4, $5, $6 FROM network_report_step WHERE report = $1
            """, id, step.state, step.day, step.note, step.who, step.at)
    }

    private static func report(_ row: Row) throws -> NetworkReport {
        NetworkReport(
            id: try row.int64("id"), conversation: try row.int64("conversation"), mention: try row.int64("mention"),
            network: try row.value("network"), ground: try row.value("ground"), text: try row.text("text"),
            state: try row.value("state"), reference: try row.optionalText("reference"),
            publishedOn: try row.int("published_on"), deadline: try row.optionalInt("deadline"),
            createdBy: try row.int64("created_by"), createdAt: try row.instant("created_at"),
            version: try row.int64("version"))
    }
}
