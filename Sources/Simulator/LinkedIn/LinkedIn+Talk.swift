import Kernel

/// https://learn.microsoft.com/linkedin/marketing/community-management/shares/comments-api
extension LinkedIn {
    static let mostCommentLetters = 1_250

    /// A post by its name, or a comment by its own: `urn:li:comment:(urn:li:activity:1,2)`.
    private func target(_ urn: String, _ call: Call, _ world: World) throws -> Item {
        let token = try self.token(call, world)
        let id =
            urn.hasPrefix("urn:li:comment:") ? urn.dropLast().split(separator: ",").last.map(String.init) ?? urn : urn
        guard let item = world.item(.linkedin, id), let account = world.account(.linkedin, item.account),
            token.opens(account)
        else { throw refuse(.missing(urn), call) }
        return item
    }

    /// The thread that a comment hangs on: LinkedIn names it by its activity, whatever the post is called.
    private static func thread(_ post: String) -> String {
        "urn:li:activity:" + (post.split(separator: ":").last ?? "")
    }

    private static func urn(_ comment: Item) -> String {
        "urn:li:comment:(\(thread(comment.root ?? "")),\(comment.id))"
    }

    private func shown(_ comment: Item, _ call: Call, _ world: World) -> Value {
        let growth = Growth(comment, seed: world.seed, now: call.now)
        let actor = comment.own ? "urn:li:organization:\(comment.account)" : "urn:li:person:\(comment.authorID)"
        let parent = comment.parent == comment.root ? nil : comment.parent.flatMap { world.item(.linkedin, $0) }
        let answers = world.answers(to: comment.id, on: .linkedin).count
        return Value(there: [
            "id": .text(comment.id), "$URN": .text(Self.urn(comment)), "commentUrn": .text(Self.urn(comment)),
            "actor": .text(actor), "agent": comment.own ? .text("urn:li:person:\(SimulatedPerson.id)") : .null,
            "object": .text(Self.thread(comment.root ?? "")),
            "message": ["attributes": [], "text": .text(comment.text)],
            "created": ["actor": .text(actor), "time": .number(comment.createdAt.milliseconds)],
            "lastModified": ["actor": .text(actor), "time": .number(comment.updatedAt.milliseconds)],
            "parentComment": parent.map { .text(Self.urn($0)) } ?? .null,
            "likesSummary": [
                "totalLikes": .number(growth.likes / 20), "aggregatedTotalLikes": .number(growth.likes / 20),
                "likedByCurrentUser": false, "selectedLikes": [],
            ],
            "commentsSummary": answers == 0
                ? .null
                : [
                    "totalFirstLevelComments": .number(answers), "aggregatedTotalComments": .number(answers),
                    "selectedComments": [],
                ],
        ])
    }

    func comment(_ call: Call, _ world: inout World) throws -> Answer {
        let target = try self.target(call.place("object"), call, world)
        let account = try organization(call.json["actor"].text, call, world)
        guard let text = call.json["message"]["text"].text, !text.isEmpty else {
            throw Self.invalid("/message/text", "MISSING_FIELD", "a comment needs a text")
        }
        guard text.unicodeScalars.count <= Self.mostCommentLetters else {
            throw Self.invalid("/message/text", "FIELD_LENGTH_TOO_LONG", "the comment is too long")
        }
        if call.stance.rejects { throw refuse(.moderated, call) }
        let named = call.json["parentComment"].text.flatMap { try? self.target($0, call, world) }
        let parent = named ?? target
        let root = parent.root ?? parent.id
        let isDeep = parent.kind != .post && parent.parent != root
        let item = Item(
            id: world.snowflake(call.now), on: account, .comment, text: text,
            parent: isDeep ? parent.parent : parent.id,
            root: root, at: call.now)
        world.add(item)
        return Answer(201, shown(item, call, world), headers: [("x-restli-id", item.id), ("x-linkedin-id", item.id)])
    }

    /// Those directly under it, oldest first.
    func comments(_ call: Call, _ world: World) throws -> Answer {
        let target = try self.target(call.place("object"), call, world)
        let all = world.answers(to: target.id, on: .linkedin)
        let (start, count) = Self.window(call)
        return Answer(
            Self.elements(all.dropFirst(start).prefix(count).map { shown($0, call, world) }, start, count, all.count))
    }

    private func named(_ call: Call, _ world: World) throws -> Item {
        _ = try target(call.place("object"), call, world)
        let item = try target(call.place("comment"), call, world)
        guard item.kind == .comment else { throw refuse(.missing(call.place("comment")), call) }
        return item
    }

    func oneComment(_ call: Call, _ world: World) throws -> Answer {
        Answer(shown(try named(call, world), call, world))
    }

    func rewrite(_ call: Call, _ world: inout World) throws -> Answer {
        let item = try named(call, world)
        guard item.own, let place = world.place(.linkedin, item.id) else { throw refuse(.notYours, call) }
        guard let text = call.json["patch"]["message"]["$set"]["text"].text else {
            throw refuse(.malformed("The patch has no text"), call)
        }
        world.items[place].rewrite(text, at: call.now)
        return Answer(shown(world.items[place], call, world))
    }

    func deleteComment(_ call: Call, _ world: inout World) throws -> Answer {
        let item = try named(call, world)
        world.remove(.linkedin, item.id, at: call.now)
        return Answer(empty: 204)
    }

    // MARK: Summaries

    func summary(_ call: Call, _ world: World) throws -> Answer {
        let item = try target(call.place("object"), call, world)
        let growth = Growth(item, seed: world.seed, now: call.now)
        let (first, all) = (
            world.answers(to: item.id, on: .linkedin), world.answers(to: item.id, on: .linkedin, deep: true)
        )
        return Answer([
            "target": .text(item.id), "$URN": .text(item.id),
            "likesSummary": [
                "totalLikes": .number(growth.likes), "aggregatedTotalLikes": .number(growth.likes),
                "likedByCurrentUser": false, "selectedLikes": [],
            ],
            "commentsSummary": [
                "totalFirstLevelComments": .number(first.count), "aggregatedTotalComments": .number(all.count),
                "commentsState": "OPEN", "selectedComments": [],
            ],
        ])
    }

    func metadata(_ call: Call, _ world: World) throws -> Answer {
        let item = try target(call.place("object"), call, world)
        let growth = Growth(item, seed: world.seed, now: call.now)
        let (first, all) = (
            world.answers(to: item.id, on: .linkedin), world.answers(to: item.id, on: .linkedin, deep: true)
        )
        return Answer([
            "entity": .text(item.id), "commentsState": "OPEN",
            "commentSummary": ["count": .number(all.count), "topLevelCount": .number(first.count)],
            "reactionSummaries": ["LIKE": ["reactionType": "LIKE", "count": .number(growth.likes)]],
        ])
    }
}
