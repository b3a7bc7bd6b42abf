import Foundation
import Kernel

/// LinkedIn's CSV: `Shares.csv` and `Comments.csv` of the data archive (their names may end in `_17529409`), and the
/// "All posts" table of a Page's analytics. Messages, connections and searches stay closed.
struct LinkedInExport: Export {
    private enum Table { case shares, comments, analytics }
    private static let dates = WrittenDate(order: .monthFirst, zone: nil)

    private var dialect = Dialect(separator: UInt8(ascii: ","))
    private var table: Table?
    private var columns: [String: Int] = [:]

    static func isOurs(_ member: MemberName) -> Bool {
        let stem = member.stem
        return member.type == "csv"
            && (stem == "shares" || stem.hasPrefix("shares_") || stem == "comments" || stem.hasPrefix("comments_"))
    }

    static func isHeader(_ text: String) -> Bool {
        let start = text.prefix(2000).folded
        return start.contains("sharelink,sharecommentary") || start.contains("date,link,message")
            || (start.contains("post title") && start.contains("post link"))
    }

    func wants(_ member: MemberName) -> Bool { Self.isOurs(member) }
    var awaitsHeader: Bool { table == nil }

    mutating func cut(_ member: MemberName, head: [UInt8]) -> Cut? {
        let charset = Charset.detect(head)
        let start = Head(head, member).text
        dialect = Dialect.detect(head, charset: charset)
        // The comments' table writes \" for a quote, the shares' doubles it.
        dialect.backslash = start.folded.contains("date,link,message")
        table = nil
        columns = [:]
        return .rows(dialect)
    }

    mutating func read(_ piece: Piece, into said: inout [Said]) throws(Refusal) {
        let cells = dialect.fields(piece.bytes)
        guard let table else {
            recognise(cells)
            said.append(.header)
            return
        }
        func cell(_ name: String) -> String? {
            columns[name].flatMap { $0 < cells.count ? cells[$0].trimmed.orNil : nil }
        }
        switch table {
        case .shares: try readShare(cell, &said)
        case .comments: try readComment(cell, &said)
        case .analytics: try readPagePost(cell, &said)
        }
    }

    /// An analytics table has a line of explanation before its header: rows are passed until one is a header.
    private mutating func recognise(_ cells: [String]) {
        columns = Dictionary(cells.enumerated().map { ($1.folded, $0) }, uniquingKeysWith: { first, _ in first })
        if columns["sharecommentary"] != nil {
            table = .shares
        } else if columns["message"] != nil && columns["link"] != nil {
            table = .comments
        } else if columns["post title"] != nil && columns["created date"] != nil {
            table = .analytics
        }
    }

    private func readShare(_ cell: (String) -> String?, _ said: inout [Said]) throws(Refusal) {
        guard let text = cell("sharecommentary").map(Self.mended) else { return }
        let publishedAt = try date(cell("date"))
        let link = cell("sharelink")
        said.append(.arrival(post(text, publishedAt, link: link, kind: .post, parent: nil, reach: nil), own: true))
    }

    private func readComment(_ cell: (String) -> String?, _ said: inout [Said]) throws(Refusal) {
        guard let text = cell("message") else { return }
        let publishedAt = try date(cell("date"))
        let link = cell("link")
        var arrival = post(text, publishedAt, link: link, kind: .comment, parent: link.map(Self.identifier), reach: nil)
        arrival.id = Checkpoint.identifier("linkedin", link ?? "", String(publishedAt.microseconds), text)
        said.append(.arrival(arrival, own: true))
    }

    private func readPagePost(_ cell: (String) -> String?, _ said: inout [Said]) throws(Refusal) {
        guard let text = cell("post title") else { return }
        let reach = try cell("impressions").map { written throws(Refusal) in try MappedRow.count(written) }
        said.append(
            .arrival(
                post(
                    text, try date(cell("created date")), link: cell("post link"), kind: .post, parent: nil,
                    reach: reach),
                own: true))
    }

    private func post(
        _ text: String, _ publishedAt: Instant, link: String?, kind: MentionKind, parent: String?, reach: Int?
    ) -> Arrival {
        Arrival(
            id: link.map(Self.identifier)
                ?? Checkpoint.identifier("linkedin", "", String(publishedAt.microseconds), text),
            network: .linkedin, kind: kind, text: text, publishedAt: publishedAt, url: link, parent: parent,
            reach: reach)
    }

    private func date(_ written: String?) throws(Refusal) -> Instant {
        guard let written, let instant = Self.dates.instant(written) else {
            throw Refusal("Date: missing or not a date; expected like 2024-05-17 08:30:00")
        }
        return instant
    }

    /// `…/feed/update/urn%3Ali%3Ashare%3A123` → `urn:li:share:123`.
    private static func identifier(_ link: String) -> String {
        let plain = link.removingPercentEncoding ?? link
        guard let start = plain.range(of: "urn:li:") else { return link }
        return String(plain[start.lowerBound...].prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "," })
    }

    /// LinkedIn wraps each line of a long post in quotes of its own: `First"⏎""⏎"Second`.
    private static func mended(_ text: String) -> String {
        guard text.contains("\"\n") || text.contains("\n\"") else { return text }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return lines.enumerated().map { index, line -> Substring in
            var line = line
            if index > 0, line.first == "\"" { line = line.dropFirst() }
            if index < lines.count - 1, line.last == "\"" { line = line.dropLast() }
            return line
        }.joined(separator: "\n")
    }
}
