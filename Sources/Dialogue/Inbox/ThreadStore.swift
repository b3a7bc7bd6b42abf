import Kernel
import Storage

/// SQL of what conversations are made of.
enum ThreadStore {
    struct Message: Sendable {
        let mention: Int64
        let own: Bool
        let publishedAt: Instant
        let editedAt: Instant?
        let erased: Bool
    }

    static func conversation(of mention: Int64, in connection: any Connection) throws -> Int64? {
        try connection.one("SELECT conversation FROM conversation_message WHERE mention = $1", [mention])?
            .int64("conversation")
    }

    static func create(_ id: Int64, root: Heard, post: Int64?, in connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO conversation (id, network, root, post, origin, state, first_at, last_at)
            VALUES ($1, $2, $3, $4, $5, 'unread', $6, $6)
            """, [id, root.network, root.id, post, root.origin, root.publishedAt])
    }

    /// What a message is now, and whether that is new or changed.
    static func keep(_ heard: Heard, in conversation: Int64, at now: Instant, _ connection: any Connection) throws
        -> ThreadNews
    {
        var news = ThreadNews()
        let digest = heard.erased ? nil : ThreadRules.digest(heard)
        let known = try connection.one(
            "SELECT conversation, digest, urgency, erased FROM conversation_message WHERE mention = $1", [heard.id])
        guard let known else {
            try connection.execute(
                """
                INSERT INTO conversation_message (mention, conversation, own, published_at, urgency, digest, erased)
                VALUES ($1, $2, $3, $4, $5, $6, $7)
                """,
                [
                    heard.id, conversation, heard.own, heard.publishedAt, heard.urgency, digest, heard.erased,
                ])
            news.moved = true
            news.answered = heard.own
            if !heard.own, !heard.erased {
                news.heard = heard.publishedAt
                news.danger =
                    heard.urgency == .distress && heard.publishedAt >= now.adding(days: -ThreadRules.freshDays)
            }
            return news
        }
        let urgency: Urgency = try known.value("urgency")
        let before = try known.optionalInt64("digest")
        let wasErased = try known.bool("erased")
        let edited = digest != nil && before != nil && digest != before
        news.edited = edited && !heard.own
        news.danger = !heard.own && heard.urgency == .distress && (urgency != .distress || edited)
        let changed = urgency != heard.urgency || digest != before || heard.erased != wasErased
        guard changed else { return news }
        news.moved = true
        try connection.execute(
            """
            UPDATE conversation_message SET urgency = $2, digest = $3, erased = $4,
              edited_at = CASE WHEN $5 = 1 THEN $6 ELSE edited_at END
            WHERE mention = $1
            """, [heard.id, heard.urgency, digest, heard.erased, edited, now])
        return news
    }

    /// In order, at most `limit`.
    static func messages(of conversations: [Int64], limit: Int, in connection: any Connection) throws -> [Message] {
        try connection.query(
            """
            SELECT * FROM conversation_message
            WHERE conversation IN (\(ConversationStore.places(conversations.count, after: 1)))
            ORDER BY published_at, mention LIMIT $1
            """, [Int64(limit)] + conversations
        ).map { row in
            Message(
                mention: try row.int64("mention"), own: try row.bool("own"),
                publishedAt: try row.instant("published_at"), editedAt: try row.optionalInstant("edited_at"),
                erased: try row.bool("erased"))
        }
    }

    static func summary(of conversations: [Int64], in connection: any Connection) throws -> ThreadSummary {
        let within = "conversation IN (\(ConversationStore.places(conversations.count)))"
        var summary = ThreadSummary()
        let outside = try connection.one(
            """
            SELECT COUNT(*) AS n, COALESCE(SUM(1 - erased), 0) AS standing, MIN(published_at) AS first,
              MAX(published_at) AS last,
              MAX(CASE urgency WHEN 'distress' THEN 3 WHEN 'high' THEN 2 WHEN 'low' THEN 1 ELSE 0 END) AS urgency
            FROM conversation_message WHERE \(within) AND own = 0
            """, conversations)
        guard let outside else { return summary }
        summary.messages = try outside.int("n")
        summary.standing = try outside.int("standing")
        summary.firstAt = try outside.optionalInstant("first")
        summary.lastAt = try outside.optionalInstant("last")
        summary.urgency = [.none, .low, .high, .distress][try outside.optionalInt("urgency") ?? 0]
        let ours = try connection.one(
            """
            SELECT COUNT(*) AS n, MIN(published_at) AS first, MAX(published_at) AS last FROM conversation_message
            WHERE \(within) AND own = 1
            """, conversations)
        summary.messages += try ours?.int("n") ?? 0
        summary.answeredAt = try ours?.optionalInstant("first")
        summary.lastAnswerAt = try ours?.optionalInstant("last")
        return summary
    }

    /// Puts one conversation into another, of which it turned out to be a part. Its number goes on leading
    /// there, and it begins with nothing any more: its root is its number, negative.
    static func join(_ part: Int64, into whole: Int64, in connection: any Connection) throws {
        for table in ["conversation_message", "conversation_note"] {
            try connection.execute("UPDATE \(table) SET conversation = $2 WHERE conversation = $1", [part, whole])
        }
        try ReplyStore.join(part, into: whole, in: connection)
        for table in ["conversation_viewer", "conversation_service", "conversation_theme"] {
            try connection.execute("DELETE FROM \(table) WHERE conversation = $1", [part])
        }
        try connection.execute(
            """
            UPDATE conversation SET merged_into = $2, joined = 1, root = -id, messages = 0, snoozed_until = NULL, due_at = NULL,
              version = version + 1
            WHERE id = $1
            """, [part, whole])
        try connection.execute("UPDATE conversation SET merged_into = $2 WHERE merged_into = $1", [part, whole])
    }
}
