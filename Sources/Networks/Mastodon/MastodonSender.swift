public import Deontology
import Feeds
import Foundation
public import Kernel
public import Wire

/// Answers on a Mastodon server, or one that speaks its client API (GoToSocial, Pleroma, snac).
public struct MastodonSender: Sender {
    public let network = Network.mastodon
    private let api: API
    private let clock: Clock
    /// Characters, where the server does not say.
    static let longest = 500
    /// Pages of 40 that are looked through for one status.
    static let pages = 5

    /// `server` is `https://host`; `token` an access token with the rights `read` and `write:statuses`.
    public init(on server: String, token: String, http: HTTP, clock: Clock = .system) throws {
        api = API(http: http, base: try WebAddress(server).origin, token: token)
        self.clock = clock
    }

    public func account() async throws -> SenderAccount {
        let json = try await api.get("/api/v1/accounts/verify_credentials").json
        guard let id = Fields.id(json["id"].identifier),
            let acct = json["acct"].string ?? json["username"].string, Handle(acct) != nil
        else { throw Failure(.unavailable, "\(try host) does not say whose token this is", words: "networks.not_json") }
        let name = Fields.text(json["display_name"].string ?? "")
        let handle = acct.contains("@") ? acct : "\(acct)@\(try host)"
        return SenderAccount(id: id, handle: handle.lowercased(), name: name.isEmpty ? acct : String(name.prefix(200)))
    }

    private var host: String { get throws { try WebAddress(api.base).authority } }

    // MARK: What is answered

    public func target(_ id: String) async throws -> ReplyTarget {
        guard let status = try await known(id), let number = Fields.id(status["id"].identifier) else {
            throw Failure(.notFound, "\(try host) does not know what is answered", words: "networks.no_status")
        }
        let visibility = status["visibility"].string ?? "public"
        return ReplyTarget(
            id: number, author: status["account"]["acct"].string.flatMap { Handle($0)?.handle },
            visibility: ["public", "unlisted", "private", "direct"].contains(visibility) ? visibility : "public",
            language: Fields.language(status["language"].string), longest: await limit())
    }

    /// By the server's search, which asks the other server where needed; then among what mentions us, for servers whose
    /// search knows no addresses.
    private func known(_ id: String) async throws -> JSON? {
        let found = try await api.get(
            "/api/v2/search", [("q", id), ("type", "statuses"), ("resolve", "true"), ("limit", "5")]
        ).json["statuses"].elements
        if let status = found.first(where: { Self.bears(id, $0) }) { return try await fresh(status) }
        var before: String?
        for _ in 0..<Self.pages {
            let page = try await api.get(
                "/api/v1/notifications", [("types[]", "mention"), ("limit", "40"), ("max_id", before)]
            ).json.elements
            if let status = page.map({ $0["status"] }).first(where: { Self.bears(id, $0) }) {
                return try await fresh(status)
            }
            guard let last = page.last?["id"].identifier, last != before else { return nil }
            before = last
        }
        return nil
    }

    /// The status of this moment: what its author took back meanwhile is not found.
    private func fresh(_ status: JSON) async throws -> JSON {
        guard let number = status["id"].identifier else { return status }
        return try await api.get("/api/v1/statuses/\(API.escaped(number))").json
    }

    private static func bears(_ id: String, _ status: JSON) -> Bool {
        status["uri"].string == id || status["url"].string == id
    }

    private func limit() async -> Int {
        for path in ["/api/v2/instance", "/api/v1/instance"] {
            guard let json = try? await api.get(path).json else { continue }
            let said = json["configuration"]["statuses"]["max_characters"].int ?? json["max_toot_chars"].int
            if let said, (1...1_000_000).contains(said) { return said }
        }
        return Self.longest
    }

    // MARK: The attempt

