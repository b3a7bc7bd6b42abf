import Kernel

/// Looks among our own latest posts for one that has just been published.
struct XSearch: Sendable {
    let x: XInterface
    /// X's number of our account.
    let account: String

    /// What has these very words, stands where it was meant to, and is no older than `moment`.
    func post(_ text: String, under parent: String?, since moment: Instant) async throws -> Sent? {
        var token: String?
        for _ in 0..<XConnector.pages {
            let json = try await x.own(account, since: moment, after: token, replies: parent != nil).json
            let now = x.clock.now()
            for post in json["data"].elements.map(XPost.init) {
                guard SameWords.isSince(moment, post.moment(now: now)), post.parent == parent || parent == nil,
                    SameWords.match(post.text, text), let id = post.id
                else { continue }
                return XPost.sent(id)
            }
            guard let next = Fields.id(json["meta"]["next_token"].string), next != token else { return nil }
            token = next
        }
        return nil
    }
}
