import Deontology
import Foundation
public import Kernel
import Wire

/// What becomes of a publication once it is out, or may be.
extension ThreadsConnector {
    /// Among our latest by its words; one without words by its container, which knows that it was published.
    public func find(_ piece: Piece, _ prepared: Prepared?, since moment: Instant) async throws -> Sent? {
        let text = piece.words.content.text
        if piece.role != .post {
            guard let parent = piece.parent else { return nil }
            return try await find(text, under: parent.id, since: moment)
        }
        var isPublished = false
        if MetaText.letters(text).isEmpty, let container = prepared?.values["container"] {
            isPublished = try await account.api.object(container, fields: "status")["status"].string == "PUBLISHED"
        }
        return try await look("/threads", "id,text,timestamp,permalink", since: moment) { item in
            isPublished || MetaText.same(item["text"].string, text)
        }
    }

    /// What we have answered to `parent`, among our latest answers.
    func find(_ text: String, under parent: String, since moment: Instant) async throws -> Sent? {
        try await look("/replies", "id,text,timestamp,permalink,replied_to", since: moment) { item in
            item["replied_to"]["id"].identifier == parent && MetaText.same(item["text"].string, text)
        }
    }

    private func look(
        _ list: String, _ fields: String, since moment: Instant, _ isIt: (JSON) -> Bool
    ) async throws -> Sent? {
        let item = try await account.api.look(
            account.edge + list, [("fields", fields)], time: "timestamp", since: moment, isIt)
        guard let item, let id = Fields.id(item["id"].identifier) else { return nil }
        return Sent(id: id, url: Fields.link(item["permalink"].string))
    }

    /// https://developers.facebook.com/documentation/threads/posts/delete-posts
    public func delete(_ sent: Sent) async -> Sending { await account.api.remove(sent.id, sent) }

    /// https://developers.facebook.com/documentation/threads/insights ; shares are reposts, quotes and shares
    /// elsewhere.
    public func figures(_ published: [Sent]) async throws -> [String: PostFigures] {
        var figures: [String: PostFigures] = [:]
        for sent in published {
            do {
                let json = try await account.api.get(
                    "/\(API.escaped(sent.id))/insights", [("metric", "views,likes,replies,reposts,quotes,shares")]
                ).json
                let values = MetaFigures.values(json)
                let shares = ["reposts", "quotes", "shares"].compactMap { values[$0] }
                figures[sent.id] = PostFigures(
                    views: values["views"], likes: values["likes"], comments: values["replies"],
                    shares: shares.isEmpty ? nil : shares.reduce(0, +))
            } catch let failure as Failure where failure.kind == .notFound || failure.kind == .unusable { continue }
        }
        return figures
    }

    /// https://developers.facebook.com/documentation/threads/overview (250 posts in 24 hours).
    public func allowance() async throws -> Allowance? {
        let json = try await account.api.get(
            account.edge + "/threads_publishing_limit", [("fields", "quota_usage,config")]
        ).json
        return MetaFigures.allowance(json)
    }

    public func askedLimits() async throws -> AskedLimits? {
        try await allowance().map { .threadsQuota(at: clock.now(), used: $0.most - $0.left, total: $0.most) }
    }
}
