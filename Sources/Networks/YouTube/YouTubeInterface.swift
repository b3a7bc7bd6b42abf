import Foundation
import Kernel
import Wire

/// YouTube Data API v3 (https://developers.google.com/youtube/v3/docs; its discovery document of 4 November 2026).
enum YouTubeInterface {
    static let version = "v3"
    static let root = "/youtube/\(version)"

    static func line(token: String, endpoints: Endpoints, http: HTTP, clock: Clock) -> NetworkLine {
        NetworkLine(http: http, base: endpoints.youtube, token: token, clock: clock) { status, json in
            GoogleErrors.read(status, json, now: clock.now())
        }
    }

    /// Our channel: the one that was chosen, else the only one.
    static func channel(_ line: NetworkLine, _ subject: String, part: String) async throws -> JSON {
        let items = try await line.get(
            root + "/channels", [("part", part), ("mine", "true"), ("maxResults", "50")]
        ).json["items"].elements
        let mine = subject.isEmpty ? items.first : items.first { $0["id"].string == subject }
        guard let mine, Fields.id(mine["id"].string) != nil else {
            throw Failure(
                .forbidden, "\(line.host): this token does not open that channel", words: "networks.needs_right")
        }
        return mine
    }

    static func account(_ line: NetworkLine, _ subject: String) async throws -> SenderAccount {
        let channel = try await channel(line, subject, part: "snippet")
        let id = channel["id"].string ?? ""
        let title = Fields.text(channel["snippet"]["title"].string ?? id)
        let handle = channel["snippet"]["customUrl"].string ?? title
        return SenderAccount(
            id: id, handle: handle.hasPrefix("@") ? String(handle.dropFirst()) : handle,
            name: String(title.prefix(200)))
    }

    static func link(_ video: String) -> String { "https://www.youtube.com/watch?v=\(API.escaped(video))" }

    static func link(_ comment: String, under video: String) -> String {
        link(video) + "&lc=\(API.escaped(comment))"
    }
}
