import Kernel

/// https://learn.microsoft.com/linkedin/marketing/community-management/shares/posts-api
extension LinkedIn {
    static let mostLetters = 3_000

    func publish(_ call: Call, _ world: inout World) throws -> Answer {
        let post = call.json
        let account = try organization(post["author"].text, call, world)
        let commentary = try check(post, call)
        let media = try self.media(post["content"], account, world)
        if call.stance.rejects { throw refuse(.moderated, call) }
        let old = world.items.last { item in
            item.network == .linkedin && item.account == account.id && item.kind == .post && item.deletedAt == nil
                && item.text == commentary && item.extra["content"] == post["content"]
                && call.now.seconds(since: item.createdAt) < 86_400
        }
        if let old { throw Self.duplicate(old.id) }
        let kind = media.contains(where: \.isVideo) ? "ugcPost" : "share"
        var item = Item(
            id: "urn:li:\(kind):\(world.snowflake(call.now))", on: account, text: commentary, media: media, at: call.now
        )
        item.title = post["content"]["article"]["title"].text ?? post["content"]["media"]["title"].text
        item.link = post["content"]["article"]["source"].text
        item.extra["content"] = post["content"]
        item.extra["visibility"] = post["visibility"]
        item.extra["distribution"] = post["distribution"]
        if post["lifecycleState"].text == "DRAFT" { item.standing = .hidden }
        world.add(item)
        return Answer(
            empty: 201,
            headers: [
                ("x-restli-id", item.id), ("x-linkedin-id", item.id),
                ("Location", "/rest/posts/\(Form.encoded(item.id))"), ("Content-Length", "0"),
            ])
    }

    /// The fields that must be there; gives the text.
    private func check(_ post: Value, _ call: Call) throws -> String {
        guard let commentary = post["commentary"].text else {
            throw Self.invalid("/commentary", "MISSING_FIELD", "commentary is required")
        }
        guard commentary.unicodeScalars.count <= Self.mostLetters else {
            throw Self.invalid("/commentary", "FIELD_LENGTH_TOO_LONG", "commentary is longer than 3000 characters")
        }
        guard ["PUBLISHED", "DRAFT"].contains(post["lifecycleState"].text ?? "") else {
            throw Self.invalid("/lifecycleState", "MISSING_FIELD", "lifecycleState is required")
        }
        guard ["PUBLIC", "LOGGED_IN", "CONNECTIONS", "CONTAINER"].contains(post["visibility"].text ?? "") else {
            throw Self.invalid("/visibility", "MISSING_FIELD", "visibility is required")
        }
        guard ["MAIN_FEED", "NONE"].contains(post["distribution"]["feedDistribution"].text ?? "") else {
            throw Self.invalid("/distribution", "MISSING_FIELD", "distribution is required")
        }
        guard !commentary.isEmpty || !post["content"].isNull else {
            throw Self.invalid("/commentary", "MISSING_FIELD", "a post needs a text or a content")
        }
        return commentary
    }

    /// One picture, video or document; or two to twenty pictures.
    private func media(_ content: Value, _ account: SimulatedAccount, _ world: World) throws -> [Item.Shown] {
        let several = content["multiImage"]["images"].list
        if !content["multiImage"].isNull, !(2...20).contains(several.count) {
            throw Self.invalid("/content/multiImage", "INVALID_CONTENT", "between 2 and 20 images are needed")
        }
        let all = several + (content["media"].isNull ? [] : [content["media"]])
        return try all.map { one in
            guard let urn = one["id"].text, let upload = world.uploads[urn], upload.network == .linkedin,
                upload.account == account.id, let file = upload.file
            else { throw Self.invalid("/content", "INVALID_URN_ID", "the media is not one of the author's") }
            guard upload.state == .ready || upload.state == .used else {
                throw Self.invalid("/content", "MEDIA_ASSET_WAITING_UPLOAD", "the media is not ready")
            }
            return Item.Shown(file: file, alt: one["altText"].text, isVideo: upload.purpose == "video")
        }
    }

    // MARK: Reading

    private func find(_ urn: String, _ world: World) -> Item? {
        world.items.last { $0.network == .linkedin && $0.id == urn && $0.kind == .post && $0.deletedAt == nil }
    }

