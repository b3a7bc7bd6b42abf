public import Deontology
public import Kernel
public import Wire

/// Answers on a Mastodon server, or one that speaks its client API (GoToSocial, Pleroma, snac).
public struct MastodonSender: Sender {
    public let network = Network.mastodon
    private let server: MastodonServer
    private var api: API { server.api }

    /// `server` is `https://host`; `token` an access token with the rights `read` and `write:statuses`.
    public init(on server: String, token: String, http: HTTP, clock: Clock = .system) throws {
        self.server = try MastodonServer(server, token: token, http: http, clock: clock)
    }

    public func account() async throws -> SenderAccount { try await server.account() }

    // MARK: What is answered

    public func target(_ id: String) async throws -> ReplyTarget {
        guard let status = try await known(id), let number = Fields.id(status["id"].identifier) else {
            throw Failure(.notFound, "\(try server.host) does not know what is answered", words: "networks.no_status")
        }
        let visibility = status["visibility"].string ?? "public"
        let limits = (try? await server.limits()) ?? MastodonLimits()
        return ReplyTarget(
            id: number, author: status["account"]["acct"].string.flatMap { Handle($0)?.handle },
            visibility: ["public", "unlisted", "private", "direct"].contains(visibility) ? visibility : "public",
            language: Fields.language(status["language"].string), longest: limits.maxCharacters)
    }

    /// By the server's search, which asks the other server where needed; then among what mentions us, for servers whose
    /// search knows no addresses.
    private func known(_ id: String) async throws -> JSON? {
        let found = try await api.get(
            "/api/v2/search", [("q", id), ("type", "statuses"), ("resolve", "true"), ("limit", "5")]
        ).json["statuses"].elements
        if let status = found.first(where: { Self.bears(id, $0) }) { return try await fresh(status) }
        var before: String?
        for _ in 0..<MastodonServer.pages {
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
            guard let json = try? JSON.parse(document.body, from: "server"),
                let sent = server.sent(json, numbered: false)
            else {
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

    // MARK: The look-up

    public func find(_ text: String, under target: ReplyTarget, since moment: Instant) async throws -> Sent? {
        try await server.own(since: moment) { status in
            status["in_reply_to_id"].identifier == target.id && MastodonWords.say(text, to: target.author, status)
        }.flatMap { server.sent($0, numbered: false) }
    }
}
