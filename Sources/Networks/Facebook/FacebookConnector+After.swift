import Deontology
import Foundation
public import Kernel
import Wire

/// What becomes of a publication once it is out, or may be.
extension FacebookConnector {
    public func find(_ piece: Piece, _ prepared: Prepared?, since moment: Instant) async throws -> Sent? {
        let text = piece.words.content.text
        guard piece.role != .post else {
            return try await find("/published_posts", on: page.edge, text, since: moment, own: false)
        }
        guard let parent = piece.parent else { return nil }
        let edge = "/" + API.escaped(parent.reference ?? parent.id)
        return try await find("/comments", on: edge, text, since: moment, own: true)
    }

    /// - Parameter own: whether the list holds what others say too.
    func find(
        _ list: String, on edge: String, _ text: String, since moment: Instant, own: Bool
    ) async throws -> Sent? {
        let fields = "id,message,created_time,permalink_url"
        var query: [(String, String?)] = [("fields", own ? fields + ",from{id}" : fields)]
        if own { query.append(("order", "reverse_chronological")) }
        let item = try await page.api.look(edge + list, query, time: "created_time", since: moment) { item in
            (!own || item["from"]["id"].identifier == page.id) && MetaText.same(item["message"].string, text)
        }
        guard let item, let id = Fields.id(item["id"].identifier) else { return nil }
        return Sent(id: id, url: Fields.link(item["permalink_url"].string) ?? FacebookPage.address(id))
    }

    public func edit(_ sent: Sent, _ piece: Piece, key: String) async -> Sending {
        let words = MutationValue.words(Wording(piece.words))
        let body = MutationBody.form([
            sent.reference == nil ? MutationField("message", words) : MutationField("description", words)
        ])
        let id = API.escaped(sent.reference ?? sent.id)
        return await page.api.attempt("/\(id)", body) { $0["success"].bool == true ? sent : nil }
    }

    public func delete(_ sent: Sent) async -> Sending { await page.api.remove(sent.reference ?? sent.id, sent) }

    /// Likes are reactions of every kind. Views and clicks are those that Facebook counts since 2025
    /// (https://developers.facebook.com/documentation/pages-api/platforminsights/page/deprecated-metrics).
    public func figures(_ published: [Sent]) async throws -> [String: PostFigures] {
        var found: [String: PostFigures] = [:]
        for sent in published {
            do { found[sent.id] = try await figures(of: sent) } catch let failure as Failure
                where failure.kind == .notFound
            { continue }
        }
        return found
    }

    private func figures(of sent: Sent) async throws -> PostFigures {
        var figures = PostFigures()
        if let video = sent.reference {
            let json = try await page.api.object(
                video, fields: "id,views,likes.limit(0).summary(true),comments.limit(0).summary(true)")
            figures.views = json["views"].int
            figures.likes = json["likes"]["summary"]["total_count"].int
            figures.comments = json["comments"]["summary"]["total_count"].int
        } else {
            let json = try await page.api.object(
                sent.id,
                fields: "id,shares,reactions.limit(0).summary(true),comments.filter(stream).limit(0).summary(true)")
            figures.likes = json["reactions"]["summary"]["total_count"].int
            figures.comments = json["comments"]["summary"]["total_count"].int
            figures.shares = json["shares"].isObject ? json["shares"]["count"].int : 0
        }
        try await insights(sent.id, &figures)
        return figures
    }

    /// What Facebook tells of a post to those who may read its figures; nothing of a post that few have seen.
    private func insights(_ id: String, _ figures: inout PostFigures) async throws {
        let metrics = "post_media_view,post_total_media_view_unique,post_clicks"
        do {
            let json = try await page.api.get("/\(API.escaped(id))/insights", [("metric", metrics)]).json
            let values = MetaFigures.values(json)
            figures.views = values["post_media_view"] ?? figures.views
            figures.reach = values["post_total_media_view_unique"]
            figures.clicks = values["post_clicks"]
        } catch let failure as Failure
            where [.unusable, .notFound].contains(failure.kind) || failure.words == "networks.needs_right"
        { return }
    }
}
