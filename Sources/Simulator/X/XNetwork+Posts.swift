import Foundation
import Kernel

/// https://docs.x.com/x-api/posts/create-post and …/delete-post
extension XNetwork {
    private static let known: Set<String> = [
        "text", "media", "reply", "quote_tweet_id", "reply_settings", "poll", "geo", "for_super_followers_only",
        "direct_message_deep_link", "community_id", "card_uri", "edit_options", "made_with_ai", "nullcast",
        "paid_partnership", "share_with_followers",
    ]

    func publish(_ call: Call, _ world: inout World) throws -> Answer {
        let account = try accounts(call, world)[0]
        try ration("publish", call, world)
        let media = try attached(call.json["media"], account, world)
        let text = try self.text(call.json, alone: media.isEmpty)
        let parent = try self.parent(call.json["reply"], world)
        if call.stance.rejects { throw refuse(.moderated, call) }
        let isSaid = world.items.contains { item in
            item.network == .x && item.account == account.id && item.own && item.deletedAt == nil && item.text == text
                && item.parent == parent?.id && call.now.seconds(since: item.createdAt) < 86_400 && media.isEmpty
        }
        if isSaid { throw refuse(.duplicate, call) }
        var item = Item(
            id: world.snowflake(call.now), on: account, parent == nil ? .post : .reply, text: text, media: media,
            parent: parent?.id, root: parent.map { $0.root ?? $0.id }, at: call.now)
        item.extra["media"] = .list(call.json["media"]["media_ids"].list)
        item.extra["quotes"] = call.json["quote_tweet_id"]
        world.add(item)
        // The schema and the guides name the last one differently.
        let data: Value = [
            "id": .text(item.id), "text": .text(XText(text).shown), "edit_history_post_ids": [.text(item.id)],
            "edit_history_tweet_ids": [.text(item.id)],
        ]
        return Answer(201, ["data": data])
    }

    /// The words of a post. Throws for what is no post, for fields that X does not know, and for a text that is too long.
    private func text(_ post: Value, alone: Bool) throws -> String {
        guard case .fields(let fields) = post else { throw Refusal(Self.invalid("The body is no JSON object.")) }
        if let strange = fields.keys.sorted().first(where: { !Self.known.contains($0) }) {
            throw Refusal(Self.invalid("$.\(strange.prefix(40)): is not defined in the schema"))
        }
        let text = post["text"].text ?? ""
        guard !text.trimmingCharacters(in: .whitespacesAndNewlines).isEmpty || !alone else {
            throw Refusal(Self.invalid("$.text: a post needs a text or media"))
        }
        guard Self.weight(text) <= 280 else {
            throw Refusal(
                Self.invalid("Your Tweet text is too long.", ["text": .list([.text(String(text.prefix(60)))])]))
        }
        return text
    }

    private func attached(_ media: Value, _ account: SimulatedAccount, _ world: World) throws -> [Item.Shown] {
        guard !media.isNull else { return [] }
        let ids = media["media_ids"].list.compactMap(\.text)
        let uploads = ids.compactMap { world.uploads[$0] }.filter {
            $0.network == .x && $0.account == account.id && [.ready, .used].contains($0.state) && $0.file != nil
        }
        let isSound = !ids.isEmpty && uploads.count == ids.count
        guard isSound else {
            throw Refusal(
                Self.invalid("Your media IDs are invalid.", ["media.media_ids": .list(ids.map { .text($0) })]))
        }
        let videos = uploads.count { $0.fields["kind"] != "image" }
        guard uploads.count <= 4, videos == 0 || uploads.count == 1 else {
            throw Refusal(Self.invalid("A post has four images at most, or one video, or one GIF."))
        }
        return uploads.compactMap { upload in
            upload.file.map {
                Item.Shown(file: $0, alt: upload.fields["alt"].text, isVideo: upload.fields["kind"] == "video")
            }
        }
    }

    private func parent(_ reply: Value, _ world: World) throws -> Item? {
        guard !reply.isNull else { return nil }
        guard let id = reply["in_reply_to_tweet_id"].text, let item = world.item(.x, id) else {
            throw Refusal(
                Self.problem(
                    403, "Forbidden", "You attempted to reply to a Tweet that is deleted or not visible to you."))
        }
        return item
    }

    /// Roughly: scalars, of which some weigh two, and 23 for an address.
    static func weight(_ text: String) -> Int {
        text.precomposedStringWithCanonicalMapping.split(separator: " ", omittingEmptySubsequences: false)
            .reduce(-1) { sum, word in
                if word.contains("http://") || word.contains("https://") { return sum + 1 + 23 }
                return sum + 1
                    + word.reduce(0) { sum, character in
                        let isEmoji = character.unicodeScalars.contains { $0.properties.isEmojiPresentation }
                        if isEmoji { return sum + 2 }
                        return sum + character.unicodeScalars.reduce(0) { $0 + (isLight($1.value) ? 1 : 2) }
                    }
            }
    }

    private static func isLight(_ value: UInt32) -> Bool {
        [0...0x10FF, 0x2000...0x200D, 0x2010...0x201F, 0x2032...0x2037].contains { $0.contains(value) }
    }

    func delete(_ call: Call, _ world: inout World) throws -> Answer {
        let account = try accounts(call, world)[0]
        try ration("delete", call, world)
        guard let item = world.item(.x, call.place("post")) else {
            return Answer(["data": ["deleted": true]])
        }
        guard item.own, item.account == account.id else { throw refuse(.notYours, call) }
        // What answers it stays: only this one goes.
        if let place = world.place(.x, item.id) { world.items[place].deletedAt = call.now }
        return Answer(["data": ["deleted": true]])
    }

    func hide(_ call: Call, _ world: inout World) throws -> Answer {
        _ = try accounts(call, world)
        guard let hidden = call.json["hidden"].truth, let place = world.place(.x, call.place("post")) else {
            throw Refusal(Self.missing(call.place("post")))
        }
        world.items[place].extra["hidden"] = .truth(hidden)
        return Answer(["data": ["hidden": .truth(hidden)]])
    }
}
