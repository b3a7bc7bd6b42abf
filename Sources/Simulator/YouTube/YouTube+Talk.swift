import Kernel

/// https://developers.google.com/youtube/v3/docs/commentThreads and …/comments
extension YouTube {
    /// Under one video, or under all of the channel's, newest first.
    func threads(_ call: Call, _ world: inout World) throws -> Answer {
        _ = try token(call, world)
        let parts = try self.parts(call)
        try spend(1, call, &world)
        let ids = call.query.list("id")
        let video = call.query.filled("videoId")
        let channel = call.query.filled("allThreadsRelatedToChannelId") ?? call.query.filled("channelId")
        guard video != nil || channel != nil || !ids.isEmpty else {
            throw Self.bad("missingRequiredParameter", "No filter selected.", domain: "youtube.parameter")
        }
        if let video, world.item(.youtube, video) == nil { throw Self.notFound("video") }
        let threads = world.items.filter { item in
            guard item.network == .youtube, item.kind == .comment, item.parent == item.root, item.deletedAt == nil,
                item.standing == .live
            else { return false }
            return ids.isEmpty ? video.map { item.root == $0 } ?? (item.account == channel) : ids.contains(item.id)
        }
        let known = world
        return Self.page("youtube#commentThreadListResponse", threads.reversed(), call) {
            thread($0, parts, call, known)
        }
    }

    private func thread(_ item: Item, _ parts: Set<String>, _ call: Call, _ world: World) -> Value {
        let answers = world.answers(to: item.id, on: .youtube)
        var fields: [String: Value] = [
            "kind": "youtube#commentThread", "etag": Self.etag(item), "id": .text(item.id),
        ]
        if parts.contains("snippet") {
            fields["snippet"] = [
                "channelId": .text(item.account), "videoId": Value(item.root),
                "topLevelComment": comment(item, call, world),
                "canReply": true, "totalReplyCount": .number(answers.count), "isPublic": true,
            ]
        }
        if parts.contains("replies"), !answers.isEmpty {
            fields["replies"] = ["comments": .list(answers.suffix(5).map { comment($0, call, world) })]
        }
        return .fields(fields)
    }

    private func comment(_ item: Item, _ call: Call, _ world: World) -> Value {
        let growth = Growth(item, seed: world.seed, now: call.now)
        let isPlain = call.query["textFormat"] == "plainText"
        let author = item.own ? world.account(.youtube, item.account)?.name ?? "" : item.author
        return [
            "kind": "youtube#comment", "etag": Self.etag(item), "id": .text(item.id),
            "snippet": Value(there: [
                "channelId": .text(item.account), "videoId": Value(item.root),
                "textDisplay": .text(isPlain ? item.text : HTML.lines(item.text)), "textOriginal": .text(item.text),
                "parentId": item.parent == item.root ? .null : Value(item.parent), "authorDisplayName": .text(author),
                "authorProfileImageUrl": "",
                "authorChannelUrl": .text("http://www.youtube.com/channel/\(item.authorID)"),
                "authorChannelId": ["value": .text(item.authorID)], "canRate": true, "viewerRating": "none",
                "likeCount": .number(growth.likes / 20), "publishedAt": .text(item.createdAt.iso8601),
                "updatedAt": .text(item.updatedAt.iso8601),
            ]),
        ]
    }

    func comments(_ call: Call, _ world: inout World) throws -> Answer {
        _ = try token(call, world)
        _ = try parts(call)
        try spend(1, call, &world)
        let ids = call.query.list("id")
        let parent = call.query.filled("parentId")
        guard parent != nil || !ids.isEmpty else {
            throw Self.bad("missingRequiredParameter", "No filter selected.", domain: "youtube.parameter")
        }
        let found =
            parent.map { world.answers(to: $0, on: .youtube) }
            ?? ids.compactMap { world.item(.youtube, $0) }.filter { $0.kind == .comment }
        let known = world
        return Self.page("youtube#commentListResponse", found, call) { comment($0, call, known) }
    }

    /// A comment of ours under a video.
    func start(_ call: Call, _ world: inout World) throws -> Answer {
        let channel = try self.channel(call, world)
        let parts = try self.parts(call)
        try spend(50, call, &world)
        let snippet = call.json["snippet"]
        guard let video = snippet["videoId"].text, world.item(.youtube, video) != nil else {
            throw Self.notFound("video")
        }
        let item = try said(
            snippet["topLevelComment"]["snippet"]["textOriginal"].text, under: video, video, channel, call, &world)
        return Answer(thread(item, parts, call, world))
    }

    /// An answer of ours. An answer to an answer stands beside it.
    func reply(_ call: Call, _ world: inout World) throws -> Answer {
        let channel = try self.channel(call, world)
        _ = try parts(call)
        try spend(50, call, &world)
        guard let parent = call.json["snippet"]["parentId"].text.flatMap({ world.item(.youtube, $0) }),
            parent.kind == .comment, let root = parent.root
        else {
            throw GoogleError(
                404, "NOT_FOUND", "The specified parent comment could not be found.", reason: "parentCommentNotFound",
                domain: "youtube.comment"
            ).refusal
        }
        let under = parent.parent == root ? parent.id : parent.parent ?? parent.id
        let item = try said(call.json["snippet"]["textOriginal"].text, under: under, root, channel, call, &world)
        return Answer(comment(item, call, world))
    }

    private func said(
        _ text: String?, under parent: String, _ root: String, _ channel: SimulatedAccount, _ call: Call,
        _ world: inout World
    ) throws -> Item {
        guard let text, !text.isEmpty else {
            throw Self.bad(
                "commentTextRequired", "The comment resource must specify a text.", domain: "youtube.comment")
        }
        guard text.unicodeScalars.count <= 10_000 else {
            throw Self.bad("commentTextTooLong", "The comment text is too long.", domain: "youtube.comment")
        }
        if call.stance.rejects { throw refuse(.moderated, call) }
        let id = parent == root ? world.word(26) : "\(parent).\(world.word(22))"
        let item = Item(id: id, on: channel, .comment, text: text, parent: parent, root: root, at: call.now)
        world.add(item)
        return item
    }

    private func own(_ id: String, _ call: Call, _ world: World) throws -> Int {
        guard let place = world.place(.youtube, id), world.items[place].kind == .comment else {
            throw Self.notFound("comment")
        }
        _ = try account(world.items[place].account, call, world)
        return place
    }

    func rewrite(_ call: Call, _ world: inout World) throws -> Answer {
        try spend(50, call, &world)
        let place = try own(call.json["id"].text ?? "", call, world)
        guard world.items[place].own else { throw refuse(.notYours, call) }
        guard let text = call.json["snippet"]["textOriginal"].text, !text.isEmpty else {
            throw Self.bad(
                "commentTextRequired", "The comment resource must specify a text.", domain: "youtube.comment")
        }
        world.items[place].rewrite(text, at: call.now)
        return Answer(comment(world.items[place], call, world))
    }

    func deleteComment(_ call: Call, _ world: inout World) throws -> Answer {
        try spend(50, call, &world)
        let id = call.query["id"] ?? ""
        _ = try own(id, call, world)
        world.remove(.youtube, id, at: call.now)
        return Answer(empty: 204)
    }

    func moderate(_ call: Call, _ world: inout World) throws -> Answer {
        try spend(50, call, &world)
        for id in call.query.list("id") {
            let place = try own(id, call, world)
            world.items[place].standing = call.query["moderationStatus"] == "rejected" ? .rejected : .live
        }
        return Answer(empty: 204)
    }
}
