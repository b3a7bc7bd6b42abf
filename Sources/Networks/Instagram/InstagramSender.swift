public import Deontology
import Foundation
public import Kernel
public import Wire

/// Answers, in an Instagram account's name, what is said under its posts.
public struct InstagramSender: Sender {
    public let network = Network.instagram
    private let account: InstagramAccount
    private let connector: InstagramConnector
    /// Characters of a comment: as many as Instagram's own application takes.
    static let longest = 2_200

    /// `credentials` are an account's, as `InstagramSignIn.places` gives them.
    public init(credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system) {
        account = InstagramAccount(credentials, endpoints, http, clock)
        connector = InstagramConnector(credentials: credentials, endpoints: endpoints, http: http, clock: clock)
    }

    public func account() async throws -> SenderAccount { try await account.account() }

    /// Comments have two floors: an answer to an answer goes under the comment that both stand below, and names whom it
    /// is for.
    public func target(_ id: String) async throws -> ReplyTarget {
        let json = try await account.api.object(id, fields: "id,username,from,parent_id")
        guard let number = Fields.id(json["id"].identifier) else {
            throw Failure(.notFound, "\(account.api.host) does not know what is answered", words: "networks.no_status")
        }
        let parent = Fields.id(json["parent_id"].identifier)
        let author = json["username"].string ?? json["from"]["username"].string
        return ReplyTarget(
            id: parent ?? number, author: parent == nil ? nil : author.flatMap { Handle($0)?.handle },
            visibility: "public", longest: Self.longest)
    }

    public func send(_ reply: Cleared<Draft>, to target: ReplyTarget, key: String) async -> Sending {
        let words = Wording(reply, for: target.author.flatMap(Handle.init))
        if let sending = MetaAPI.tooLong(words, target) { return sending }
        let body = MutationBody.form([MutationField("message", .words(words))])
        return await account.api.attempt("/\(API.escaped(target.id))/replies", body) { InstagramConnector.sent($0) }
    }

    public func find(_ text: String, under target: ReplyTarget, since moment: Instant) async throws -> Sent? {
        let mine = try await account.account()
        let list = "/\(API.escaped(target.id))/replies"
        return try await connector.find(text, under: list, since: moment, by: mine.handle, for: target.author)
    }
}
