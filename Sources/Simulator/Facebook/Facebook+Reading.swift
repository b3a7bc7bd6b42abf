import Kernel

extension Facebook {
    /// Our posts, newest first.
    func posts(_ call: Call, _ world: World, _ town: Town, scheduled: Bool = false) throws -> Answer {
        let page = try self.page(call, world)
        let wanted = try GraphNode.wanted(call)
        let posts = world.items.filter { item in
            item.network == .facebook && item.account == page.id && item.kind == .post && item.deletedAt == nil
                && (scheduled ? item.publishAt.map { $0 > call.now } ?? false : item.isSeen(call.now))
        }
        let list = GraphList(items: posts.reversed())
        return Answer(try list.page(call) { try node(of: $0, call, world, town).shown(wanted) })
    }

    /// What is said under something; all of it with `filter=stream`.
    func comments(_ call: Call, _ world: World, _ town: Town) throws -> Answer {
        let item = try own(call.place("object"), call, world)
        let wanted = try GraphNode.wanted(call)
        var all = world.answers(to: item.id, on: .facebook, deep: call.form["filter"] == "stream")
        if call.form["order"]?.hasPrefix("reverse") ?? false { all.reverse() }
        var page = try GraphList(items: all).page(call) { try node(of: $0, call, world).shown(wanted) }
        if call.form.truth("summary") == true {
            page["summary"] = ["order": "chronological", "total_count": .number(all.count), "can_comment": true]
        }
        return Answer(page)
    }

    /// Recommendations are answered up to v21.0; later versions say error 12
    /// (https://developers.facebook.com/docs/graph-api/reference/recommendation).
    func ratings(_ call: Call, _ world: World) throws -> Answer {
        let page = try self.page(call, world)
        if let version = call.version.flatMap({ Double($0.dropFirst()) }), version >= 22 {
            throw GraphError(12, "(#12) This endpoint is deprecated for versions v22.0 and higher").refusal
        }
        let wanted = try GraphNode.wanted(call)
        let reviews = world.items.filter {
            $0.network == .facebook && $0.account == page.id && $0.kind == .review && $0.deletedAt == nil
        }
        let asked =
            wanted.isEmpty
            ? ["created_time", "reviewer", "recommendation_type", "review_text"].map { GraphField(name: $0) } : wanted
        return Answer(
            try GraphList(items: reviews.reversed()).page(call) { review in
                let node = GraphNode(
                    "Recommendation", standard: [],
                    [
                        "created_time": { _ in .text(review.createdAt.graph) },
                        "has_rating": { _ in .truth(review.rating != nil) },
                        "rating": { _ in review.rating.map { .number($0) } ?? .null },
                        "has_review": { _ in .truth(!review.text.isEmpty) },
                        "recommendation_type": { _ in (review.rating ?? 5) >= 4 ? "positive" : "negative" },
                        "review_text": { _ in review.text.isEmpty ? .null : .text(review.text) },
                        "reviewer": { _ in ["name": .text(review.author), "id": .text(review.authorID)] },
                        "open_graph_story": { _ in ["id": .text(review.id)] }, "id": { _ in .null },
                    ])
                return try node.shown(asked)
            })
    }

    /// Whether a video is through with its processing; each look brings it nearer.
    func look(_ id: String, _ world: inout World) -> Bool {
        guard let place = world.items.lastIndex(where: { $0.extra["video"]?.text == id }),
            world.items[place].pollsLeft > 0
        else { return true }
        world.items[place].pollsLeft -= 1
        return false
    }

    func object(_ call: Call, _ town: Town) throws -> Answer {
        let isReady = town.change { look(call.place("object"), &$0) }
        return try town.read { try object(call, $0, town, isReady) }
    }

    private func object(_ call: Call, _ world: World, _ town: Town, _ isReady: Bool) throws -> Answer {
        let id = call.place("object")
        let wanted = try GraphNode.wanted(call)
        if let page = world.account(.facebook, id) {
            let token = try self.token(call, world)
            return Answer(
                try node(of: page, world, token: token.opens(page) ? token.value : nil).shown(wanted))
        }
        if let upload = world.uploads[id], upload.network == .facebook, upload.purpose == "photo" {
            _ = try account(upload.account, call, world)
            return Answer(try node(ofPhoto: upload, call).shown(wanted))
        }
        let item = try own(id, call, world)
        if item.kind == .comment { return Answer(try node(of: item, call, world).shown(wanted)) }
        if item.extra["video"]?.text == id {
            return Answer(try node(ofVideo: item, isReady: isReady, call, world).shown(wanted))
        }
        return Answer(try node(of: item, call, world, town).shown(wanted))
    }

    private func node(ofPhoto upload: Upload, _ call: Call) -> GraphNode {
        GraphNode(
            "Photo", standard: ["created_time", "name", "id"],
            [
                "id": { _ in .text(upload.id) }, "created_time": { _ in .text(upload.createdAt.graph) },
                "name": { _ in upload.fields["name"].text.flatMap { $0.isEmpty ? nil : .text($0) } ?? .null },
                "alt_text": { _ in upload.fields["alt"] }, "alt_text_custom": { _ in upload.fields["alt"] },
                "link": { _ in .text("https://www.facebook.com/photo.php?fbid=\(upload.id)") },
                "images": { _ in [["source": .text(address(upload.file ?? "", call)), "width": 720, "height": 480]] },
                "from": { _ in ["id": .text(upload.account)] }, "page_story_id": { _ in Value(upload.item) },
                "picture": { _ in .text(address(upload.file ?? "", call)) }, "width": { _ in 720 },
                "height": { _ in 480 },
            ])
    }

    // MARK: Figures

    func insights(_ call: Call, _ world: World, _ town: Town) throws -> Answer {
        let item = try own(call.place("object"), call, world)
        return Answer(try GraphInsights.answer(call, id: item.id, known: figures(item, world, call)))
    }

    /// By the names of https://developers.facebook.com/docs/graph-api/reference/insights ; those that end in November
    /// 2025 are gone.
    func figures(_ item: Item, _ world: World, _ call: Call) -> [String: Int] {
        let growth = Growth(item, seed: world.seed, now: call.now)
        return [
            "post_media_view": growth.views, "post_total_media_view_unique": growth.reach,
            "post_clicks": growth.clicks, "post_reactions_like_total": growth.likes,
            "post_reactions_by_type_total": growth.likes, "post_video_views": growth.views,
            "post_impressions_unique": growth.reach, "post_video_avg_time_watched": 4_200,
        ]
    }
}