    public func send(_ reply: Cleared<Draft>, to target: ReplyTarget, key: String) async -> Sending {
        let words = Wording(reply, for: target.author.flatMap(Handle.init))
        guard words.text.count <= target.longest else {
            let failure = Failure(
                .tooLarge, "\(words.text.count) characters, where the server takes \(target.longest)",
                words: "networks.too_long")
            return .refused(failure, said: nil, wait: nil)
        }
        let marks: [(StaticString, String?)] = [
            ("in_reply_to_id", target.id), ("visibility", target.visibility), ("language", target.language),
        ]
        let mutation = Mutation(
            .post, api.base + "/api/v1/statuses",
            .form(
                [MutationField("status", .words(words))]
                    + marks.compactMap { name, mark in MutationValue.marked(mark).map { MutationField(name, $0) } }),
            token: api.token, key: key)
        switch await api.http.mutate(mutation) {
        case .unknown(let cause): return .unknown(cause: cause)
        case .refused(let refused):
            return .refused(refused.failure, said: Self.reason(refused.body), wait: refused.wait)
        case .done(let document):
            guard let json = try? JSON.parse(document.body, from: "server"), let sent = Self.sent(json, api.base) else {
                return .unknown(cause: "the server said yes without saying what it published")
            }
            return .sent(sent)
        }
    }

    /// What the server says beside its no: `{"error": "…"}`.
    private static func reason(_ body: [UInt8]) -> String? {
        guard let json = try? JSON.parse(body, from: "server"), let said = json["error"].string else { return nil }
        let text = Fields.text(said).split(whereSeparator: \.isNewline).joined(separator: " ")
        return text.isEmpty ? nil : String(text.prefix(300))
    }

    private static func sent(_ json: JSON, _ base: String) -> Sent? {
        guard let number = Fields.id(json["id"].identifier) else { return nil }
        let uri = Fields.link(json["uri"].string)
        return Sent(id: uri ?? "\(base)/\(number)", url: Fields.link(json["url"].string) ?? uri)
    }

    // MARK: The look-up

    public func find(_ text: String, under target: ReplyTarget, since moment: Instant) async throws -> Sent? {
        let mine = try await account()
        var before: String?
        for _ in 0..<Self.pages {
            let page = try await api.get(
                "/api/v1/accounts/\(API.escaped(mine.id))/statuses",
                [("limit", "40"), ("exclude_reblogs", "true"), ("max_id", before)]
            ).json.elements
            let now = clock.now()
            for status in page {
                let said = Fields.moment(status["created_at"].string, now: now)
                // Clocks differ: five minutes either way.
                guard let said, said >= moment.adding(seconds: -300) else { continue }
                if status["in_reply_to_id"].identifier == target.id, Self.same(status, text, target.author) {
                    return Self.sent(status, api.base)
                }
            }
            let oldest = page.last.flatMap { Fields.moment($0["created_at"].string, now: now) }
            guard let last = page.last?["id"].identifier, last != before, let oldest,
                oldest >= moment.adding(seconds: -300)
            else { return nil }
            before = last
        }
        return nil
    }

    /// Servers turn a text into HTML in their own ways: letters and digits are what stays.
    private static func same(_ status: JSON, _ text: String, _ author: String?) -> Bool {
        let published = letters(RichText(html: status["content"].string ?? "").plain)
        let wanted = letters(text)
        guard !wanted.isEmpty else { return false }
        if published == wanted { return true }
        guard published.hasSuffix(wanted) else { return false }
        // Before it stands the handle alone, whole or without its server.
        let handle = letters(author ?? "")
        let name = letters(author.flatMap { $0.split(separator: "@").first.map(String.init) } ?? "")
        let before = String(published.dropLast(wanted.count))
        return before == handle || before == name || (!name.isEmpty && before.hasPrefix(name) && before.count < 200)
    }

    private static func letters(_ text: String) -> String {
        let kept = text.lowercased().unicodeScalars.filter {
            $0.properties.isAlphabetic || $0.properties.numericType != nil
        }
        return String(String.UnicodeScalarView(kept))
    }
}
