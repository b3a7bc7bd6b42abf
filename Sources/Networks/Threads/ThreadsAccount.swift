import Foundation
import Kernel
import Wire

/// A profile of ours on Threads (https://developers.facebook.com/documentation/threads).
struct ThreadsAccount: Sendable {
    let api: MetaAPI
    let id: String

    init(_ credentials: Credentials, _ endpoints: Endpoints, _ http: HTTP, _ clock: Clock) {
        id = credentials.subject
        api = MetaAPI(
            endpoints.threads, version: MetaAPI.threadsVersion, token: credentials.access, account: id,
            probe: "threads", http: http, clock: clock)
    }

    var edge: String { "/" + API.escaped(id.isEmpty ? "me" : id) }

    /// Throws `.forbidden` when the token is dead, and when it opens another account.
    func account() async throws -> SenderAccount {
        let json = try await api.get("/me", [("fields", "id,username,name")]).json
        guard let found = Fields.id(json["id"].identifier), let username = Fields.id(json["username"].string) else {
            throw Failure(.unavailable, "\(api.host) does not say whose token this is", words: "networks.not_json")
        }
        guard id.isEmpty || found == id else {
            throw Failure(.forbidden, "the token opens another account", words: "networks.sign_in_again")
        }
        let name = String(Fields.text(json["name"].string ?? "").prefix(200))
        return SenderAccount(id: found, handle: username, name: name.isEmpty ? username : name)
    }
}

/// Reads what the interface gives (https://developers.facebook.com/documentation/threads/reference/reply-management).
struct ThreadsItem: Sendable {
    let username: String
    let now: Instant

    static let postFields = "id,text,timestamp,permalink,username,has_replies"
    static let replyFields = "id,text,timestamp,permalink,username,replied_to,root_post,is_reply_owned_by_me"

    /// Threads counts no answers: it says whether there are any.
    func post(_ json: JSON) -> MetaListing.Item? {
        var item = item(json, kind: .post, own: true, parent: nil)
        item?.count = json["has_replies"].bool == false ? 0 : nil
        return item
    }

    func reply(_ json: JSON, under post: String) -> MetaListing.Item? {
        let author = json["username"].string
        let own = json["is_reply_owned_by_me"].bool == true || (author != nil && author == username)
        let parent = Fields.id(json["replied_to"]["id"].identifier) ?? post
        return item(json, kind: .comment, own: own, parent: parent)
    }

    private func item(_ json: JSON, kind: MentionKind, own: Bool, parent: String?) -> MetaListing.Item? {
        guard let id = Fields.id(json["id"].identifier) else { return nil }
        let moment = Fields.moment(json["timestamp"].string, now: now)
        let words = Fields.text(json["text"].string ?? "")
        var reading = MetaListing.Reading.skipped
        if moment == nil { reading = .refused(Refusal(id: id, reason: "a date that cannot be")) }
        if let moment, !words.isEmpty {
            let author = Fields.text(json["username"].string ?? "")
            reading = .arrival(
                Arrival(
                    id: id, network: .threads, kind: kind, author: author.isEmpty ? nil : author, text: words,
                    publishedAt: moment, url: Fields.link(json["permalink"].string), parent: parent, own: own))
        }
        return MetaListing.Item(id: id, moment: moment, reading: reading, digest: MetaText.digest(words))
    }
}
