import Kernel

/// https://developers.facebook.com/docs/instagram-platform/reference/ig-user , …/ig-media , …/ig-comment
extension Instagram {
    func object(_ call: Call, _ town: Town) throws -> Answer {
        let id = call.place("object")
        let state = try town.change { try look(id, call, &$0) }
        if let state { return Answer(try node(ofContainer: id, state).shown(try GraphNode.wanted(call))) }
        return try town.read { world in
            let wanted = try GraphNode.wanted(call)
            var asked = call
            asked.places["account"] = id
            if id == "me"
                || world.accounts.contains(where: { $0.network == .instagram && [$0.id, Self.scoped($0)].contains(id) })
            {
                return Answer(try node(of: try user(asked, world), world).shown(wanted))
            }
            let item = try own(id, call, world)
            let node = item.kind == .comment ? node(ofComment: item, call, world) : node(ofMedia: item, call, world)
            return Answer(try node.shown(wanted))
        }
    }

    /// Looks at a container, which brings it nearer to its end; nil for what is none.
    private func look(_ id: String, _ call: Call, _ world: inout World) throws -> (state: String, status: String)? {
        guard var upload = world.uploads[id], upload.network == .instagram else { return nil }
        _ = try account(upload.account, call, world)
        let state = upload.look()
        world.uploads[id] = upload
        if state != .used, call.now.seconds(since: upload.createdAt) >= 86_400 {
            return ("EXPIRED", "Expired: The container was not published within 24 hours.")
        }
        switch state {
        case .failed: return ("ERROR", upload.error ?? "Error")
        case .used: return ("PUBLISHED", "Published: The container's media object has been published.")
        case .ready: return ("FINISHED", "Finished: Media has been uploaded and it is ready to be published.")
        default: return ("IN_PROGRESS", "In Progress: Media is still being processed.")
        }
    }

    private func node(ofContainer id: String, _ state: (state: String, status: String)) -> GraphNode {
        GraphNode(
            "IGMediaBuilder", standard: ["id"],
            [
                "id": { _ in .text(id) }, "status_code": { _ in .text(state.state) },
                "status": { _ in .text(state.status) },
            ])
    }

    private func node(of account: SimulatedAccount, _ world: World) -> GraphNode {
        let posts = world.items.count { $0.network == .instagram && $0.account == account.id && $0.kind == .post }
        return GraphNode(
            "IGUser", standard: ["id"],
            [
                "id": { _ in .text(Self.scoped(account)) }, "user_id": { _ in .text(account.id) },
                "username": { _ in .text(account.handle) }, "name": { _ in .text(account.name) },
                "account_type": { _ in "BUSINESS" }, "media_count": { _ in .number(posts) },
                "followers_count": { _ in 2_310 }, "follows_count": { _ in 84 }, "profile_picture_url": { _ in .null },
                "biography": { _ in .null }, "website": { _ in .null }, "ig_id": { _ in .text(account.id) },
            ])
    }

    func list(_ call: Call, _ world: World) throws -> Answer {
        let account = try user(call, world)
        let wanted = try GraphNode.wanted(call)
        let posts = world.items.filter {
            $0.network == .instagram && $0.account == account.id && $0.kind == .post && $0.isSeen(call.now)
        }
        return Answer(
            try GraphList(items: posts.reversed()).page(call) { try node(ofMedia: $0, call, world).shown(wanted) })
    }

