import Foundation
import Kernel
import Storage

/// Other words for what was published, until somebody else has said yes to them.
struct Correction: Sendable, Equatable {
    enum State: String, Sendable, CaseIterable, SQLBindable { case review, returned, applied, dropped }

    let id: Int64
    let post: Int64
    /// The version that it corrects.
    let base: Int
    /// Counts its own changes: whoever says yes says it to one of them.
    let revision: Int
    let content: PostContent
    let state: State
    let stage: Int
    let author: Int64
    /// Why it must be corrected.
    let why: String
    /// What somebody else wants of it first.
    let note: String?
    let changedAt: Instant

    /// The stage that it waits at; nil when all have said yes.
    var waitsAt: Stage? {
        let stages = content.stages
        return stages.indices.contains(stage) ? stages[stage] : nil
    }

    /// The words of `form` in the place of those of `post`: accounts, files and purpose stay what they are.
    static func merged(_ form: PostContent, into post: PostContent) -> PostContent {
        var out = post
        (out.text, out.facts) = (form.text, post.facts)
        (out.facts.source, out.facts.sourceDate) = (form.facts.source, form.facts.sourceDate)
        (out.facts.readBy, out.facts.readOn) = (form.facts.readBy, form.facts.readOn)
        out.faces = post.faces.map { face in
            guard let fresh = form.faces.first(where: { $0.channel == face.channel }) else { return face }
            var face = face
            (face.text, face.title, face.warning) = (fresh.text, fresh.title, fresh.warning)
            (face.comment, face.thread) = (fresh.comment, fresh.thread)
            return face
        }
        return out
    }
}

extension Correction {
    init(_ row: Row) throws {
        id = try row.int64("id")
        post = try row.int64("post")
        base = try row.int("base")
        revision = try row.int("revision")
        content = try PostStore.decoded(try row.text("content"))
        state = try row.value("state")
        stage = try row.int("stage")
        author = try row.int64("author")
        why = try row.text("why")
        note = try row.optionalText("note")
        changedAt = try row.instant("changed_at")
    }
}

/// SQL of corrections.
enum CorrectionStore {
    static func open(_ post: Int64, in connection: any Connection) throws -> Correction? {
        try connection.one(
            "SELECT * FROM post_correction WHERE post = $1 AND state IN ('review', 'returned')", [post]
        ).map(Correction.init)
    }

    static func of(_ post: Int64, in connection: any Connection) throws -> [Correction] {
        try connection.query(
            "SELECT * FROM post_correction WHERE post = $1 ORDER BY created_at, id LIMIT 500", [post]
        ).map(Correction.init)
    }

    /// Those that wait for somebody's yes.
    static func waiting(limit: Int = 100, in connection: any Connection) throws -> [Correction] {
        try connection.query(
            "SELECT * FROM post_correction WHERE state = 'review' ORDER BY changed_at LIMIT $1", [limit]
        ).map(Correction.init)
    }

    static func insert(
        _ id: Int64, _ post: Post, _ content: PostContent, why: String, by person: Int64, at now: Instant,
        in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO post_correction (id, post, base, revision, content, state, author, why, created_at, changed_at)
            VALUES ($1, $2, $3, 1, $4, 'review', $5, $6, $7, $7)
            """, [id, post.id, post.version, try PostStore.encoded(content), person, why, now])
    }

    /// Other words again: every yes is taken back.
    static func rewrite(
        _ known: Correction, _ post: Post, _ content: PostContent, why: String, by person: Int64, at now: Instant,
        in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE post_correction SET revision = revision + 1, base = $3, content = $4, state = 'review', stage = 0,
              author = $5, why = $6, note = NULL, changed_at = $7
            WHERE id = $1 AND revision = $2 AND state IN ('review', 'returned')
            """, [known.id, known.revision, post.version, try PostStore.encoded(content), person, why, now]) == 1
    }

    /// Moves it on from where it was seen to stand.
    static func move(
        _ known: Correction, to state: Correction.State, stage: Int, note: String? = nil, at now: Instant,
        in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE post_correction SET state = $4, stage = $5, note = $6, changed_at = $7
            WHERE id = $1 AND revision = $2 AND state = $3 AND stage = $8
            """, [known.id, known.revision, known.state, state, stage, note, now, known.stage]) == 1
    }

    /// A new version of a post that has left. False when it has moved meanwhile.
    static func bump(
        _ post: Post, _ content: PostContent, by person: Int64, at now: Instant, in connection: any Connection
    ) throws -> Bool {
        let text = try PostStore.encoded(content)
        let done = try connection.execute(
            """
            UPDATE post SET content = $3, title = $4, kind = $5, version = version + 1, changed_at = $6,
              channels = $7
            WHERE id = $1 AND version = $2 AND state IN ('sending', 'published', 'partial')
            """, [post.id, post.version, text, content.title, content.kind, now, content.channelList])
        guard done == 1 else { return false }
        try connection.execute(
            "INSERT INTO post_version (post, version, content, person, at) VALUES ($1, $2, $3, $4, $5)",
            [post.id, post.version + 1, text, person, now])
        // An open correction that was made of the same words still is one of these.
        try connection.execute(
            "UPDATE post_correction SET base = $3 WHERE post = $1 AND base = $2 AND state IN ('review', 'returned')",
            [post.id, post.version, post.version + 1])
        return true
    }

    /// A message that goes on with the new version.
    static func carry(
        _ parcel: Parcel, to version: Int, ordinal: Int, text: String? = nil, in connection: any Connection
    ) throws {
        try connection.execute(
            "UPDATE sending SET version = $2, ordinal = $3, text = COALESCE($4, text) WHERE id = $1",
            [parcel.id, version, ordinal, text])
    }
}
