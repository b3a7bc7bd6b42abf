import Foundation
import Kernel
import Storage

/// SQL of posts.
enum PostStore {
    static func look(_ id: Int64, in connection: any Connection) throws -> Post? {
        try connection.one("SELECT * FROM post WHERE id = $1", [id]).map(Post.init)
    }

    /// - Throws: `.notFound`.
    static func find(_ id: Int64, in connection: any Connection) throws -> Post {
        guard let post = try look(id, in: connection) else { throw Failure(.notFound, "no such post") }
        return post
    }

    static func insert(
        _ id: Int64, _ content: PostContent, author: Int64, service: Int64?, origin: Int64? = nil, at now: Instant,
        in connection: any Connection
    ) throws {
        let text = try encoded(content)
        try connection.execute(
            """
            INSERT INTO post (id, content, title, kind, version, state, author, service, origin, created_at, changed_at,
              channels)
            VALUES ($1, $2, $3, $4, 1, 'draft', $5, $6, $7, $8, $8, $9)
            """, [id, text, content.title, content.kind, author, service, origin, now, content.channelList])
        try keep(id, version: 1, text, by: author, at: now, in: connection)
    }

    /// New words: a new version, back with its author. False when it has moved since `version`.
    static func rewrite(
        _ post: Post, _ content: PostContent, by person: Int64, at now: Instant, in connection: any Connection
    ) throws -> Bool {
        let text = try encoded(content)
        let done = try connection.execute(
            """
            UPDATE post SET content = $3, title = $4, kind = $5, version = version + 1, changed_at = $6, stage = 0,
              channels = $7, state = CASE WHEN state = 'changes' THEN 'changes' ELSE 'draft' END
            WHERE id = $1 AND version = $2 AND state IN ('draft', 'changes', 'review', 'approved', 'scheduled')
            """, [post.id, post.version, text, content.title, content.kind, now, content.channelList])
        guard done == 1 else { return false }
        try keep(post.id, version: post.version + 1, text, by: person, at: now, in: connection)
        return true
    }

    private static func keep(
        _ id: Int64, version: Int, _ content: String, by person: Int64, at now: Instant,
        in connection: any Connection
    ) throws {
        try connection.execute(
            "INSERT INTO post_version (post, version, content, person, at) VALUES ($1, $2, $3, $4, $5)",
            [id, version, content, person, now])
    }

    /// Moves it on from where it was seen to stand. False when it has moved meanwhile.
    static func move(
        _ post: Post, to state: Post.State, stage: Int? = nil, at now: Instant, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE post SET state = $4, stage = $5, changed_at = $6
            WHERE id = $1 AND version = $2 AND state = $3
            """, [post.id, post.version, post.state, state, stage ?? post.stage, now]) == 1
    }

    static func plan(
        _ id: Int64, due: Instant?, local: String?, zone: String?, recurrence: String?, in connection: any Connection
    ) throws {
        try connection.execute(
            "UPDATE post SET due_at = $2, local = $3, zone = $4, recurrence = $5 WHERE id = $1",
            [id, due, local, zone, recurrence])
    }

    /// Posts that are a page of ours and nothing else are published when their hour comes.
    static func appear(at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            """
            UPDATE post SET state = 'published', changed_at = $1 WHERE state = 'scheduled' AND due_at <= $1
              AND parked_by IS NULL AND NOT EXISTS (SELECT 1 FROM sending s WHERE s.post = post.id)
            """, [now])
    }

    static func park(_ id: Int64, by person: Int64?, reason: String?, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE post SET parked_by = $2, parked_reason = $3 WHERE id = $1", [id, person, reason])
    }

    static func version(_ id: Int64, _ version: Int, in connection: any Connection) throws -> PostContent? {
        let row = try connection.one(
            "SELECT content FROM post_version WHERE post = $1 AND version = $2", [id, version])
        return try row.map { try decoded(try $0.text("content")) }
    }

    /// The latest of some states.
    static func latest(
        _ states: [Post.State], limit: Int, before: Instant? = nil, in connection: any Connection
    ) throws -> [Post] {
        let list = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try connection.query(
            """
            SELECT * FROM post WHERE state IN (\(list)) AND changed_at < $1 ORDER BY changed_at DESC, id DESC LIMIT $2
            """, [before ?? Instant(microseconds: .max), limit]
        ).map(Post.init)
    }

    // MARK: JSON

    static func encoded(_ content: PostContent) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(content), as: UTF8.self)
    }

    static func decoded(_ text: String) throws -> PostContent {
        do { return try JSONDecoder().decode(PostContent.self, from: Data(text.utf8)) } catch {
            throw Failure(.broken, "the content of a post cannot be read")
        }
    }
}

extension Post {
    init(_ row: Row) throws {
        id = try row.int64("id")
        content = try PostStore.decoded(try row.text("content"))
        version = try row.int("version")
        state = try row.value("state")
        stage = try row.int("stage")
        author = try row.int64("author")
        service = try row.optionalInt64("service")
        dueAt = try row.optionalInstant("due_at")
        local = try row.optionalText("local")
        zone = try row.optionalText("zone")
        recurrence = try row.optionalText("recurrence")
        origin = try row.optionalInt64("origin")
        parkedBy = try row.optionalInt64("parked_by")
        parkedReason = try row.optionalText("parked_reason")
        createdAt = try row.instant("created_at")
        changedAt = try row.instant("changed_at")
    }
}
