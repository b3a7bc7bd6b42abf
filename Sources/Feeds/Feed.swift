public import Kernel

/// Which dialect a feed is written in.
public enum FeedFormat: String, Sendable, Codable, CaseIterable {
    case rss090, rss091, rss092, rss093, rss094, rss10, rss20, rss
    case atom01, atom02, atom03, atom10, atom
    case cdf, json1, json11
}

/// Somebody named by a feed.
public struct FeedPerson: Sendable, Codable, Hashable {
    public var name: String?
    public var email: String?
    public var uri: String?

    public init(name: String? = nil, email: String? = nil, uri: String? = nil) {
        self.name = name
        self.email = email
        self.uri = uri
    }

    var isEmpty: Bool { name == nil && email == nil && uri == nil }
}

/// A link with its relation (RFC 8288): `alternate`, `self`, `hub`, `enclosure`, `related`, …
public struct FeedLink: Sendable, Codable, Hashable {
    public var href: String
    public var rel: String
    public var type: String?
    public var title: String?

    public init(href: String, rel: String = "alternate", type: String? = nil, title: String? = nil) {
        self.href = href
        self.rel = rel
        self.type = type
        self.title = title
    }
}

/// A file that comes with an entry: sound, image, video.
public struct Enclosure: Sendable, Codable, Hashable {
    public var url: String
    public var type: String?
    /// Bytes, as the feed claims.
    public var length: Int?

    public init(url: String, type: String? = nil, length: Int? = nil) {
        self.url = url
        self.type = type
        self.length = length
    }
}

/// A feed of any dialect, read once into one form. All text is plain or `RichText`, every address is absolute and is
/// http, https or mailto.
public struct Feed: Sendable, Codable, Equatable {
    public var format: FeedFormat
    public var title: String?
    /// The site that the feed tells of.
    public var link: String?
    public var description: String?
    /// BCP 47.
    public var language: String?
    public var updated: Instant?
    public var authors: [FeedPerson] = []
    /// The feed's own identifier (Atom `id`).
    public var id: String?
    public var icon: String?
    public var links: [FeedLink] = []
    /// Minutes for which the publisher asks not to be asked again (RSS `ttl`).
    public var ttl: Int?
    /// Seconds between two issues (RSS module `sy`: period divided by frequency).
    public var updatePeriod: Double?
    public var entries: [Entry] = []
    /// The charset that the bytes were read as.
    public var charset: String = "utf-8"
    /// What had to be mended to read it, one line each; empty for a well-formed feed.
    public var mended: [String] = []

    public init(format: FeedFormat) { self.format = format }

    public var author: FeedPerson? { authors.first }
    /// WebSub hubs (W3C WebSub, section 4).
    public var hubs: [String] { links.filter { $0.rel == "hub" }.map(\.href) }
    /// The address that the feed gives itself: WebSub's topic.
    public var selfLink: String? { links.first { $0.rel == "self" }?.href }
    /// The next page of a paged feed (RFC 5005, JSON Feed `next_url`).
    public var next: String? { links.first { $0.rel == "next" }?.href }
}
