import Foundation
import Kernel
import Storage

/// SQL of the library.
enum LibraryStore {
    static func find(_ id: Int64, in connection: any Connection) throws -> LibraryItem {
        guard let row = try connection.one("SELECT * FROM media WHERE id = $1", [id]) else {
            throw Failure(.notFound, "no such file in the library")
        }
        return try LibraryItem(row)
    }

    /// What can be used, newest first: what nobody has described yet cannot.
    static func latest(_ limit: Int, in connection: any Connection) throws -> [LibraryItem] {
        try connection.query(
            "SELECT * FROM media WHERE state = 'ready' AND alt <> '' ORDER BY created_at DESC, id DESC LIMIT $1",
            [limit]
        ).map(LibraryItem.init).map { try withRenditions($0, in: connection) }
    }

    /// What the composer offers: what the post shows already, in its order and however old, then the newest.
    static func offered(
        to content: PostContent, newest: Int = 60, in connection: any Connection
    ) throws -> [LibraryItem] {
        let used = try used(by: content, in: connection)
        let known = Set(used.map(\.id))
        let others = try latest(newest, in: connection).filter { !known.contains($0.id) }
        return content.media.compactMap { use in used.first { $0.id == use.media } } + others
    }

    static func used(by content: PostContent, in connection: any Connection) throws -> [LibraryItem] {
        try Set(content.media.map(\.media)).sorted().compactMap { id in
            try connection.one("SELECT * FROM media WHERE id = $1", [id]).map(LibraryItem.init)
        }.map { try withRenditions($0, in: connection) }
    }

    private static func withRenditions(_ item: LibraryItem, in connection: any Connection) throws -> LibraryItem {
        var item = item
        item.renditions = try renditions(of: item.id, in: connection)
        return item
    }

    static func releases(of item: LibraryItem, in connection: any Connection) throws -> [ImageRelease] {
        let linked = try connection.query("SELECT release_id FROM media_release WHERE media = $1", [item.id])
            .map { try $0.int64("release_id") }
        return try Set(item.faces.compactMap(\.release) + linked).sorted().compactMap { id in
            try connection.one("SELECT * FROM image_release WHERE id = $1", [id]).map(ImageRelease.init)
        }
    }

    static func rendition(_ media: Int64, _ purpose: String, in connection: any Connection) throws -> Rendition? {
        try connection.one(
            "SELECT * FROM media_rendition WHERE media = $1 AND purpose = $2", [media, purpose]
        ).map(Rendition.init)
    }

    // MARK: Finding

    /// What somebody looks for; an empty part does not count.
    struct Wanted: Sendable {
        var words = ""
        var kind = ""
        var series = ""
        /// Those before this one: the next page.
        var before: Int64?
    }

    static func search(_ wanted: Wanted, limit: Int, in connection: any Connection) throws -> [LibraryItem] {
        var sql = "SELECT * FROM media WHERE state <> 'retired' AND id < $1"
        var values: [any SQLBindable] = [wanted.before ?? .max]
        func add(_ condition: String, _ value: String) {
            values.append(value)
            sql += " AND " + condition.replacing("?", with: "$\(values.count)")
        }
        if !wanted.kind.isEmpty { add("kind = ?", wanted.kind) }
        if !wanted.series.isEmpty { add("series = ?", wanted.series) }
        for word in SearchText.folded(wanted.words).split(separator: " ").prefix(8) {
            let plain = word.replacing("!", with: "!!").replacing("%", with: "!%").replacing("_", with: "!_")
            add("folded LIKE ? ESCAPE '!'", "%\(plain)%")
        }
        values.append(limit)
        return try connection.query(sql + " ORDER BY id DESC LIMIT $\(values.count)", values).map(LibraryItem.init)
    }

    static func series(in connection: any Connection) throws -> [String] {
        try connection.query(
            """
            SELECT DISTINCT series FROM media WHERE series IS NOT NULL AND state <> 'retired' ORDER BY series LIMIT 500
            """, []
        ).map { try $0.text("series") }
    }

    /// Posts that show an item, the latest first. A post names its files in its content, with sorted keys.
    static func posts(showing item: Int64, in connection: any Connection) throws -> [Post] {
        try connection.query(
            "SELECT * FROM post WHERE content LIKE $1 ORDER BY changed_at DESC LIMIT 500", ["%\"media\":\(item)}%"]
        ).map(Post.init).filter { post in post.content.media.contains { $0.media == item } }
    }

    static func renditions(of item: Int64, in connection: any Connection) throws -> [Rendition] {
        try connection.query("SELECT * FROM media_rendition WHERE media = $1 ORDER BY purpose", [item]).map(
            Rendition.init)
    }

    /// Whether some item still needs the file.
    /// The item that this very file became.
    static func brought(_ source: String, in connection: any Connection) throws -> LibraryItem? {
        try connection.one("SELECT * FROM media WHERE source = $1", [source]).map(LibraryItem.init)
    }

    /// SHA-256 of the file as it was brought.
    static func source(of id: Int64, in connection: any Connection) throws -> String? {
        try connection.one("SELECT source FROM media WHERE id = $1", [id])?.optionalText("source")
    }

    /// Whether a file that was brought still waits to be cleaned.
    static func waits(_ source: String, in connection: any Connection) throws -> Bool {
        try connection.one("SELECT 1 AS n FROM media WHERE source = $1 AND state = 'working'", [source]) != nil
    }

    /// Every file that something needs, by digest, a thousand at most, after one.
    static func needed(after digest: String, in connection: any Connection) throws -> [String] {
        try connection.query(
            """
            SELECT digest FROM (SELECT digest FROM media WHERE digest <> '' UNION SELECT digest FROM media_rendition
              UNION SELECT proof AS digest FROM image_release WHERE proof IS NOT NULL) AS kept
            WHERE digest > $1 ORDER BY digest LIMIT 1000
            """, [digest]
        ).map { try $0.text("digest") }
    }

    static func needs(_ digest: String, in connection: any Connection) throws -> Bool {
        try connection.one(
            """
            SELECT 1 AS n FROM media WHERE digest = $1 UNION ALL SELECT 1 FROM media_rendition WHERE digest = $1
            UNION ALL SELECT 1 FROM image_release WHERE proof = $1 LIMIT 1
            """, [digest]) != nil
    }
}
