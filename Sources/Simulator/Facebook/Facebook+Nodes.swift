import Kernel

/// What the Graph shows of posts, comments, pictures and videos. Names of fields are those of the references
/// (https://developers.facebook.com/docs/graph-api/reference/page-post, …/comment, …/photo, …/video).
extension Facebook {
    func node(of post: Item, _ call: Call, _ world: World, _ town: Town) -> GraphNode {
        let page = world.account(.facebook, post.account)
        let isOut = post.isSeen(call.now)
        let own: [String: GraphNode.Show] = [
            "id": { _ in .text(post.id) }, "message": { _ in post.text.isEmpty ? .null : .text(post.text) },
            "created_time": { _ in .text((post.publishAt ?? post.createdAt).graph) },
            "updated_time": { _ in .text(post.updatedAt.graph) },
            "permalink_url": { _ in .text("https://www.facebook.com/\(post.id)") },
            "from": { _ in ["id": .text(post.account), "name": .text(page?.name ?? "")] },
            "admin_creator": { _ in ["id": .text(SimulatedPerson.id), "name": .text(SimulatedPerson.name)] },
            "is_published": { _ in .truth(isOut) }, "is_hidden": { _ in .truth(post.extra["hidden"]?.truth ?? false) },
            "is_expired": { _ in false }, "is_popular": { _ in false }, "is_spherical": { _ in false },
            "scheduled_publish_time": { _ in isOut ? .null : post.publishAt.map { .number($0.wholeSeconds) } ?? .null },
            "status_type": { _ in post.media.isEmpty ? "mobile_status_update" : "added_photos" },
            "privacy": { _ in ["value": "EVERYONE", "description": "Public"] }, "actions": { _ in [] },
            "full_picture": { _ in Value(post.media.first.map { address($0.file, call) }) },
            "picture": { _ in Value(post.media.first.map { address($0.file, call) }) },
            "attachments": { _ in attachments(post, call) },
        ]
        return GraphNode(
            "PagePost", standard: ["created_time", "message", "id"],
            absent: ["story", "message_tags", "parent_id", "properties", "application", "place", "target"],
            own.merging(edges(of: post, call, world)) { first, _ in first })
    }

    /// What others did with a post.
    private func edges(of post: Item, _ call: Call, _ world: World) -> [String: GraphNode.Show] {
        let growth = Growth(post, seed: world.seed, now: call.now)
        return [
            "shares": { _ in growth.shares > 0 ? ["count": .number(growth.shares)] : .null },
            "likes": { liked(growth.likes, $0, ["can_like": true, "has_liked": false]) },
            "reactions": { liked(growth.likes, $0, ["viewer_reaction": "NONE"]) },
            "comments": { try comments(under: post, $0, call, world) },
            "insights": { field in
                let asked = call.asking("metric", field.with["metric"] ?? "")
                return try GraphInsights.answer(asked, id: post.id, known: figures(post, world, call))
            },
        ]
    }

    func address(_ file: String, _ call: Call) -> String { "\(call.origin)/media/\(file)" }

    private func liked(_ count: Int, _ field: GraphField, _ more: [String: Value]) -> Value {
        var out: [String: Value] = ["data": []]
        if field.hasSummary {
            out["summary"] = .fields(more.merging(["total_count": .number(count)]) { first, _ in first })
        }
        return .fields(out)
    }

    private func attachments(_ post: Item, _ call: Call) -> Value {
        if post.media.isEmpty {
            guard let link = post.link else { return .null }
            return ["data": [["type": "share", "url": .text(link), "unshimmed_url": .text(link)]]]
        }
        let parts = post.media.map { shown -> Value in
            Value(there: [
                "type": shown.isVideo ? "video_inline" : "photo", "description": Value(shown.alt),
                "media": ["image": ["src": .text(address(shown.file, call)), "width": 720, "height": 480]],
                "url": .text("https://www.facebook.com/\(post.id)"),
            ])
        }
        guard parts.count > 1 else { return ["data": .list(parts)] }
        return ["data": [["type": "album", "subattachments": ["data": .list(parts)]]]]
    }

    /// The field `comments` of a post or a comment.
    private func comments(under item: Item, _ field: GraphField, _ call: Call, _ world: World) throws -> Value {
        let isDeep = field.with["filter"] == "stream"
        let all = world.answers(to: item.id, on: .facebook, deep: isDeep)
        var out: [String: Value] = [:]
        let shown = all.prefix(min(max(field.limit ?? 25, 0), 100))
        out["data"] = .list(try shown.map { try node(of: $0, call, world).shown(field.inside) })
        if field.hasSummary {
            out["summary"] = ["order": "ranked", "total_count": .number(all.count), "can_comment": true]
        }
        return .fields(out)
    }

