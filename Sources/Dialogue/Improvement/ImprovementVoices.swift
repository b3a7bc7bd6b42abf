import Kernel
import Storage

/// What the public was told of one improvement.
struct PublicAction: Sendable, Equatable, Identifiable {
    let id: Int64
    /// What people said, in the team's own words: checked, never a quotation.
    let said: String
    let done: String
    let madeDay: Int
    let service: Int64?
    let theme: Theme?
    let publishedAt: Instant
    let changedAt: Instant
    /// Conversations that asked for it.
    let voices: Int
}

/// Which conversations asked for which improvement.
extension ImprovementStore {
    static func link(
        _ conversations: [Int64], to id: Int64, by person: Int64?, at now: Instant, in connection: any Connection
    ) throws -> [Int64] {
        try conversations.filter { conversation in
            try connection.execute(
                """
                INSERT INTO improvement_voice (improvement, conversation, linked_by, linked_at)
                VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
                """, [id, conversation, person, now]) == 1
        }
    }

    static func unlink(_ conversation: Int64, from id: Int64, in connection: any Connection) throws -> Bool {
        try connection.execute(
            "DELETE FROM improvement_voice WHERE improvement = $1 AND conversation = $2", [id, conversation]) == 1
    }

    /// The newest conversations of an improvement with their opening mention.
    static func voices(
        of id: Int64, limit: Int = 50, in connection: any Connection
    ) throws -> [(conversation: Int64, root: Int64)] {
        try connection.query(
            """
            SELECT c.id, c.root FROM improvement_voice v JOIN conversation c ON c.id = v.conversation
            WHERE v.improvement = $1 ORDER BY c.first_at DESC, c.id DESC LIMIT $2
            """, [id, limit]
        ).map { (try $0.int64("id"), try $0.int64("root")) }
    }

    /// The improvements that a conversation asked for, where `scope` reaches them.
    static func list(
        askedBy conversation: Int64, scope: Scope, in connection: any Connection
    ) throws -> [Improvement] {
        try connection.query(
            "SELECT improvement FROM improvement_voice WHERE conversation = $1 ORDER BY improvement LIMIT 100",
            [conversation]
        ).compactMap { row in
            let id = try row.int64("improvement")
            do { return try find(id, scope: scope, in: connection) } catch let failure as Failure
                where failure.kind == .notFound
            { return nil }
        }
    }

    /// What was done and published of what one of our own reviews asked for: for its author's private link.
    /// - Parameter externalID: the review's identifier as it was given to Listening, on network `.own`.
    static func publicActions(
        forReview externalID: String, voices: Voices, in connection: any Connection
    ) throws -> [PublicAction] {
        guard let mention = try voices.named(externalID, .own, connection) else { return [] }
        return try connection.query(
            """
            SELECT \(publicColumns) FROM conversation_message m
            JOIN improvement_voice v ON v.conversation = m.conversation
            JOIN improvement i ON i.id = v.improvement
            WHERE m.mention = $1 AND i.published_at IS NOT NULL ORDER BY i.made_day DESC, i.id DESC LIMIT 20
            """, [mention]
        ).map(PublicAction.init)
    }

    /// Columns of a `PublicAction`, and nothing else: what is not for the public is never read for it.
    static let publicColumns = """
        i.id, i.said, i.done, i.made_day, i.service, i.theme, i.published_at, i.changed_at,
        (SELECT count(*) FROM improvement_voice n WHERE n.improvement = i.id) AS voices
        """
}

extension PublicAction {
    init(_ row: Row) throws {
        id = try row.int64("id")
        said = try row.text("said")
        done = try row.text("done")
        madeDay = try row.int("made_day")
        service = try row.optionalInt64("service")
        theme = try row.optionalText("theme").flatMap(Theme.init)
        publishedAt = try row.instant("published_at")
        changedAt = try row.instant("changed_at")
        voices = try row.int("voices")
    }
}
