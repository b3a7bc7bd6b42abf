import Foundation
import Kernel

/// What an inbox keeps between two visits: the way through our posts, and what is known of each, so that the next visit
/// sees what is new, what was changed and what is gone.
struct MetaMemory: Codable, Sendable, Equatable {
    struct Known: Codable, Sendable, Equatable {
        let id: String
        /// Microseconds since 1970.
        let at: Int64
        let digest: String
    }

    /// Things of one list that were seen.
    struct Shelf: Codable, Sendable, Equatable {
        var known: [Known] = []
        /// Whether some were seen and are not kept: then only what is newer than `upTo` is news.
        var isCut = false
        var upTo: Int64 = 0
        /// When the list was last read to its end; 0 for never.
        var readAt: Int64 = 0
    }

    struct Post: Codable, Sendable, Equatable {
        let id: String
        let at: Int64
        /// Comments under it as the network counted them when it last listed the post, and when they were last read.
        var count: Int?
        var counted: Int?
        var listedAt: Int64
        var comments = Shelf()
    }

    var walk = Walk(cursor: nil)
    var own = Shelf()
    var posts: [Post] = []
    /// Numbers of posts whose comments this visit has still to read.
    var queue: [String] = []
    var reviews = Shelf()
    /// When recommendations were last refused to us.
    var reviewsRefusedAt: Int64 = 0
    /// When the visit under way began.
    var visitAt: Int64 = 0
    /// Who we are, as the network names us.
    var name: String?

    /// Posts whose comments are followed, and days for which they are.
    static let watched = 100
    static let watchDays = 90
    /// Comments that are kept in mind for one post, and for all.
    static let most = 300
    static let mostOfAll = 1_500

    /// A cursor that cannot be read is taken for none: things come twice rather than never.
    init(cursor: String?) {
        guard let cursor, let memory = try? JSONDecoder().decode(MetaMemory.self, from: Data(cursor.utf8)) else {
            return
        }
        self = memory
    }

    var cursor: String {
        get throws {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    /// Whether the walk through our posts, or the reading of their comments, is under way.
    var isUnderWay: Bool { walk.position != nil || !queue.isEmpty }

    /// Keeps the posts that are watched, and no more of their comments than may be kept.
    mutating func tidy(now: Instant) {
        let oldest = now.adding(days: -Self.watchDays).microseconds
        posts = Array(posts.filter { $0.at > oldest }.sorted { $0.at > $1.at }.prefix(Self.watched))
        let watched = Set(posts.map(\.id))
        queue.removeAll { !watched.contains($0) }
        var left = Self.mostOfAll
        for index in posts.indices {
            posts[index].comments.cut(to: min(left, Self.most))
            left -= posts[index].comments.known.count
        }
        own.cut(to: Self.most)
        reviews.cut(to: Self.most)
    }

    /// The posts whose comments are worth reading now: those never read, those whose count has changed, and the others
    /// after a while that grows with their age, for what was edited or taken back.
    func due(now: Instant) -> [String] {
        let due = posts.filter { post in
            if post.comments.readAt == 0 || post.count != post.counted { return true }
            let age = now.seconds(since: Instant(microseconds: post.at))
            if post.count == nil && age < 2 * 86_400 { return true }
            let pause = age < 2 * 86_400 ? 600.0 : age < 14 * 86_400 ? 3_600 : 86_400
            return now.seconds(since: Instant(microseconds: post.comments.readAt)) >= pause
        }
        return due.sorted { $0.comments.readAt < $1.comments.readAt }.map(\.id)
    }
}

extension MetaMemory.Shelf {
    /// What a list says beside what was known of it.
    struct News {
        var arrived: [MetaListing.Item] = []
        var edited: [MetaListing.Item] = []
        var removed: [String] = []
    }

    private static let wordless = MetaText.digest("")

    /// Compares `items` with what is known, and keeps them in mind.
    /// - Parameters:
    ///   - from: what is known since then is missed when it is not listed; nil when nothing is to be missed.
    mutating func take(_ items: [MetaListing.Item], missedFrom from: Int64?, now: Instant) -> News {
        var news = News()
        let before = Dictionary(known.map { ($0.id, $0.digest) }, uniquingKeysWith: { first, _ in first })
        let slack = upTo - 300_000_000
        for item in items {
            let at = item.moment?.microseconds ?? 0
            if let digest = before[item.id] {
                guard digest != item.digest else { continue }
                // What had no words until now was never told of.
                if digest == Self.wordless { news.arrived.append(item) } else { news.edited.append(item) }
            } else if !isCut || at > slack {
                news.arrived.append(item)
            }
        }
        let listed = Set(items.map(\.id))
        if let from { news.removed = known.filter { $0.at >= from && !listed.contains($0.id) }.map(\.id) }
        let gone = Set(news.removed)
        known.removeAll { listed.contains($0.id) || gone.contains($0.id) }
        for item in items {
            known.append(.init(id: item.id, at: item.moment?.microseconds ?? 0, digest: item.digest))
        }
        upTo = max(upTo, items.compactMap { $0.moment?.microseconds }.max() ?? 0)
        readAt = now.microseconds
        return news
    }

    /// Keeps the newest `count`.
    mutating func cut(to count: Int) {
        known.sort { $0.at > $1.at }
        guard known.count > count else { return }
        known = Array(known.prefix(max(0, count)))
        isCut = true
    }
}
