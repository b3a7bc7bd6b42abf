import Kernel

/// Reads one change of a delivery, in the words of each network.
struct MetaChange: Sendable {
    /// Whom it happened to.
    let account: String
    /// When Meta told of it.
    let at: Instant
    /// Numbers and names under which we speak ourselves.
    let own: Set<String>
    let now: Instant

    private enum Verb: String { case add, edit, remove }

    /// What a delivery says of one thing that was said.
    private struct Said {
        var id: String?
        var kind = MentionKind.comment
        var text: String?
        var author: String?
        var parent: String?
        var at: Instant?
        var url: String?
        var rating: Int?
    }

    // MARK: Facebook (https://developers.facebook.com/docs/graph-api/webhooks/reference/page)

    func page(_ value: JSON) -> MetaNotice? {
        guard let verb = Self.verb(value["verb"].string) else { return nil }
        var said = Said(text: value["message"].string, author: value["from"]["name"].string)
        said.at = MetaWebhook.moment(value["created_time"], now)
        switch value["item"].string {
        case "comment":
            said.id = value["comment_id"].identifier
            said.parent =
                value["parent_id"].identifier ?? value["post_id"].identifier
                ?? value["open_graph_story_id"].identifier
        case "rating":
            said.id = value["open_graph_story_id"].identifier
            (said.kind, said.text, said.rating) = (.review, value["review_text"].string, value["rating"].int)
            said.author = value["reviewer_name"].string ?? said.author
        case "status", "post", "photo", "video", "share", "link":
            (said.id, said.kind) = (value["post_id"].identifier, .post)
        default: return nil
        }
        said.url = value["permalink_url"].string ?? said.id.map { FacebookPage.address($0) }
        return notice(.facebook, verb, said, value)
    }

    private static func verb(_ text: String?) -> Verb? {
        switch text {
        case "add": .add
        case "edit", "edited", "update": .edit
        case "remove", "delete": .remove
        // Hidden by us, or shown again: it is still there.
        default: nil
        }
    }

    private func notice(_ network: Network, _ verb: Verb, _ said: Said, _ value: JSON) -> MetaNotice? {
        guard let id = Fields.id(said.id) else { return nil }
        if verb == .remove { return removal(network, id) }
        let (words, name) = (Fields.text(said.text ?? ""), Fields.text(said.author ?? ""))
        guard !isOurs(value), !words.isEmpty else { return nil }
        let arrival = Arrival(
            id: id, network: network, kind: said.kind, author: name.isEmpty ? nil : name, text: words,
            publishedAt: said.at ?? at, url: Fields.link(said.url),
            rating: said.rating.flatMap { (1...5).contains($0) ? Double($0) : nil }, parent: Fields.id(said.parent))
        // The moment of a delivery is not the change's own: it would tell a repeat from the first.
        let digest = MetaText.digest(words + "\n\(said.at?.microseconds ?? 0)")
        return MetaNotice(
            mark: "\(network.rawValue):\(verb.rawValue):\(id):\(digest)", network: network, account: account,
            at: verb == .add ? said.at ?? at : at, change: verb == .add ? .arrived(arrival) : .edited(arrival))
    }

    private func removal(_ network: Network, _ id: String) -> MetaNotice {
        MetaNotice(
            mark: "\(network.rawValue):remove:\(id)", network: network, account: account, at: at,
            change: .removed(id: id))
    }

    /// Our own words, and echoes of them.
    private func isOurs(_ value: JSON) -> Bool {
        if value["is_echo"].bool == true { return true }
        // Instagram names our own number beside the one that it gives us in public.
        if value["from"]["self_ig_scoped_id"].identifier != nil { return true }
        let who = [value["from"]["id"].identifier, value["from"]["username"].string, value["username"].string]
        return who.contains { $0.map(own.contains) ?? false }
    }

    // MARK: Instagram (https://developers.facebook.com/documentation/instagram-platform/webhooks/examples)

    /// New comments only: Instagram tells of no edit and no removal, and of no moment but the delivery's own.
    func instagram(_ value: JSON) -> MetaNotice? {
        let said = Said(
            id: value["id"].identifier ?? value["comment_id"].identifier, text: value["text"].string,
            author: value["from"]["username"].string,
            parent: value["parent_id"].identifier ?? value["media"]["id"].identifier)
        return notice(.instagram, .add, said, value)
    }

    // MARK: Threads (https://developers.facebook.com/documentation/threads/webhooks)

    func threads(_ value: JSON) -> MetaNotice? {
        let author = value["username"].string
        // The profile whose post was answered is ours: an answer under the same name is, too.
        if let author, author == value["root_post"]["username"].string { return nil }
        let said = Said(
            id: value["id"].identifier, text: value["text"].string, author: author,
            parent: value["replied_to"]["id"].identifier ?? value["root_post"]["id"].identifier,
            at: Fields.moment(value["timestamp"].string, now: now), url: value["permalink"].string)
        return notice(.threads, .add, said, value)
    }

    func threadsRemoval(_ value: JSON) -> MetaNotice? {
        Fields.id(value["id"].identifier).map { removal(.threads, $0) }
    }
}
