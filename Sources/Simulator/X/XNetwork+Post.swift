import Kernel

/// One post as X shows it, with what was asked for beside it (https://docs.x.com/x-api/fundamentals/data-dictionary).
extension XNetwork {
    func shown(_ items: [Item], _ call: Call, _ world: World) -> [String: Value] {
        let isNew = call.query.list("tweet.fields").isEmpty
        let wanted = Set(call.query.list(isNew ? "post.fields" : "tweet.fields"))
        let expansions = Set(call.query.list("expansions"))
        var answer: [String: Value] = ["data": .list(items.map { shown($0, wanted, isNew, world, call, expansions) })]
        var includes: [String: Value] = [:]
        if expansions.contains("author_id") {
            var seen: Set<String> = []
            includes["users"] = .list(
                items.filter { seen.insert($0.authorID).inserted }.map { author($0, call, world) })
        }
        if expansions.contains("attachments.media_keys") {
            includes["media"] = .list(items.flatMap { media($0, call) })
        }
        if !includes.isEmpty { answer["includes"] = .fields(includes) }
        return answer
    }

    private func author(_ item: Item, _ call: Call, _ world: World) -> Value {
        if item.own, let account = world.account(.x, item.account) { return shown(account, call, world) }
        return ["id": .text(item.authorID), "name": .text(item.author), "username": .text(Self.handle(item.author))]
    }

    private func keys(_ item: Item) -> [String] {
        (item.extra["media"]?.list ?? []).compactMap { $0.text.map { "3_\($0)" } }
    }

    private func media(_ item: Item, _ call: Call) -> [Value] {
        zip(keys(item), item.media).map { key, shown in
            Value(there: [
                "media_key": .text(key), "type": shown.isVideo ? "video" : "photo", "alt_text": Value(shown.alt),
                "url": .text("\(call.origin)/media/\(shown.file)"),
            ])
        }
    }

    private func shown(
        _ item: Item, _ wanted: Set<String>, _ isNew: Bool, _ world: World, _ call: Call, _ expansions: Set<String>
    ) -> Value {
        let all = known(item, isNew, world, call)
        var fields = all.filter { wanted.contains($0.key) && !$0.value.isNull }
        for (name, field) in [
            ("author_id", "author_id"), ("attachments.media_keys", "attachments"),
            ("referenced_posts", "referenced_posts"), ("referenced_tweets.id", "referenced_tweets"),
            ("in_reply_to_user_id", "in_reply_to_user_id"),
        ] where expansions.contains(name) { fields[field] = all[field].flatMap { $0.isNull ? nil : $0 } }
        fields["id"] = .text(item.id)
        fields["text"] = .text(XText(item.text).shown)
        fields[isNew ? "edit_history_post_ids" : "edit_history_tweet_ids"] = [.text(item.id)]
        return .fields(fields)
    }

    /// What may be asked for of a post.
    private func known(_ item: Item, _ isNew: Bool, _ world: World, _ call: Call) -> [String: Value] {
        let growth = Growth(item, seed: world.seed, now: call.now)
        var referenced: [Value] = item.parent.map { [["type": "replied_to", "id": .text($0)]] } ?? []
        if let quoted = item.extra["quotes"]?.text { referenced.append(["type": "quoted", "id": .text(quoted)]) }
        let parent = item.parent.flatMap { world.item(.x, $0) }
        let counts = metrics(item, growth, isNew, world)
        return [
            "author_id": .text(item.authorID), "created_at": .text(item.createdAt.fractional), "lang": "fr",
            "conversation_id": .text(item.root ?? item.id), "public_metrics": counts, "possibly_sensitive": false,
            "in_reply_to_user_id": Value(parent?.authorID), "reply_settings": "everyone",
            isNew ? "referenced_posts" : "referenced_tweets": referenced.isEmpty ? .null : .list(referenced),
            "attachments": keys(item).isEmpty ? .null : ["media_keys": .list(keys(item).map { .text($0) })],
            "entities": XText(item.text).entities, "organic_metrics": item.own ? counts : .null,
            "non_public_metrics": item.own
                ? ["impression_count": .number(growth.views), "url_link_clicks": .number(growth.clicks)] : .null,
        ]
    }

    private func metrics(_ item: Item, _ growth: Growth, _ isNew: Bool, _ world: World) -> Value {
        [
            isNew ? "repost_count" : "retweet_count": .number(growth.shares),
            "reply_count": .number(world.answers(to: item.id, on: .x).count), "like_count": .number(growth.likes),
            "quote_count": .number(growth.shares / 4), "bookmark_count": .number(growth.saves),
            "impression_count": .number(growth.views),
        ]
    }
}
