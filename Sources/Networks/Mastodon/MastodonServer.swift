import Foundation
import Kernel
import Wire

/// One account of ours on a Mastodon-compatible server, as those who answer and those who publish both ask for it.
struct MastodonServer: Sendable {
    let api: API
    let clock: Clock
    /// Pages of 40 that are looked through for one status.
    static let pages = 5

    init(_ server: String, token: String, http: HTTP, clock: Clock) throws {
        api = API(http: http, base: try WebAddress(server).origin, token: token)
        self.clock = clock
    }

    var host: String { get throws { try WebAddress(api.base).authority } }

    func account() async throws -> SenderAccount {
        let json = try await api.get("/api/v1/accounts/verify_credentials").json
        guard let id = Fields.id(json["id"].identifier),
            let acct = json["acct"].string ?? json["username"].string, Handle(acct) != nil
        else { throw Failure(.unavailable, "\(try host) does not say whose token this is", words: "networks.not_json") }
        let name = Fields.text(json["display_name"].string ?? "")
        let handle = acct.contains("@") ? acct : "\(acct)@\(try host)"
        return SenderAccount(id: id, handle: handle.lowercased(), name: name.isEmpty ? acct : String(name.prefix(200)))
    }

    /// - Throws: `.notFound` when it is gone, or was never there for us.
    func status(_ number: String) async throws -> JSON {
        do {
            return Self.itself(try await api.get("/api/v1/statuses/\(API.escaped(number))").json)
        } catch let failure as Failure where failure.kind == .notFound {
            throw Failure(.notFound, failure.cause, words: "networks.no_status")
        }
    }

    /// The newest of our own statuses since `moment` that `fits`.
    func own(since moment: Instant, _ fits: (JSON) -> Bool) async throws -> JSON? {
        let mine = try await account()
        var before: String?
        for _ in 0..<Self.pages {
            let page = try await api.get(
                "/api/v1/accounts/\(API.escaped(mine.id))/statuses",
                [("limit", "40"), ("exclude_reblogs", "true"), ("max_id", before)]
            ).json.elements
            let now = clock.now()
            for listed in page {
                let status = Self.itself(listed)
                let said = Fields.moment(status["created_at"].string, now: now)
                let author = status["account"]["id"].identifier
                if author == nil || author == mine.id, SameWords.isSince(moment, said), fits(status) { return status }
            }
            let oldest = page.last.flatMap { Fields.moment($0["created_at"].string, now: now) }
            guard let last = page.last?["id"].identifier, last != before, SameWords.isSince(moment, oldest) else {
                return nil
            }
            before = last
        }
        return nil
    }

    /// snac shows what somebody passed on in the wrapping of whoever did.
    private static func itself(_ status: JSON) -> JSON {
        status["reblog"].isObject ? status["reblog"] : status
    }

    /// - Parameter numbered: whether the server's own number goes along, by which a status is edited and taken back.
    func sent(_ status: JSON, numbered: Bool) -> Sent? {
        guard let number = Fields.id(status["id"].identifier) else { return nil }
        let uri = Fields.link(status["uri"].string)
        return Sent(
            id: uri ?? "\(api.base)/\(number)", url: Fields.link(status["url"].string) ?? uri,
            reference: numbered ? number : nil)
    }
}
