import Kernel

/// https://developers.facebook.com/docs/threads/retrieve-and-discover-posts and …/insights
extension Threads {
    func object(_ call: Call, _ town: Town) throws -> Answer {
        let id = call.place("object")
        let wanted = try GraphNode.wanted(call)
        if let state = try town.change({ try look(id, call, &$0) }) {
            let node = GraphNode(
                "ThreadsContainer", standard: ["id", "status"],
                [
                    "id": { _ in .text(id) }, "status": { _ in .text(state.status) },
                    "error_message": { _ in Value(state.error) },
                ])
            return Answer(try node.shown(wanted))
        }
        return try town.read { world in
            if id == "me" || world.account(.threads, id) != nil {
                var asked = call
                asked.places["account"] = id
                return Answer(try node(of: try user(asked, world)).shown(wanted))
            }
            return Answer(try node(of: try own(id, call, world), call, world).shown(wanted))
        }
    }

    private func look(_ id: String, _ call: Call, _ world: inout World) throws -> (status: String, error: String?)? {
        guard var upload = world.uploads[id], upload.network == .threads else { return nil }
        _ = try account(upload.account, call, world)
        let state = upload.look()
        world.uploads[id] = upload
        if state != .used, call.now.seconds(since: upload.createdAt) >= 86_400 { return ("EXPIRED", nil) }
        return (state.rawValue, state == .failed ? upload.error : nil)
    }

    private func node(of account: SimulatedAccount) -> GraphNode {
        GraphNode(
            "ThreadsUser", standard: ["id"],
            [
                "id": { _ in .text(account.id) }, "username": { _ in .text(account.handle) },
                "name": { _ in .text(account.name) }, "threads_profile_picture_url": { _ in .null },
                "threads_biography": { _ in .null }, "is_verified": { _ in false },
            ])
    }

    /// Something that was published is another kind of thing than its container: it has no `status`.
    private func node(of item: Item, _ call: Call, _ world: World) -> GraphNode {
        let account = world.account(.threads, item.account)
        let name = item.own ? account?.handle ?? "" : item.author
        let answers = world.answers(to: item.id, on: .threads)
        let isCarousel = item.media.count > 1
        let kind = item.media.first.map { $0.isVideo ? "VIDEO" : "IMAGE" } ?? "TEXT_POST"
        let code = item.extra["shortcode"]?.text ?? String(item.id.suffix(8))
        return GraphNode(
            "ThreadsMedia", standard: ["id"],
            absent: [
                "thumbnail_url", "quoted_post", "reposted_post", "profile_picture_url", "gif_url", "poll_attachment",
                "location_id", "location",
            ],
            [
                "id": { _ in .text(item.id) }, "media_product_type": { _ in "THREADS" },
                "media_type": { _ in isCarousel ? "CAROUSEL_ALBUM" : .text(kind) },
                "media_url": { _ in Value(item.media.first.map { "\(call.origin)/media/\($0.file)" }) },
                "permalink": { _ in .text("https://www.threads.net/@\(name)/post/\(code)") },
                "owner": { _ in item.own ? ["id": .text(item.account)] : .null }, "username": { _ in .text(name) },
                "text": { _ in item.text.isEmpty ? .null : .text(item.text) },
                "timestamp": { _ in .text(item.createdAt.graph) }, "shortcode": { _ in .text(code) },
                "alt_text": { _ in Value(item.media.first?.alt) },
                "children": { _ in isCarousel ? children(item) : .null },
                "is_quote_post": { _ in false },
                "has_replies": { _ in .truth(!answers.isEmpty) }, "is_reply": { _ in .truth(item.parent != nil) },
                "is_reply_owned_by_me": { _ in .truth(item.own) },
                "root_post": { _ in item.root.map { ["id": .text($0)] } ?? .null },
                "replied_to": { _ in item.parent.map { ["id": .text($0)] } ?? .null },
                "hide_status": { _ in (item.extra["hidden"]?.truth ?? false) ? "HIDDEN" : "NOT_HUSHED" },
                "reply_audience": { _ in "EVERYONE" }, "link_attachment_url": { _ in Value(item.link) },
                "topic_tag": { _ in item.extra["topic_tag"] ?? .null }, "is_verified": { _ in false },
            ])
    }

    private func children(_ item: Item) -> Value {
        ["data": .list(item.media.indices.map { ["id": .text("\(item.id)\($0)")] })]
    }

    func list(_ call: Call, _ world: World, _ belongs: (Item) -> Bool) throws -> Answer {
        let account = try user(call, world)
        let wanted = try GraphNode.wanted(call)
        let since = call.form.filled("since").flatMap { Int($0).map { Instant(seconds: Double($0)) } }
        let items = world.items.filter { item in
            item.network == .threads && item.account == account.id && item.isSeen(call.now) && belongs(item)
                && since.map { item.createdAt >= $0 } ?? true
        }
        return Answer(try GraphList(items: items.reversed()).page(call) { try node(of: $0, call, world).shown(wanted) })
    }

    /// What is said under a post; of an account, what it has said under others' posts.
    func replies(_ call: Call, _ world: World, deep: Bool) throws -> Answer {
        let id = call.place("object")
        if id == "me" || world.account(.threads, id) != nil {
            var asked = call
            asked.places["account"] = id
            return try list(asked, world) { $0.own && $0.kind == .reply }
        }
        let item = try own(id, call, world)
        let wanted = try GraphNode.wanted(call)
        var all = world.answers(to: item.id, on: .threads, deep: deep)
        if call.form.truth("reverse") != false { all.reverse() }
        return Answer(try GraphList(items: all).page(call) { try node(of: $0, call, world).shown(wanted) })
    }

    func insights(_ call: Call, _ world: World) throws -> Answer {
        let item = try own(call.place("object"), call, world)
        let growth = Growth(item, seed: world.seed, now: call.now)
        let known = [
            "views": growth.views, "likes": growth.likes,
            "replies": world.answers(to: item.id, on: .threads, deep: true).count, "reposts": growth.shares,
            "quotes": growth.shares / 3, "shares": growth.saves,
        ]
        return Answer(try GraphInsights.answer(call, id: item.id, known: known))
    }
}
