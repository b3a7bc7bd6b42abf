import Kernel
import Wire

/// One object of ActivityStreams 2 (https://www.w3.org/TR/activitystreams-vocabulary/) as an arrival, read leniently.
struct ActivityObject: Sendable {
    /// The actor whose outbox it was found in: nobody else's words are taken in.
    let actor: String
    let handle: String
    let now: Instant
    let plainText: PlainText

    enum Reading: Equatable {
        case arrival(Arrival)
        case skipped
        case refused(Refusal)
    }

    func read(_ object: JSON) -> Reading {
        guard let id = Fields.link(object["id"].string) else {
            return .refused(Refusal(id: nil, reason: "an object without an address"))
        }
        guard Self.isPublic(object), let kind = Self.kind(of: object) else { return .skipped }
        guard Self.sameOrigin(id, actor), Self.authors(of: object).allSatisfy({ $0 == actor }) else {
            return .refused(Refusal(id: id, reason: "not this actor's own"))
        }
        guard let moment = Fields.moment(object["published"].string, now: now) else {
            return .refused(Refusal(id: id, reason: "a date that cannot be"))
        }
        let title = Fields.text(plainText(object["name"].string ?? object["summary"].string ?? ""))
        let (words, language) = content(object)
        let text = words.isEmpty ? title : words
        guard !text.isEmpty else { return .refused(Refusal(id: id, reason: "no text")) }
        return .arrival(
            Arrival(
                id: id, network: .activitypub, kind: kind, author: handle,
                title: title.isEmpty || words.isEmpty ? nil : title,
                text: text, publishedAt: moment, url: Self.page(object["url"]) ?? id,
                parent: Fields.link(object["inReplyTo"].string ?? object["inReplyTo"]["id"].string), language: language)
        )
    }

    /// Addressed to everybody, in any of the three spellings that JSON-LD allows.
    static func isPublic(_ object: JSON) -> Bool {
        let everybody = ["https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"]
        return (object["to"].oneOrMany + object["cc"].oneOrMany).contains { $0.string.map(everybody.contains) == true }
    }

    static func type(of object: JSON) -> String { object["type"].oneOrMany.lazy.compactMap(\.string).first ?? "" }

    static func sameOrigin(_ left: String, _ right: String) -> Bool {
        guard let left = try? WebAddress(left), let right = try? WebAddress(right) else { return false }
        return left.origin == right.origin
    }

    private static func kind(of object: JSON) -> MentionKind? {
        switch type(of: object) {
        case "Note", "Question": object["inReplyTo"] == .null ? .post : .comment
        case "Article", "Page": .article
        case "Video": .video
        case "Image", "Audio", "Event", "Document": .post
        default: nil
        }
    }

    private static func authors(of object: JSON) -> [String] {
        object["attributedTo"].oneOrMany.compactMap { author in
            // PeerTube names the channel beside the person; only persons write.
            author.isObject && type(of: author) != "Person" ? nil : author.string ?? author["id"].string
        }
    }

    /// The words, and their language where the object names exactly one.
    private func content(_ object: JSON) -> (String, String?) {
        var content = object["content"].string
        var language: String?
        if case .object(let versions) = object["contentMap"], versions.count == 1, let only = versions.first {
            content = content ?? only.value.string
            language = Fields.language(only.key)
        }
        let isPlain = object["mediaType"].string == "text/plain" || object["mediaType"].string == "text/markdown"
        return (Fields.text(isPlain ? content ?? "" : plainText(content ?? "")), language)
    }

    /// The page for people among an object's addresses.
    private static func page(_ url: JSON) -> String? {
        let links = url.oneOrMany
        let html = links.first { $0["mediaType"].string == "text/html" }
        return Fields.link(html?["href"].string ?? links.lazy.compactMap(\.string).first)
    }
}
