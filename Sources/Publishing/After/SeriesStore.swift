import Kernel
import Storage

/// SQL of posts that belong together: those of one series, and those that relay one video.
enum SeriesStore {
    /// Files of one question.
    private static let together = 40

    static func names(in connection: any Connection) throws -> [String] {
        try connection.query(
            "SELECT DISTINCT series FROM media WHERE series IS NOT NULL AND series <> '' ORDER BY series LIMIT 300", []
        ).map { try $0.text("series") }
    }

    static func media(of series: String, in connection: any Connection) throws -> [Int64] {
        try connection.query("SELECT id FROM media WHERE series = $1 ORDER BY id LIMIT 400", [series]).map {
            try $0.int64("id")
        }
    }

    /// Posts that have left and show one of these files.
    static func posts(showing media: [Int64], in connection: any Connection) throws -> Set<Int64> {
        var out: Set<Int64> = []
        for start in stride(from: 0, to: media.count, by: together) {
            // The content is written with its keys in order: the number of a file ends what is said of it.
            let some = media[start..<min(start + together, media.count)].map { "content LIKE '%\"media\":\($0)}%'" }
            let rows = try connection.query(
                """
                SELECT id FROM post WHERE state IN ('sending', 'published', 'partial', 'withdrawn')
                  AND (\(some.joined(separator: " OR "))) LIMIT 2000
                """, [])
            for row in rows { out.insert(try row.int64("id")) }
        }
        return out
    }

    /// The other posts of its series, and those that relay its videos or repeat it.
    static func relatives(of post: Post, in connection: any Connection) throws -> Set<Int64> {
        let items = try LibraryStore.used(by: post.content, in: connection)
        var media = Set(items.filter { $0.kind == "video" }.map(\.id))
        for series in Set(items.compactMap(\.series)) where !series.isEmpty {
            media.formUnion(try self.media(of: series, in: connection))
        }
        var out = try posts(showing: media.sorted(), in: connection)
        let root = post.origin ?? post.id
        let rows = try connection.query(
            "SELECT id FROM post WHERE (origin = $1 OR id = $1) AND id <> $2 LIMIT 500", [root, post.id])
        for row in rows { out.insert(try row.int64("id")) }
        out.remove(post.id)
        return out
    }
}
