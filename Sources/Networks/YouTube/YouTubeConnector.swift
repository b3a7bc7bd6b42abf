import Deontology
import Foundation
public import Kernel
public import Wire

/// Publishes videos on one YouTube channel, and comments under them.
///
/// Uploads of a project of Google's that was not audited stay private whatever is asked for
/// (https://developers.google.com/youtube/v3/docs/videos/insert).
public struct YouTubeConnector: Connector {
    public let network = Network.youtube
    /// Of fifty videos, when one is looked for.
    static let pages = 3
    /// What `Sent.reference` says of a comment.
    static let comment = "comment"

    private let credentials: Credentials
    let line: NetworkLine
    private let clock: Clock

    public init(
        credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system
    ) {
        (self.credentials, self.clock) = (credentials, clock)
        line = YouTubeInterface.line(token: credentials.access, endpoints: endpoints, http: http, clock: clock)
    }

    public func account() async throws -> SenderAccount {
        try await YouTubeInterface.account(line, credentials.subject)
    }

    // MARK: Publishing

    public func prepare(_ piece: Piece, after before: Prepared?) async throws -> Preparation {
        switch piece.role {
        case .comment: return .ready(before ?? Prepared(at: clock.now()))
        case .post: return try await YouTubeUpload(line: line, piece: piece, clock: clock).step(before)
        case .thread: throw Failure(.unusable, "YouTube has no threads", words: "networks.no_thread")
        }
    }

    public func publish(_ piece: Piece, _ prepared: Prepared, key: String) async -> Sending {
        switch piece.role {
        case .post: return await YouTubeUpload(line: line, piece: piece, clock: clock).publish(prepared)
        case .comment: return await comment(piece)
        case .thread:
            return .refused(
                Failure(.unusable, "YouTube has no threads", words: "networks.no_thread"), said: nil, wait: nil)
        }
    }

    private func comment(_ piece: Piece) async -> Sending {
        guard let video = piece.parent?.id, let mark = MutationValue.marked(video) else {
            return .refused(
                Failure(.unusable, "a comment under nothing", words: "networks.no_status"), said: nil, wait: nil)
        }
        let words = MutationValue.fields([MutationField("textOriginal", .words(Wording(piece.words)))])
        let body = MutationValue.fields([
            MutationField(
                "snippet",
                .fields([
                    MutationField("videoId", mark),
                    MutationField("topLevelComment", .fields([MutationField("snippet", words)])),
                ]))
        ])
        return await line.attempt(.post, YouTubeInterface.root + "/commentThreads?part=snippet", .json(body)) {
            _, json in
            Fields.id(json["id"].string).map { .sent(Self.sent(comment: $0, under: video)) }
        }
    }

    static func sent(comment id: String, under video: String) -> Sent {
        Sent(id: id, url: YouTubeInterface.link(id, under: video), reference: comment)
    }

    // MARK: Changing

    public func edit(_ sent: Sent, _ piece: Piece, key: String) async -> Sending {
        if sent.reference == Self.comment { return await YouTubeReply(line: line).change(sent, piece.words) }
        do {
            if piece.title == nil { throw Failure(.unusable, "a video without a title", words: "networks.needs_title") }
            let found = try await line.get(YouTubeInterface.root + "/videos", [("part", "snippet"), ("id", sent.id)])
            guard let category = found.json["items"].elements.first?["snippet"]["categoryId"].identifier,
                let body = YouTubeVideo(piece: piece).changed(sent.id, category: category)
            else { throw Failure(.notFound, "YouTube does not know this video", words: "networks.no_status") }
            return await line.attempt(.put, YouTubeInterface.root + "/videos?part=snippet", .json(body)) { _, json in
                json["id"].string == sent.id ? .sent(sent) : nil
            }
        } catch let failure as Failure {
            return .refused(failure, said: nil, wait: nil)
        } catch {
            return .refused(Failure(.unavailable, "stopped before anything was changed"), said: nil, wait: nil)
        }
    }

    public func delete(_ sent: Sent) async -> Sending {
        let kind = sent.reference == Self.comment ? "comments" : "videos"
        return await line.remove("\(YouTubeInterface.root)/\(kind)?id=\(API.escaped(sent.id))", sent)
    }

    // MARK: Looking

    public func find(_ piece: Piece, _ prepared: Prepared?, since moment: Instant) async throws -> Sent? {
        if piece.role == .comment { return try await comment(like: piece, since: moment) }
        let channel = try await YouTubeInterface.channel(line, credentials.subject, part: "contentDetails")
        guard let uploads = channel["contentDetails"]["relatedPlaylists"]["uploads"].string else { return nil }
        var token: String?
        for _ in 0..<Self.pages {
            let json = try await line.get(
                YouTubeInterface.root + "/playlistItems",
                [("part", "snippet"), ("playlistId", uploads), ("maxResults", "50"), ("pageToken", token)]
            ).json
            let now = clock.now()
            for item in json["items"].elements {
                let snippet = item["snippet"]
                guard SameWords.isSince(moment, Fields.moment(snippet["publishedAt"].string, now: now)),
                    SameWords.match(snippet["title"].string, piece.title?.content.text ?? ""),
                    SameWords.letters(snippet["description"].string ?? "")
                        == SameWords.letters(piece.words.content.text),
                    let id = Fields.id(snippet["resourceId"]["videoId"].string)
                else { continue }
                return Sent(id: id, url: YouTubeInterface.link(id))
            }
            guard let next = Fields.id(json["nextPageToken"].string), next != token else { return nil }
            token = next
        }
        return nil
    }

    private func comment(like piece: Piece, since moment: Instant) async throws -> Sent? {
        guard let video = piece.parent?.id else { return nil }
        let mine = try await YouTubeInterface.channel(line, credentials.subject, part: "id")["id"].string
        let json = try await line.get(
            YouTubeInterface.root + "/commentThreads",
            [
                ("part", "snippet"), ("videoId", video), ("order", "time"), ("maxResults", "100"),
                ("textFormat", "plainText"),
            ]
        ).json
        let now = clock.now()
        let found = json["items"].elements.compactMap { YouTubeComment($0["snippet"]["topLevelComment"], now: now) }
            .first { $0.channel == mine && $0.isSince(moment) && SameWords.match($0.text, piece.words.content.text) }
        return found.map { Self.sent(comment: $0.id, under: video) }
    }

    public func figures(_ published: [Sent]) async throws -> [String: PostFigures] {
        var figures: [String: PostFigures] = [:]
        let ids = published.filter { $0.reference != Self.comment }.map(\.id)
        for start in stride(from: 0, to: ids.count, by: 50) {
            let some = ids[start..<min(ids.count, start + 50)].joined(separator: ",")
            let json = try await line.get(
                YouTubeInterface.root + "/videos", [("part", "statistics"), ("id", some), ("maxResults", "50")]
            ).json
            for video in json["items"].elements {
                guard let id = Fields.id(video["id"].string) else { continue }
                let counts = video["statistics"]
                figures[id] = PostFigures(
                    views: counts["viewCount"].int, likes: counts["likeCount"].int,
                    comments: counts["commentCount"].int)
            }
        }
        return figures
    }
}
