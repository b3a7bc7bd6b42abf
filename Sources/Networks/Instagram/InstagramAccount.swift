import Foundation
import Kernel
import Wire

/// A professional account of ours on Instagram, by the Instagram API with Instagram Login
/// (https://developers.facebook.com/documentation/instagram-platform/instagram-api-with-instagram-login).
struct InstagramAccount: Sendable {
    let api: MetaAPI
    /// `user_id`: the professional account's number, by which its interface is addressed.
    let id: String

    init(_ credentials: Credentials, _ endpoints: Endpoints, _ http: HTTP, _ clock: Clock) {
        id = credentials.subject
        api = MetaAPI(
            endpoints.instagram, version: MetaAPI.graphVersion, token: credentials.access, account: id, probe: "media",
            http: http, clock: clock)
    }

    var edge: String { "/" + API.escaped(id.isEmpty ? "me" : id) }

    /// Throws `.forbidden` when the token is dead, and when it opens another account.
    func account() async throws -> SenderAccount {
        let json = try await api.get("/me", [("fields", "user_id,username,name")]).json
        // Seen as an object and as a list of one.
        let me = json["data"].elements.first ?? json
        guard let found = Fields.id(me["user_id"].identifier ?? me["id"].identifier),
            let username = Fields.id(me["username"].string)
        else { throw Failure(.unavailable, "\(api.host) does not say whose token this is", words: "networks.not_json") }
        guard id.isEmpty || found == id else {
            throw Failure(.forbidden, "the token opens another account", words: "networks.sign_in_again")
        }
        let name = String(Fields.text(me["name"].string ?? "").prefix(200))
        return SenderAccount(id: found, handle: username, name: name.isEmpty ? username : name)
    }
}

/// Reads what the interface gives (…/instagram-platform/reference/instagram-media, …/instagram-comment).
struct InstagramItem: Sendable {
    /// Ours, as comments name it.
    let username: String
    let account: String
    let now: Instant

    static let postFields = "id,caption,timestamp,permalink,media_type,comments_count"
    private static let said = "id,text,timestamp,username,from,parent_id"
    static let replyFields = said
    static let commentFields = said + ",replies.limit(50){\(said)}"

    func post(_ json: JSON) -> MetaListing.Item? {
        guard
            var item = item(
                json, text: json["caption"].string, kind: .post, author: nil, own: true, parent: nil,
                url: Fields.link(json["permalink"].string))
        else { return nil }
        item.count = json["comments_count"].int
        return item
    }

    func comment(_ json: JSON, under parent: String) -> MetaListing.Item? {
        let author = json["username"].string ?? json["from"]["username"].string
        let own = json["from"]["id"].identifier == account || (author != nil && author == username)
        return item(
            json, text: json["text"].string, kind: .comment, author: author, own: own,
            parent: Fields.id(json["parent_id"].identifier) ?? parent, url: nil)
    }

    private func item(
        _ json: JSON, text: String?, kind: MentionKind, author: String?, own: Bool, parent: String?, url: String?
    ) -> MetaListing.Item? {
        guard let id = Fields.id(json["id"].identifier) else { return nil }
        let moment = Fields.moment(json["timestamp"].string, now: now)
        let words = Fields.text(text ?? "")
        var reading = MetaListing.Reading.skipped
        if moment == nil { reading = .refused(Refusal(id: id, reason: "a date that cannot be")) }
        if let moment, !words.isEmpty {
            let name = author.map { Fields.text($0) }
            reading = .arrival(
                Arrival(
                    id: id, network: .instagram, kind: kind, author: name.flatMap { $0.isEmpty ? nil : $0 },
                    text: words, publishedAt: moment, url: url, parent: parent, own: own))
        }
        return MetaListing.Item(id: id, moment: moment, reading: reading, digest: MetaText.digest(words))
    }
}