    func node(of comment: Item, _ call: Call, _ world: World) -> GraphNode {
        let answers = world.answers(to: comment.id, on: .facebook).count
        let growth = Growth(comment, seed: world.seed, now: call.now)
        let page = "https://www.facebook.com/\(comment.root ?? "")"
        return GraphNode(
            "Comment", standard: ["created_time", "from", "message", "id"],
            absent: ["attachment", "message_tags", "application", "admin_creator"],
            [
                "id": { _ in .text(comment.id) }, "message": { _ in .text(comment.text) },
                "created_time": { _ in .text(comment.createdAt.graph) },
                "from": { _ in ["id": .text(comment.authorID), "name": .text(comment.author)] },
                "parent": { _ in parent(of: comment, world) },
                "permalink_url": { _ in .text("\(page)?comment_id=\(comment.id)") },
                "comment_count": { _ in .number(answers) }, "like_count": { _ in .number(growth.likes / 20) },
                "can_comment": { _ in true }, "can_hide": { _ in .truth(!comment.own) }, "can_like": { _ in true },
                "can_remove": { _ in true }, "can_reply_privately": { _ in .truth(!comment.own) },
                "is_hidden": { _ in .truth(comment.extra["hidden"]?.truth ?? false) }, "is_private": { _ in false },
                "user_likes": { _ in false },
                "object": { _ in comment.root.map { ["id": .text($0)] } ?? .null },
                "likes": { liked(growth.likes / 20, $0, ["can_like": true, "has_liked": false]) },
                "reactions": { liked(growth.likes / 20, $0, ["viewer_reaction": "NONE"]) },
                "comments": { try comments(under: comment, $0, call, world) },
            ])
    }

    /// The comment that another answers; a post is no parent here.
    private func parent(of comment: Item, _ world: World) -> Value {
        guard let parent = comment.parent.flatMap({ world.item(.facebook, $0) }), parent.kind == .comment else {
            return .null
        }
        return [
            "id": .text(parent.id), "message": .text(parent.text), "created_time": .text(parent.createdAt.graph),
        ]
    }

    /// - Parameter isReady: whether the video is through with its processing.
    func node(ofVideo item: Item, isReady: Bool, _ call: Call, _ world: World) -> GraphNode {
        let growth = Growth(item, seed: world.seed, now: call.now)
        let number = item.extra["video"]?.text ?? item.id
        return GraphNode(
            "Video", standard: ["updated_time", "description", "id"],
            [
                "id": { _ in .text(number) }, "description": { _ in item.text.isEmpty ? .null : .text(item.text) },
                "title": { _ in Value(item.title) }, "post_id": { _ in .text(item.id) },
                "permalink_url": { _ in .text("/\(item.account)/videos/\(number)/") },
                "created_time": { _ in .text(item.createdAt.graph) },
                "updated_time": { _ in .text(item.updatedAt.graph) },
                "from": { _ in ["id": .text(item.account), "name": .text(item.author)] },
                "length": { _ in .fraction(12.5) }, "published": { _ in .truth(item.isSeen(call.now)) },
                "views": { _ in .number(growth.views) }, "post_views": { _ in .number(growth.views) },
                "picture": { _ in .null }, "source": { _ in Value(item.media.first.map { address($0.file, call) }) },
                "scheduled_publish_time": { _ in item.publishAt.map { .number($0.wholeSeconds) } ?? .null },
                "embeddable": { _ in true }, "privacy": { _ in ["value": "EVERYONE", "description": "Public"] },
                "status": { _ in
                    [
                        "video_status": isReady ? "ready" : "processing",
                        "uploading_phase": ["status": "complete"],
                        "processing_phase": ["status": isReady ? "complete" : "in_progress"],
                        "publishing_phase": ["status": isReady ? "complete" : "not_started"],
                    ]
                },
                "likes": { liked(growth.likes, $0, ["can_like": true, "has_liked": false]) },
                "comments": { try comments(under: item, $0, call, world) },
            ])
    }
}

extension Call {
    /// The same request with one more field of the form.
    func asking(_ name: String, _ value: String) -> Call {
        var query = Form()
        query.add(name, value)
        query.add(self.query)
        var call = Call(
            network, method, path: path, query: query, headers: headers, body: body, origin: origin, now: now)
        (call.places, call.stance, call.version) = (places, stance, version)
        return call
    }
}
