import Foundation
import Kernel
import Web

/// A mail that gives the temperature each morning, or each Monday. It holds no text of anybody: figures, themes, and
/// where to read.
struct Digest: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case daily, weekly
    }

    /// One voice of the hospital: all of it, or one service of the reader's.
    struct Section: Sendable {
        /// The service's name; nil for the hospital.
        let place: String?
        let address: TodayAddress
        let reading: TodayReading
    }

    let kind: Kind
    let organisation: String
    /// At least one.
    let sections: [Section]
    let words: Words
    let figures: Figures
    let tongue: Tongue
    let site: String?

    var subject: String {
        let said = sections.prefix(3).map { section in
            let temperature = section.reading.now.reading.temperature
            let degrees = temperature.map { figures.degrees($0.degrees) } ?? word("digest_not_enough")
            return "\(degrees)\(section.place.map { " · \($0)" } ?? "")"
        }
        let colon = tongue == .french ? "\u{A0}: " : ": "
        return organisation + colon + said.joined(separator: ", ") + (sections.count > 3 ? " …" : "")
    }

    private typealias Part = (title: String, lines: [(text: String, link: String?)])

    /// Title and lines of each part, in reading order; both forms of the mail are made of these. Titles bear the name of
    /// the service when there are several.
    private var parts: [Part] {
        let parts: [Part] = sections.flatMap { section -> [Part] in
            let name = sections.count > 1 ? section.place.map { "\($0) : " } ?? "" : ""
            return [
                (name + word("digest_temperature"), temperature(section)),
                (name + word("digest_themes"), themes(section)), (name + word("digest_first"), first(section)),
            ]
        }
        return (parts + [(word("nav_alerts"), alerts)]).filter { !$0.lines.isEmpty }
    }

    var text: String {
        var lines = [subject, String(repeating: "=", count: min(60, subject.count)), ""]
        for part in parts {
            lines += [part.title, ""]
            for line in part.lines { lines.append("- " + line.text + (line.link.map { "\n  " + $0 } ?? "")) }
            lines.append("")
        }
        lines.append(word("digest_foot") + (site.map { " \($0)/alerts" } ?? ""))
        return lines.joined(separator: "\n") + "\n"
    }

    /// Tables of mail programs' own age: inline styles, no picture, nothing fetched.
    var html: String {
        var body = "<h1 style=\"font-size:22px;margin:0 0 16px\">\(Self.escaped(subject))</h1>"
        for part in parts {
            body +=
                "<h2 style=\"font-size:16px;margin:20px 0 6px\">\(Self.escaped(part.title))</h2><ul style=\"padding-left:18px;margin:0\">"
            for line in part.lines {
                let said = Self.escaped(line.text)
                let linked =
                    line.link.map { "<a style=\"color:#0b5c6b\" href=\"\(Self.escaped($0))\">\(said)</a>" } ?? said
                body += "<li style=\"margin:4px 0\">\(linked)</li>"
            }
            body += "</ul>"
        }
        return """
            <!DOCTYPE html><html lang="\(tongue.rawValue)"><head><meta charset="utf-8"><title>\(Self.escaped(subject))</title></head>\
            <body style="font:16px/1.5 system-ui,sans-serif;color:#1b2629;background:#f6f5f1;margin:0;padding:24px">\
            <div style="max-width:560px;margin:auto;background:#fff;padding:24px;border-radius:8px">\(body)\
            <p style="color:#5b666a;font-size:13px;margin-top:24px">\(Self.escaped(word("digest_foot")))</p></div></body></html>
            """
    }

    private func temperature(_ section: Section) -> [(text: String, link: String?)] {
        let now = section.reading.now
        var lines: [(String, String?)] = []
        if let temperature = now.reading.temperature {
            let interval = word(
                "digest_interval",
                ["low": figures.degrees(temperature.low), "high": figures.degrees(temperature.high)])
            lines.append(
                ("\(figures.degrees(temperature.degrees)) (\(interval))", site.map { $0 + section.address.path }))
        }
        lines.append(
            (
                word(
                    "digest_volume",
                    [
                        "n": figures.integer(now.reading.window.opinions),
                        "share": figures.percent(now.reading.window.share ?? 0),
                    ]),
                site.map { $0 + TodayDrawing.opinions(now.reading).address }
            ))
        for (days, span) in section.reading.earlier {
            guard let then = span.reading.temperature, let temperature = now.reading.temperature else { continue }
            let change = figures.change(temperature.degrees - then.degrees, digits: 1)
            lines.append((word("digest_change", ["change": change, "days": figures.integer(days)]), nil))
        }
        return lines
    }

    private func themes(_ section: Section) -> [(text: String, link: String?)] {
        section.reading.movements.map { movement in
            let word = self.word(
                movement.isWorse ? "digest_worse" : "digest_better",
                [
                    "theme": self.word("theme_\(movement.theme.rawValue)"), "share": figures.percent(movement.share),
                    "before": figures.percent(movement.shareBefore),
                ])
            var address = section.address
            address.place.theme = movement.theme
            return (word, site.map { $0 + address.path })
        }
    }

    private func first(_ section: Section) -> [(text: String, link: String?)] {
        section.reading.first.map { item in
            let mention = item.mention
            var text =
                word("digest_reason_\(item.reason.rawValue)") + " · " + word("network_\(mention.network.rawValue)")
            if let rating = mention.rating { text += " · \(figures.decimal(rating, digits: 0))/5" }
            if let theme = mention.themes.first { text += " · " + word("theme_\(theme.theme.rawValue)") }
            return (text + " · " + figures.when(mention.publishedAt), site.map { "\($0)/mentions/\(mention.id)" })
        }
    }

    private var alerts: [(text: String, link: String?)] {
        // Those of every service that the reader sees, whichever section is looked at.
        guard let count = sections.first?.reading.alerts.count, count > 0 else { return [] }
        return [
            (words.count("listening.digest_alerts", count, tongue), site.map { $0 + "/alerts" })
        ]
    }

    private func word(_ key: String, _ values: [String: String] = [:]) -> String {
        words("listening.\(key)", tongue, values)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
            .replacing("\"", with: "&quot;")
    }
}
