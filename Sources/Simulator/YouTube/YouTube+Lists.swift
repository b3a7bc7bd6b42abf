import Kernel

/// https://developers.google.com/youtube/v3/docs/channels , …/playlistItems , …/search
extension YouTube {
    func channels(_ call: Call, _ world: inout World) throws -> Answer {
        let token = try self.token(call, world)
        let parts = try self.parts(call)
        try spend(1, call, &world)
        let ids = call.query.list("id")
        let isMine = call.query.truth("mine") == true || call.query.truth("managedByMe") == true
        guard isMine || !ids.isEmpty || call.query.filled("forHandle") != nil else {
            throw Self.bad("missingRequiredParameter", "No filter selected.", domain: "youtube.parameter")
        }
        let handle = call.query["forHandle"]?.replacing("@", with: "")
        let found = world.accounts.filter { account in
            guard account.network == .youtube else { return false }
            return isMine ? token.opens(account) : ids.contains(account.id) || account.handle == handle
        }
        let items = found.map { shown($0, parts, world) }
        return Answer([
            "kind": "youtube#channelListResponse", "etag": .text("etag-\(items.count)"), "items": .list(items),
            "pageInfo": ["totalResults": .number(items.count), "resultsPerPage": 5],
        ])
    }

    private func shown(_ channel: SimulatedAccount, _ parts: Set<String>, _ world: World) -> Value {
        let videos = world.items.filter { $0.account == channel.id && $0.kind == .post && $0.deletedAt == nil }
        let all: [String: Value] = [
            "snippet": [
                "title": .text(channel.name), "description": "", "customUrl": .text("@" + channel.handle),
                "publishedAt": "2015-02-01T08:00:00Z", "thumbnails": [:], "country": "FR",
                "localized": ["title": .text(channel.name), "description": ""],
            ],
            "contentDetails": ["relatedPlaylists": ["likes": "", "uploads": .text(Self.uploadsPlaylist(channel))]],
            "statistics": [
                "viewCount": "48210", "subscriberCount": "1240", "hiddenSubscriberCount": false,
                "videoCount": .text(String(videos.count)),
            ],
            "status": ["privacyStatus": "public", "isLinked": true, "longUploadsStatus": "allowed"],
        ]
        var fields = all.filter { parts.contains($0.key) }
        fields["kind"] = "youtube#channel"
        fields["etag"] = .text("etag-\(channel.id)-\(videos.count)")
        fields["id"] = .text(channel.id)
        return .fields(fields)
    }

    /// The channel's uploads, newest first.
    func playlist(_ call: Call, _ world: inout World) throws -> Answer {
        let token = try self.token(call, world)
        let parts = try self.parts(call)
        try spend(1, call, &world)
        let id = call.query["playlistId"] ?? ""
        guard let channel = world.accounts.first(where: { $0.network == .youtube && Self.uploadsPlaylist($0) == id })
        else {
            throw GoogleError(
                404, "NOT_FOUND", "The playlist identified with the playlistId parameter cannot be found.",
                reason: "playlistNotFound", domain: "youtube.playlistItem"
            ).refusal
        }
        let videos = uploads(of: channel, token.opens(channel), world, call)
        let places = Dictionary(videos.enumerated().map { ($1.id, $0) }, uniquingKeysWith: { first, _ in first })
        let known = world
        return Self.page("youtube#playlistItemListResponse", videos, call) { video in
            shown(video, at: places[video.id] ?? 0, in: id, of: channel, parts, call, known)
        }
    }

    private func shown(
        _ video: Item, at place: Int, in playlist: String, of channel: SimulatedAccount, _ parts: Set<String>,
        _ call: Call, _ world: World
    ) -> Value {
        let snippet = resource(video, ["snippet"], call, world)["snippet"]
        let all: [String: Value] = [
            "snippet": [
                "publishedAt": .text(video.createdAt.iso8601), "channelId": .text(channel.id),
                "title": snippet["title"], "description": snippet["description"],
                "thumbnails": snippet["thumbnails"], "channelTitle": .text(channel.name), "playlistId": .text(playlist),
                "position": .number(place), "resourceId": ["kind": "youtube#video", "videoId": .text(video.id)],
                "videoOwnerChannelTitle": .text(channel.name), "videoOwnerChannelId": .text(channel.id),
            ],
            "contentDetails": ["videoId": .text(video.id), "videoPublishedAt": .text(video.createdAt.iso8601)],
            "status": ["privacyStatus": video.extra["privacy"] ?? "public"],
        ]
        var fields = all.filter { parts.contains($0.key) }
        fields["kind"] = "youtube#playlistItem"
        fields["etag"] = Self.etag(video)
        fields["id"] = .text("UE" + video.id)
        return .fields(fields)
    }

    private func uploads(of channel: SimulatedAccount, _ isMine: Bool, _ world: World, _ call: Call) -> [Item] {
        world.items.filter {
            $0.network == .youtube && $0.account == channel.id && $0.kind == .post && $0.deletedAt == nil
                && (isMine || $0.isSeen(call.now))
        }.reversed()
    }

    /// `forMine` only.
    func search(_ call: Call, _ world: inout World) throws -> Answer {
        let channel = try self.channel(call, world)
        let parts = try self.parts(call)
        if world.use("youtube.searches", seconds: 86_400, at: call.now).count > 100 {
            throw refuse(.tooOften(86_400), call)
        }
        let words = (call.query["q"] ?? "").lowercased()
        let videos = uploads(of: channel, true, world, call).filter {
            words.isEmpty || (($0.title ?? "") + " " + $0.text).lowercased().contains(words)
        }
        let known = world
        let shown: Set<String> = [
            "publishedAt", "channelId", "title", "description", "thumbnails", "channelTitle", "liveBroadcastContent",
        ]
        return Self.page("youtube#searchListResponse", videos, call) { video in
            let snippet = resource(video, ["snippet"], call, known)["snippet"].fields.filter { shown.contains($0.key) }
            return Value(there: [
                "kind": "youtube#searchResult", "etag": Self.etag(video),
                "id": ["kind": "youtube#video", "videoId": .text(video.id)],
                "snippet": parts.contains("snippet") ? .fields(snippet) : .null,
            ])
        }
    }
}
