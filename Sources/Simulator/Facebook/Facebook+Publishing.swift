import Kernel

/// https://developers.facebook.com/docs/pages-api/posts
extension Facebook {
    func feed(_ call: Call, _ world: inout World) throws -> Answer {
        let page = try self.page(call, world)
        let message = call.form["message"] ?? ""
        let link = call.form.filled("link")
        let pictures = try attached(call, page, &world)
        guard !message.isEmpty || link != nil || !pictures.isEmpty else {
            throw GraphError(100, "(#100) Missing message or attachment").refusal
        }
        guard message.unicodeScalars.count <= 63_206 else {
            throw GraphError(100, "(#100) The message is too long").refusal
        }
        if call.stance.rejects { throw refuse(.moderated, call) }
        var item = Item(
            id: "\(page.id)_\(world.number("122"))", on: page, text: message, media: pictures.map(\.shown), at: call.now
        )
        item.link = link
        try plan(&item, call)
        for (upload, _) in pictures { world.uploads[upload]?.state = .used }
        world.add(item)
        return Answer(["id": .text(item.id)])
    }

    /// Unpublished, or between ten minutes and thirty days ahead.
    func plan(_ item: inout Item, _ call: Call) throws {
        let time = call.form.filled("scheduled_publish_time")
        guard call.form.truth("published") == false || time != nil else { return }
        item.standing = .hidden
        guard let time else { return }
        guard call.form.truth("published") == false else {
            throw GraphError(100, "(#100) A scheduled post must have published set to false").refusal
        }
        let moment = Int(time).map { Instant(seconds: Double($0)) } ?? Instant(iso8601: time)
        guard let moment, (595...2_592_060).contains(moment.seconds(since: call.now)) else {
            throw GraphError(
                100, 1_363_041, "Invalid parameter", title: "Invalid scheduled time",
                user: "The time must be between 10 minutes and 30 days from now."
            ).refusal
        }
        item.publishAt = moment
    }

    /// `attached_media=[{"media_fbid":"…"}]`, or one field for each.
    private func attached(
        _ call: Call, _ page: SimulatedAccount, _ world: inout World
    ) throws -> [(upload: String, shown: Item.Shown)] {
        try call.form.list("attached_media").map { text in
            let id = Value(Array(text.utf8))?["media_fbid"].text
            guard let id, let upload = world.uploads[id], upload.purpose == "photo", upload.account == page.id,
                upload.state == .ready, let file = upload.file
            else { throw GraphError(100, "(#100) A media_fbid is not an unpublished photo of this Page").refusal }
            return (id, Item.Shown(file: file, alt: upload.fields["alt"].text, isVideo: false))
        }
    }

    // MARK: Comments, and what comes after

    /// A comment on an answer stands beside that answer: there is one floor below the first.
    func comment(_ call: Call, _ world: inout World) throws -> Answer {
        let target = try own(call.place("object"), call, world)
        let message = call.form["message"] ?? ""
        let upload = call.form.filled("attachment_id").flatMap { world.uploads[$0] }
        guard !message.isEmpty || upload?.file != nil || call.form.filled("attachment_url") != nil else {
            throw GraphError(100, "(#100) A comment needs a message or an attachment").refusal
        }
        guard let page = world.account(.facebook, target.account) else { throw refuse(.notYours, call) }
        if call.stance.rejects { throw refuse(.moderated, call) }
        let shown = upload?.file.map { [Item.Shown(file: $0, alt: upload?.fields["alt"].text, isVideo: false)] } ?? []
        let root = target.root ?? target.id
        let isDeep = target.kind != .post && target.parent != root
        let number = root.split(separator: "_").last.map(String.init) ?? root
        let item = Item(
            id: "\(number)_\(world.number("9"))", on: page, .comment, text: message, media: shown,
            parent: isDeep ? target.parent : target.id, root: root, at: call.now)
        world.add(item)
        return Answer(["id": .text(item.id)])
    }

    func edit(_ call: Call, _ world: inout World) throws -> Answer {
        let item = try own(call.place("object"), call, world)
        guard let place = world.place(.facebook, item.id) else { throw GraphError.missing(item.id).refusal }
        if let hidden = call.form.truth("is_hidden") {
            world.items[place].extra["hidden"] = .truth(hidden)
            return Answer(["success": true])
        }
        if call.form.truth("is_published") == true {
            (world.items[place].standing, world.items[place].publishAt) = (.live, nil)
        }
        let isVideo = item.extra["video"]?.text == call.place("object")
        let text = call.form[isVideo ? "description" : "message"]
        guard let text else {
            guard call.form.truth("is_published") != nil else {
                throw GraphError(100, "(#100) Nothing to change was given").refusal
            }
            return Answer(["success": true])
        }
        guard item.own else { throw GraphError(200, "(#200) Only one's own words can be changed", status: 403).refusal }
        world.items[place].rewrite(text, at: call.now)
        if isVideo, let title = call.form.filled("title") { world.items[place].title = title }
        return Answer(["success": true])
    }

    func delete(_ call: Call, _ world: inout World) throws -> Answer {
        let id = call.place("object")
        if let upload = world.uploads[id], upload.network == .facebook, upload.item == nil {
            _ = try account(upload.account, call, world)
            world.uploads[id] = nil
            return Answer(["success": true])
        }
        let item = try own(id, call, world)
        world.remove(.facebook, item.id, at: call.now)
        return Answer(["success": true])
    }
}
