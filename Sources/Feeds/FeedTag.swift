/// The elements that a feed is made of, whatever dialect names them.
enum FeedTag: UInt8 {
    case unknown, rss, rdf, feed, channel, entry, title, link, summary, content, id, published, updated, author
    case contributor, name, email, uri, category, keywords, enclosure, comments, language, ttl, image, url, icon, source
    case textInput, updatePeriod, updateFrequency, commentCount, inReplyTo, mediaContent, thumbnail, lateSummary
    case lateTitle, starRating, imageReference, xhtmlBody, atomLink, homepage

    /// By namespace prefix (ours) and lower-case local name.
    static let names: [String: FeedTag] = [
        "rss": .rss, "channel": .channel, "feed": .feed, "rdf:rdf": .rdf, "item": .entry, "entry": .entry,
        "title": .title, "dc:title": .lateTitle, "media:title": .lateTitle, "itunes:title": .lateTitle,
        "link": .link, "description": .summary, "dc:description": .lateSummary, "summary": .summary,
        "abstract": .summary, "subtitle": .summary, "tagline": .summary, "itunes:summary": .lateSummary,
        "itunes:subtitle": .lateSummary, "media:description": .lateSummary, "content": .content,
        "content:encoded": .content, "fullitem": .content, "body": .xhtmlBody, "xhtml:body": .xhtmlBody,
        "guid": .id, "id": .id, "dc:identifier": .id, "pubdate": .published, "published": .published,
        "issued": .published, "created": .published, "dcterms:created": .published, "dcterms:issued": .published,
        "updated": .updated, "modified": .updated, "lastbuilddate": .updated, "dc:date": .updated,
        "dcterms:modified": .updated, "author": .author, "managingeditor": .author, "dc:creator": .author,
        "dc:author": .author, "itunes:author": .author, "contributor": .contributor, "dc:contributor": .contributor,
        "name": .name, "email": .email, "uri": .uri, "homepage": .homepage, "category": .category,
        "dc:subject": .category, "media:category": .category, "keywords": .keywords, "itunes:keywords": .keywords,
        "media:keywords": .keywords, "enclosure": .enclosure, "comments": .comments, "language": .language,
        "dc:language": .language, "ttl": .ttl, "image": .image, "url": .url, "icon": .icon, "logo": .icon,
        "source": .source, "textinput": .textInput, "sy:updateperiod": .updatePeriod,
        "sy:updatefrequency": .updateFrequency, "slash:comments": .commentCount, "thr:total": .commentCount,
        "thr:in-reply-to": .inReplyTo, "media:content": .mediaContent, "media:thumbnail": .thumbnail,
        "media:starrating": .starRating, "itunes:image": .imageReference, "atom10:link": .atomLink,
    ]

    /// What these hold is text until a child shows that they are containers.
    var mayContain: Bool { self == .author || self == .contributor || self == .source }

    /// Finds the tag of a name whose namespace is mapped.
    static func find(space: FeedSpace, local: String) -> FeedTag {
        let name = local.lowercased()
        return names[space.prefix.isEmpty ? name : space.prefix + ":" + name] ?? .unknown
    }
}

/// The namespaces that feeds mix, by the prefix that we know them under.
enum FeedSpace: Equatable {
    case known(String)
    case foreign

    var prefix: String {
        switch self {
        case .known(let prefix): prefix
        case .foreign: "?"
        }
    }

    private static let byURI: [String: String] = [
        "http://purl.org/rss/1.0": "", "http://my.netscape.com/rdf/simple/0.9": "", "http://purl.org/atom/ns#": "",
        "http://www.w3.org/2005/atom": "", "http://purl.org/rss/1.0/modules/rss091#": "",
        "http://blogs.law.harvard.edu/tech/rss": "", "http://purl.org/pie": "", "http://purl.org/echo": "",
        "http://channel.netscape.com/rdf/simple/0.9": "", "http://purl.org/dc/elements/1.1": "dc",
        "http://purl.org/dc/terms": "dcterms", "http://purl.org/rss/1.0/modules/content": "content",
        "http://search.yahoo.com/mrss": "media", "http://www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
        "http://purl.org/rss/1.0/modules/slash": "slash", "http://wellformedweb.org/commentapi": "wfw",
        "http://purl.org/syndication/thread/1.0": "thr", "http://purl.org/rss/1.0/modules/threading": "thr",
        "http://purl.org/rss/1.0/modules/syndication": "sy", "http://www.w3.org/1999/xhtml": "xhtml",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#": "rdf",
    ]

    /// Namespaces are compared without case and without their last slash: feeds get both wrong.
    /// An undeclared prefix is taken at its word.
    init(uri: String?, prefix: String?) {
        guard let uri, !uri.isEmpty else {
            self = .known(prefix?.lowercased() ?? "")
            return
        }
        var key = uri.lowercased()
        if key.hasSuffix("/") { key.removeLast() }
        if let found = Self.byURI[key] {
            self = .known(found)
        } else {
            self = key.contains("backend.userland.com/rss") ? .known("") : .foreign
        }
    }
}
