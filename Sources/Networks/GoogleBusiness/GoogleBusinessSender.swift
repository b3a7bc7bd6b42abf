public import Deontology
import Foundation
public import Kernel
public import Wire

/// Answers reviews of one location. A review has one answer: what is sent takes the place of what was there.
public struct GoogleBusinessSender: Sender {
    public let network = Network.google
    /// Bytes of an answer (https://support.google.com/business/answer/3474050).
    static let longest = 4_096

    private let business: BusinessInterface

    public init(
        credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system
    ) {
        business = BusinessInterface(credentials, endpoints: endpoints, http: http, clock: clock)
    }

    public func account() async throws -> SenderAccount { try await business.account() }

    private func review(_ id: String) async throws -> BusinessReview? {
        let json = try await business.line.get(try business.path(business.name(id))).json
        return BusinessReview(json, now: business.clock.now())
    }

    public func target(_ id: String) async throws -> ReplyTarget {
        guard let review = try await review(id) else {
            throw Failure(.notFound, "Google does not know what is answered", words: "networks.no_status")
        }
        // A letter of French takes up to two bytes.
        return ReplyTarget(id: review.id, author: nil, visibility: "public", longest: Self.longest / 2)
    }

    public func send(_ reply: Cleared<Draft>, to target: ReplyTarget, key: String) async -> Sending {
        guard reply.content.text.utf8.count <= Self.longest else {
            let failure = Failure(
                .tooLarge, "\(reply.content.text.utf8.count) bytes, where Google takes \(Self.longest)",
                words: "networks.too_long")
            return .refused(failure, said: nil, wait: nil)
        }
        let path: String
        do { path = try business.path(business.name(target.id)) + "/reply" } catch {
            return .refused(Failure(.unusable, "a reply to nothing", words: "networks.no_status"), said: nil, wait: nil)
        }
        let body = MutationValue.fields([MutationField("comment", .words(Wording(reply)))])
        let now = business.clock.now()
        return await business.line.attempt(.put, path, .json(body), key: key) { _, json in
            guard let answer = BusinessReply(json, now: now) else { return nil }
            if case .rejected(let rule) = answer.moderation {
                let failure = Failure(.unusable, "Google rejected the answer", words: "networks.rejected")
                return .refused(failure, said: rule, wait: nil)
            }
            return .sent(Sent(id: "\(target.id)/reply", url: nil, reference: target.id))
        }
    }

    /// What Google has made of an answer by now: worth asking again until it is no more `.waiting`.
    public func moderation(of sent: Sent) async throws -> ReplyModeration {
        let id = sent.reference ?? (sent.id.hasSuffix("/reply") ? String(sent.id.dropLast(6)) : sent.id)
        do { return try await review(id)?.reply?.moderation ?? .absent } catch let failure as Failure
            where failure.kind == .notFound
        { return .absent }
    }

    public func find(_ text: String, under target: ReplyTarget, since moment: Instant) async throws -> Sent? {
        guard let reply = try await review(target.id)?.reply, SameWords.isSince(moment, reply.changedAt),
            SameWords.match(reply.text, text)
        else { return nil }
        if case .rejected = reply.moderation { return nil }
        return Sent(id: "\(target.id)/reply", url: nil, reference: target.id)
    }
}
