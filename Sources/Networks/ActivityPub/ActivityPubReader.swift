public import Kernel
public import Wire

/// Reads what an ActivityPub actor (Mastodon, PeerTube, WordPress, WriteFreely, Lemmy …) publishes, from its outbox
/// (https://www.w3.org/TR/activitypub/#outbox). Only what is addressed to everybody; boosts are not new words.
///
/// Requests are not signed: a server that wants signatures answers 401, which is said in clear words.
public struct ActivityPubReader: Reader {
    public let network = Network.activitypub
    private let actor: String
    private let api: API
    private let scheme: String
    private let history: Int
    private let clock: Clock
    private let plainText: PlainText

    /// Objects named by address only, fetched for one page.
    static let followed = 20

    /// `actor` is `name@host` or the actor's address. `scheme` is for accounts of hosts without TLS (tests, intranets);
    /// `history` the number of pages to read the first time.
    public init(
        _ actor: String, scheme: WebAddress.Scheme = .https, history: Int = 5, http: HTTP, clock: Clock = .system,
        plainText: @escaping PlainText = Markup.plain
    ) {
        self.actor = actor
        self.scheme = scheme.rawValue
        self.history = history
        self.clock = clock
        self.plainText = plainText
        api = API(
            http: http, base: "", token: nil,
            accept: "application/activity+json, application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\"")
    }

    public func fetch(since cursor: String?) async throws -> Page {
        var walk = Walk(cursor: cursor)
        do {
            return try await page(&walk)
        } catch let failure as Failure where failure.kind == .forbidden && failure.words == "wire.refused" {
            throw Failure(
                .forbidden,
                "\(failure.cause): this server answers signed requests only, which come with our own presence",
                words: "networks.needs_signature")
        }
    }

    private func page(_ walk: inout Walk) async throws -> Page {
        let who = try await whose(&walk)
        let reply = try await collection(walk.position ?? who.outbox)
        let now = clock.now()
        let reader = ActivityObject(actor: who.id, handle: who.handle, now: now, plainText: plainText)
        let activities = items(of: reply.json)
        let marks = activities.map { activity in
            let when = activity["published"].string ?? activity["object"]["published"].string
            return (
                id: activity["id"].string ?? activity["object"]["id"].string ?? "",
                moment: Fields.moment(when, now: now) ?? Instant(microseconds: 0)
            )
        }
        let next = Fields.link(reply.json["next"].string ?? reply.json["next"]["id"].string)
        let (fresh, goesOn) = walk.take(
            marks, next: next.flatMap { ActivityObject.sameOrigin($0, who.outbox) ? $0 : nil }, history: history)
        var page = Page(rate: API.rate(reply.headers, now: now))
        var budget = Self.followed
        for activity in activities.prefix(fresh) { await take(activity, reader, &budget, into: &page) }
        page.hasMore = goesOn
        page.cursor = try walk.cursor
        return page
    }

    private func take(_ activity: JSON, _ reader: ActivityObject, _ budget: inout Int, into page: inout Page) async {
        let object: JSON
        switch ActivityObject.type(of: activity) {
        case "Create", "Update": object = activity["object"]
        case "Delete":
            if let id = Fields.link(activity["object"].string ?? activity["object"]["id"].string),
                ActivityObject.sameOrigin(id, reader.actor)
            {
                page.removed.append(id)
            }
            return
        case "Announce", "Like", "Follow", "Add", "Remove", "Undo", "Accept", "Block": return
        // Some servers put the objects themselves into their outbox.
        default: object = activity
        }
        do {
            switch reader.read(try await whole(object, reader, &budget)) {
            case .arrival(let arrival): page.arrivals.append(arrival)
            case .refused(let refusal): page.refusals.append(refusal)
            case .skipped: return
            }
        } catch {
            page.refusals.append(Refusal(id: Fields.link(object.string), reason: "\(error)"))
        }
    }

    /// The object itself where an activity gives only its address: of the same server, and a few a page.
    private func whole(_ object: JSON, _ reader: ActivityObject, _ budget: inout Int) async throws -> JSON {
        guard let address = object.string else { return object }
        guard ActivityObject.sameOrigin(address, reader.actor) else {
            throw Failure(.unusable, "not this actor's own")
        }
        guard budget > 0 else { throw Failure(.tooMany, "more than \(Self.followed) objects named by address only") }
        budget -= 1
        return try await api.get(url: address).json
    }
}

// MARK: - From a name to an outbox

extension ActivityPubReader {
    private struct Whose {
        let id: String
        let outbox: String
        let handle: String
    }

    private func whose(_ walk: inout Walk) async throws -> Whose {
        if let id = walk.place["actor"], let outbox = walk.place["outbox"], let handle = walk.place["handle"] {
            return Whose(id: id, outbox: outbox, handle: handle)
        }
        let isAddress = actor.contains("://")
        let address = isAddress ? actor : try await WebFinger(http: api.http, scheme: scheme).actor(of: actor)
        let reply = try await api.get(url: address)
        guard let id = Fields.link(reply.json["id"].string), ActivityObject.sameOrigin(id, reply.finalURL),
            let outbox = Fields.link(reply.json["outbox"].string), ActivityObject.sameOrigin(outbox, id)
        else {
            throw Failure(
                .notFound, "\(try WebAddress(address).host) shows no actor here", words: "networks.no_account")
        }
        let name = Fields.text(reply.json["preferredUsername"].string ?? reply.json["name"].string ?? "")
        let handle = name.isEmpty ? id : "\(name)@\(try WebAddress(id).authority)"
        walk.place = ["actor": id, "outbox": outbox, "handle": handle]
        return Whose(id: id, outbox: outbox, handle: handle)
    }

    /// The page at `address`; of a collection, its first page, whether it is named or enclosed.
    private func collection(_ address: String) async throws -> API.Reply {
        let reply = try await api.get(url: address)
        guard items(of: reply.json).isEmpty else { return reply }
        let first = reply.json["first"]
        if first.isObject { return API.Reply(json: first, headers: reply.headers, finalURL: reply.finalURL) }
        guard let next = Fields.link(first.string), ActivityObject.sameOrigin(next, address) else { return reply }
        return try await api.get(url: next)
    }

    private func items(of collection: JSON) -> [JSON] {
        let items = collection["orderedItems"].oneOrMany + collection["items"].oneOrMany
        return Array(items.prefix(500))
    }
}
