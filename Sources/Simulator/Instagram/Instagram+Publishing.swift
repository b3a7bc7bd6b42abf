import Kernel

/// https://developers.facebook.com/docs/instagram-platform/content-publishing ; errors
/// …/docs/instagram-platform/instagram-graph-api/reference/error-codes
extension Instagram {
    static let mostPictureBytes = 8_000_000

    func container(_ call: Call, _ town: Town) async throws -> Answer {
        let account = try town.read { world in
            let account = try user(call, world)
            let made = world.uploads.values.count {
                $0.network == .instagram && $0.account == account.id && call.now.seconds(since: $0.createdAt) < 86_400
            }
            guard made < Self.mostContainers else { throw refuse(.tooOften(3_600), call) }
            return account
        }
        guard (call.form["caption"] ?? "").unicodeScalars.count <= 2_200 else {
            throw GraphError(36_004, 2_207_010, "The caption is too long").refusal
        }
        let type = call.form["media_type"] ?? (call.form.filled("video_url") == nil ? "IMAGE" : "VIDEO")
        switch type {
        case "IMAGE": return try await picture(call, account, town)
        case "VIDEO", "REELS", "STORIES": return try await video(call, account, town, type)
        case "CAROUSEL": return try town.change { try carousel(call, account, &$0) }
        default: throw GraphError(100, 2_207_023, "The media type \(type.prefix(40)) is unknown").refusal
        }
    }

    private func picture(_ call: Call, _ account: SimulatedAccount, _ town: Town) async throws -> Answer {
        guard let address = call.form.filled("image_url") else { throw MetaFetch.unfetched("").refusal }
        guard (call.form["alt_text"] ?? "").unicodeScalars.count <= 1_000 else {
            throw GraphError(100, "(#100) The alternative text is too long").refusal
        }
        let file = try await MetaFetch.file(address, call, town)
        guard file.size <= Self.mostPictureBytes else {
            throw GraphError(36_000, 2_207_004, "The image is too large to download").refusal
        }
        guard file.type == "image/jpeg" else {
            throw GraphError(36_001, 2_207_005, "The image format is not supported").refusal
        }
        if let (width, height) = file.pixels, height > 0 {
            let ratio = Double(width) / Double(height)
            guard ratio >= 0.795, ratio <= 1.915 else {
                throw GraphError(36_003, 2_207_009, "The submitted image has an aspect ratio that is not supported")
                    .refusal
            }
        }
        return town.change { make(call, account, file: file.id, isVideo: false, polls: 0, &$0) }
    }

    /// A video is fetched by and by: what is wrong with it is said when one looks at the container.
    private func video(
        _ call: Call, _ account: SimulatedAccount, _ town: Town, _ type: String
    ) async throws -> Answer {
        guard
            let address = call.form.filled(
                type == "STORIES" && call.form.filled("video_url") == nil ? "image_url" : "video_url")
        else { throw GraphError(100, "(#100) The parameter video_url is required").refusal }
        var (file, error): (String?, String?)
        do {
            let fetched = try await MetaFetch.file(address, call, town)
            file = fetched.id
            if !fetched.isVideo, type != "STORIES" { error = "Error: Unsupported format, error code 2207026" }
        } catch is Refusal { error = "Error: The media could not be fetched, error code 2207052" }
        return town.change { [file, error] in
            make(call, account, file: file, isVideo: true, polls: 1, error: error, &$0)
        }
    }

    private func carousel(_ call: Call, _ account: SimulatedAccount, _ world: inout World) throws -> Answer {
        let children = call.form.list("children")
        guard (2...10).contains(children.count) else {
            throw GraphError(100, 2_207_057, "A carousel has between 2 and 10 items").refusal
        }
        for id in children {
            guard let child = world.uploads[id], child.purpose == "container", child.account == account.id,
                child.fields["is_carousel_item"].truth == true
            else { throw GraphError(100, 2_207_020, "The child \(id.prefix(30)) is no carousel item").refusal }
            guard child.state == .ready else {
                throw GraphError(9007, 2_207_027, "Media ID is not available", title: "Not ready").refusal
            }
        }
        return make(call, account, file: nil, isVideo: false, polls: 0, children: children, &world)
    }

