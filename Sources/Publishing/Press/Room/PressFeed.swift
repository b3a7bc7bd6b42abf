import Foundation
import Kernel
import Web

/// Published releases for machines: schema.org's NewsArticle, and Atom (RFC 4287).
enum PressFeed {
    struct Item: Sendable {
        let slug: String
        let content: ReleaseContent
        let published: Instant
        let updated: Instant

        init?(_ release: Release, _ content: ReleaseContent) {
            guard let slug = release.slug, let published = release.publishedAt else { return nil }
            self.slug = slug
            self.content = content
            // Under an embargo it was published when that ended.
            self.published = max(published, content.embargo ?? published)
            updated = max(self.published, release.changedAt)
        }

        var path: String { "/press-room/\(slug)" }
    }

    private struct Organisation: Encodable {
        let type = "MedicalOrganization"
        let name: String
        enum CodingKeys: String, CodingKey { case type = "@type", name }
    }

    private struct Article: Encodable {
        let context = "https://schema.org"
        let type = "NewsArticle"
        let headline: String
        let description: String
        let articleBody: String
        let inLanguage: String
        let datePublished: String
        let url: String
        let publisher: Organisation
        enum CodingKeys: String, CodingKey {
            case context = "@context", type = "@type", headline, description, articleBody, inLanguage, datePublished,
                url, publisher
        }
    }

    /// A block of data in the page.
    static func article(_ item: Item, house: String, home: String) -> SafeHTML? {
        let article = Article(
            headline: String(item.content.title.prefix(110)), description: item.content.lead,
            articleBody: item.content.body, inLanguage: item.content.language,
            datePublished: Figures.machine(item.published), url: home + item.path, publisher: Organisation(name: house))
        guard let json = try? JSONEncoder().encode(article) else { return nil }
        // Inside a script element only "<" could end it; JSON has another spelling for it.
        let text = String(decoding: json, as: UTF8.self).replacing("<", with: "\\u003C").replacing("&", with: "\\u0026")
        return SafeHTML(trusted: "<script type=\"application/ld+json\">\(text)</script>")
    }

    static func atom(_ items: [Item], title: String, house: String, home: String, at now: Instant, tongue: Tongue)
        -> String
    {
        let escape = SafeHTML.escape
        let entries = items.map { item in
            let quotes = item.content.quotes.map { "« \($0.text) »\n\($0.by)" }
            let text = ([item.content.dateline, item.content.lead] + item.content.paragraphs + quotes)
                .joined(separator: "\n\n")
            return """
                <entry><id>\(escape(home + item.path))</id>
                <title>\(escape(item.content.title))</title>
                <link href="\(escape(home + item.path))"/>
                <published>\(Figures.machine(item.published))</published>
                <updated>\(Figures.machine(item.updated))</updated>
                <summary>\(escape(item.content.lead))</summary>
                <content type="text" xml:lang="\(escape(item.content.language))">\(escape(text))</content></entry>
                """
        }
        return """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(tongue.rawValue)">
            <id>\(escape(home))/press-room</id><title>\(escape(title))</title>
            <author><name>\(escape(house))</name></author>
            <link rel="self" href="\(escape(home))/press-room/feed.atom"/><link href="\(escape(home))/press-room"/>
            <updated>\(Figures.machine(items.map(\.updated).max() ?? now))</updated>
            \(entries.joined(separator: "\n"))
            </feed>

            """
    }
}
