public import Deontology
import Foundation
public import Kernel
public import Wire

/// Answers comments on one YouTube channel.
public struct YouTubeSender: Sender {
    public let network = Network.youtube
    /// Characters of a comment.
    static let longest = 10_000

    private let credentials: Credentials
    private let line: NetworkLine
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

    /// Threads have two levels: an answer to an answer goes under the same comment, and names the one it is for.
    public func target(_ id: String) async throws -> ReplyTarget {
        let json = try await line.get(
            YouTubeInterface.root + "/comments", [("part", "snippet"), ("id", id), ("textFormat", "plainText")]
        ).json
        guard let comment = json["items"].elements.first.flatMap({ YouTubeComment($0, now: clock.now()) }) else {
            throw Failure(.notFound, "YouTube does not know what is answered", words: "networks.no_status")
        }
        let name = comment.author.map { $0.hasPrefix("@") ? String($0.dropFirst()) : $0 }
        return ReplyTarget(
            id: comment.parent ?? comment.id,
            author: comment.parent == nil ? nil : name.flatMap { Handle($0)?.handle }, visibility: "public",
            longest: Self.longest)
    }

    public func send(_ reply: Cleared<Draft>, to target: ReplyTarget, key: String) async -> Sending {
        let words = Wording(reply, for: target.author.flatMap(Handle.init))
        guard words.text.count <= target.longest else {
            let failure = Failure(
                .tooLarge, "\(words.text.count) characters, where YouTube takes \(target.longest)",
                words: "networks.too_long")
            return .refused(failure, said: nil, wait: nil)
        }
        return await YouTubeReply(line: line).send(words, under: target.id, video: nil)
    }

    public func find(_ text: String, under target: ReplyTarget, since moment: Instant) async throws -> Sent? {
        let mine =
            credentials.subject.isEmpty
            ? try await YouTubeInterface.channel(line, "", part: "id")["id"].string : credentials.subject
        let json = try await line.get(
            YouTubeInterface.root + "/comments",
            [("part", "snippet"), ("parentId", target.id), ("maxResults", "100"), ("textFormat", "plainText")]
        ).json
        let wanted = [text, target.author.map { "@\($0) \(text)" }].compactMap(\.self)
        let now = clock.now()
        let found = json["items"].elements.compactMap { YouTubeComment($0, now: now) }.first { comment in
            comment.channel == mine && comment.isSince(moment)
                && wanted.contains { SameWords.match(comment.text, $0) }
        }
        return found.map { Sent(id: $0.id, url: nil, reference: YouTubeConnector.comment) }
    }
}
