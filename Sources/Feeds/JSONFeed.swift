import Foundation
import Kernel

/// JSON Feed 1.0 and 1.1 (jsonfeed.org), with the liberties that publishers take: numbers as ids, one author or many.
struct JSONFeedReader {
    private let base: String?
    private let limits: FeedLimits
    private let budget: MarkupBudget

    init(location: String?, limits: FeedLimits) {
        base = location.flatMap { WebAddress.safe($0) }
        self.limits = limits
        budget = MarkupBudget(limits)
    }

    func read(_ text: [UInt8]) throws -> Feed {
        var reader = self
        return try reader.feed(text)
    }

    private mutating func feed(_ text: [UInt8]) throws -> Feed {
        guard let value = try? JSONSerialization.jsonObject(with: Data(text)), let object = value as? [String: Any]
        else {
            throw Failure(.unusable, "JSON that cannot be read", words: "feed.json")
        }
        guard let version = object["version"] as? String, version.contains("jsonfeed.org/version/1"),
            let items = object["items"] as? [Any]
        else { throw Failure(.unusable, "JSON, but not a JSON Feed", words: "feed.unknown") }
        var feed = Feed(format: version.hasSuffix("1.1") ? .json11 : .json1)
        feed.title = line(object["title"])
        feed.description = line(object["description"])
        feed.link = address(object["home_page_url"])
        feed.language = (object["language"] as? String).flatMap(LanguageTag.clean)
        feed.icon = address(object["icon"]) ?? address(object["favicon"])
        feed.authors = people(object)
        feed.id = line(object["feed_url"])
        feed.links = links(object)
        for case let item as [String: Any] in items.prefix(limits.entries) { feed.entries.append(entry(item)) }
        if items.count > limits.entries { feed.mended.append("only the first \(limits.entries) entries were read") }
        return feed
    }

    private func links(_ object: [String: Any]) -> [FeedLink] {
        var links: [FeedLink] = []
        if let url = address(object["feed_url"]) {
            links.append(FeedLink(href: url, rel: "self", type: "application/feed+json"))
        }
        if let url = address(object["next_url"]) { links.append(FeedLink(href: url, rel: "next")) }
        for case let hub as [String: Any] in object["hubs"] as? [Any] ?? [] {
            guard (hub["type"] as? String)?.lowercased() != "rsscloud", let url = address(hub["url"]) else { continue }
            links.append(FeedLink(href: url, rel: "hub"))
        }
        return links
    }

    private mutating func entry(_ item: [String: Any]) -> Entry {
        var entry = Entry()
        entry.id = line(item["id"]) ?? ""
        entry.link = address(item["url"]) ?? address(item["external_url"])
        if let url = address(item["external_url"]), url != entry.link {
            entry.links.append(FeedLink(href: url, rel: "related"))
        }
        entry.title = line(item["title"])
        entry.summary = (item["summary"] as? String).map { RichText(plain: cut($0)) }
        if let html = item["content_html"] as? String {
            entry.contentText = DeferredText(Array(html.utf8), isPlain: false, base: entry.link ?? base, budget: budget)
        } else if let text = item["content_text"] as? String {
            entry.content = RichText(plain: cut(text))
        }
        entry.published = (item["date_published"] as? String).flatMap(FeedDate.parse)
        entry.updated = (item["date_modified"] as? String).flatMap(FeedDate.parse)
        entry.authors = people(item)
        entry.categories = (item["tags"] as? [Any] ?? []).prefix(256).compactMap { line($0) }
        entry.image = address(item["image"]) ?? address(item["banner_image"])
        entry.language = (item["language"] as? String).flatMap(LanguageTag.clean)
        for case let file as [String: Any] in (item["attachments"] as? [Any] ?? []).prefix(256) {
            guard let url = address(file["url"]) else { continue }
            let length = (file["size_in_bytes"] as? NSNumber).map { Int(clamping: $0.int64Value) }
            entry.enclosures.append(Enclosure(url: url, type: line(file["mime_type"]), length: length))
        }
        entry.identify()
        return entry
    }

    private func people(_ object: [String: Any]) -> [FeedPerson] {
        let all = object["authors"] as? [Any] ?? object["author"].map { [$0] } ?? []
        return all.prefix(64).compactMap { $0 as? [String: Any] }.map {
            FeedPerson(name: line($0["name"]), uri: address($0["url"]))
        }.filter { !$0.isEmpty }
    }

    private func cut(_ text: String) -> String {
        text.utf8.count <= limits.fieldBytes
            ? text : String(decoding: text.utf8.prefix(limits.fieldBytes), as: UTF8.self)
    }

    /// A string, or a number that stands for one, on one line.
    private func line(_ value: Any?) -> String? {
        let text = (value as? String) ?? (value as? NSNumber)?.stringValue
        let clean = text.map { TextCleaner.line(cut($0)) }
        return clean?.isEmpty == false ? clean : nil
    }

    private func address(_ value: Any?) -> String? { (value as? String).flatMap { WebAddress.safe($0, base: base) } }
}
