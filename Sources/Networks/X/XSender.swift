public import Deontology
import Foundation
public import Kernel
public import Wire

/// Answers on X in the name of one account. X wants us to answer those only who spoke to us first, once each
/// (https://help.x.com/rules-and-policies/x-automation).
public struct XSender: Sender {
    public let network = Network.x
    /// Characters of a post, as X weighs them; French letters weigh one.
    static let longest = 280

    private let credentials: Credentials
    private let x: XInterface

    public init(
        credentials: Credentials, endpoints: Endpoints = .real, http: HTTP, clock: Clock = .system,
        prices: XPrices = .full, spend: @escaping XSpending = { _ in }
    ) {
        self.credentials = credentials
        x = XInterface(
            token: credentials.access, endpoints: endpoints, http: http, clock: clock, prices: prices, spend: spend)
    }

    public func account() async throws -> SenderAccount { try await x.account() }

    public func target(_ id: String) async throws -> ReplyTarget {
        let reply = try await x.posts(
            "/tweets",
            [
                ("ids", id), ("post.fields", "lang"), ("expansions", "author_id"), ("user.fields", "username"),
            ], most: 1, authors: true)
        guard let post = reply.json["data"].elements.first, XPost(json: post).id == id else {
            throw Failure(.notFound, "X does not know what is answered", words: "networks.no_status")
        }
        let author = reply.json["includes"]["users"].elements.first {
            $0["id"].identifier == post["author_id"].identifier
        }
        return ReplyTarget(
            id: id, author: author?["username"].string.flatMap { Handle($0)?.handle }, visibility: "public",
            language: Fields.language(post["lang"].string), longest: Self.longest)
    }

    /// X names the one who is answered by itself.
    public func send(_ reply: Cleared<Draft>, to target: ReplyTarget, key: String) async -> Sending {
        guard reply.content.text.count <= target.longest else {
            let failure = Failure(
                .tooLarge, "\(reply.content.text.count) characters, where X takes \(target.longest)",
                words: "networks.too_long")
            return .refused(failure, said: nil, wait: nil)
        }
        guard let parent = MutationValue.marked(target.id) else {
            return .refused(Failure(.unusable, "a reply to nothing", words: "networks.no_status"), said: nil, wait: nil)
        }
        let body = MutationValue.fields([
            MutationField("text", .words(Wording(reply))),
            MutationField("reply", .fields([MutationField("in_reply_to_tweet_id", parent)])),
        ])
        return await x.line.attempt(.post, "/tweets", .json(body), key: key) { _, json in
            XPost(json: json["data"]).id.map { .sent(XPost.sent($0)) }
        }
    }

    public func find(_ text: String, under target: ReplyTarget, since moment: Instant) async throws -> Sent? {
        let account = credentials.subject.isEmpty ? try await x.account().id : credentials.subject
        return try await XSearch(x: x, account: account).post(text, under: target.id, since: moment)
    }
}
