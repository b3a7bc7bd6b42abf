import Kernel

/// https://docs.x.com/x-api/posts/lookup , …/timelines , …/search . The names of fields are those of `tweet.fields`
/// where the request uses it, and of `post.fields` otherwise.
extension XNetwork {
    func lookup(_ call: Call, _ world: World) throws -> Answer {
        _ = try token(call, world)
        let ids = call.query.list("ids")
        guard (1...100).contains(ids.count) else {
            throw Refusal(Self.invalid("The number of values in the `ids` query parameter is not between 1 and 100"))
        }
        let found = ids.compactMap { world.item(.x, $0) }
        let lost = ids.filter { world.item(.x, $0) == nil }
        var answer = shown(found, call, world)
        if found.isEmpty { answer["data"] = nil }
        if !lost.isEmpty { answer["errors"] = .list(lost.map { Self.absent($0) }) }
        return Answer(.fields(answer))
    }

    func one(_ call: Call, _ world: World) throws -> Answer {
        _ = try token(call, world)
        guard let item = world.item(.x, call.place("post")) else { return Self.missing(call.place("post")) }
        var answer = shown([item], call, world)
        answer["data"] = answer["data"]?[0]
        return Answer(.fields(answer))
    }

    func timeline(_ call: Call, _ world: World) throws -> Answer {
        let account = try self.account(call.place("user"), call, world)
        let without = call.query.list("exclude")
        return try page(call, world) { item in
            item.account == account.id && item.own && !(without.contains("replies") && item.parent != nil)
        }
    }

    /// What names the account, and what answers it.
    func mentions(_ call: Call, _ world: World) throws -> Answer {
        let account = try self.account(call.place("user"), call, world)
        let name = "@" + account.handle.lowercased()
        return try page(call, world) { item in
            !item.own && item.account == account.id && (item.text.lowercased().contains(name) || item.parent != nil)
        }
    }

    /// `conversation_id:`, `from:`, `to:` and plain words, all of which must fit.
    func search(_ call: Call, _ world: World) throws -> Answer {
        _ = try token(call, world)
        guard let query = call.query.filled("query"), query.count <= 512 else {
            throw Refusal(Self.invalid("The `query` query parameter can not be empty"))
        }
        let words = query.split(separator: " ").map { $0.lowercased() }
        return try page(call, world) { item in
            guard call.now.seconds(since: item.createdAt) < 7 * 86_400 else { return false }
            return words.allSatisfy { word in
                let parts = word.split(separator: ":", maxSplits: 1).map(String.init)
                let name = handle(item, world).lowercased()
                switch (parts[0], parts.count > 1 ? parts[1] : "") {
                case ("conversation_id", let id): return (item.root ?? item.id) == id
                case ("from", let from): return name == from
                case ("-from", let from): return name != from
                case ("to", let to): return world.account(.x, item.account)?.handle.lowercased() == to && !item.own
                case ("-is", _): return true
                default: return item.text.lowercased().contains(word)
                }
            }
        }
    }

    private func page(_ call: Call, _ world: World, _ belongs: (Item) -> Bool) throws -> Answer {
        let most = call.query.number("max_results") ?? 10
        guard (5...100).contains(most) else {
            throw Refusal(Self.invalid("The `max_results` query parameter value [\(most)] is not between 5 and 100"))
        }
        let (since, until) = (call.query.filled("since_id"), call.query.filled("until_id"))
        let start = call.query.filled("start_time").flatMap { Instant(iso8601: $0) }
        let end = call.query.filled("end_time").flatMap { Instant(iso8601: $0) }
        let items = world.items.filter { item in
            item.network == .x && item.isSeen(call.now) && belongs(item)
                && since.map { Self.isLater(item.id, $0) } ?? true
                && until.map { Self.isLater($0, item.id) } ?? true && start.map { item.createdAt >= $0 } ?? true
                && end.map { item.createdAt < $0 } ?? true
        }.sorted { Self.isLater($0.id, $1.id) }
        let name = call.query["pagination_token"] == nil ? "next_token" : "pagination_token"
        let from = call.query.start(name, after: "7140d")
        let shown = Array(items.dropFirst(from).prefix(most))
        guard let first = shown.first, let last = shown.last else { return Answer(["meta": ["result_count": 0]]) }
        var answer = self.shown(shown, call, world)
        var meta: [String: Value] = [
            "result_count": .number(shown.count), "newest_id": .text(first.id), "oldest_id": .text(last.id),
        ]
        if from + shown.count < items.count {
            meta["next_token"] = .text("7140d\(from + shown.count)")
        }
        answer["meta"] = .fields(meta)
        return Answer(.fields(answer))
    }

    /// Numbers of X are longer than they are compared as texts.
    static func isLater(_ one: String, _ other: String) -> Bool {
        one.count == other.count ? one > other : one.count > other.count
    }

    func handle(_ item: Item, _ world: World) -> String {
        item.own ? world.account(.x, item.account)?.handle ?? "" : Self.handle(item.author)
    }

    static func handle(_ name: String) -> String {
        let letters = name.lowercased().unicodeScalars.filter { ("a"..."z").contains($0) || ("0"..."9").contains($0) }
        return letters.isEmpty ? "visiteur" : String(String.UnicodeScalarView(letters.prefix(15)))
    }
}
