import Kernel

/// https://developers.facebook.com/docs/threads/posts and …/retrieve-and-manage-replies/create-replies
extension Threads {
    static let mostLetters = 500

    func container(_ call: Call, _ town: Town) async throws -> Answer {
        let account = try town.read { try user(call, $0) }
        let text = call.form["text"] ?? ""
        guard Self.length(text) <= Self.mostLetters else {
            throw refuse(.malformed("Param text must be at most 500 characters long."), call)
        }
        let type = call.form["media_type"] ?? "TEXT"
        var (file, error): (String?, String?)
        var polls = 0
        switch type {
        case "TEXT":
            guard !text.isEmpty else { throw refuse(.malformed("Param text is required."), call) }
        case "IMAGE", "VIDEO":
            let name = type == "IMAGE" ? "image_url" : "video_url"
            guard let address = call.form.filled(name) else {
                throw refuse(.malformed("Param \(name) is required."), call)
            }
            (file, error) = await fetch(address, isVideo: type == "VIDEO", call, town)
            polls = type == "VIDEO" ? 1 : 0
        case "CAROUSEL": break
        default: throw refuse(.malformed("Param media_type is unknown."), call)
        }
        return try town.change { [file, error, polls] in
            try make(call, account, type, file: file, error: error, polls: polls, &$0)
        }
    }

    /// What is wrong with a file is said when one looks at the container.
    private func fetch(
        _ address: String, isVideo: Bool, _ call: Call, _ town: Town
    ) async -> (file: String?, error: String?) {
        do {
            let file = try await MetaFetch.file(address, call, town)
            if isVideo { return (file.id, file.isVideo ? nil : "FAILED_PROCESSING_VIDEO") }
            return (file.id, ["image/jpeg", "image/png"].contains(file.type) ? nil : "UNKNOWN")
        } catch { return (nil, isVideo ? "FAILED_DOWNLOADING_VIDEO" : "FAILED_DOWNLOADING_IMAGE") }
    }

    /// What a carousel is made of.
    private func children(_ call: Call, _ type: String, _ world: World) throws -> [String] {
        guard type == "CAROUSEL" else { return [] }
        let children = call.form.list("children")
        guard (2...20).contains(children.count) else {
            throw refuse(.malformed("A carousel has between 2 and 20 children."), call)
        }
        for id in children where world.uploads[id]?.fields["is_carousel_item"].truth != true {
            throw refuse(.malformed("The child \(id.prefix(30)) is no carousel item."), call)
        }
        return children
    }

    private func make(
        _ call: Call, _ account: SimulatedAccount, _ type: String, file: String?, error: String?, polls: Int,
        _ world: inout World
    ) throws -> Answer {
        let children = try self.children(call, type, world)
        if let parent = call.form.filled("reply_to_id"), world.item(.threads, parent) == nil {
            throw GraphError.missing(parent).refusal
        }
        let polls = call.stance.polls ?? polls
        var upload = Upload(
            id: world.number("18"), "container", on: account, state: polls == 0 ? .ready : .working, at: call.now)
        (upload.file, upload.children, upload.pollsLeft, upload.error) = (file, children, polls, error)
        if call.stance.rejects { upload.error = "UNKNOWN" }
        if polls == 0, upload.error != nil { upload.state = .failed }
        upload.fields = Value(there: [
            "text": Value(call.form["text"]), "alt_text": Value(call.form.filled("alt_text")), "type": .text(type),
            "is_carousel_item": call.form.truth("is_carousel_item").map { .truth($0) } ?? .null,
            "reply_to_id": Value(call.form.filled("reply_to_id")), "link": Value(call.form.filled("link_attachment")),
            "topic_tag": Value(call.form.filled("topic_tag")), "quote": Value(call.form.filled("quote_post_id")),
        ])
        world.add(upload)
        if type == "TEXT", call.form.truth("auto_publish_text") == true {
            return try publish(upload.id, account, call, &world)
        }
        return Answer(["id": .text(upload.id)])
    }

    func publish(_ call: Call, _ world: inout World) throws -> Answer {
        let account = try user(call, world)
        guard let id = call.form.filled("creation_id") else {
            throw refuse(.malformed("Param creation_id is required."), call)
        }
        return try publish(id, account, call, &world)
    }

    private func publish(
        _ id: String, _ account: SimulatedAccount, _ call: Call, _ world: inout World
    ) throws -> Answer {
        // A container that is not ready cannot be found, in Threads' own words.
        guard var upload = world.uploads[id], upload.purpose == "container", upload.account == account.id,
            upload.state == .ready
        else {
            throw GraphError(
                24, 4_279_009, "The requested resource does not exist", title: "Media Not Found",
                user: "The media with id \(id.prefix(30)) cannot be found."
            ).refusal
        }
        let parent = upload.fields["reply_to_id"].text.flatMap { world.item(.threads, $0) }
        let kind = parent == nil ? Item.Kind.post : .reply
        let most = parent == nil ? world.limits["threads.posts"] ?? Self.mostPosts : Self.mostReplies
        guard used(account, kind, world, call.now) < most else { throw refuse(.tooOften(3_600), call) }
        var item = Item(
            id: world.number("18"), on: account, kind, text: upload.fields["text"].text ?? "",
            media: Self.media(upload, world), parent: parent?.id, root: parent.map { $0.root ?? $0.id }, at: call.now)
        item.link = upload.fields["link"].text
        item.extra["shortcode"] = .text("D" + world.word(10))
        item.extra["type"] = upload.fields["type"]
        if let tag = upload.fields["topic_tag"].text { item.extra["topic_tag"] = .text(tag) }
        (upload.state, upload.item) = (.used, item.id)
        world.uploads[id] = upload
        world.add(item)
        return Answer(["id": .text(item.id)])
    }

    private static func media(_ upload: Upload, _ world: World) -> [Item.Shown] {
        let sources = upload.children.isEmpty ? [upload] : upload.children.compactMap { world.uploads[$0] }
        return sources.compactMap { source in
            source.file.map {
                Item.Shown(file: $0, alt: source.fields["alt_text"].text, isVideo: source.fields["type"] == "VIDEO")
            }
        }
    }

    /// Characters, of which emoji count as the bytes of their UTF-8.
    static func length(_ text: String) -> Int {
        text.reduce(0) { sum, character in
            let isEmoji = character.unicodeScalars.contains {
                $0.properties.isEmojiPresentation || ($0.properties.isEmoji && $0.value > 0x238C)
            }
            return sum + (isEmoji ? character.utf8.count : 1)
        }
    }
}
