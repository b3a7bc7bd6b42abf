import Crypto
import Feeds
import Foundation
import Kernel
import Wire

/// Watches a page without a feed: each change becomes an arrival that holds the passages which were not there before.
enum PageReading {
    /// Passages remembered at most: a longer page is compared by its first ones.
    static let longest = 2_000

    static func read(_ origin: Origin, _ http: HTTP, now: Instant) async throws -> OriginReading {
        let fetch = Fetch(
            origin.address, accept: "text/html, application/xhtml+xml;q=0.9, */*;q=0.3", entityTag: origin.etag,
            lastModified: origin.modified)
        switch try await http.fetch(fetch) {
        case .gone:
            var reading = OriginReading()
            reading.gone = true
            return reading
        case .notModified: return OriginReading(unchanged: origin)
        case .fresh(let document): return try compare(document, with: origin, now)
        }
    }

    static func compare(_ document: Document, with origin: Origin, _ now: Instant) throws -> OriginReading {
        let type = document.headers["content-type"]
        let passages = try passages(document, selector: origin.selector)
        guard !passages.isEmpty else {
            throw Failure(
                .unusable, "the page holds no text where the selector points", words: "listening.origin_empty_page")
        }
        let marks = passages.map(mark)
        var reading = OriginReading()
        reading.digest = digest(marks)
        reading.cursor = marks.joined(separator: " ")
        reading.etag = document.headers["etag"]
        reading.modified = document.headers["last-modified"]
        reading.movedTo = document.permanentURL
        reading.floor = VisitPace.maxAge(document.headers["cache-control"])
        let page = try? Discovery(document.body, contentType: type, location: document.finalURL)
        reading.title = page?.title
        let known = Set((origin.cursor ?? "").split(separator: " ").map(String.init))
        // The first visit learns what was there before: old text is not news.
        guard !known.isEmpty, reading.digest != origin.digest else { return reading }
        let added = zip(passages, marks).filter { !known.contains($0.1) }.map(\.0)
        guard !added.isEmpty else { return reading }
        reading.arrivals = [
            arrival(added, origin, title: page?.title, digest: reading.digest ?? "", page?.language, now)
        ]
        return reading
    }

    /// The paragraphs of the part of the page that matters, as they read.
    static func passages(_ document: Document, selector: String?) throws -> [String] {
        let text = try PageText.read(
            document.body, contentType: document.headers["content-type"], location: document.finalURL,
            selector: try selector.map { try Selector($0) })
        let lines = text.plain.split(whereSeparator: \.isNewline).map { String($0).trimmed }
        return Array(lines.filter { !significant($0).isEmpty }.prefix(longest))
    }

    /// What counts in a passage: its letters. Dates, hours and counters change without anything being said.
    private static func significant(_ passage: String) -> String {
        let words = passage.lowercased().split { !$0.isLetter }.filter { !noise.contains($0) }
        return words.joined(separator: " ")
    }

    /// Words that stand beside figures in dates and counters.
    private static let noise: Set<Substring> = [
        "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "janvier", "février", "mars", "avril",
        "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre", "monday", "tuesday",
        "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may", "june",
        "july", "august", "september", "october", "november", "december", "er", "h", "min", "am", "pm", "il", "y", "a",
        "ago", "minutes", "minute", "heures", "heure", "hours", "hour", "jours", "jour", "days", "day", "hier",
        "yesterday", "vues", "views", "visiteurs", "visites",
    ]

    /// Twelve hexadecimal digits by which a passage is recognised.
    private static func mark(_ passage: String) -> String {
        SHA256.hash(data: Data(significant(passage).utf8)).prefix(6).map { String(format: "%02x", $0) }.joined()
    }

    private static func digest(_ marks: [String]) -> String {
        SHA256.hash(data: Data(Set(marks).sorted().joined().utf8)).prefix(16).map { String(format: "%02x", $0) }
            .joined()
    }

    private static func arrival(
        _ added: [String], _ origin: Origin, title: String?, digest: String, _ language: String?, _ now: Instant
    ) -> Arrival {
        Arrival(
            id: "\(origin.address)#\(digest)", network: .web, kind: .article, title: title ?? origin.label,
            text: added.joined(separator: "\n\n"), publishedAt: now, url: origin.address, language: language)
    }
}
