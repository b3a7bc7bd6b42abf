import Feeds
public import Kernel
import Networks
import Wire

/// What a look at an address found, before it becomes a source.
public struct OriginProbe: Sendable, Equatable {
    public let kind: Origin.Kind
    /// The address to keep, after redirects that are for good.
    public let address: String
    public let title: String?
    /// The first items, newest first.
    public let items: [Item]
    /// Feeds that a page announces, to choose from; the page itself may be watched instead.
    public let feeds: [Choice]
    /// It is shown only to applications that somebody has signed in.
    public var needsToken = false

    public struct Item: Sendable, Equatable {
        public let title: String
        public let publishedAt: Instant
    }

    public struct Choice: Sendable, Equatable {
        public let address: String
        public let title: String?
    }
}

extension OriginActions {
    /// Items that a look shows.
    private static let shown = 5

    /// Looks once at what somebody typed: a feed, a page with its feeds, an account, a hashtag. Nothing is kept.
    ///
    /// - Parameter kind: what it is, when the person said so; nil to find out.
    /// - Throws: `Failure` whose cause is the one-line reason why it cannot be a source.
    public func probe(_ text: String, kind: Origin.Kind? = nil, selector: String? = nil, by person: Person?)
        async throws
        -> OriginProbe
    {
        _ = try GatherRight.check(person)
        guard !text.trimmed.isEmpty, text.utf8.count <= 2_000 else {
            throw OriginDraft.refusal("the source's address is missing", "listening.origin_no_address")
        }
        if let kind, kind.network != .web {
            return try await network(kind, try OriginAddress.checked(text.trimmed, kind))
        }
        if kind == nil, let guess = OriginAddress.guess(text) { return try await network(guess.kind, guess.address) }
        let address = try OriginAddress.checked(OriginAddress.web(text), .feed)
        let fetch = Fetch(
            address, accept: FeedReading.accept + ", text/html;q=0.7",
            limits: Limits(wireBytes: 8 << 20, bodyBytes: 16 << 20, total: 25))
        switch try await http.fetch(fetch) {
        case .gone: throw Failure(.notFound, "the server says that it is gone for good (HTTP 410)", words: "wire.gone")
        case .notModified: throw Failure(.broken, "nothing new to a question without conditions")
        case .fresh(let document): return try web(document, address, kind, selector)
        }
    }

    private func web(_ document: Document, _ address: String, _ kind: Origin.Kind?, _ selector: String?) throws
        -> OriginProbe
    {
        let type = document.headers["content-type"]
        let kept = document.permanentURL ?? address
        if kind != .page {
            do {
                let feed = try FeedParser.parse(document.body, contentType: type, location: document.finalURL)
                let items = FeedReading.arrivals(feed, clock.now()).prefix(Self.shown).map(Self.item)
                return OriginProbe(kind: .feed, address: kept, title: feed.title, items: Array(items), feeds: [])
            } catch let failure as Failure {
                guard failure.words == "feed.isPage" || kind == nil && Self.isPage(type) else { throw failure }
            }
        }
        let page = try Discovery(document.body, contentType: type, location: document.finalURL)
        let passages = try PageReading.passages(document, selector: selector?.trimmed.nonEmpty)
        if kind == .page, passages.isEmpty {
            throw Failure(
                .unusable, "the page holds no text where the selector points", words: "listening.origin_empty_page")
        }
        let items = passages.filter { $0.count > 30 }.prefix(Self.shown).map {
            OriginProbe.Item(title: String($0.prefix(160)), publishedAt: clock.now())
        }
        return OriginProbe(
            kind: .page, address: kept, title: page.title, items: Array(items),
            feeds: kind == .page ? [] : page.feeds.prefix(20).map { .init(address: $0.href, title: $0.title) })
    }

    private func network(_ kind: Origin.Kind, _ address: String) async throws -> OriginProbe {
        let page: Page
        do { page = try await networks.open(kind, address, nil).fetch(since: nil) } catch let failure as Failure
            where failure.words == "networks.needs_token" && kind.takesToken
        {
            // It can be read by whoever has a token: the form asks for one.
            return OriginProbe(kind: kind, address: address, title: nil, items: [], feeds: [], needsToken: true)
        }
        return OriginProbe(
            kind: kind, address: address, title: nil, items: page.arrivals.prefix(Self.shown).map(Self.item), feeds: [])
    }

    private static func isPage(_ type: String?) -> Bool { type?.lowercased().contains("html") == true }

    private static func item(_ arrival: Arrival) -> OriginProbe.Item {
        let text = arrival.title ?? arrival.text
        let line = text.split(whereSeparator: \.isNewline).first.map(String.init) ?? text
        return OriginProbe.Item(title: String(line.prefix(160)), publishedAt: arrival.publishedAt)
    }
}
