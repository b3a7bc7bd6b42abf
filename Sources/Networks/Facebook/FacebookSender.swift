public import Deontology
import Foundation
public import Kernel
public import Wire

/// Answers, in a Page's name, what is said under its posts and what it is recommended for.
public struct FacebookSender: Sender {
    public let network = Network.facebook
    private let page: FacebookPage
    private let connector: FacebookConnector
    /// Characters of a comment: as many as Facebook's own page takes.
    static let longest = 8_000

    /// `credentials` are a Page's, as `FacebookSignIn.places` gives them.
    public init(credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system) {
        page = FacebookPage(credentials, endpoints, http, clock)
        connector = FacebookConnector(credentials: credentials, endpoints: endpoints, http: http, clock: clock)
    }

    public func account() async throws -> SenderAccount { try await page.account() }

    /// Comments have two floors: an answer to an answer goes under the comment that both stand below.
    public func target(_ id: String) async throws -> ReplyTarget {
        let json = try await comment(id)
        guard let number = Fields.id(json["id"].identifier) else {
            throw Failure(.notFound, "\(page.api.host) does not know what is answered", words: "networks.no_status")
        }
        let parent = Fields.id(json["parent"]["id"].identifier)
        return ReplyTarget(id: parent ?? number, author: nil, visibility: "public", longest: Self.longest)
    }

    /// A recommendation and a post have no parent to ask for.
    private func comment(_ id: String) async throws -> JSON {
        if !id.hasPrefix(page.id + "_") || page.id.isEmpty {
            do { return try await page.api.object(id, fields: "id,parent{id}") } catch let failure as Failure
                where failure.kind == .notFound
            {
                // Not a comment, or nothing at all: the next question tells.
            }
        }
        return try await page.api.object(id, fields: "id")
    }

    public func send(_ reply: Cleared<Draft>, to target: ReplyTarget, key: String) async -> Sending {
        let words = Wording(reply)
        if let sending = MetaAPI.tooLong(words, target) { return sending }
        let body = MutationBody.form([MutationField("message", .words(words))])
        return await page.api.attempt("/\(API.escaped(target.id))/comments", body) { FacebookConnector.sent($0) }
    }

    public func find(_ text: String, under target: ReplyTarget, since moment: Instant) async throws -> Sent? {
        try await connector.find("/comments", on: "/" + API.escaped(target.id), text, since: moment, own: true)
    }
}
