import Kernel

/// https://developers.google.com/youtube/v3/docs/videos
extension YouTube {
    /// Throws for a title or a description that YouTube does not take (…/docs/videos#snippet.title).
    func check(_ resource: Value, _ call: Call, isUpdate: Bool = false) throws {
        let (title, description) = (
            resource["snippet"]["title"].text ?? "", resource["snippet"]["description"].text ?? ""
        )
        let isTitle = (1...100).contains(title.unicodeScalars.count) && !title.contains { "<>".contains($0) }
        guard isTitle || (!isUpdate && title.isEmpty && resource["snippet"].isNull) else {
            throw Self.bad("invalidTitle", "The request metadata specifies an invalid or empty video title.")
        }
        guard description.utf8.count <= 5_000, !description.contains(where: { "<>".contains($0) }) else {
            throw Self.bad("invalidDescription", "The request metadata specifies an invalid video description.")
        }
        let tags = resource["snippet"]["tags"].list.compactMap(\.text)
        guard tags.reduce(0, { $0 + $1.count + ($1.contains(" ") ? 2 : 0) }) + max(0, tags.count - 1) <= 500 else {
            throw Self.bad("invalidTags", "The request metadata specifies invalid video keywords.")
        }
        if let category = resource["snippet"]["categoryId"].text, Int(category) == nil {
            throw Self.bad("invalidCategoryId", "The snippet.categoryId property specifies an invalid category ID.")
        }
        if let at = resource["status"]["publishAt"].text {
            guard let moment = Instant(iso8601: at), resource["status"]["privacyStatus"].text == "private",
                isUpdate || moment > call.now
            else { throw Self.bad("invalidPublishAt", "The request metadata specifies an invalid scheduled time.") }
        }
    }

    func publish(
        _ file: StoredFile, _ channel: SimulatedAccount, _ resource: Value, _ call: Call, _ world: inout World
    ) -> Answer {
        let shown = Item.Shown(file: file.id, alt: nil, isVideo: true)
        var item = Item(
            id: world.word(11), on: channel, text: resource["snippet"]["description"].text ?? "", media: [shown],
            at: call.now)
        item.title = resource["snippet"]["title"].text ?? "unknown"
        item.extra["snippet"] = resource["snippet"]
        set(resource["status"], of: &item)
        item.pollsLeft = call.stance.polls ?? 1
        if !file.isVideo { item.extra["failure"] = "invalidFile" }
        if call.stance.rejects { item.extra["rejection"] = "inappropriate" }
        world.add(item)
        return Answer(self.resource(item, ["snippet", "status"], call, world))
    }

    private func set(_ status: Value, of item: inout Item) {
        let privacy = status["privacyStatus"].text ?? item.extra["privacy"]?.text ?? "public"
        item.extra["privacy"] = .text(privacy)
        item.extra["status"] = status
        item.publishAt = status["publishAt"].text.flatMap { Instant(iso8601: $0) }
        item.standing = privacy == "public" || privacy == "unlisted" ? .live : .hidden
    }

    func list(_ call: Call, _ world: inout World) throws -> Answer {
        _ = try token(call, world)
        let parts = try self.parts(call)
        try spend(1, call, &world)
        let ids = call.query.list("id")
        guard !ids.isEmpty else {
            throw Self.bad("missingRequiredParameter", "No filter selected.", domain: "youtube.parameter")
        }
        var found: [Item] = []
        for id in ids {
            guard let place = world.place(.youtube, id), world.items[place].kind == .post else { continue }
            found.append(world.items[place])
            if world.items[place].pollsLeft > 0 { world.items[place].pollsLeft -= 1 }
        }
        let known = world
        return Self.page("youtube#videoListResponse", found, call) { resource($0, parts, call, known) }
    }

    func mine(_ id: String, _ call: Call, _ world: World) throws -> Int {
        guard let place = world.place(.youtube, id), world.items[place].kind == .post else {
            throw Self.notFound("video")
        }
        _ = try account(world.items[place].account, call, world)
        return place
    }

    /// A part that is named is put in the place of the old one, whole.
    func update(_ call: Call, _ world: inout World) throws -> Answer {
        let parts = try self.parts(call)
        try spend(50, call, &world)
        let place = try mine(call.json["id"].text ?? "", call, world)
        if parts.contains("snippet") {
            guard call.json["snippet"]["categoryId"].text != nil else {
                throw Self.bad(
                    "invalidVideoMetadata", "The request metadata is invalid: title and categoryId are needed.")
            }
            try check(call.json, call, isUpdate: true)
            world.items[place].rewrite(call.json["snippet"]["description"].text ?? "", at: call.now)
            world.items[place].title = call.json["snippet"]["title"].text
            world.items[place].extra["snippet"] = call.json["snippet"]
        }
        if parts.contains("status") { set(call.json["status"], of: &world.items[place]) }
        return Answer(resource(world.items[place], parts, call, world))
    }

