import Kernel

/// One post as the app view shows it (lexicon `app.bsky.feed.defs#postView`), read leniently.
struct BlueskyPost: Sendable {
    let now: Instant

    enum Reading: Equatable {
        case arrival(Arrival)
        case skipped
        case refused(Refusal)
    }

    /// Of a `feedViewPost` when `reason` says that somebody passed it on: skipped.
    func read(_ post: JSON, reason: JSON = .null) -> Reading {
        guard let uri = Fields.id(post["uri"].string), uri.hasPrefix("at://") else {
            return .refused(Refusal(id: nil, reason: "a post without an address"))
        }
        let record = post["record"]
        guard reason["$type"].string != "app.bsky.feed.defs#reasonRepost",
            record["$type"].string == "app.bsky.feed.post",
            !isHidden(post)
        else { return .skipped }
        guard let moment = moment(of: post) else { return .refused(Refusal(id: uri, reason: "a date that cannot be")) }
        let text = BlueskyText.full(record)
        guard !text.isEmpty else { return .refused(Refusal(id: uri, reason: "no text")) }
        let parent = Fields.id(record["reply"]["parent"]["uri"].string)
        return .arrival(
            Arrival(
                id: uri, network: .bluesky, kind: parent == nil ? .post : .comment, author: author(post["author"]),
                text: text, publishedAt: moment, url: link(uri, post["author"]), parent: parent,
                language: record["langs"].elements.lazy.compactMap { Fields.language($0.string) }.first))
    }

    /// The author's own date, which anybody may forge, but never later than when the network first saw it.
    func moment(of post: JSON) -> Instant? {
        let written = Fields.moment(post["record"]["createdAt"].string, now: now)
        let seen = Fields.moment(post["indexedAt"].string, now: now)
        guard let written, let seen else { return written ?? seen }
        return min(written, seen)
    }

    /// Taken down, or written by somebody who asks not to be shown to those who have not signed in.
    private func isHidden(_ post: JSON) -> Bool {
        let hiding = ["!hide", "!takedown", "!suspend", "!no-unauthenticated"]
        let labels = post["labels"].elements + post["author"]["labels"].elements
        return labels.contains { label in
            label["neg"].bool != true && label["val"].string.map(hiding.contains) == true
        }
    }

    private func author(_ author: JSON) -> String? {
        guard let handle = author["handle"].string, handle != "handle.invalid" else { return author["did"].string }
        return Fields.text(handle)
    }

    private func link(_ uri: String, _ author: JSON) -> String? {
        let parts = uri.dropFirst("at://".count).split(separator: "/")
        guard parts.count == 3 else { return nil }
        let who = self.author(author) ?? String(parts[0])
        return Fields.link("https://bsky.app/profile/\(who)/post/\(parts[2])")
    }
}
