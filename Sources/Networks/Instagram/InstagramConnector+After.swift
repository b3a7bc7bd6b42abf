import Deontology
import Foundation
public import Kernel
import Wire

/// What becomes of a publication once it is out, or may be.
extension InstagramConnector {
    /// Among our latest by its words; one without words by its container, which knows that it was published.
    public func find(_ piece: Piece, _ prepared: Prepared?, since moment: Instant) async throws -> Sent? {
        let text = piece.words.content.text
        guard piece.role == .post else {
            guard let parent = piece.parent else { return nil }
            let mine = try await account()
            return try await find(text, under: "/\(API.escaped(parent.id))/comments", since: moment, by: mine.handle)
        }
        var isPublished = false
        if MetaText.letters(text).isEmpty, let container = prepared?.values["container"] {
            let json = try await account.api.object(container, fields: "status_code")
            isPublished = json["status_code"].string == "PUBLISHED"
        }
        return try await look(account.edge + "/media", "id,caption,timestamp,permalink", since: moment) { item in
            isPublished || MetaText.same(item["caption"].string, text)
        }
    }

    /// What we have said in a list of comments.
    func find(
        _ text: String, under list: String, since moment: Instant, by name: String, for author: String? = nil
    ) async throws -> Sent? {
        try await look(list, "id,text,timestamp,username,from", since: moment) { item in
            let said = item["username"].string ?? item["from"]["username"].string
            return said == name && MetaText.same(item["text"].string, text, after: author)
        }
    }

    private func look(
        _ list: String, _ fields: String, since moment: Instant, _ isIt: (JSON) -> Bool
    ) async throws -> Sent? {
        let item = try await account.api.look(list, [("fields", fields)], time: "timestamp", since: moment, isIt)
        guard let item, let id = Fields.id(item["id"].identifier) else { return nil }
        return Sent(id: id, url: Fields.link(item["permalink"].string))
    }

    /// https://developers.facebook.com/documentation/instagram-platform/reference/instagram-media/insights
    public func figures(_ published: [Sent]) async throws -> [String: PostFigures] {
        var figures: [String: PostFigures] = [:]
        for sent in published {
            do {
                let json = try await account.api.object(sent.id, fields: "id,like_count,comments_count")
                var one = PostFigures(likes: json["like_count"].int, comments: json["comments_count"].int)
                try await insights(sent.id, &one)
                figures[sent.id] = one
            } catch let failure as Failure where failure.kind == .notFound { continue }
        }
        return figures
    }

    /// Nothing of a post that too few have seen.
    private func insights(_ id: String, _ figures: inout PostFigures) async throws {
        do {
            let json = try await account.api.get("/\(API.escaped(id))/insights", [("metric", "views,reach,shares")])
                .json
            let values = MetaFigures.values(json)
            (figures.views, figures.reach, figures.shares) = (values["views"], values["reach"], values["shares"])
        } catch let failure as Failure
            where [.unusable, .notFound].contains(failure.kind) || failure.words == "networks.needs_right"
        { return }
    }

    /// https://developers.facebook.com/documentation/instagram-platform/instagram-graph-api/reference/ig-user/content_publishing_limit
    public func allowance() async throws -> Allowance? {
        let json = try await account.api.get(
            account.edge + "/content_publishing_limit", [("fields", "config,quota_usage")]
        ).json
        return MetaFigures.allowance(json)
    }

    public func askedLimits() async throws -> AskedLimits? {
        try await allowance().map { .instagramQuota(at: clock.now(), used: $0.most - $0.left, total: $0.most) }
    }
}
