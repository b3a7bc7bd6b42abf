import Foundation
import Kernel
import Storage

/// A page as visitors get it.
struct ShownPage: Sendable, Equatable {
    let post: Int64
    let slug: String
    let page: OwnPage
    let facts: PostFacts
    let language: String
    /// Of the approved words.
    let version: Int
    let shownAt: Instant
    let withdrawnAt: Instant?
}

/// SQL of our own pages: what was approved last, kept apart from the post that goes on being written.
enum OwnPageStore {
    static let migrations = [
        Migration(
            "0530-own-pages",
            """
            CREATE TABLE own_page (
              post INT64 PRIMARY KEY REFERENCES post (id) ON DELETE CASCADE,
              slug TEXT NOT NULL UNIQUE,
              content TEXT NOT NULL,
              version INT64 NOT NULL,
              shown_at INT64 NOT NULL,
              withdrawn_at INT64
            )
            """,
            "CREATE INDEX own_page_shown ON own_page (shown_at)")
    ]

    /// What an approved post shows from `moment` on. A page that was there keeps its address, and its old words until then.
    static func put(_ post: Post, from moment: Instant, in connection: any Connection) throws {
        guard let page = post.content.page, !page.isEmpty else {
            try connection.execute("DELETE FROM own_page WHERE post = $1", [post.id])
            return
        }
        try connection.execute(
            """
            INSERT INTO own_page (post, slug, content, version, shown_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (post) DO UPDATE SET content = excluded.content, version = excluded.version,
              shown_at = excluded.shown_at, withdrawn_at = NULL
            """,
            [
                post.id, OwnPage.slug(page.heading, post.id), try PostStore.encoded(post.content), post.version, moment,
            ])
    }

    /// Takes it off its way while nobody has seen it.
    static func clear(_ post: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute("DELETE FROM own_page WHERE post = $1 AND shown_at > $2", [post, now])
    }

    static func withdraw(_ post: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE own_page SET withdrawn_at = $2 WHERE post = $1 AND withdrawn_at IS NULL", [post, now])
    }

    /// - Throws: `.notFound` for a page that is not there or not yet.
    static func shown(_ slug: String, at now: Instant, in connection: any Connection) throws -> ShownPage {
        let row = try connection.one("SELECT * FROM own_page WHERE slug = $1 AND shown_at <= $2", [slug, now])
        guard let row else { throw Failure(.notFound, "no such page") }
        return try ShownPage(row)
    }

    static func of(_ post: Int64, in connection: any Connection) throws -> ShownPage? {
        try connection.one("SELECT * FROM own_page WHERE post = $1", [post]).map(ShownPage.init)
    }

    static func all(at now: Instant, in connection: any Connection) throws -> [ShownPage] {
        try connection.query(
            """
            SELECT * FROM own_page WHERE shown_at <= $1 AND withdrawn_at IS NULL ORDER BY shown_at DESC, post LIMIT 500
            """, [now]
        ).map(ShownPage.init)
    }
}

extension ShownPage {
    init(_ row: Row) throws {
        let content = try PostStore.decoded(try row.text("content"))
        post = try row.int64("post")
        slug = try row.text("slug")
        page = content.page ?? OwnPage()
        (facts, language) = (content.facts, content.language)
        version = try row.int("version")
        shownAt = try row.instant("shown_at")
        withdrawnAt = try row.optionalInstant("withdrawn_at")
    }

    /// Below our own address.
    var path: String { "/comprendre/\(slug)" }
}
