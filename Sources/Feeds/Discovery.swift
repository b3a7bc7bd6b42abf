import CGumbo
import Kernel

/// What a web page says of its feeds.
public struct Discovery: Sendable, Codable, Equatable {
    /// The page's title.
    public var title: String?
    /// Feeds that the page announces (`link rel=alternate`), in its order, then those that it only links to.
    public var feeds: [FeedLink] = []
    /// WebSub hubs and topic, where the page is itself a topic (W3C WebSub, section 4).
    public var hubs: [String] = []
    public var selfLink: String?
    public var language: String?

    /// Reads a page.
    ///
    /// - Parameter location: the page's address, on which relative links hang; `base href` is respected.
    /// - Throws: `Failure` of kind `.tooLarge` or `.unusable`.
    public init(
        _ bytes: [UInt8], contentType: String? = nil, location: String, limits: FeedLimits = .standard
    ) throws {
        let page = try HTMLPage(bytes, contentType: contentType, limits: limits)
        var base = WebAddress.safe(location)
        var linked: [FeedLink] = []
        var walker = GumboWalker(page.root)
        while let step = walker.next() {
            guard case .enter(let element, let tag) = step else { continue }
            switch tag {
            case GUMBO_TAG_BASE:
                if let href = MarkupTags.attribute("href", of: element) {
                    base = WebAddress.safe(href, base: base) ?? base
                }
            case GUMBO_TAG_HTML: language = MarkupTags.attribute("lang", of: element).flatMap(LanguageTag.clean)
            case GUMBO_TAG_TITLE: if title == nil { title = Self.text(inside: element) }
            case GUMBO_TAG_LINK: announce(element, base)
            case GUMBO_TAG_A: if linked.count < 64, let link = Self.guess(element, base) { linked.append(link) }
            default: break
            }
        }
        for link in linked where !feeds.contains(where: { $0.href == link.href }) { feeds.append(link) }
    }

    private mutating func announce(_ element: UnsafePointer<GumboElement>, _ base: String?) {
        guard let href = MarkupTags.attribute("href", of: element), let url = WebAddress.safe(href, base: base),
            let relations = MarkupTags.attribute("rel", of: element)?.lowercased().split(whereSeparator: \.isWhitespace)
        else { return }
        if relations.contains("hub"), hubs.count < 16 { hubs.append(url) }
        if relations.contains("self"), selfLink == nil { selfLink = url }
        let type = MarkupTags.attribute("type", of: element)?.lowercased()
        guard relations.contains("alternate") || relations.contains("feed"), feeds.count < 256,
            relations.contains("feed") || Self.types.contains(type ?? ""), !feeds.contains(where: { $0.href == url })
        else { return }
        let title = MarkupTags.attribute("title", of: element).map(TextCleaner.line)
        feeds.append(FeedLink(href: url, rel: "alternate", type: type, title: title))
    }

    private static let types: Set<String> = [
        "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json",
        "application/json", "application/xml", "text/xml", "application/x.atom+xml", "text/rss+xml",
    ]

    /// A link whose address looks like a feed's.
    private static func guess(_ element: UnsafePointer<GumboElement>, _ base: String?) -> FeedLink? {
        guard let href = MarkupTags.attribute("href", of: element), let url = WebAddress.safe(href, base: base),
            url.hasPrefix("http")
        else { return nil }
        let parts = WebAddress.Parts(url)
        let path = parts.path.lowercased()
        let words = path.split { $0 == "/" || $0 == "." || $0 == "-" || $0 == "_" }
        let ends = [
            ".rss", ".atom", ".rdf", "/feed", "/feed/", "/rss", "/rss/", "/atom.xml", "/feed.xml", "/index.xml",
            "/rss.xml", "/feed.json", "/spip.php?page=backend",
        ]
        let looks =
            ends.contains { path.hasSuffix($0) } || parts.query?.lowercased().contains("feed=rss") == true
            || parts.query?.lowercased().contains("page=backend") == true
            || (path.hasSuffix(".xml") && words.contains { ["rss", "atom", "feed", "flux", "backend"].contains($0) })
        return looks ? FeedLink(href: url, rel: "related", type: nil, title: text(inside: element)) : nil
    }

    private static func text(inside element: UnsafePointer<GumboElement>) -> String? {
        var out = ""
        let children = element.pointee.children
        for index in 0..<min(Int(children.length), 8) {
            guard let node = children.data?[index]?.assumingMemoryBound(to: GumboNode.self),
                node.pointee.type == GUMBO_NODE_TEXT
            else { continue }
            out += GumboCharacters(start: node.pointee.v.text.text).string
        }
        let line = String(TextCleaner.line(out).prefix(300))
        return line.isEmpty ? nil : line
    }
}
