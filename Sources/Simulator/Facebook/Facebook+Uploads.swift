import Kernel

/// https://developers.facebook.com/docs/graph-api/reference/page/photos and …/page/videos
extension Facebook {
    static let mostPictureBytes = 4_000_000

    func photo(_ call: Call, _ town: Town) async throws -> Answer {
        let page = try town.read { try self.page(call, $0) }
        let file: StoredFile
        if let part = call.file("source") {
            file = town.change { world in
                let id = world.keep(part.bytes, type: part.type, at: call.now)
                return world.files[id] ?? StoredFile(id: id, [], type: nil, at: call.now)
            }
        } else if let address = call.form.filled("url") {
            file = try await MetaFetch.file(address, call, town)
        } else {
            throw GraphError(324, 2_069_019, "(#324) Requires upload file").refusal
        }
        guard ["image/jpeg", "image/png", "image/gif", "image/webp"].contains(file.type) else {
            throw GraphError(324, 2_069_019, "(#324) Missing or invalid image file").refusal
        }
        guard file.size <= Self.mostPictureBytes else {
            throw GraphError(
                100, 1_366_046, "Invalid parameter", title: "Can't Read Files",
                user: "Photos should be smaller than 4 MB."
            ).refusal
        }
        return town.change { keep(file, page, call, &$0) }
    }

    private func keep(_ file: StoredFile, _ page: SimulatedAccount, _ call: Call, _ world: inout World) -> Answer {
        var upload = Upload(id: world.number("122"), "photo", on: page, state: .ready, at: call.now)
        upload.file = file.id
        let alt = call.form.filled("alt_text_custom")
        let caption = call.form["caption"] ?? call.form["message"] ?? ""
        upload.fields = Value(there: ["alt": Value(alt), "name": .text(caption)])
        guard call.form.truth("published") != false else {
            world.add(upload)
            return Answer(["id": .text(upload.id)])
        }
        upload.state = .used
        let shown = Item.Shown(file: file.id, alt: alt, isVideo: false)
        let item = Item(
            id: "\(page.id)_\(world.number("122"))", on: page, text: caption, media: [shown], at: call.now)
        upload.item = item.id
        world.add(upload)
        world.add(item)
        return Answer(["id": .text(upload.id), "post_id": .text(item.id)])
    }

    // MARK: Videos

    /// The post stands at once and the video is ready after some looks at it.
    func video(_ call: Call, _ town: Town) async throws -> Answer {
        let page = try town.read { try self.page(call, $0) }
        let file: StoredFile
        if let part = call.file("source") {
            file = town.change { world in
                let id = world.keep(part.bytes, type: part.type, at: call.now)
                return world.files[id] ?? StoredFile(id: id, [], type: nil, at: call.now)
            }
        } else if let address = call.form.filled("file_url") {
            do { file = try await MetaFetch.file(address, call, town) } catch is Refusal {
                throw GraphError(389, "(#389) Unable to fetch video file from URL.").refusal
            }
        } else {
            throw GraphError(100, "(#100) No video file was given").refusal
        }
        guard file.isVideo else { throw GraphError(352, "(#352) The video file is of a format not supported").refusal }
        if call.stance.rejects { throw refuse(.moderated, call) }
        return try town.change { world in
            let shown = Item.Shown(file: file.id, alt: nil, isVideo: true)
            var item = Item(
                id: "\(page.id)_\(world.number("122"))", on: page, text: call.form["description"] ?? "", media: [shown],
                at: call.now)
            item.title = call.form.filled("title")
            item.pollsLeft = call.stance.polls ?? 0
            let video = world.number("122")
            item.extra["video"] = .text(video)
            try plan(&item, call)
            world.add(item)
            return Answer(["id": .text(video)])
        }
    }
}
