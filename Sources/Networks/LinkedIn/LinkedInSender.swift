public import Deontology
import Foundation
public import Kernel
public import Wire

/// Answers comments on LinkedIn in the name of one organisation.
public struct LinkedInSender: Sender {
    public let network = Network.linkedin
    /// Characters of a comment.
    static let longest = 1_250

    private let linkedin: LinkedInInterface
    private var comments: LinkedInComments { LinkedInComments(linkedin: linkedin) }

    public init(
        credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system
    ) {
        linkedin = LinkedInInterface(credentials, endpoints: endpoints, http: http, clock: clock)
    }

    public func account() async throws -> SenderAccount { try await linkedin.account() }

    /// Threads have two levels: an answer to an answer goes under the same comment.
    public func target(_ id: String) async throws -> ReplyTarget {
        guard let comment = try await comments.one(id) else {
            throw Failure(.notFound, "LinkedIn does not know what is answered", words: "networks.no_status")
        }
        return ReplyTarget(
            id: comment.parent ?? comment.urn, author: nil, visibility: "public", longest: Self.longest)
    }

    public func send(_ reply: Cleared<Draft>, to target: ReplyTarget, key: String) async -> Sending {
        guard reply.content.text.count <= target.longest else {
            let failure = Failure(
                .tooLarge, "\(reply.content.text.count) characters, where LinkedIn takes \(target.longest)",
                words: "networks.too_long")
            return .refused(failure, said: nil, wait: nil)
        }
        guard let post = LinkedInComments.parts(target.id)?.thread else {
            return .refused(Failure(.unusable, "a reply to nothing", words: "networks.no_status"), said: nil, wait: nil)
        }
        return await comments.send(Wording(reply), on: post, under: target.id)
    }

    public func find(_ text: String, under target: ReplyTarget, since moment: Instant) async throws -> Sent? {
        try await comments.find(text, under: target.id, since: moment)
    }
}
