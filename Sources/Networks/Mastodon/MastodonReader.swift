import Foundation
public import Kernel
import Synchronization
public import Wire

/// Reads a Mastodon server, or one that speaks its public API (GoToSocial, Pleroma, snac): what an account says, what
/// is said under a hashtag, what a search finds. Boosts are not taken for new words, and only public and unlisted
/// statuses are taken in.
public struct MastodonReader: Reader {
    public enum Place: Sendable, Hashable {
        /// `name` on the server itself, or `name@elsewhere` as the server knows it.
        case account(String)
        /// Without `#`.
        case hashtag(String)
        /// Needs a token on most servers.
        case search(String)
    }
    public let network = Network.mastodon
    private let place: Place
    private let api: API
    private let history: Int
    private let clock: Clock
    private let plainText: PlainText

    /// `server` is `https://host`; `token` an access token with the right `read`, or nil to read as anybody; `history`
    /// the number of pages of 40 to read the first time.
    public init(
        _ place: Place, on server: String, token: String? = nil, history: Int = 5, http: HTTP, clock: Clock = .system,
        plainText: @escaping PlainText = Markup.plain
    ) throws {
        self.place = place
        self.history = history
        self.clock = clock
        self.plainText = plainText
        api = API(http: http, base: try WebAddress(server).origin, token: token)
    }

    public func fetch(since cursor: String?) async throws -> Page {
        var walk = Walk(cursor: cursor)
        let reply = try await self.reply(&walk)
        let statuses = reply.json.isObject ? reply.json["statuses"].elements : reply.json.elements
        let now = clock.now()
        var page = Page(rate: API.rate(reply.headers, now: now))
        var reader = MastodonStatus(host: try host, now: now, plainText: plainText)
        // Oldest first, so that an answer finds what it answers.
        let readings = Array(statuses.reversed().map { reader.read($0) }.reversed())
        let items = statuses.map { status in
            (
                id: status["id"].identifier ?? "",
                moment: Fields.moment(status["created_at"].string, now: now) ?? Instant(microseconds: 0)
            )
        }
        let (fresh, goesOn) = walk.take(items, next: next(reply, items.last?.id), history: history)
        for reading in readings.prefix(fresh) {
            switch reading {
            case .arrival(let arrival): page.arrivals.append(arrival)
            case .refused(let refusal): page.refusals.append(refusal)
            case .skipped: continue
            }
        }
        page.hasMore = goesOn
        page.cursor = try walk.cursor
        return page
    }

    /// The public stream of a hashtag (`/api/v1/streaming/hashtag`), by server-sent events.
    public func stream(_ handle: @escaping @Sendable (Change) async throws -> Void) async throws {
        guard case .hashtag(let tag) = place else {
            throw Failure(.unusable, "Mastodon streams hashtags only", words: "networks.no_stream")
        }
        let url = try await Self.streamBase(api) + "/api/v1/streaming/hashtag" + API.query([("tag", tag)])
        let headers = api.token.map { [(name: "authorization", value: "Bearer \($0)")] } ?? []
        let events = MastodonEvents(
            MastodonStatus(host: try host, now: clock.now(), plainText: plainText), clock: clock)
        try await EventStream(api.http, Fetch(url, headers: headers, limits: .stream)).listen { event in
            if let change = events.change(event) { try await handle(change) }
        }
    }

    private var host: String { get throws { try WebAddress(api.base).authority } }

    private func reply(_ walk: inout Walk) async throws -> API.Reply {
        do {
            switch place {
            case .account(let name):
                let id = try await accountID(name, &walk)
                return try await api.get(
                    "/api/v1/accounts/\(API.escaped(id))/statuses",
                    [("limit", "40"), ("exclude_reblogs", "true"), ("max_id", walk.position)])
            case .hashtag(let tag):
                return try await api.get(
                    "/api/v1/timelines/tag/\(API.escaped(tag))", [("limit", "40"), ("max_id", walk.position)])
            case .search(let words):
                return try await api.get(
                    "/api/v2/search", [("q", words), ("type", "statuses"), ("limit", "40"), ("offset", walk.position)])
            }
        } catch let failure as Failure where failure.kind == .forbidden && failure.words == "wire.refused" {
            let who = api.token == nil ? "to signed-in applications only: give it a token" : "not to this token"
            throw Failure(.forbidden, "\(try host) shows this \(who)", words: "networks.needs_token")
        }
    }

    private func accountID(_ name: String, _ walk: inout Walk) async throws -> String {
        if let id = walk.place["account"] { return id }
        let plain = name.hasPrefix("@") ? String(name.dropFirst()) : name
        let found = try await api.get("/api/v1/accounts/lookup", [("acct", plain)])
        guard let id = found.json["id"].identifier else {
            throw Failure(.notFound, "\(try host) knows no such account", words: "networks.no_account")
        }
        walk.place["account"] = id
        return id
    }

    /// Where the next older page begins: the `Link` header's `max_id` (RFC 8288), or the last status's own number.
    private func next(_ reply: API.Reply, _ last: String?) -> String? {
        if case .search = place { return nil }
        for link in reply.headers.all("link").joined(separator: ",").components(separatedBy: ",") {
            guard link.contains("rel=\"next\""), let start = link.firstIndex(of: "<"),
                let end = link.firstIndex(of: ">"),
                let parts = URLComponents(string: String(link[start..<end].dropFirst()))
            else { continue }
            return parts.queryItems?.first { $0.name == "max_id" }?.value
        }
        return last.flatMap { $0.isEmpty ? nil : $0 }
    }

    /// Large servers stream from another host, which they name in their description of themselves.
    static func streamBase(_ api: API) async throws -> String {
        guard let reply = try? await api.get("/api/v2/instance"),
            let named = reply.json["configuration"]["urls"]["streaming"].string,
            let address = try? WebAddress(named.replacing(/^ws/, with: "http"))
        else { return api.base }
        return address.origin
    }
}

/// Turns the events of a stream into changes.
final class MastodonEvents: Sendable {
    private let status: Mutex<MastodonStatus>
    private let clock: Clock
    /// Numbers remembered, so that a deletion, which names only the number, can be told.
    private static let memory = 20_000

    init(_ status: consuming MastodonStatus, clock: Clock) {
        let kept = status
        self.status = Mutex(kept)
        self.clock = clock
    }

    /// Nil for what is neither an arrival, an edit, nor the deletion of something that came by this stream.
    func change(_ event: ServerEvent) -> Change? {
        if event.name == "delete" {
            return status.withLock { $0.known.removeValue(forKey: event.data) }.map { .removed(id: $0) }
        }
        guard event.name == "update" || event.name == "status.update",
            let json = try? JSON.parse(Array(event.data.utf8), from: "stream")
        else { return nil }
        return status.withLock { status in
            if status.known.count > Self.memory { status.known = [:] }
            guard case .arrival(let arrival) = status.read(json, now: clock.now()) else { return nil }
            return event.name == "update" ? .arrived(arrival) : .edited(arrival)
        }
    }
}
