import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Storage

/// The stream as a file: pages of the same walk, one after the other, so that a million mentions take the memory of one
/// page and no snapshot is held open. Authors stay pseudonyms; links that would name them are left out.
struct StreamExport {
    enum Form: String {
        case csv, ndjson
    }

    let desk: Desk
    let filter: StreamFilter
    let scope: Scope
    let form: Form
    let serviceNames: [Int64: String]
    private static let page = 500

    /// The file's columns and keys: they are only ever added to, at the end.
    static let columns = [
        "id", "network", "kind", "author", "published_at", "collected_at", "language", "rating", "reach", "url",
        "title",
        "text", "polarity", "score", "confidence", "unsure", "urgency", "judged_by", "themes", "services", "copies",
        "own",
    ]

    func response() -> Response {
        let type = form == .csv ? "text/csv; charset=utf-8" : "application/x-ndjson; charset=utf-8"
        let name = "resonance-\(CalendarDay.text(desk.zone.day(of: desk.clock.now()))).\(form.rawValue)"
        let headers: HTTPFields = [
            .contentType: type, .contentDisposition: "attachment; filename=\"\(name)\"", .cacheControl: "no-store",
        ]
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { writer in
                // Spreadsheets take UTF-8 for Windows-1252 without the mark.
                if form == .csv { try await writer.write(ByteBuffer(string: "\u{FEFF}" + Self.line(Self.columns))) }
                var position = StreamPosition.newest
                while true {
                    let mentions = try await mentions(position)
                    try await writer.write(ByteBuffer(string: try mentions.map(written).joined()))
                    guard mentions.count == Self.page, let last = mentions.last else { break }
                    position = .before(last.id)
                }
                try await writer.finish(nil)
            })
    }

    private func mentions(_ position: StreamPosition) async throws -> [Mention] {
        let (filter, scope, zone) = (filter, scope, desk.zone)
        return try await desk.database.read { connection in
            try MentionStore.list(
                filter, scope: scope, position: position, limit: Self.page, zone: zone, in: connection)
        }
    }

    private func written(_ mention: Mention) throws -> String {
        let row = ExportRow(mention, services: mention.services.compactMap { serviceNames[$0] })
        return form == .csv ? Self.line(row.cells) : try row.json() + "\n"
    }

    /// RFC 4180.
    private static func line(_ cells: [String]) -> String { cells.map(quoted).joined(separator: ",") + "\r\n" }

    private static func quoted(_ cell: String) -> String {
        guard cell.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return cell }
        return "\"" + cell.replacing("\"", with: "\"\"") + "\""
    }

    /// A text that a spreadsheet would run as a formula is made a text (OWASP, CSV injection).
    static func harmless(_ text: String) -> String {
        guard let first = text.unicodeScalars.first(where: { $0 != " " }) else { return text }
        return "=+-@\t\r\n＝＋－＠".unicodeScalars.contains(first) ? "'" + text : text
    }
}

/// One line of an export.
struct ExportRow: Encodable {
    let id: String
    let network: String
    let kind: String
    let author: String?
    let published_at: String
    let collected_at: String
    let language: String?
    let rating: Double?
    let reach: Int?
    let url: String?
    let title: String?
    let text: String
    let polarity: String?
    let score: Double?
    let confidence: Double?
    let unsure: Bool?
    let urgency: String
    let judged_by: String?
    let themes: [String]
    let services: [String]
    let copies: Int
    let own: Bool

    init(_ mention: Mention, services: [String]) {
        id = String(mention.id)
        network = mention.network.rawValue
        kind = mention.kind.rawValue
        author = mention.author
        published_at = mention.publishedAt.iso8601
        collected_at = mention.collectedAt.iso8601
        language = mention.language
        rating = mention.rating
        reach = mention.reach
        // The address of a post holds its author's name.
        url = mention.kind == .article || mention.kind == .video ? mention.url : nil
        title = mention.title
        text = mention.text
        polarity = mention.verdict?.polarity.rawValue
        score = mention.verdict.map { ($0.score * 1000).rounded() / 1000 }
        confidence = mention.verdict.map { ($0.confidence * 1000).rounded() / 1000 }
        unsure = mention.verdict?.unsure
        urgency = (mention.verdict?.urgency ?? Urgency.none).rawValue
        judged_by = mention.verdict.map { $0.byPerson ? "person" : "machine" }
        themes = mention.themes.map(\.theme.rawValue)
        self.services = services
        copies = mention.copies
        own = mention.own
    }

    var cells: [String] {
        func text(_ value: String?) -> String { StreamExport.harmless(value ?? "") }
        func number(_ value: Double?) -> String { value.map { "\($0)" } ?? "" }
        return [
            id, network, kind, text(author), published_at, collected_at, text(language), number(rating),
            reach.map(String.init) ?? "", text(url), text(title), text(self.text), polarity ?? "", number(score),
            number(confidence), unsure.map { $0 ? "1" : "0" } ?? "", urgency, judged_by ?? "",
            themes.joined(separator: " "), text(services.joined(separator: "; ")), String(copies), own ? "1" : "0",
        ]
    }

    func json() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
