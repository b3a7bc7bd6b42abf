import Kernel

/// What belongs to a video: captions and a thumbnail (https://developers.google.com/youtube/v3/docs/captions , …/thumbnails).
extension YouTube {
    func caption(
        _ file: StoredFile, _ resource: Value, _ channel: SimulatedAccount, _ call: Call, _ world: inout World
    ) throws -> Answer {
        let snippet = resource["snippet"]
        let video = snippet["videoId"].text ?? ""
        _ = try mine(video, call, world)
        try spend(400, call, &world)
        guard let language = snippet["language"].text, let name = snippet["name"].text, name.count <= 150 else {
            throw Self.bad(
                "invalidMetadata", "The request contains invalid metadata values.", domain: "youtube.caption")
        }
        let isThere = world.uploads.values.contains {
            $0.purpose == "caption" && $0.item == video && $0.fields["language"].text == language
                && $0.fields["name"].text == name
        }
        if isThere {
            throw GoogleError(
                409, "ALREADY_EXISTS", "The video already has a track with this language and name.",
                reason: "captionExists", domain: "youtube.caption"
            ).refusal
        }
        var upload = Upload(id: world.word(40), "caption", on: channel, state: .ready, at: call.now)
        (upload.file, upload.item) = (file.id, video)
        upload.fields = ["language": .text(language), "name": .text(name), "draft": snippet["isDraft"]]
        world.add(upload)
        return Answer(shown(upload))
    }

    private func shown(_ caption: Upload) -> Value {
        [
            "kind": "youtube#caption", "etag": .text("etag-\(caption.id)"), "id": .text(caption.id),
            "snippet": [
                "videoId": Value(caption.item), "lastUpdated": .text(caption.createdAt.fractional),
                "trackKind": "standard", "language": caption.fields["language"], "name": caption.fields["name"],
                "audioTrackType": "unknown", "isCC": false, "isLarge": false, "isEasyReader": false,
                "isDraft": .truth(caption.fields["draft"].truth ?? false), "isAutoSynced": false, "status": "serving",
            ],
        ]
    }

    func captions(_ call: Call, _ world: inout World) throws -> Answer {
        _ = try parts(call)
        try spend(50, call, &world)
        let video = call.query["videoId"] ?? ""
        _ = try mine(video, call, world)
        let tracks = world.uploads.values.filter { $0.purpose == "caption" && $0.item == video }
            .sorted { $0.createdAt < $1.createdAt }
        return Answer([
            "kind": "youtube#captionListResponse", "etag": .text("etag-\(tracks.count)"),
            "items": .list(tracks.map(shown)),
        ])
    }

    func deleteCaption(_ call: Call, _ world: inout World) throws -> Answer {
        let id = call.query["id"] ?? ""
        guard let upload = world.uploads[id], upload.purpose == "caption" else { throw Self.notFound("caption") }
        _ = try account(upload.account, call, world)
        world.uploads[id] = nil
        return Answer(empty: 204)
    }

    func thumbnail(
        _ file: StoredFile, _ video: String, _ channel: SimulatedAccount, _ call: Call, _ world: inout World
    ) throws -> Answer {
        let place = try mine(video, call, world)
        try spend(50, call, &world)
        guard file.isPicture else {
            throw Self.bad("invalidImage", "The provided image content is invalid.", domain: "youtube.thumbnail")
        }
        guard file.size <= 2_097_152 else {
            throw GoogleError(
                413, "INVALID_ARGUMENT", "The thumbnail is too large.", reason: "uploadTooLarge",
                domain: "youtube.thumbnail"
            ).refusal
        }
        world.items[place].extra["thumbnail"] = .text(file.id)
        let image: Value = ["url": .text("\(call.origin)/media/\(file.id)"), "width": 120, "height": 90]
        return Answer([
            "kind": "youtube#thumbnailSetResponse", "etag": .text("etag-\(file.id)"),
            "items": [["default": image, "medium": image, "high": image]],
        ])
    }
}
