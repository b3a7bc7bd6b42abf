import Foundation
import Kernel

/// YouTube comments of a Takeout: the table of today (`comments.csv`, `commentaires.csv`, `commentaires(1).csv` …) and the page of
/// before 2023 (`my-comments.html`). They are the account's own comments.
struct YouTubeComments {
    private enum Column: CaseIterable { case id, channel, date, parent, video, text }
    /// Folded names of the columns, in the languages seen.
    private static let names: [Column: [String]] = [
        .id: ["comment id", "id du commentaire", "identifiant du commentaire"],
        .channel: ["channel id", "id de la chaine", "identifiant de la chaine"],
        .date: [
            "comment create timestamp", "code temporel de creation du commentaire",
            "horodatage de creation du commentaire",
            "date de creation du commentaire", "code temporel de la creation du commentaire",
        ],
        .parent: ["parent comment id", "id du commentaire parent", "identifiant du commentaire parent"],
        .video: ["video id", "id de la video", "id video", "identifiant de la video"],
        .text: ["comment text", "texte du commentaire"],
    ]

    private let plainText: @Sendable (String) -> String
    private var dialect = Dialect(separator: UInt8(ascii: ","))
    private var columns: [Column: Int]?

    init(plainText: @escaping @Sendable (String) -> String) { self.plainText = plainText }

    static func isHeader(_ text: String) -> Bool {
        let first = text.prefix { !$0.isNewline }.folded
        return (names[.id] ?? []).contains { first.contains($0) }
            && (names[.video] ?? []).contains { first.contains($0) }
    }

    var awaitsHeader: Bool { columns == nil }

    mutating func begin(_ head: Head) -> Dialect {
        columns = nil
        dialect.charset = Charset.detect(head.bytes)
        if dialect.charset.isWide { dialect.charset = .utf8 }
        return dialect
    }

    mutating func readRow(_ piece: Piece, _ said: inout [Said]) throws(Refusal) {
        let cells = dialect.fields(piece.bytes)
        guard let columns else {
            let header = cells.map(\.folded)
            columns = Self.names.compactMapValues { names in header.firstIndex { names.contains($0) } }
            said.append(.header)
            return
        }
        func cell(_ column: Column) -> String? {
            columns[column].flatMap { $0 < cells.count ? cells[$0].trimmed.orNil : nil }
        }
        guard let id = cell(.id) else { throw Refusal("Comment ID: missing") }
        guard let written = cell(.date), let publishedAt = CanonicalExport.instant(written) else {
            throw Refusal("Comment Create Timestamp: missing or not a date")
        }
        guard let text = cell(.text) else { return }
        let video = cell(.video)
        said.append(
            .arrival(
                Arrival(
                    id: id, network: .youtube, kind: .comment, author: cell(.channel), text: Self.words(text),
                    publishedAt: publishedAt, url: video.map { "https://www.youtube.com/watch?v=\($0)&lc=\(id)" },
                    parent: cell(.parent) ?? video), own: true))
    }

    /// `{"takeoutSegments":[{"text":"…"}]}`, or since 2024 `{"text":"…"},{"text":"…"}`, or the words themselves.
    static func words(_ text: String) -> String {
        guard text.hasPrefix("{"), let json = segments("[\(text)]") else { return text }
        let segments = json.elements.flatMap { $0["takeoutSegments"]?.elements ?? [$0] }
        return segments.compactMap { $0["text"]?.text }.joined()
    }

    private static func segments(_ text: String) -> JSON? {
        var text = text
        return text.withUTF8 { try? JSONScanner.read(UnsafeRawBufferPointer($0)) }
    }

    /// `<li>Sent at 2020-04-27 23:18:23 UTC while watching <a href="…watch?v=ID">title</a>.<br/>words</li>`, in any language.
    mutating func readItem(_ piece: Piece, _ said: inout [Said]) throws(Refusal) {
        let html = String(decoding: piece.bytes, as: UTF8.self)
        guard let cut = html.range(of: "<br") ?? html.range(of: "<BR"),
            let end = html[cut.lowerBound...].firstIndex(of: ">")
        else { return }
        let before = html[..<cut.lowerBound]
        guard let written = before.firstMatch(of: #/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC/#),
            let publishedAt = CanonicalExport.instant(String(written.output))
        else { throw Refusal("date: expected like 2020-04-27 23:18:23 UTC") }
        let text = plainText(String(html[html.index(after: end)...]).replacing("</li>", with: ""))
        if text.isEmpty { return }
        let video = before.firstMatch(of: #/watch\?v=([A-Za-z0-9_-]{5,20})/#).map { String($0.output.1) }
        said.append(
            .arrival(
                Arrival(
                    id: Checkpoint.identifier("youtube", video ?? "", String(publishedAt.microseconds), text),
                    network: .youtube, kind: .comment, text: text, publishedAt: publishedAt,
                    url: video.map { "https://www.youtube.com/watch?v=\($0)" }, parent: video), own: true))
    }
}
