import Kernel

/// Lengths, forbidden signs, threads and the first comment.
extension Inspection {
    /// Networks on which a post can be followed by others under it.
    private var hasThreads: Bool { [.x, .bluesky, .mastodon, .threads].contains(face.network) }

    /// Networks whose posts can be commented by ourselves. Google's posts have no comments.
    private var hasComments: Bool { face.network != .google }

    mutating func texts() {
        titles()
        if Self.isBlank(face.text), face.media.isEmpty { say(.block, "text_empty", .text) }
        length(face.text, .text)
        signs(face.text, .text)
        links()
        if !face.thread.isEmpty, !hasThreads { return say(.block, "thread_unsupported", .whole) }
        for (index, part) in face.thread.prefix(200).enumerated() {
            if Self.isBlank(part) { say(.block, "thread_part_empty", .thread(index)) }
            length(part, .thread(index))
            signs(part, .thread(index))
        }
    }

    mutating func comment() {
        guard let comment = face.firstComment else { return }
        if !hasComments { return say(.block, "comment_unsupported", .firstComment) }
        if Self.isBlank(comment) { return say(.block, "comment_empty", .firstComment) }
        if limits[.commentMax] != nil {
            hold(Double(comment.unicodeScalars.count), to: .commentMax, "comment_too_long", .firstComment)
        } else if hasThreads {
            // An answer to oneself is a post like another.
            length(comment, .firstComment)
        }
        signs(comment, .firstComment)
    }

    private mutating func titles() {
        let title = face.title ?? ""
        if limits[.titleMax] != nil {
            if Self.isBlank(title) { say(.block, "title_missing", .title) }
            hold(Double(title.unicodeScalars.count), to: .titleMax, "title_too_long", .title)
            signs(title, .title)
        }
        if !documents.isEmpty {
            hold(Double(title.unicodeScalars.count), to: .documentTitleMax, "title_too_long", .title)
        }
    }

    private mutating func length(_ text: String, _ field: PreflightFinding.Field) {
        // Mastodon counts the warning with the text, and keeps it on every part of a thread.
        let warning = face.network == .mastodon ? face.contentWarning?.count ?? 0 : 0
        let count = TextCount.count(text, as: limits.counting) + warning
        if limits.counting == .utf8Bytes {
            hold(Double(count), to: .textMax, "text_too_heavy", field, shown: Self.bytes)
        } else {
            hold(Double(count), to: .textMax, "text_too_long", near: "text_long", field)
        }
        hold(Double(text.utf8.count), to: .textMaxBytes, "text_too_heavy", field, shown: Self.bytes)
    }

    private mutating func signs(_ text: String, _ field: PreflightFinding.Field) {
        let figure = limits[.textForbidden]
        switch face.network {
        case .youtube where text.unicodeScalars.contains { $0 == "<" || $0 == ">" }:
            stop("text_forbidden", field, ["signs": .text("< >")], on: figure)
        case .google:
            guard let found = PhoneNumbers.first(in: text) else { return }
            stop("phone_number", field, ["found": .text(found)], on: figure)
        case .x where text.unicodeScalars.contains(where: XCharacters.isInvalid):
            say(.block, "text_invisible", field, on: limits[.textMax])
        default: break
        }
    }

    private mutating func links() {
        guard limits[.linksMax] != nil || limits[.linksClickable]?.value.flag == false else { return }
        let urls = XText.urls(in: face.text)
        hold(Double(Set(urls.map(\.text)).count), to: .linksMax, "links_too_many", .text)
        if !urls.isEmpty, let figure = limits[.linksClickable], figure.value.flag == false {
            say(.advice, "links_not_clickable", .text, on: figure)
        }
    }

    static func isBlank(_ text: String) -> Bool { text.allSatisfy(\.isWhitespace) }
}