    private func mine(_ call: Call, _ world: World) throws -> Item {
        _ = try token(call, world)
        guard let item = find(call.place("post"), world) else { throw refuse(.missing(call.place("post")), call) }
        _ = try account(item.account, call, world)
        return item
    }

    func one(_ call: Call, _ world: World) throws -> Answer { Answer(shown(try mine(call, world))) }

    private func shown(_ item: Item) -> Value {
        Value(there: [
            "id": .text(item.id), "author": .text("urn:li:organization:\(item.account)"),
            "commentary": .text(item.text),
            "content": item.extra["content"] ?? .null, "visibility": item.extra["visibility"] ?? "PUBLIC",
            "distribution": item.extra["distribution"] ?? .null, "isReshareDisabledByAuthor": false,
            "lifecycleState": item.standing == .hidden ? "DRAFT" : "PUBLISHED",
            "lifecycleStateInfo": ["isEditedByAuthor": .truth(!item.edits.isEmpty)],
            "createdAt": .number(item.createdAt.milliseconds), "publishedAt": .number(item.createdAt.milliseconds),
            "lastModifiedAt": .number(item.updatedAt.milliseconds),
        ])
    }

    /// Of an author, newest first; or those that are named (`ids=List(…)`).
    func list(_ call: Call, _ world: World) throws -> Answer {
        let ids = call.query.list("ids")
        if !ids.isEmpty {
            _ = try token(call, world)
            let found = ids.compactMap { find($0, world) }
            return Answer([
                "results": .fields(
                    Dictionary(found.map { ($0.id, shown($0)) }, uniquingKeysWith: { first, _ in first })),
                "statuses": [:], "errors": [:],
            ])
        }
        guard call.query["q"] == "author" else { throw refuse(.malformed("The finder is unknown"), call) }
        let account = try organization(call.query["author"], call, world)
        var posts = world.items.filter {
            $0.network == .linkedin && $0.account == account.id && $0.kind == .post && $0.isSeen(call.now)
        }
        posts.sort { call.query["sortBy"] == "CREATED" ? $0.createdAt > $1.createdAt : $0.updatedAt > $1.updatedAt }
        let (start, count) = Self.window(call)
        return Answer(
            Self.elements(posts.dropFirst(start).prefix(count).map { shown($0) }, start, count, posts.count))
    }

    // MARK: After

    /// `{"patch": {"$set": {"commentary": "…"}}}` with `X-RestLi-Method: PARTIAL_UPDATE`.
    func update(_ call: Call, _ world: inout World) throws -> Answer {
        guard call.header("X-RestLi-Method")?.uppercased() == "PARTIAL_UPDATE" else {
            throw refuse(.malformed("POST to an entity needs X-RestLi-Method: PARTIAL_UPDATE"), call)
        }
        let item = try mine(call, world)
        guard let place = world.place(.linkedin, item.id) else { throw refuse(.missing(item.id), call) }
        let set = call.json["patch"]["$set"]
        guard case .fields(let fields) = set, !fields.isEmpty else {
            throw refuse(.malformed("The patch is empty"), call)
        }
        let strange = fields.keys.first {
            !["commentary", "contentCallToActionLabel", "contentLandingPage", "lifecycleState", "adContext"].contains(
                $0)
        }
        if let strange {
            throw Self.invalid("/\(strange)", "FIELD_NOT_EDITABLE", "\(strange.prefix(40)) cannot be changed")
        }
        if let commentary = set["commentary"].text {
            guard commentary.unicodeScalars.count <= Self.mostLetters else {
                throw Self.invalid("/commentary", "FIELD_LENGTH_TOO_LONG", "commentary is longer than 3000 characters")
            }
            world.items[place].rewrite(commentary, at: call.now)
        }
        if set["lifecycleState"].text == "PUBLISHED" { world.items[place].standing = .live }
        return Answer(empty: 204)
    }

    /// Gone is gone: a second time says the same.
    func delete(_ call: Call, _ world: inout World) throws -> Answer {
        _ = try token(call, world)
        if let item = find(call.place("post"), world) {
            _ = try account(item.account, call, world)
            world.remove(.linkedin, item.id, at: call.now)
        }
        return Answer(empty: 204)
    }
}
