import Foundation
import Kernel
import Web

/// Published reviews for machines: schema.org and Atom. Made from what the page shows, never from the words as written.
enum ReviewData {
    private struct Name: Encodable {
        let type: String
        let name: String
        enum CodingKeys: String, CodingKey { case type = "@type", name }
    }

    private struct Item: Encodable {
        let type = "Review"
        let url: String
        let datePublished: String
        let inLanguage: String
        let reviewBody: String
        let author: Name
        enum CodingKeys: String, CodingKey {
            case type = "@type", url, datePublished, inLanguage, reviewBody, author
        }
    }

    private struct Place: Encodable {
        let context = "https://schema.org"
        let type = "Hospital"
        let name: String
        let url: String
        let review: [Item]
        enum CodingKeys: String, CodingKey { case context = "@context", type = "@type", name, url, review }
    }

    /// A block of data in the page. No rating is told where none was given.
    static func page(_ reviews: [PublicReview], hospital: String, home: String) -> SafeHTML? {
        let place = Place(
            name: hospital, url: home + "/avis",
            review: reviews.map {
                Item(
                    url: "\(home)/avis#\($0.anchor)", datePublished: String($0.machine.prefix(10)),
                    inLanguage: $0.lang, reviewBody: $0.text,
                    author: Name(type: "Person", name: $0.speaker ?? ($0.lang == "fr" ? "Anonyme" : "Anonymous")))
            })
        guard let json = try? JSONEncoder().encode(place) else { return nil }
        // Inside a script element only "<" could end it; JSON has another spelling for it.
        let text = String(decoding: json, as: UTF8.self).replacing("<", with: "\\u003C").replacing("&", with: "\\u0026")
        return SafeHTML(trusted: "<script type=\"application/ld+json\">\(text)</script>")
    }

    /// RFC 4287.
    static func atom(
        _ reviews: [PublicReview], title: String, home: String, updated: Instant, _ context: some Viewing
    ) -> String {
        let escape = SafeHTML.escape
        let entries = reviews.map { review in
            let heading = [review.service, review.feeling].compactMap { $0 }.joined(separator: " · ")
            let answer = review.answers.map { "\n\n\(context.word("reviews.answer")): \($0.text)" }.joined()
            return """
                <entry><id>\(escape("\(home)/avis#\(review.anchor)"))</id>
                <title>\(escape(heading.isEmpty ? context.word("reviews.one") : heading))</title>
                <link href="\(escape("\(home)/avis#\(review.anchor)"))"/>
                <updated>\(review.machine)</updated>
                <author><name>\(escape(review.speaker ?? context.word("reviews.anonymous")))</name></author>
                <content type="text" xml:lang="\(review.lang)">\(escape(review.text + answer))</content></entry>
                """
        }
        return """
            <?xml version="1.0" encoding="utf-8"?>
            <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="\(context.tongue.rawValue)">
            <id>\(escape(home))/avis</id><title>\(escape(title))</title>
            <link rel="self" href="\(escape(home))/avis/flux.atom"/><link href="\(escape(home))/avis"/>
            <updated>\(reviews.map(\.machine).max() ?? Figures.machine(updated))</updated>
            \(entries.joined(separator: "\n"))
            </feed>

            """
    }
}
