import Foundation
public import Kernel
public import Wire

/// What is said to one account of ours on a Mastodon-compatible server, and what that account says itself, read in its
/// own name: notifications of mentions, and its statuses as echoes. What is not public or unlisted is left where it is.
public struct MastodonInbox: Reader {
    public let network = Network.mastodon
    private let api: API
    private let history: Int
    private let clock: Clock
    private let plainText: PlainText

    /// Mentions that are read again for a while, to follow their authors' edits and deletions.
    static let watched = 200
    static let watchDays = 30.0
    /// How many of them one visit reads again, those first that were not for longest.
    static let again = 10

    /// `server` is `https://host`; `token` the account's own, with the right `read`; `history` the pages of 40 that are
    /// read the first time.
    public init(
        on server: String, token: String, history: Int = 5, http: HTTP, clock: Clock = .system,
        plainText: @escaping PlainText = Markup.plain
    ) throws {
        api = API(http: http, base: try WebAddress(server).origin, token: token)
        self.history = history
        self.clock = clock
        self.plainText = plainText
    }

    /// The way through both lists, and what is read again.
    struct Memory: Codable, Sendable, Equatable {
        var account: String?
        var own = Walk(cursor: nil)
        var mentions = Walk(cursor: nil)
        var watched: [Watched] = []

        var isUnderWay: Bool { own.position != nil || mentions.position != nil }

        init(cursor: String?) {
            guard let cursor, let memory = try? JSONDecoder().decode(Memory.self, from: Data(cursor.utf8)) else {
                return
            }
            self = memory
        }
    }

    struct Watched: Codable, Sendable, Equatable {
        let number: String
        let id: String
        var digest: String
        let since: Int64
        var readAt: Int64
    }

    public func fetch(since cursor: String?) async throws -> Page {
        var memory = Memory(cursor: cursor)
        let now = clock.now()
        do {
            let mine = try await account(&memory)
            let goesOn = memory.isUnderWay
            var page = Page()
            let own = !goesOn || memory.own.position != nil ? try await own(mine, &memory, now, &page) : []
            let said = !goesOn || memory.mentions.position != nil ? try await mentions(&memory, now, &page) : []
            let thread = try MastodonThread(api: api, own: mine, now: now, plainText: plainText)
            try await take(try await thread.read(own + said, now: now), mine, now, &memory, &page)
            page.hasMore = memory.isUnderWay
            if !page.hasMore { try await readAgain(thread, now, &memory, &page) }
            page.cursor = String(decoding: try JSONEncoder().encode(memory), as: UTF8.self)
            return page
        } catch let failure as Failure where failure.kind == .forbidden && failure.words == "wire.refused" {
            throw Failure(.forbidden, failure.cause, words: "networks.needs_token")
        }
    }

    private func account(_ memory: inout Memory) async throws -> String {
        if let id = memory.account { return id }
        let json = try await api.get("/api/v1/accounts/verify_credentials").json
        guard let id = Fields.id(json["id"].identifier) else {
            throw Failure(.unavailable, "the server does not say whose token this is", words: "networks.not_json")
        }
        memory.account = id
        return id
    }

    private func own(_ mine: String, _ memory: inout Memory, _ now: Instant, _ page: inout Page) async throws -> [JSON]
    {
        let reply = try await api.get(
            "/api/v1/accounts/\(API.escaped(mine))/statuses",
            [("limit", "40"), ("exclude_reblogs", "true"), ("max_id", memory.own.position)])
        page.rate = API.rate(reply.headers, now: now)
        return Array(reply.json.elements.prefix(advance(&memory.own, reply.json.elements, now)))
    }

    private func mentions(_ memory: inout Memory, _ now: Instant, _ page: inout Page) async throws -> [JSON] {
        let reply = try await api.get(
            "/api/v1/notifications",
            [("types[]", "mention"), ("limit", "40"), ("max_id", memory.mentions.position)])
        page.rate = API.rate(reply.headers, now: now) ?? page.rate
        let fresh = reply.json.elements.prefix(advance(&memory.mentions, reply.json.elements, now))
        return fresh.filter { $0["type"].string == "mention" }.map { $0["status"] }.filter(\.isObject)
    }

    /// How many of a page's items are news.
    private func advance(_ walk: inout Walk, _ elements: [JSON], _ now: Instant) -> Int {
        let items = elements.map { element in
            (
                id: element["id"].identifier ?? "",
                moment: Fields.moment(element["created_at"].string, now: now) ?? Instant(microseconds: 0)
            )
        }
        let last = items.last.map(\.id).flatMap { $0.isEmpty ? nil : $0 }
        return walk.take(items, next: last, history: history).fresh
    }

    private func take(
        _ readings: [MastodonThread.Read], _ mine: String, _ now: Instant, _ memory: inout Memory, _ page: inout Page
    ) async throws {
        for read in readings {
            switch read.reading {
            case .refused(let refusal): page.refusals.append(refusal)
            case .skipped: continue
            case .arrival(let arrival):
                if page.arrivals.contains(where: { $0.id == arrival.id }) { continue }
                page.arrivals.append(arrival)
                if arrival.own { continue }
                memory.watched.removeAll { $0.id == arrival.id }
                memory.watched.append(
                    Watched(
                        number: read.number, id: arrival.id, digest: Self.digest(arrival), since: now.microseconds,
                        readAt: now.microseconds))
            }
        }
        let oldest = now.adding(seconds: -Self.watchDays * 86_400).microseconds
        memory.watched = Array(memory.watched.filter { $0.since > oldest }.suffix(Self.watched))
    }

    /// What was said to us lately, looked at again: changed by its author, or gone.
    private func readAgain(
        _ thread: MastodonThread, _ now: Instant, _ memory: inout Memory, _ page: inout Page
    ) async throws {
        let turn = memory.watched.filter { $0.readAt < now.microseconds }.sorted { $0.readAt < $1.readAt }
        for one in turn.prefix(Self.again) {
            guard let place = memory.watched.firstIndex(where: { $0.id == one.id }) else { continue }
            do {
                let json = try await api.get("/api/v1/statuses/\(API.escaped(one.number))").json
                memory.watched[place].readAt = now.microseconds
                guard case .arrival(let arrival)? = try await thread.read([json], now: now).first?.reading,
                    arrival.id == one.id, Self.digest(arrival) != one.digest
                else { continue }
                memory.watched[place].digest = Self.digest(arrival)
                page.edited.append(arrival)
            } catch let failure as Failure where failure.kind == .notFound {
                page.removed.append(one.id)
                memory.watched.remove(at: place)
            }
        }
    }

    /// The user stream (`/api/v1/streaming/user`), where the server offers one.
    public func stream(_ handle: @escaping @Sendable (Change) async throws -> Void) async throws {
        var memory = Memory(cursor: nil)
        let mine = try await account(&memory)
        let url = try await MastodonReader.streamBase(api) + "/api/v1/streaming/user"
        let headers = api.token.map { [(name: "authorization", value: "Bearer \($0)")] } ?? []
        let thread = try MastodonThread(api: api, own: mine, now: clock.now(), plainText: plainText)
        let clock = clock
        try await EventStream(api.http, Fetch(url, headers: headers, limits: .stream)).listen { event in
            if let change = try await thread.change(event, now: clock.now()) { try await handle(change) }
        }
    }

    /// Tells one wording from another; the same on every machine and at every start (FNV-1a).
    private static func digest(_ arrival: Arrival) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in ((arrival.title ?? "") + "\n" + arrival.text).utf8 {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return String(hash, radix: 16)
    }
}
