import Foundation
import Kernel
import Wire

/// A Page of ours, as the Graph API names and reads it.
struct FacebookPage: Sendable {
    let api: MetaAPI
    /// The Page's own number, never a person's.
    let id: String

    init(_ credentials: Credentials, _ endpoints: Endpoints, _ http: HTTP, _ clock: Clock) {
        id = credentials.subject
        api = MetaAPI(
            endpoints.facebook, version: MetaAPI.graphVersion, token: credentials.access, account: id, probe: "photos",
            http: http, clock: clock)
    }

    var edge: String { "/" + API.escaped(id) }

    /// Throws `.forbidden` when the token is dead, and when it opens another account than the Page.
    func account() async throws -> SenderAccount {
        let json = try await api.get("/me", [("fields", "id,name,username")]).json
        guard let found = Fields.id(json["id"].identifier) else {
            throw Failure(.unavailable, "\(api.host) does not say whose token this is", words: "networks.not_json")
        }
        guard id.isEmpty || found == id else {
            throw Failure(.forbidden, "the token opens another account", words: "networks.sign_in_again")
        }
        let name = String(Fields.text(json["name"].string ?? "").prefix(200))
        let handle = Fields.id(json["username"].string) ?? found
        return SenderAccount(id: found, handle: handle, name: name.isEmpty ? handle : name)
    }

    /// The address under which people find a post or a comment.
    static func address(_ id: String) -> String { "https://www.facebook.com/\(API.escaped(id))" }
}

/// Reads what the Graph API gives (https://developers.facebook.com/docs/graph-api/reference/post, …/comment,
/// …/recommendation).
struct FacebookItem: Sendable {
    let page: String
    let now: Instant

    static let postFields = "id,message,created_time,permalink_url,comments.filter(stream).limit(0).summary(true)"
    static let commentFields = "id,message,created_time,from{id,name},parent{id},permalink_url"
    static let reviewFields =
        "created_time,has_rating,rating,has_review,recommendation_type,review_text,reviewer{id,name},"
        + "open_graph_story{id}"

    func post(_ json: JSON) -> MetaListing.Item? {
        item(json, id: json["id"].identifier, text: json["message"].string, kind: .post, own: true, parent: nil) {
            $0.count = json["comments"]["summary"]["total_count"].int
        }
    }

    /// `under` is the post, for what answers no other comment.
    func comment(_ json: JSON, under post: String) -> MetaListing.Item? {
        let own = json["from"]["id"].identifier == page
        let parent = Fields.id(json["parent"]["id"].identifier) ?? post
        return item(
            json, id: json["id"].identifier, text: json["message"].string, kind: .comment, own: own, parent: parent,
            author: json["from"]["name"].string)
    }

    /// A recommendation has no number of its own: that of its story is what answers go under. One star to five where
    /// the review is of before 2018; a yes or a no is no number of stars.
    func review(_ json: JSON) -> MetaListing.Item? {
        let story = Fields.id(json["open_graph_story"]["id"].identifier)
        let who = json["reviewer"]["id"].identifier ?? json["reviewer"]["name"].string ?? ""
        let id = story ?? "\(page)_review_\(MetaText.digest(who + (json["created_time"].string ?? "")))"
        let stars = json["has_rating"].bool == true ? json["rating"].int : nil
        return item(
            json, id: id, text: json["review_text"].string, kind: .review, own: false, parent: nil,
            author: json["reviewer"]["name"].string, rating: stars)
    }

    private func item(
        _ json: JSON, id: String?, text: String?, kind: MentionKind, own: Bool, parent: String?, author: String? = nil,
        rating: Int? = nil, _ more: (inout MetaListing.Item) -> Void = { _ in }
    ) -> MetaListing.Item? {
        guard let id = Fields.id(id) else { return nil }
        let moment = Fields.moment(json["created_time"].string, now: now)
        let words = Fields.text(text ?? "")
        var reading = MetaListing.Reading.skipped
        if moment == nil { reading = .refused(Refusal(id: id, reason: "a date that cannot be")) }
        if let moment, !words.isEmpty {
            let name = author.map { Fields.text($0) }
            let stars = rating.flatMap { (1...5).contains($0) ? Double($0) : nil }
            reading = .arrival(
                Arrival(
                    id: id, network: .facebook, kind: kind, author: name.flatMap { $0.isEmpty ? nil : $0 }, text: words,
                    publishedAt: moment, url: Fields.link(json["permalink_url"].string) ?? FacebookPage.address(id),
                    rating: stars, parent: parent, own: own))
        }
        var item = MetaListing.Item(id: id, moment: moment, reading: reading, digest: MetaText.digest(words))
        more(&item)
        return item
    }
}