    private func make(
        _ call: Call, _ account: SimulatedAccount, file: String?, isVideo: Bool, polls: Int, children: [String] = [],
        error: String? = nil, _ world: inout World
    ) -> Answer {
        let polls = call.stance.polls ?? polls
        var upload = Upload(
            id: world.number("17"), "container", on: account, state: polls == 0 ? .ready : .working, at: call.now)
        (upload.file, upload.children, upload.pollsLeft, upload.error) = (file, children, polls, error)
        if call.stance.rejects { upload.error = "Error: The account is restricted, error code 2207050" }
        if polls == 0, upload.error != nil { upload.state = .failed }
        upload.fields = Value(there: [
            "caption": Value(call.form["caption"]), "alt_text": Value(call.form.filled("alt_text")),
            "is_carousel_item": call.form.truth("is_carousel_item").map { .truth($0) } ?? .null,
            "is_video": .truth(isVideo), "media_type": Value(call.form["media_type"]),
        ])
        world.add(upload)
        return Answer(["id": .text(upload.id)])
    }

    // MARK: Publishing

    func publish(_ call: Call, _ world: inout World) throws -> Answer {
        let account = try user(call, world)
        var upload = try ready(account, call, world)
        let sources = upload.children.isEmpty ? [upload] : upload.children.compactMap { world.uploads[$0] }
        let media = sources.compactMap { source in
            source.file.map {
                Item.Shown(
                    file: $0, alt: source.fields["alt_text"].text, isVideo: source.fields["is_video"].truth ?? false)
            }
        }
        var item = Item(
            id: world.number("18"), on: account, text: upload.fields["caption"].text ?? "", media: media, at: call.now)
        item.extra["shortcode"] = .text("D" + world.word(10))
        item.extra["carousel"] = .truth(!upload.children.isEmpty)
        (upload.state, upload.item) = (.used, item.id)
        world.uploads[upload.id] = upload
        world.add(item)
        return Answer(["id": .text(item.id)])
    }

    /// The container that may be published now.
    private func ready(_ account: SimulatedAccount, _ call: Call, _ world: World) throws -> Upload {
        guard let id = call.form.filled("creation_id") else {
            throw GraphError(100, "(#100) The parameter creation_id is required").refusal
        }
        guard let upload = world.uploads[id], upload.purpose == "container", upload.account == account.id,
            upload.state != .used
        else {
            throw GraphError(24, 2_207_006, "The requested resource does not exist", title: "Media Not Found").refusal
        }
        guard call.now.seconds(since: upload.createdAt) < 86_400 else {
            throw GraphError(24, 2_207_008, "The container has expired", isTransient: true).refusal
        }
        guard upload.state == .ready else {
            throw GraphError(
                9007, 2_207_027, "Media ID is not available", title: "Media Not Ready",
                user: "The media is not ready for publishing, please wait for a moment"
            ).refusal
        }
        guard used(account, world, call.now) < world.limits["instagram.posts"] ?? Self.mostPosts else {
            throw refuse(.tooOften(3_600), call)
        }
        return upload
    }

    // MARK: Comments

    /// Under a post, or under a comment.
    func comment(_ call: Call, _ world: inout World) throws -> Answer {
        let target = try own(call.place("object"), call, world)
        guard let message = call.form.filled("message"), message.unicodeScalars.count <= 2_200 else {
            throw GraphError(100, "(#100) The parameter message is required").refusal
        }
        guard let account = world.account(.instagram, target.account) else { throw refuse(.notYours, call) }
        if call.stance.rejects { throw refuse(.moderated, call) }
        let isAnswer = target.kind == .comment && target.parent != target.root
        let item = Item(
            id: world.number("17"), on: account, .comment, text: message,
            parent: isAnswer ? target.parent : target.id, root: target.root ?? target.id, at: call.now)
        world.add(item)
        return Answer(["id": .text(item.id)])
    }

    func change(_ call: Call, _ world: inout World) throws -> Answer {
        let item = try own(call.place("object"), call, world)
        guard let place = world.place(.instagram, item.id) else { throw GraphError.missing(item.id).refusal }
        if item.kind == .comment, let hide = call.form.truth("hide") {
            world.items[place].extra["hidden"] = .truth(hide)
        } else if item.kind == .post, let enabled = call.form.truth("comment_enabled") {
            world.items[place].extra["comments"] = .truth(enabled)
        } else {
            throw GraphError(100, "(#100) Nothing that can be changed was given").refusal
        }
        return Answer(["success": true])
    }

    func delete(_ call: Call, _ world: inout World) throws -> Answer {
        let item = try own(call.place("object"), call, world)
        world.remove(.instagram, item.id, at: call.now)
        return Answer(["success": true])
    }
}
