import Kernel

// What each element of a feed begins and ends.
extension FeedBuilder {
    private var isAside: Bool { containers.contains { $0 == .source || $0 == .image || $0 == .textInput } }

    func began(_ tag: FeedTag, _ name: XMLName, _ attributes: XMLAttributes) {
        switch tag {
        case .rss, .rdf, .feed, .channel: root(tag, name, attributes)
        case .entry:
            keepEntry()
            containers.removeAll()
            person = nil
            entry = Entry()
            entry?.id = attributes.named("about", prefix: "rdf") ?? ""
            entry?.language = frame.language
        case .link, .atomLink: link(attributes)
        case .title, .lateTitle, .summary, .lateSummary, .content, .xhtmlBody: text(tag, name, attributes)
        case .id, .published, .updated, .name, .email, .uri, .homepage, .keywords, .comments, .language, .ttl, .url,
            .icon, .updatePeriod, .updateFrequency, .commentCount:
            begin(tag)
        case .author, .contributor, .source, .image, .textInput:
            containers.append(tag)
            if tag == .author { person = FeedPerson() }
            if tag == .source, let url = attributes.named("url") {
                entry?.source = WebAddress.safe(url, base: frame.base)
            }
            if tag.mayContain { begin(tag) }
        default: attributed(tag, attributes)
        }
    }

    /// Elements that say everything in their attributes.
    private func attributed(_ tag: FeedTag, _ attributes: XMLAttributes) {
        switch tag {
        case .category:
            if let term = attributes.named("label") ?? attributes.named("term") ?? attributes.named("text") {
                category(term)
            }
            begin(.category, .guess)
        case .enclosure, .mediaContent:
            guard let url = attributes.named("url").flatMap({ WebAddress.safe($0, base: frame.base) }) else { return }
            let length = (attributes.named("length") ?? attributes.named("fileSize")).flatMap { Int($0) }
            let file = Enclosure(url: url, type: attributes.named("type"), length: length)
            if entry?.enclosures.contains(where: { $0.url == url }) == false { entry?.enclosures.append(file) }
        case .thumbnail, .imageReference:
            let url = attributes.named("url") ?? attributes.named("href")
            guard let url = url.flatMap({ WebAddress.safe($0, base: frame.base) }) else { return }
            if entry == nil { feed.icon = feed.icon ?? url } else if entry?.image == nil { entry?.image = url }
        case .inReplyTo:
            entry?.inReplyTo = attributes.named("ref") ?? attributes.named("href") ?? attributes.named("about")
        case .starRating: entry?.rating = attributes.named("average").flatMap { Double($0) }.map { min(max($0, 0), 5) }
        default: break
        }
    }

    private func root(_ tag: FeedTag, _ name: XMLName, _ attributes: XMLAttributes) {
        if let language = frame.language, feed.language == nil { feed.language = language }
        guard !formatIsKnown else { return }
        formatIsKnown = true
        switch tag {
        case .rss: feed.format = FeedDialect.rss(attributes.named("version"))
        case .feed: feed.format = FeedDialect.atom(attributes.named("version"), uri: name.uriText)
        case .rdf: feed.format = FeedDialect.rdf(attributes)
        default:
            feed.format = .cdf
            if let href = attributes.named("HREF") ?? attributes.named("href") {
                feed.link = WebAddress.safe(href, base: frame.base)
            }
        }
    }

    private func link(_ attributes: XMLAttributes) {
        guard let href = attributes.named("href") ?? attributes.named("url") else {
            if attributes.count == 0 || attributes.named("rel") == nil { begin(.link) }
            return
        }
        guard !isAside, let url = WebAddress.safe(href, base: frame.base) else { return }
        let rel = attributes.named("rel")?.lowercased() ?? "alternate"
        let type = attributes.named("type")?.lowercased()
        let link = FeedLink(href: url, rel: rel, type: type, title: attributes.named("title").map(TextCleaner.line))
        if entry != nil {
            entry?.links.append(link)
            if rel == "enclosure" {
                let length = attributes.named("length").flatMap { Int($0) }
                entry?.enclosures.append(Enclosure(url: url, type: type, length: length))
            }
            if rel == "replies", entry?.comments == nil { entry?.comments = url }
        } else {
            feed.links.append(link)
        }
        guard rel == "alternate", type == nil || type?.contains("html") == true else { return }
        if entry == nil { feed.link = feed.link ?? url } else if entry?.link == nil { entry?.link = url }
    }

    /// Text constructs: `type` says how to read them (RFC 4287, section 3.1), RSS is HTML whatever it says.
    private func text(_ tag: FeedTag, _ name: XMLName, _ attributes: XMLAttributes) {
        let isAtom = feed.format.rawValue.hasPrefix("atom")
        let type = attributes.named("type")?.lowercased() ?? (isAtom ? "text" : "")
        let mode = attributes.named("mode")?.lowercased()
        let kind: FieldCapture.Kind
        switch type {
        case "text", "plain", "text/plain": kind = isAtom ? .plain : .guess
        case "xhtml", "application/xhtml+xml": kind = mode == "escaped" ? .html : .xhtml
        case "html", "text/html": kind = .html
        default: kind = tag == .xhtmlBody ? .xhtml : isAtom && tag != .content ? .plain : .html
        }
        if let source = attributes.named("src"), tag == .content, let url = WebAddress.safe(source, base: frame.base) {
            entry?.links.append(FeedLink(href: url, rel: "content", type: attributes.named("type")))
        }
        begin(tag, kind)
    }

    func ended(_ frame: Frame) {
        switch frame.tag {
        case .entry: keepEntry()
        case .author, .contributor, .source, .image, .textInput:
            if let index = containers.lastIndex(of: frame.tag) { containers.removeSubrange(index...) }
            if frame.tag == .author { keepPerson() }
        default: break
        }
    }

    func keepPerson() {
        defer { person = nil }
        guard let person, !person.isEmpty else { return }
        if entry != nil {
            if entry?.authors.contains(person) == false, entry?.authors.count ?? 0 < 64 {
                entry?.authors.append(person)
            }
        } else if !feed.authors.contains(person), feed.authors.count < 64 {
            feed.authors.append(person)
        }
    }

    func category(_ text: String) {
        let term = TextCleaner.line(text)
        guard !term.isEmpty, entry?.categories.contains(term) == false, entry?.categories.count ?? 0 < 256 else {
            return
        }
        entry?.categories.append(term)
    }
}

/// Dialects by their version attribute.
enum FeedDialect {
    static func rss(_ version: String?) -> FeedFormat {
        switch version {
        case "0.90": .rss090
        case "0.91": .rss091
        case "0.92": .rss092
        case "0.93": .rss093
        case "0.94": .rss094
        case let version? where version.hasPrefix("2."): .rss20
        default: .rss
        }
    }

    static func atom(_ version: String?, uri: String?) -> FeedFormat {
        switch version {
        case "0.1": .atom01
        case "0.2": .atom02
        case "0.3": .atom03
        default: uri?.lowercased() == "http://www.w3.org/2005/atom" ? .atom10 : .atom
        }
    }

    /// RDF Site Summary tells its version by its default namespace.
    static func rdf(_ attributes: XMLAttributes) -> FeedFormat {
        for index in 0..<attributes.namespaceCount where attributes.namespace(index).prefix == nil {
            if attributes.namespace(index).uri.contains("netscape.com/rdf") { return .rss090 }
        }
        return .rss10
    }
}
