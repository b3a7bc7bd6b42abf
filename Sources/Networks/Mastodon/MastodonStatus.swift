import Kernel

/// One status of the Mastodon API (https://docs.joinmastodon.org/entities/Status/), read leniently.
struct MastodonStatus: Sendable {
    enum Reading: Equatable {
        case arrival(Arrival)
        /// Not for the public, or somebody else's words passed on.
        case skipped
        case refused(Refusal)
    }
    let host: String
    private(set) var now: Instant
    private let plainText: PlainText
    /// Addresses (`uri`) of the statuses seen so far, by the server's own number.
    var known: [String: String] = [:]

    init(host: String, now: Instant, plainText: @escaping PlainText) {
        self.host = host
        self.now = now
        self.plainText = plainText
    }

    mutating func read(_ status: JSON, now: Instant) -> Reading {
        self.now = now
        return read(status)
    }

    mutating func read(_ status: JSON) -> Reading {
        guard status.isObject, let number = Fields.id(status["id"].identifier) else {
            return .refused(Refusal(id: nil, reason: "a status without an identifier"))
        }
        let id = Fields.link(status["uri"].string) ?? "\(host)/\(number)"
        guard !status["reblog"].isObject, ["public", "unlisted"].contains(status["visibility"].string) else {
            return .skipped
        }
        known[number] = id
        guard let moment = Fields.moment(status["created_at"].string, now: now) else {
            return .refused(Refusal(id: id, reason: "a date that cannot be"))
        }
        let text = text(of: status)
        guard !text.isEmpty else { return .refused(Refusal(id: id, reason: "no text")) }
        let answers = status["in_reply_to_id"].identifier
        let warning = Fields.text(status["spoiler_text"].string ?? "")
        return .arrival(
            Arrival(
                id: id, network: .mastodon, kind: answers == nil ? .post : .comment,
                author: author(of: status["account"]),
                title: warning.isEmpty ? nil : warning, text: text, publishedAt: moment,
                url: Fields.link(status["url"].string) ?? Fields.link(id), parent: answers.flatMap { known[$0] },
                reach: status["account"]["followers_count"].int.flatMap { $0 >= 0 ? $0 : nil },
                language: Fields.language(status["language"].string)))
    }

    /// The words; those of the pictures where there are no others.
    private func text(of status: JSON) -> String {
        let words = Fields.text(plainText(status["content"].string ?? ""))
        guard words.isEmpty else { return words }
        let pictures = status["media_attachments"].elements.compactMap { $0["description"].string }
        return Fields.text(pictures.joined(separator: "\n"))
    }

    /// `name@host`, the host also for the server's own accounts.
    private func author(of account: JSON) -> String? {
        guard let acct = account["acct"].string ?? account["username"].string, !acct.isEmpty else { return nil }
        return Fields.text(acct.contains("@") ? acct : "\(acct)@\(host)")
    }
}
