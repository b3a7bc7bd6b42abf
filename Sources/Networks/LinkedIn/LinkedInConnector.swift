import Deontology
import Foundation
public import Kernel
public import Wire

/// Publishes on the LinkedIn page of one organisation.
public struct LinkedInConnector: Connector {
    public let network = Network.linkedin
    /// Of fifty posts, when one is looked for.
    static let pages = 3

    private let linkedin: LinkedInInterface

    /// - Parameter credentials: `subject` is the organisation's number, or its URN.
    public init(
        credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system
    ) {
        linkedin = LinkedInInterface(credentials, endpoints: endpoints, http: http, clock: clock)
    }

    public func account() async throws -> SenderAccount { try await linkedin.account() }

    // MARK: Publishing

    public func prepare(_ piece: Piece, after before: Prepared?) async throws -> Preparation {
        try check(piece)
        var prepared = before ?? Prepared(at: linkedin.clock.now())
        for (index, attachment) in piece.attachments.enumerated() {
            let media = LinkedInMedia(linkedin: linkedin, file: attachment.file, place: "media.\(index).")
            if let wait = try await media.step(&prepared) { return .wait(seconds: wait, prepared) }
        }
        return .ready(prepared)
    }

    /// Twenty pictures, or one video.
    private func check(_ piece: Piece) throws {
        guard piece.visibility != .followers else {
            throw Failure(.unusable, "LinkedIn shows everything to everybody", words: "networks.public_only")
        }
        let kinds = piece.attachments.map(\.file.content.kind)
        let isMixed = kinds.count > 1 && kinds.contains(.video)
        guard kinds.count <= 20, !isMixed, kinds.allSatisfy({ [.image, .animation, .video].contains($0) }) else {
            throw Failure(.unusable, "LinkedIn takes twenty pictures, or one video", words: "networks.media_mixed")
        }
        guard piece.role == .post || (piece.role == .comment && kinds.isEmpty) else {
            throw Failure(.unusable, "LinkedIn has no threads", words: "networks.no_thread")
        }
    }

    public func publish(_ piece: Piece, _ prepared: Prepared, key: String) async -> Sending {
        switch piece.role {
        case .thread:
            return .refused(
                Failure(.unusable, "LinkedIn has no threads", words: "networks.no_thread"), said: nil, wait: nil)
        case .comment:
            guard let parent = piece.parent?.id else {
                return .refused(
                    Failure(.unusable, "a comment under nothing", words: "networks.no_status"), said: nil, wait: nil)
            }
            return await LinkedInComments(linkedin: linkedin).send(Wording(piece.words), on: parent, under: nil)
        case .post: return await post(piece, prepared, key)
        }
    }

    private func post(_ piece: Piece, _ prepared: Prepared, _ key: String) async -> Sending {
        let post = LinkedInPost(piece: piece, prepared: prepared, organisation: linkedin.organisation)
        guard let body = post.body else {
            return .refused(Failure(.broken, "an attachment was not uploaded"), said: nil, wait: nil)
        }
        return await linkedin.line.attempt(.post, "/posts", .json(body), key: key) { document, _ in
            // Its name comes in a header, and nowhere else.
            guard let urn = Fields.id(document.headers["x-restli-id"] ?? document.headers["x-linkedin-id"]),
                urn.hasPrefix("urn:li:")
            else { return nil }
            return .sent(Sent(id: urn, url: LinkedInInterface.link(urn)))
        }
    }

    // MARK: Changing

    public func edit(_ sent: Sent, _ piece: Piece, key: String) async -> Sending {
        if sent.id.hasPrefix("urn:li:comment:") {
            return await LinkedInComments(linkedin: linkedin).change(sent, piece.words)
        }
        let words = MutationValue.fields([
            MutationField("commentary", .words(Wording(piece.words, as: .little)))
        ])
        let body = MutationValue.fields([MutationField("patch", .fields([MutationField("$set", words)]))])
        return await linkedin.line.attempt(
            .post, "/posts/\(API.escaped(sent.id))", .json(body), more: LinkedInInterface.method("PARTIAL_UPDATE")
        ) { _, _ in .sent(sent) }
    }

    public func delete(_ sent: Sent) async -> Sending {
        if sent.id.hasPrefix("urn:li:comment:") {
            return await LinkedInComments(linkedin: linkedin).remove(sent)
        }
        return await linkedin.line.remove(
            "/posts/\(API.escaped(sent.id))", sent, more: LinkedInInterface.method("DELETE"))
    }

    // MARK: Looking

    public func find(_ piece: Piece, _ prepared: Prepared?, since moment: Instant) async throws -> Sent? {
        let text = piece.words.content.text
        if piece.role == .comment {
            guard let parent = piece.parent?.id else { return nil }
            return try await LinkedInComments(linkedin: linkedin).find(text, under: parent, since: moment)
        }
        for page in 0..<Self.pages {
            let posts = try await linkedin.posts(start: page * 50, count: 50)
            let now = linkedin.clock.now()
            for post in posts {
                let said = LinkedInInterface.moment(post["createdAt"], now: now)
                guard SameWords.isSince(moment, said), let urn = Fields.id(post["id"].string),
                    SameWords.match(LinkedInText.plain(post["commentary"].string ?? ""), text)
                else { continue }
                return Sent(id: urn, url: LinkedInInterface.link(urn))
            }
            let oldest = posts.last.flatMap { LinkedInInterface.moment($0["createdAt"], now: now) }
            guard posts.count == 50, SameWords.isSince(moment, oldest) else { return nil }
        }
        return nil
    }

    /// Twenty posts a question. LinkedIn leaves out a post that nobody has seen yet.
    public func figures(_ published: [Sent]) async throws -> [String: PostFigures] {
        var figures: [String: PostFigures] = [:]
        let posts = published.map(\.id).filter { $0.hasPrefix("urn:li:share:") || $0.hasPrefix("urn:li:ugcPost:") }
        for start in stride(from: 0, to: posts.count, by: 20) {
            let some = posts[start..<min(posts.count, start + 20)]
            let lists = [("shares", "urn:li:share:"), ("ugcPosts", "urn:li:ugcPost:")].compactMap {
                name, kind -> String? in
                let urns = some.filter { $0.hasPrefix(kind) }.map(API.escaped)
                return urns.isEmpty ? nil : "&\(name)=List(\(urns.joined(separator: ",")))"
            }
            let path =
                "/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity="
                + API.escaped(linkedin.organisation) + lists.joined()
            for element in try await linkedin.line.get(path).json["elements"].elements {
                guard let urn = element["share"].string ?? element["ugcPost"].string else { continue }
                let counts = element["totalShareStatistics"]
                figures[urn] = PostFigures(
                    views: counts["impressionCount"].int, reach: counts["uniqueImpressionsCount"].int,
                    likes: counts["likeCount"].int, comments: counts["commentCount"].int,
                    shares: counts["shareCount"].int, clicks: counts["clickCount"].int)
            }
        }
        return figures
    }
}
