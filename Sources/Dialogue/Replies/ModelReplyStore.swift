import Kernel
import Storage

/// SQL of model replies.
enum ModelReplyStore {
    /// More than anybody looks after.
    static let most = 500

    static func all(in connection: any Connection) throws -> [ModelReply] {
        try connection.query("SELECT * FROM model_reply ORDER BY name, id LIMIT $1", [most]).map(ModelReply.init)
    }

    static func count(in connection: any Connection) throws -> Int {
        try connection.one("SELECT COUNT(*) AS n FROM model_reply", [])?.int("n") ?? 0
    }

    static func find(_ id: Int64, in connection: any Connection) throws -> ModelReply {
        guard let row = try connection.one("SELECT * FROM model_reply WHERE id = $1", [id]) else {
            throw Failure(.notFound, "no such model reply")
        }
        return try ModelReply(row)
    }

    static func insert(
        _ draft: ModelDraft, id: Int64, by person: Int64?, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO model_reply (id, name, text, language, theme, polarity, service, network, urgent, changed_at,
              created_by)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
            """, [id] + values(draft) + [now, person])
    }

    /// False when somebody has changed it since `version`.
    static func update(
        _ id: Int64, _ draft: ModelDraft, version: Int64, at now: Instant, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE model_reply SET name = $2, text = $3, language = $4, theme = $5, polarity = $6, service = $7,
              network = $8, urgent = $9, changed_at = $10, version = version + 1
            WHERE id = $1 AND version = $11
            """, [id] + values(draft) + [now, version]) == 1
    }

    static func delete(_ id: Int64, in connection: any Connection) throws {
        try connection.execute("DELETE FROM model_reply WHERE id = $1", [id])
    }

    private static func values(_ draft: ModelDraft) -> [any SQLBindable] {
        [
            draft.name, draft.text, draft.language, draft.theme, draft.polarity, draft.service, draft.network,
            draft.urgent,
        ]
    }
}

extension ModelReply {
    init(_ row: Row) throws {
        id = try row.int64("id")
        draft = ModelDraft(
            name: try row.text("name"), text: try row.text("text"), language: try row.text("language"),
            theme: try row.optionalText("theme").flatMap(Theme.init),
            polarity: try row.optionalText("polarity").flatMap(Polarity.init),
            service: try row.optionalInt64("service"), network: try row.optionalText("network").flatMap(Network.init),
            urgent: try row.bool("urgent"))
        changedAt = try row.instant("changed_at")
        version = try row.int64("version")
    }
}
