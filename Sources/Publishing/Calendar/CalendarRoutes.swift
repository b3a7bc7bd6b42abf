import Calendars
import Channels
import Foundation
import Hummingbird
import Kernel
import Storage
import Web

/// `/posts/calendar`: a month, a week or a list of what is planned and has left, with the health days.
struct CalendarRoutes: Sendable {
    let desk: PublishingDesk

    func add(to pages: Pages) {
        pages.get("posts/calendar", right: .compose) { _, context in
            try await show(CalendarAsked(context.query, desk), context)
        }
        pages.post("posts/:id/move", right: .approve) { form, context in try await move(form, context) }
        CalendarFeedRoutes(desk: desk).add(to: pages)
        RepeatRoutes(desk: desk).add(to: pages)
        QueueRoutes(desk: desk).add(to: pages)
    }

    /// Another day, and another hour where the form names one. What cannot be is said above the calendar, with the form
    /// as it was typed.
    private func move(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let id = try PostRoutes.id(context)
        var asked = CalendarAsked(form, desk)
        asked.move = id
        (asked.typedDay, asked.typedTime) = (form["day"], form["time"])
        let moved: Day
        do {
            moved = try await CalendarMoves(desk: desk).move(id, to: form["day"], form["time"], by: context.person)
        } catch let failure as Failure where [.unusable, .conflict].contains(failure.kind) && failure.words != nil {
            return try await show(asked, failure: failure, context)
        }
        return Page.redirect(
            "/posts/calendar?view=\(asked.view.rawValue)&date=\(moved.text)&at=\(id)", saying: "publishing.said_moved")
    }

    func show(
        _ asked: CalendarAsked, failure: Failure? = nil, feed: String? = nil, _ context: SignedInContext
    ) async throws -> Response {
        let scope = try PostActions.reading(context.person)
        let span = asked.span
        let from = Self.start(span.first, desk.zone)
        let until = Self.start(span.last.adding(days: 1), desk.zone)
        let person = context.person.id
        let found = try await desk.database.read { connection in
            let made = try CalendarStore.posts(from: from, until: until, in: connection)
            let coming = try CalendarStore.coming(from: from, until: until, in: connection)
            let posts = coming.isEmpty ? made : (made + coming).sorted { ($0.due, $0.id) < ($1.due, $1.id) }
            return CalendarPage.Found(
                posts: posts.filter { scope.reaches($0) },
                free: try FreeSlot.all(on: span.first...span.last, desk, in: connection),
                stuck: try CalendarStore.stuck(from: from, until: until, in: connection),
                channels: try ChannelStore.all(in: connection),
                moving: try asked.move.flatMap { try CalendarStore.post($0, in: connection) }.flatMap {
                    scope.reaches($0) ? $0 : nil
                },
                hasFeed: try CalendarStore.hasFeed(person, in: connection))
        }
        let page = CalendarPage(desk: desk, asked: asked, found: found, context: context)
        return try Page.render(
            "publishing/calendar", page.shown(failure, feed: feed), context, status: failure == nil ? .ok : .badRequest)
    }

    private static func start(_ day: Day, _ zone: TimeZone) -> Instant {
        // Midnight is a time of every day, though not of every zone's clock: then the first moment after it.
        (try? LocalMoment("\(day.text)T00:00"))?.resolved(in: zone).instant ?? Instant(day: day.number)
    }
}

/// What a calendar is asked to show.
struct CalendarAsked: Sendable {
    enum View: String, Sendable, CaseIterable { case month, week, list }

    let view: View
    let day: Day
    /// The post that is about to be moved.
    var move: Int64?
    var typedDay: String?
    var typedTime: String?
    /// One day of the list, whole.
    let isDay: Bool
    /// The post that was just moved.
    let at: Int64?

    init(_ query: Query, _ desk: PublishingDesk) {
        view = query["view"].flatMap(View.init) ?? .month
        day = query["date"].flatMap { Day($0) } ?? Day(desk.clock.now(), in: desk.zone)
        isDay = view == .list && query["only"] == "day"
        move = query["move"].flatMap { Int64($0) }
        at = query["at"].flatMap { Int64($0) }
    }

    /// Whole weeks, Monday first; of a list, the month.
    var span: (first: Day, last: Day) {
        if isDay { return (day, day) }
        let monday = day.adding(days: -day.weekday.rawValue)
        guard view != .week, let first = Day(day.civil.year, day.civil.month, 1) else {
            return (monday, monday.adding(days: 6))
        }
        let last = first.adding(days: Day.length(ofMonth: day.civil.month, day.civil.year) - 1)
        if view == .list { return (first, last) }
        return (first.adding(days: -first.weekday.rawValue), last.adding(days: 6 - last.weekday.rawValue))
    }

    /// Posts of one day that are drawn before the rest is only counted.
    var room: Int {
        switch view {
        case .month: 5
        case .week: 20
        case .list: isDay ? .max : 20
        }
    }

    var suffix: String { isDay ? "&only=day" : "" }

    func path(_ view: View, _ day: Day) -> String { "/posts/calendar?view=\(view.rawValue)&date=\(day.text)" }
}
