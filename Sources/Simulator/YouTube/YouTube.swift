import HTTPTypes
import Kernel

/// YouTube's Data API, version 3 (https://developers.google.com/youtube/v3/docs).
struct YouTube: PlayedNetwork {
    let network = SimulatedNetwork.youtube

    /// Units of a day, and videos of a day, which have their own count
    /// (https://developers.google.com/youtube/v3/determine_quota_cost).
    static let mostUnits = 10_000
    static let mostVideos = 100

    var operations: [Operation] {
        uploads("upload/youtube/v3") + uploads("resumable/upload/youtube/v3") + videos + talk
    }

    private func uploads(_ base: String) -> [Operation] {
        [
            Operation("upload", .post, base + "/videos") { call, town in
                try town.change { try open(call, "video", &$0) }
            },
            Operation("publish", .put, base + "/videos") { call, town in try town.change { try put(call, &$0) } },
            Operation("captions", .post, base + "/captions") { call, town in
                try town.change { try open(call, "caption", &$0) }
            },
            Operation("captions", .put, base + "/captions") { call, town in try town.change { try put(call, &$0) } },
            Operation("thumbnail", .post, base + "/thumbnails/set") { call, town in
                try town.change { try open(call, "thumbnail", &$0) }
            },
            Operation("thumbnail", .put, base + "/thumbnails/set") { call, town in
                try town.change { try put(call, &$0) }
            },
        ]
    }

    private var videos: [Operation] {
        let base = "youtube/v3"
        return [
            Operation("status", .get, base + "/videos") { call, town in try town.change { try list(call, &$0) } },
            Operation("edit", .put, base + "/videos") { call, town in try town.change { try update(call, &$0) } },
            Operation("delete", .delete, base + "/videos") { call, town in try town.change { try delete(call, &$0) } },
            Operation("captions", .get, base + "/captions") { call, town in try town.change { try captions(call, &$0) }
            },
            Operation("captions", .delete, base + "/captions") { call, town in
                try town.change { try deleteCaption(call, &$0) }
            },
            Operation("me", .get, base + "/channels") { call, town in try town.change { try channels(call, &$0) } },
            Operation("posts", .get, base + "/playlistItems") { call, town in
                try town.change { try playlist(call, &$0) }
            },
            Operation("posts", .get, base + "/search") { call, town in try town.change { try search(call, &$0) } },
        ]
    }

    private var talk: [Operation] {
        let base = "youtube/v3"
        return [
            Operation("comments", .get, base + "/commentThreads") { call, town in
                try town.change { try threads(call, &$0) }
            },
            Operation("comment", .post, base + "/commentThreads") { call, town in
                try town.change { try start(call, &$0) }
            },
            Operation("comments", .get, base + "/comments") { call, town in try town.change { try comments(call, &$0) }
            },
            Operation("comment", .post, base + "/comments") { call, town in try town.change { try reply(call, &$0) } },
            Operation("edit_comment", .put, base + "/comments") { call, town in
                try town.change { try rewrite(call, &$0) }
            },
            Operation("delete_comment", .delete, base + "/comments") { call, town in
                try town.change { try deleteComment(call, &$0) }
            },
            Operation("moderate", .post, base + "/comments/setModerationStatus") { call, town in
                try town.change { try moderate(call, &$0) }
            },
        ]
    }

    func answer(to complaint: Complaint, _ call: Call) -> Answer {
        GoogleError.answer(to: complaint, withReason: true)
    }

    // MARK: Quota, parts

    /// Counts what a call costs and refuses what is over; the quota of a day comes back a day after its first call.
    func spend(_ units: Int, _ call: Call, _ world: inout World) throws {
        let most = world.limits["youtube.units"] ?? Self.mostUnits
        if world.use("youtube.units", seconds: 86_400, by: units, at: call.now).count > most {
            throw refuse(.tooOften(86_400), call)
        }
    }

    /// The parts of a resource that a request names; one at least must be named.
    func parts(_ call: Call) throws -> Set<String> {
        let parts = Set(call.query.list("part"))
        guard !parts.isEmpty else {
            throw GoogleError(
                400, "INVALID_ARGUMENT", "No filter selected or required parameter 'part' missing.",
                reason: "required", domain: "global"
            ).refusal
        }
        return parts
    }

    func channel(_ call: Call, _ world: World) throws -> SimulatedAccount { try accounts(call, world)[0] }

    static func uploadsPlaylist(_ channel: SimulatedAccount) -> String { "UU" + channel.id.dropFirst(2) }

    static func notFound(_ what: String) -> Refusal {
        GoogleError(
            404, "NOT_FOUND", "The \(what) identified by the id parameter cannot be found.", reason: what + "NotFound",
            domain: "youtube." + what
        ).refusal
    }

    static func bad(_ reason: String, _ message: String, domain: String = "youtube.video") -> Refusal {
        GoogleError(400, "INVALID_ARGUMENT", message, reason: reason, domain: domain).refusal
    }

    static func etag(_ item: Item) -> Value { .text("etag-\(item.id)-\(item.edits.count)-\(item.standing.rawValue)") }

    /// A list in pages: `items`, `pageInfo`, and the word for the next page.
    static func page(_ kind: String, _ all: [Item], _ call: Call, _ show: (Item) throws -> Value) rethrows -> Answer {
        let most = min(max(call.query.number("maxResults") ?? 5, 1), 100)
        let from = call.query.start("pageToken", after: "CA")
        let shown = all.dropFirst(from).prefix(most)
        var answer: [String: Value] = [
            "kind": .text(kind), "etag": .text("etag-\(all.count)-\(from)"), "items": .list(try shown.map(show)),
            "pageInfo": ["totalResults": .number(all.count), "resultsPerPage": .number(most)],
        ]
        if from + shown.count < all.count { answer["nextPageToken"] = .text("CA\(from + most)") }
        return Answer(.fields(answer))
    }
}