    private func node(ofMedia item: Item, _ call: Call, _ world: World) -> GraphNode {
        let growth = Growth(item, seed: world.seed, now: call.now)
        let account = world.account(.instagram, item.account)
        let isVideo = item.media.first?.isVideo ?? false
        let isCarousel = item.extra["carousel"]?.truth ?? false
        let code = item.extra["shortcode"]?.text ?? ""
        return GraphNode(
            "IGMedia", standard: ["id"], absent: ["thumbnail_url"],
            [
                "id": { _ in .text(item.id) }, "ig_id": { _ in .text(item.id) },
                "caption": { _ in item.text.isEmpty ? .null : .text(item.text) },
                "media_type": { _ in isCarousel ? "CAROUSEL_ALBUM" : isVideo ? "VIDEO" : "IMAGE" },
                "media_product_type": { _ in isVideo && !isCarousel ? "REELS" : "FEED" },
                "media_url": { _ in Value(item.media.first.map { "\(call.origin)/media/\($0.file)" }) },
                "alt_text": { _ in Value(item.media.first?.alt) },
                "permalink": { _ in .text("https://www.instagram.com/\(isVideo ? "reel" : "p")/\(code)/") },
                "shortcode": { _ in .text(code) }, "timestamp": { _ in .text(item.createdAt.graph) },
                "username": { _ in Value(account?.handle) }, "owner": { _ in ["id": .text(item.account)] },
                "like_count": { _ in .number(growth.likes) }, "view_count": { _ in .number(growth.views) },
                "comments_count": { _ in .number(world.answers(to: item.id, on: .instagram, deep: true).count) },
                "is_comment_enabled": { _ in .truth(item.extra["comments"]?.truth ?? true) },
                "is_shared_to_feed": { _ in isVideo ? true : .null },
                "children": { _ in isCarousel ? ["data": .list(parts(item).map { ["id": .text($0)] })] : .null },
                "comments": { try comments(under: item, $0, call, world) },
            ])
    }

    private func comments(under item: Item, _ field: GraphField, _ call: Call, _ world: World) throws -> Value {
        let all = world.answers(to: item.id, on: .instagram).reversed()
        return ["data": .list(try all.map { try node(ofComment: $0, call, world).shown(field.inside) })]
    }

    private func parts(_ item: Item) -> [String] { item.media.indices.map { "\(item.id)\($0)" } }

    func children(_ call: Call, _ world: World) throws -> Answer {
        let item = try own(call.place("object"), call, world)
        return Answer(["data": .list(parts(item).map { ["id": .text($0)] })])
    }

    /// Direct ones only; those under a comment are asked for there, or by the field `replies`.
    func comments(_ call: Call, _ world: World) throws -> Answer {
        let item = try own(call.place("object"), call, world)
        let wanted = try GraphNode.wanted(call)
        let all = world.answers(to: item.id, on: .instagram)
        let list = GraphList(items: item.kind == .post ? all.reversed() : all)
        return Answer(try list.page(call, most: 50) { try node(ofComment: $0, call, world).shown(wanted) })
    }

    private func node(ofComment item: Item, _ call: Call, _ world: World) -> GraphNode {
        let growth = Growth(item, seed: world.seed, now: call.now)
        let name = item.own ? world.account(.instagram, item.account)?.handle ?? item.author : item.author
        return GraphNode(
            "IGComment", standard: ["timestamp", "text", "id"],
            [
                "id": { _ in .text(item.id) }, "text": { _ in .text(item.text) },
                "timestamp": { _ in .text(item.createdAt.graph) }, "username": { _ in .text(name) },
                "from": { _ in ["id": .text(item.authorID), "username": .text(name)] },
                "parent_id": { _ in item.parent == item.root ? .null : Value(item.parent) },
                "like_count": { _ in .number(growth.likes / 20) }, "media": { _ in ["id": Value(item.root)] },
                "hidden": { _ in .truth(item.extra["hidden"]?.truth ?? false) }, "user": { _ in .null },
                "replies": { field in
                    let all = world.answers(to: item.id, on: .instagram)
                    guard !all.isEmpty else { return .null }
                    return ["data": .list(try all.map { try node(ofComment: $0, call, world).shown(field.inside) })]
                },
            ])
    }

    func insights(_ call: Call, _ world: World) throws -> Answer {
        let item = try own(call.place("object"), call, world)
        let growth = Growth(item, seed: world.seed, now: call.now)
        let comments = world.answers(to: item.id, on: .instagram, deep: true).count
        let known = [
            "views": growth.views, "reach": growth.reach, "likes": growth.likes, "comments": comments,
            "shares": growth.shares, "saved": growth.saves,
            "total_interactions": growth.likes + comments + growth.shares + growth.saves,
            "follows": growth.saves / 4, "profile_visits": growth.clicks,
        ]
        return Answer(try GraphInsights.answer(call, id: item.id, known: known))
    }
}
