import Foundation
import Kernel

/// What was Google+, inside an old Takeout: one file a post, JSON or HTML, with the comments under it.
struct GooglePlus {
    private let plainText: @Sendable (String) -> String

    init(plainText: @escaping @Sendable (String) -> String) { self.plainText = plainText }

    func read(_ piece: Piece, _ said: inout [Said]) throws(Refusal) {
        let json = try piece.json()
        guard let publishedAt = json["creationTime"]?.text.flatMap({ CanonicalExport.instant($0) }) else {
            throw Refusal("creationTime: missing or not a date")
        }
        let id = json["resourceName"]?.text ?? json["url"]?.text
        let author = json["author"]?["displayName"]?.text
        let text = plainText(json["content"]?.text ?? "")
        let post = Arrival(
            id: id ?? Checkpoint.identifier("google", author ?? "", String(publishedAt.microseconds), text),
            network: .google, kind: .post, author: author, title: json["link"]?["title"]?.text, text: text,
            publishedAt: publishedAt, url: json["url"]?.text)
        if !text.isEmpty { said.append(.arrival(post, own: true)) }
        for comment in json["comments"]?.elements ?? [] { said.append(self.comment(comment, under: post)) }
    }

    private func comment(_ json: JSON, under post: Arrival) -> Said {
        guard let publishedAt = json["creationTime"]?.text.flatMap({ CanonicalExport.instant($0) }) else {
            return .refused(Refusal("comments.creationTime: missing or not a date"))
        }
        let author = json["author"]?["displayName"]?.text
        let text = plainText(json["content"]?.text ?? "")
        return .arrival(
            Arrival(
                id: json["resourceName"]?.text
                    ?? Checkpoint.identifier("google", author ?? "", String(publishedAt.microseconds), text),
                network: .google, kind: .comment, author: author, text: text, publishedAt: publishedAt, url: post.url,
                parent: post.id), own: author != nil && author == post.author)
    }

    /// The HTML form: a machine's own page, read between its known marks.
    func readPage(_ piece: Piece, _ said: inout [Said]) throws(Refusal) {
        let html = String(decoding: piece.bytes, as: UTF8.self)
        let parts = html.split(separator: #/<div class="comment"[ >]/#)
        guard let post = try parts.first.flatMap({ part throws(Refusal) in try page(part, content: "main-content") })
        else {
            throw Refusal("date: expected a Google+ post with its date")
        }
        if !post.text.isEmpty { said.append(.arrival(post, own: true)) }
        for part in parts.dropFirst() {
            do throws(Refusal) {
                guard var comment = try page(part, content: "comment-content") else { continue }
                comment.kind = .comment
                comment.parent = post.id
                comment.url = post.url
                said.append(.arrival(comment, own: comment.author != nil && comment.author == post.author))
            } catch {
                said.append(.refused(error))
            }
        }
    }

    private func page(_ html: Substring, content: String) throws(Refusal) -> Arrival? {
        guard let written = html.firstMatch(of: #/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[+-]\d\d:?\d\d/#),
            let publishedAt = CanonicalExport.instant(String(written.output))
        else { throw Refusal("date: expected like 2013-08-12T11:19:44-0700") }
        let author = html.firstMatch(of: #/class="author"[^>]*>([^<]{1,500})</#).map { plainText(String($0.output.1)) }
        let url = html.firstMatch(of: #/href="(https:\/\/plus\.google\.com\/[^"]{1,500}\/posts\/[^"]{1,100})"/#).map {
            String($0.output.1)
        }
        let text = inner(html, of: content).map { plainText($0) } ?? ""
        return Arrival(
            id: url ?? Checkpoint.identifier("google", author ?? "", String(publishedAt.microseconds), text),
            network: .google, kind: .post, author: author, text: text, publishedAt: publishedAt, url: url)
    }

    /// What stands inside `<div class="name">`, the divs in it included.
    private func inner(_ html: Substring, of name: String) -> String? {
        guard let mark = html.range(of: "class=\"\(name)\""), let open = html[mark.upperBound...].firstIndex(of: ">")
        else { return nil }
        let start = html.index(after: open)
        var depth = 1
        for tag in html[start...].matches(of: #/<(/?)div\b/#) {
            depth += tag.output.1.isEmpty ? 1 : -1
            if depth == 0 { return String(html[start..<tag.range.lowerBound]) }
        }
        return String(html[start...])
    }
}
