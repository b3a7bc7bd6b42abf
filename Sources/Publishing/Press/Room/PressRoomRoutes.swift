import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Storage
import Web

/// `/press-room`: what anybody may read, once it is approved and its embargo is over. No account, no cookie.
struct PressRoomRoutes: Sendable {
    let desk: PublishingDesk

    /// Releases on the page and in the feed.
    static let most = 50

    func add(to pages: Pages) {
        pages.openGet("press-room") { _, context in try await list(context) }
        pages.openGet("press-room/feed.atom") { _, context in try await feed(context) }
        pages.openGet("press-room/:slug") { _, context in try await show(context) }
    }

    private struct Line: Encodable, Sendable {
        let path: String
        let title: String
        let lead: String
        let lang: String
        let topic: String
        let at: Moment
    }

    private struct Room: Encodable, Sendable {
        let frame: PressFrame
        let lede: String
        let releases: [Line]
        let empty: EmptyState?
        let contact: String?
        let maySubscribe: Bool
    }

    private func items() async throws -> [PressFeed.Item] {
        let now = desk.clock.now()
        let found = try await desk.database.read {
            try ReleaseStore.published(limit: Self.most, at: now, in: $0)
        }
        return found.compactMap { PressFeed.Item($0.release, $0.content) }
            .sorted { ($0.published, $0.slug) > ($1.published, $1.slug) }
    }

    private func list(_ context: PageContext) async throws -> Response {
        let items = try await items()
        let house = try await desk.staff.organisation()
        let frame = PressFrame(house, context)
        let value = Room(
            frame: frame, lede: context.word("press.room_lede", ["house": house]),
            releases: items.map {
                Line(
                    path: $0.path + frame.suffix, title: $0.content.title, lead: $0.content.lead,
                    lang: $0.content.language, topic: context.word("press.topic_\($0.content.topic.rawValue)"),
                    at: Moment($0.published, context.figures))
            },
            empty: items.isEmpty
                ? EmptyState(
                    icon: "mail", title: context.word("press.room_empty_title"), text: context.word("press.room_empty"))
                : nil,
            contact: items.first?.content.contact, maySubscribe: desk.letters.leave && desk.site != nil)
        return Self.found(try Page.render("press/room", value, context))
    }

    private struct One: Encodable, Sendable {
        let frame: PressFrame
        let title: String
        let lang: String
        let dateline: String
        let lead: String
        let paragraphs: [String]
        let quotes: [Quote]
        let contact: String
        let at: Moment
        let data: SafeHTML?
    }

    private struct Quote: Encodable, Sendable {
        let text: String
        let by: String
    }

    private struct Gone: Encodable, Sendable {
        let frame: PressFrame
        let title: String
        let text: String
    }

    private func show(_ context: PageContext) async throws -> Response {
        let slug = context.parameters.get("slug") ?? ""
        let (release, content) = try await desk.database.read { connection in
            let release = try ReleaseStore.named(String(slug.prefix(200)), in: connection)
            return (release, try release.flatMap { try ReleaseStore.shown($0, in: connection) })
        }
        guard let release, let content else { throw Failure(.notFound, "no such release is public") }
        let house = try await desk.staff.organisation()
        let frame = PressFrame(house, context)
        if let withdrawn = release.withdrawnAt, content.embargo.map({ $0 <= withdrawn }) ?? true {
            let gone = Gone(
                frame: frame, title: context.word("press.gone_title"), text: context.word("press.gone"))
            return try Page.render("press/said", gone, context, status: .gone)
        }
        // Before its embargo ends nobody learns that it exists.
        guard release.isPublic(at: desk.clock.now(), saying: content), let item = PressFeed.Item(release, content)
        else {
            throw Failure(.notFound, "no such release is public")
        }
        let value = One(
            frame: frame, title: content.title, lang: content.language, dateline: content.dateline,
            lead: content.lead, paragraphs: content.paragraphs,
            quotes: content.quotes.map { Quote(text: $0.text, by: $0.by) }, contact: content.contact,
            at: Moment(item.published, context.figures),
            data: PressFeed.article(item, house: house, home: desk.site ?? context.home))
        return Self.found(try Page.render("press/public-release", value, context))
    }

    private func feed(_ context: PageContext) async throws -> Response {
        let house = try await desk.staff.organisation()
        let text = PressFeed.atom(
            try await items(), title: context.word("press.feed_title", ["house": house]), house: house,
            home: desk.site ?? context.home, at: desk.clock.now(), tongue: context.tongue)
        return Response(
            status: .ok,
            headers: [.contentType: "application/atom+xml; charset=utf-8", .cacheControl: "public, max-age=300"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    /// What search engines may find.
    private static func found(_ page: Response) -> Response {
        var page = page
        if let robots = HTTPField.Name("X-Robots-Tag") { page.headers[robots] = "all" }
        return page
    }
}
