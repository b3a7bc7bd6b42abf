import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Web

/// `/calendar/feed`: the secret address of one's own calendar, and what it opens.
struct CalendarFeedRoutes: Sendable {
    let desk: PublishingDesk
    private var feed: CalendarFeed { CalendarFeed(desk: desk) }

    func add(to pages: Pages) {
        pages.openGet("calendar/feed/:file") { request, context in
            let words = try Words.embedded()
            let text = try await feed.text(context.parameters.get("file") ?? "") { words($1, $0.tongue) }
            return Self.answer(text, known: request.headers[.ifNoneMatch])
        }
        pages.post("calendar/feed", right: .compose) { form, context in
            let address = try await feed.renew(for: context.person)
            return try await CalendarRoutes(desk: desk).show(CalendarAsked(form, desk), feed: address, context)
        }
        pages.post("calendar/feed/close", right: .compose) { _, context in
            try await feed.close(for: context.person)
            return Page.redirect("/posts/calendar", saying: "publishing.said_feed_closed")
        }
    }

    private static func answer(_ text: String, known: String?) -> Response {
        let tag = "\"\(CalendarFeed.digest(text).prefix(32))\""
        var headers: HTTPFields = [
            .contentType: "text/calendar; charset=utf-8", .eTag: tag, .cacheControl: "private, max-age=300",
        ]
        if let robots = HTTPField.Name("X-Robots-Tag") { headers[robots] = "noindex" }
        if let known, known.split(separator: ",").contains(where: { $0.contains(tag) }) {
            return Response(status: .notModified, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
