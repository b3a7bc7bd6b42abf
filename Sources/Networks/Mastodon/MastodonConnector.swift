import Deontology
public import Kernel
public import Wire

/// Publishes on a Mastodon server, or one that speaks its client API (GoToSocial, Pleroma, snac).
///
/// The server's own schedule (`scheduled_at`) is never used: less than five minutes ahead Mastodon publishes at once, it
/// takes 25 a day and 300 in all, and what waits there would escape our checks and our stop. We publish when the time has come.
///
/// A server keeps an `Idempotency-Key` for an hour: within it a second attempt gives the status of the first. snac keeps
/// none. Whoever publishes never makes a second attempt after that hour without having looked (`find`).
public struct MastodonConnector: Connector {
    public let network = Network.mastodon
    let server: MastodonServer
    let line: NetworkLine

    /// - Parameters:
    ///   - server: `https://host`.
    ///   - credentials: an access token with the rights `read`, `write:statuses` and `write:media`.
    public init(on server: String, credentials: Credentials, http: HTTP, clock: Clock = .system) throws {
        self.server = try MastodonServer(server, token: credentials.access, http: http, clock: clock)
        line = NetworkLine(
            http: http, base: self.server.api.base, token: credentials.access, clock: clock,
            table: MastodonErrors.read)
    }

    public func account() async throws -> SenderAccount { try await server.account() }

    /// What this server takes, as it says at this moment. Throws `Failure` when it cannot be asked.
    public func limits() async throws -> MastodonLimits { try await server.limits() }

    // MARK: The attempt

    public func publish(_ piece: Piece, _ prepared: Prepared, key: String) async -> Sending {
        do {
            let uploads = uploads(in: prepared, piece)
            guard uploads.count == piece.attachments.count else {
                throw Failure(.unavailable, "published before the server has read what it shows")
            }
            var fields = Self.words(of: piece)
            fields.append(MutationField("visibility", try Self.mark(Self.visibility(piece.visibility))))
            if let parent = piece.parent {
                fields.append(MutationField("in_reply_to_id", try Self.mark(try await number(parent))))
            }
            if !uploads.isEmpty {
                fields.append(MutationField("media_ids", .list(try uploads.map { try Self.mark($0.id) })))
            }
            return await line.attempt(.post, "/api/v1/statuses", .json(.fields(fields)), key: key) { _, json in
                server.sent(json, numbered: true).map { .sent($0) }
            }
        } catch {
            let failure = error as? Failure ?? Failure(.unavailable, "stopped before anything was published")
            return .refused(failure, said: nil, wait: nil)
        }
    }

    /// What is said: the text, what is read before it, and in which language.
    static func words(of piece: Piece) -> [MutationField] {
        var fields = [MutationField("status", .words(Wording(piece.words)))]
        if let warning = piece.warning { fields.append(MutationField("spoiler_text", .words(Wording(warning)))) }
        if let language = MutationValue.marked(Fields.language(piece.language)) {
            fields.append(MutationField("language", language))
        }
        return fields
    }

    static func visibility(_ visibility: Piece.Visibility) -> String {
        switch visibility {
        case .everybody: "public"
        case .unlisted: "unlisted"
        case .followers: "private"
        }
    }

    /// What the server itself gave cannot hold a sentence; what does is not its number.
    static func mark(_ text: String) throws -> MutationValue {
        guard let mark = MutationValue.marked(text) else {
            throw Failure(.unavailable, "the server gave a number that is none", words: "networks.not_json")
        }
        return mark
    }

    /// The server's own number for something of ours.
    /// - Throws: `.notFound` when it is not among our latest either.
    func number(_ sent: Sent) async throws -> String {
        if let reference = sent.reference { return reference }
        let found = try await server.own(since: Instant(microseconds: 0)) { status in
            status["uri"].string == sent.id || sent.url != nil && status["url"].string == sent.url
        }
        guard let number = Fields.id(found?["id"].identifier) else {
            throw Failure(.notFound, "\(try server.host) does not show it", words: "networks.no_status")
        }
        return number
    }

    // MARK: The look-up

    public func find(_ piece: Piece, _ prepared: Prepared?, since moment: Instant) async throws -> Sent? {
        var parent: String?
        if let above = piece.parent { parent = try await number(above) }
        let found = try await server.own(since: moment) { status in
            status["in_reply_to_id"].identifier == parent && Self.bears(piece, status)
        }
        return found.flatMap { server.sent($0, numbered: true) }
    }

    /// A publication without a word is known by what is said of its pictures.
    private static func bears(_ piece: Piece, _ status: JSON) -> Bool {
        let text = piece.words.content.text
        if !SameWords.letters(text).isEmpty { return MastodonWords.say(text, status) }
        let wanted = piece.attachments.map { SameWords.letters($0.alt?.content.text ?? "") }
        let shown = status["media_attachments"].elements.map { SameWords.letters($0["description"].string ?? "") }
        return wanted == shown && wanted.contains { !$0.isEmpty }
    }
}