    func delete(_ call: Call, _ world: inout World) throws -> Answer {
        try spend(50, call, &world)
        let id = call.query["id"] ?? ""
        _ = try mine(id, call, world)
        world.remove(.youtube, id, at: call.now)
        return Answer(empty: 204)
    }

    // MARK: The resource

    func resource(_ item: Item, _ parts: Set<String>, _ call: Call, _ world: World) -> Value {
        let channel = world.account(.youtube, item.account)
        let growth = Growth(item, seed: world.seed, now: call.now)
        let isOut = item.publishAt.map { $0 <= call.now } ?? false
        let privacy = isOut ? "public" : item.extra["privacy"]?.text ?? "public"
        let comments = world.answers(to: item.id, on: .youtube, deep: true).count
        let all: [String: Value] = [
            "snippet": snippet(item, channel, call, since: isOut ? item.publishAt ?? item.createdAt : item.createdAt),
            "status": status(item, privacy, call),
            "statistics": [
                "viewCount": .text(String(growth.views)), "likeCount": .text(String(growth.likes)),
                "favoriteCount": "0", "commentCount": .text(String(comments)),
            ],
            "contentDetails": [
                "duration": item.pollsLeft > 0 ? "P0D" : "PT12S", "dimension": "2d", "definition": "hd",
                "caption": .text(hasCaptions(item, world) ? "true" : "false"), "licensedContent": false,
                "projection": "rectangular",
            ],
            "processingDetails": processing(item),
            "player": ["embedHtml": .text("<iframe src=\"//www.youtube.com/embed/\(item.id)\"></iframe>")],
        ]
        var fields = all.filter { parts.contains($0.key) }
        fields["kind"] = "youtube#video"
        fields["etag"] = Self.etag(item)
        fields["id"] = .text(item.id)
        return .fields(fields)
    }

    private func snippet(_ item: Item, _ channel: SimulatedAccount?, _ call: Call, since: Instant) -> Value {
        let said = item.extra["snippet"] ?? [:]
        let thumbnail =
            item.extra["thumbnail"]?.text.map { "\(call.origin)/media/\($0)" }
            ?? "https://i.ytimg.com/vi/\(item.id)/default.jpg"
        return Value(there: [
            "publishedAt": .text(since.iso8601), "channelId": .text(item.account), "title": Value(item.title),
            "description": .text(item.text), "channelTitle": Value(channel?.name),
            "categoryId": .text(said["categoryId"].text ?? "22"), "tags": said["tags"],
            "defaultLanguage": said["defaultLanguage"], "defaultAudioLanguage": said["defaultAudioLanguage"],
            "liveBroadcastContent": "none",
            "thumbnails": ["default": ["url": .text(thumbnail), "width": 120, "height": 90]],
            "localized": ["title": Value(item.title), "description": .text(item.text)],
        ])
    }

    private func status(_ item: Item, _ privacy: String, _ call: Call) -> Value {
        let said = item.extra["status"] ?? [:]
        let isDone = item.pollsLeft == 0
        let failure = isDone ? item.extra["failure"] : nil
        let rejection = isDone ? item.extra["rejection"] : nil
        let state = failure != nil ? "failed" : rejection != nil ? "rejected" : isDone ? "processed" : "uploaded"
        return Value(there: [
            "uploadStatus": .text(state), "privacyStatus": .text(privacy),
            "license": said["license"].isNull ? "youtube" : said["license"],
            "embeddable": said["embeddable"].isNull ? true : said["embeddable"], "publicStatsViewable": true,
            "madeForKids": .truth(said["selfDeclaredMadeForKids"].truth ?? false),
            "selfDeclaredMadeForKids": said["selfDeclaredMadeForKids"],
            "containsSyntheticMedia": said["containsSyntheticMedia"],
            "publishAt": item.publishAt.flatMap { $0 > call.now ? .text($0.iso8601) : nil } ?? .null,
            "failureReason": failure ?? .null, "rejectionReason": rejection ?? .null,
        ])
    }

    private func processing(_ item: Item) -> Value {
        if item.pollsLeft > 0 {
            return [
                "processingStatus": "processing", "fileDetailsAvailability": "inProgress",
                "processingProgress": ["partsTotal": "100", "partsProcessed": "40", "timeLeftMs": "2000"],
            ]
        }
        guard item.extra["failure"] != nil else { return ["processingStatus": "succeeded"] }
        return ["processingStatus": "failed", "processingFailureReason": "transcodeFailed"]
    }

    func hasCaptions(_ item: Item, _ world: World) -> Bool {
        world.uploads.values.contains { $0.purpose == "caption" && $0.item == item.id }
    }
}
