import Foundation
import Kernel
import Storage

/// SQL of press releases.
enum ReleaseStore {
    static func look(_ id: Int64, in connection: any Connection) throws -> Release? {
        try connection.one("SELECT * FROM press_release WHERE id = $1", [id]).map(Release.init)
    }

    static func find(_ id: Int64, in connection: any Connection) throws -> Release {
        guard let release = try look(id, in: connection) else { throw Failure(.notFound, "no such release") }
        return release
    }

    static func latest(_ limit: Int, in connection: any Connection) throws -> [Release] {
        try connection.query(
            "SELECT * FROM press_release WHERE state <> 'cancelled' ORDER BY changed_at DESC, id DESC LIMIT $1", [limit]
        ).map(Release.init)
    }

    static func insert(
        _ id: Int64, _ content: ReleaseContent, author: Int64, service: Int64?, at now: Instant,
        in connection: any Connection
    ) throws {
        let text = try encoded(content)
        try connection.execute(
            """
            INSERT INTO press_release (id, content, title, version, state, author, service, created_at, changed_at)
            VALUES ($1, $2, $3, 1, 'draft', $4, $5, $6, $6)
            """, [id, text, content.title, author, service, now])
        try keep(id, version: 1, text, by: author, at: now, in: connection)
    }

    /// New words: a new version, approved no more. False when it has moved since.
    static func rewrite(
        _ release: Release, _ content: ReleaseContent, by person: Int64, at now: Instant,
        in connection: any Connection
    ) throws -> Bool {
        let text = try encoded(content)
        let done = try connection.execute(
            """
            UPDATE press_release SET content = $3, title = $4, version = version + 1, changed_at = $5, stage = 0,
              state = CASE WHEN state = 'changes' THEN 'changes' ELSE 'draft' END
            WHERE id = $1 AND version = $2 AND state IN ('draft', 'changes', 'review', 'approved')
            """, [release.id, release.version, text, content.title, now])
        guard done == 1 else { return false }
        try keep(release.id, version: release.version + 1, text, by: person, at: now, in: connection)
        return true
    }

    private static func keep(
        _ id: Int64, version: Int, _ content: String, by person: Int64, at now: Instant,
        in connection: any Connection
    ) throws {
        try connection.execute(
            "INSERT INTO press_release_version (release_id, version, content, person, at) VALUES ($1, $2, $3, $4, $5)",
            [id, version, content, person, now])
    }

    /// Moves it on from where it was seen to stand. False when it has moved meanwhile.
    static func move(
        _ release: Release, to state: Release.State, stage: Int = 0, at now: Instant, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE press_release SET state = $4, stage = $5, changed_at = $6
            WHERE id = $1 AND version = $2 AND state = $3 AND stage = $7
            """, [release.id, release.version, release.state, state, stage, now, release.stage]) == 1
    }

    /// The version that stands becomes what the public reads; its address stays what it was.
    static func publish(
        _ release: Release, slug: String, at now: Instant, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE press_release SET slug = COALESCE(slug, $3), public_version = version,
              published_at = COALESCE(published_at, $4), changed_at = $4
            WHERE id = $1 AND version = $2 AND state = 'approved' AND withdrawn_at IS NULL
            """, [release.id, release.version, slug, now]) == 1
    }

    static func withdraw(_ id: Int64, at now: Instant, in connection: any Connection) throws -> Bool {
        try connection.execute(
            """
            UPDATE press_release SET state = 'withdrawn', withdrawn_at = $2, changed_at = $2
            WHERE id = $1 AND withdrawn_at IS NULL AND state <> 'cancelled'
            """, [id, now]) == 1
    }

    static func version(_ id: Int64, _ version: Int, in connection: any Connection) throws -> ReleaseContent? {
        try connection.one(
            "SELECT content FROM press_release_version WHERE release_id = $1 AND version = $2", [id, version]
        ).map { try decoded(try $0.text("content")) }
    }

    // MARK: What the public reads

    /// The published, newest first, with the words of the version that was published.
    static func published(
        limit: Int, at now: Instant, in connection: any Connection
    ) throws -> [(release: Release, content: ReleaseContent)] {
        let rows = try connection.query(
            """
            SELECT * FROM press_release WHERE published_at IS NOT NULL AND withdrawn_at IS NULL
            ORDER BY published_at DESC, id DESC LIMIT $1
            """, [limit * 2])
        let seen = try rows.map(Release.init).compactMap { release -> (release: Release, content: ReleaseContent)? in
            guard let content = try shown(release, in: connection), release.isPublic(at: now, saying: content) else {
                return nil
            }
            return (release, content)
        }
        return Array(seen.prefix(limit))
    }

    /// The words that the public reads.
    static func shown(_ release: Release, in connection: any Connection) throws -> ReleaseContent? {
        try release.publicVersion.flatMap { try version(release.id, $0, in: connection) }
    }

    static func named(_ slug: String, in connection: any Connection) throws -> Release? {
        try connection.one("SELECT * FROM press_release WHERE slug = $1", [slug]).map(Release.init)
    }

    // MARK: JSON

    static func encoded(_ content: ReleaseContent) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(content), as: UTF8.self)
    }

    static func decoded(_ text: String) throws -> ReleaseContent {
        do { return try JSONDecoder().decode(ReleaseContent.self, from: Data(text.utf8)) } catch {
            throw Failure(.broken, "the content of a release cannot be read")
        }
    }
}

extension Release {
    init(_ row: Row) throws {
        id = try row.int64("id")
        content = try ReleaseStore.decoded(try row.text("content"))
        version = try row.int("version")
        state = try row.value("state")
        stage = try row.int("stage")
        author = try row.int64("author")
        service = try row.optionalInt64("service")
        slug = try row.optionalText("slug")
        publicVersion = try row.optionalInt("public_version")
        publishedAt = try row.optionalInstant("published_at")
        withdrawnAt = try row.optionalInstant("withdrawn_at")
        createdAt = try row.instant("created_at")
        changedAt = try row.instant("changed_at")
    }
}
