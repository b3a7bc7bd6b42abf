import Deontology
import Foundation
public import Kernel
public import Wire

/// Publishes on the Google business profile of one location.
public struct GoogleBusinessConnector: Connector {
    public let network = Network.google
    /// Of a hundred posts, when one is looked for.
    static let pages = 2

    private let business: BusinessInterface

    /// - Parameter credentials: `subject` is `accounts/1/locations/2`.
    public init(
        credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system
    ) {
        business = BusinessInterface(credentials, endpoints: endpoints, http: http, clock: clock)
    }

    public func account() async throws -> SenderAccount { try await business.account() }

    // MARK: Publishing

    /// Google fetches the photo itself: there is nothing to upload.
    public func prepare(_ piece: Piece, after before: Prepared?) async throws -> Preparation {
        try BusinessPost(piece: piece).check()
        return .ready(before ?? Prepared(at: business.clock.now()))
    }

    public func publish(_ piece: Piece, _ prepared: Prepared, key: String) async -> Sending {
        let post = BusinessPost(piece: piece)
        do {
            try post.check()
            guard let body = post.body() else { throw Failure(.broken, "a post that cannot be written") }
            let path = try business.path + "/localPosts"
            return await business.line.attempt(.post, path, .json(body), key: key) { _, json in Self.read(json) }
        } catch { return Self.refused(error) }
    }

    public func edit(_ sent: Sent, _ piece: Piece, key: String) async -> Sending {
        let post = BusinessPost(piece: piece)
        do {
            try post.check()
            guard let body = post.body(isChange: true) else { throw Failure(.broken, "a post that cannot be written") }
            let path = try business.path(name(sent)) + "?updateMask=summary,languageCode,callToAction"
            return await business.line.attempt(.patch, path, .json(body), key: key) { _, json in Self.read(json) }
        } catch { return Self.refused(error) }
    }

    public func delete(_ sent: Sent) async -> Sending {
        do { return await business.line.remove(try business.path(name(sent)), sent) } catch {
            return Self.refused(error)
        }
    }

    private static func refused(_ error: any Error) -> Sending {
        .refused(
            error as? Failure ?? Failure(.unavailable, "stopped before anything was said"), said: nil, wait: nil)
    }

    /// The network's own name for it.
    private func name(_ sent: Sent) -> String { sent.reference ?? business.name(sent.id) }

    /// A post that Google rejects at once was never there to read.
    private static func read(_ json: JSON) -> Sending? {
        guard let name = Fields.id(json["name"].string), name.contains("/localPosts/") else { return nil }
        guard json["state"].string != BusinessPostState.rejected.rawValue else {
            let failure = Failure(.unusable, "Google rejected the post", words: "networks.rejected")
            return .refused(failure, said: NetworkRefusal.line(json["rejectionReason"].string), wait: nil)
        }
        return .sent(sent(json, name))
    }

    private static func sent(_ json: JSON, _ name: String) -> Sent {
        Sent(id: BusinessInterface.identifier(name), url: Fields.link(json["searchUrl"].string), reference: name)
    }

    // MARK: Looking

    /// What Google has made of `sent` by now.
    public func state(_ sent: Sent) async throws -> BusinessPostState {
        do {
            let word = try await business.line.get(try business.path(name(sent))).json["state"].string
            return word.flatMap(BusinessPostState.init(rawValue:)) ?? .processing
        } catch let failure as Failure where failure.kind == .notFound { return .gone }
    }

    public func find(_ piece: Piece, _ prepared: Prepared?, since moment: Instant) async throws -> Sent? {
        let now = business.clock.now()
        return try await latest { post in
            guard SameWords.isSince(moment, Fields.moment(post["createTime"].string, now: now)),
                SameWords.match(post["summary"].string, piece.words.content.text),
                let name = Fields.id(post["name"].string), name.contains("/localPosts/")
            else { return nil }
            return Self.sent(post, name)
        }
    }

    /// Google gives no figures of posts any more (its insights of posts ended in 2023): what is still there comes with
    /// nothing counted.
    public func figures(_ published: [Sent]) async throws -> [String: PostFigures] {
        var figures: [String: PostFigures] = [:]
        let wanted = Set(published.map(\.id))
        let _: Bool? = try await latest { post in
            let id = BusinessInterface.identifier(post["name"].string ?? "")
            if wanted.contains(id) { figures[id] = PostFigures() }
            return figures.count == wanted.count ? true : nil
        }
        return figures
    }

    /// The first that `pick` takes, newest posts first.
    private func latest<T>(_ pick: (JSON) -> T?) async throws -> T? {
        var token: String?
        for _ in 0..<Self.pages {
            let json = try await business.line.get(
                try business.path + "/localPosts", [("pageSize", "100"), ("pageToken", token)]
            ).json
            for post in json["localPosts"].elements { if let found = pick(post) { return found } }
            guard let next = Fields.id(json["nextPageToken"].string), next != token else { return nil }
            token = next
        }
        return nil
    }
}
