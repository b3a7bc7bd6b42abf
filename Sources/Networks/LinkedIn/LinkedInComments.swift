import Deontology
import Foundation
import Kernel
import Wire

/// Comments on posts and answers to comments
/// (https://learn.microsoft.com/linkedin/marketing/community-management/shares/comments-api).
struct LinkedInComments: Sendable {
    let linkedin: LinkedInInterface

    /// `urn:li:comment:(urn:li:activity:1,2)`: what it stands under, and its number.
    static func parts(_ urn: String) -> (thread: String, number: String)? {
        guard let found = urn.wholeMatch(of: /urn:li:comment:\((urn:li:[A-Za-z]+:[0-9]+),([0-9]+)\)/) else {
            return nil
        }
        return (String(found.1), String(found.2))
    }

    /// - Parameters:
    ///   - post: what is commented.
    ///   - comment: what is answered there, if anything.
    func send(_ words: Wording, on post: String, under comment: String?) async -> Sending {
        guard let actor = MutationValue.marked(linkedin.organisation), let object = MutationValue.marked(post) else {
            return .refused(
                Failure(.unusable, "a comment under nothing", words: "networks.no_status"), said: nil, wait: nil)
        }
        var fields = [
            MutationField("actor", actor), MutationField("object", object),
            MutationField("message", .fields([MutationField("text", .words(words))])),
        ]
        if let parent = MutationValue.marked(comment) { fields.append(MutationField("parentComment", parent)) }
        let path = "/socialActions/\(API.escaped(comment ?? post))/comments"
        return await linkedin.line.attempt(.post, path, .json(.fields(fields))) { document, json in
            let number = document.headers["x-restli-id"] ?? json["id"].identifier
            guard let urn = Fields.id(json["commentUrn"].string) ?? number.flatMap({ Self.urn($0, on: post) }) else {
                return nil
            }
            return .sent(Sent(id: urn, url: LinkedInInterface.link(post)))
        }
    }

    private static func urn(_ number: String, on post: String) -> String? {
        if parts(number) != nil { return number }
        return number.wholeMatch(of: /[0-9]+/) == nil ? nil : "urn:li:comment:(\(post),\(number))"
    }

    private func path(_ urn: String) -> String? {
        Self.parts(urn).map { "/socialActions/\(API.escaped($0.thread))/comments/\($0.number)" }
    }

    private var nobody: Sending {
        .refused(Failure(.notFound, "no comment is called so", words: "networks.no_status"), said: nil, wait: nil)
    }

    func change(_ sent: Sent, _ words: Cleared<Draft>) async -> Sending {
        guard let path = path(sent.id) else { return nobody }
        let text = MutationValue.fields([MutationField("text", .words(Wording(words)))])
        let body = MutationValue.fields([
            MutationField(
                "patch", .fields([MutationField("message", .fields([MutationField("$set", text)]))]))
        ])
        return await linkedin.line.attempt(
            .post, path + API.query([("actor", linkedin.organisation)]), .json(body),
            more: LinkedInInterface.method("PARTIAL_UPDATE")
        ) { _, _ in .sent(sent) }
    }

    func remove(_ sent: Sent) async -> Sending {
        guard let path = path(sent.id) else { return nobody }
        return await linkedin.line.remove(
            path + API.query([("actor", linkedin.organisation)]), sent, more: LinkedInInterface.method("DELETE"))
    }

    // MARK: Looking

    /// Comments under a post, or answers under a comment.
    func list(_ urn: String, count: Int = 100) async throws -> [LinkedInComment] {
        let json = try await linkedin.line.get(
            "/socialActions/\(API.escaped(urn))/comments", [("start", "0"), ("count", String(count))]
        ).json
        let now = linkedin.clock.now()
        return json["elements"].elements.compactMap { LinkedInComment($0, now: now) }
    }

    func one(_ urn: String) async throws -> LinkedInComment? {
        guard let path = path(urn) else { return nil }
        return LinkedInComment(try await linkedin.line.get(path).json, now: linkedin.clock.now())
    }

    func find(_ text: String, under urn: String, since moment: Instant) async throws -> Sent? {
        try await list(urn).first { comment in
            comment.actor == linkedin.organisation && SameWords.isSince(moment, comment.createdAt)
                && SameWords.match(comment.text, text)
        }.map { Sent(id: $0.urn, url: LinkedInInterface.link($0.thread)) }
    }
}
