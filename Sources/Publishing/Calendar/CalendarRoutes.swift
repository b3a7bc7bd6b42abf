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

    enum View: String, Sendable, CaseIterable { case month, week, list }

    func add(to pages: Pages) {
        pages.get("posts/calendar", right: .compose) { _, context in try await show(context) }
        pages.post("posts/:id/move", right: .approve) { form, context in
            let id = try PostRoutes.id(context)
            guard let day = form["day"].flatMap({ Day($0) }) else {
                throw Failure(.unusable, "no such day", words: "calendars.bad_moment")
            }
            do { try await move(id, to: day, by: context.person) } catch let failure as Failure
                where [.unusable, .conflict].contains(failure.kind)
            { return try await show(context, failure: failure) }
            return Page.redirect("/posts/calendar?date=\(day.text)", saying: "publishing.said_moved")
        }
    }

    /// Another day at the same hour of the wall's clock.
    private func move(_ id: Int64, to day: Day, by person: Person) async throws {
        let post = try await PostActions(desk: desk).find(id, for: person)
        guard let due = post.dueAt else { throw Failure(.conflict, "it has no date", words: "publishing.no_date") }
        let zone = post.zone.flatMap(TimeZone.init(identifier:)) ?? desk.zone
        let local = LocalMoment(day, LocalMoment(due, in: zone).time)
        try await ApprovalActions(desk: desk).plan(
            id,
            .at(
                local.resolved(in: zone).instant, local: local.text, zone: zone.identifier,
                recurrence: post.recurrence), by: person)
    }

    // MARK: Drawing

    struct Shown: Encodable, Sendable {
        let title: String
        let views: [Link]
        let before: String
        let after: String
        let today: String
        let weekdays: [String]
        let weeks: [Week]
        let days: [Cell]
        let isGrid: Bool
        let mayMove: Bool
        let reproach: String?
        let empty: EmptyState?
        let newPath: String
    }
    struct Link: Encodable, Sendable {
        let path: String
        let label: String
        let isHere: Bool
    }
    struct Week: Encodable, Sendable { let days: [Cell] }
    struct Cell: Encodable, Sendable {
        let date: String
        let number: String
        let label: String
        let marks: String
        let holiday: String?
        let health: [String]
        let posts: [Item]
    }
    struct Item: Encodable, Sendable {
        let path: String
        let time: String
        let title: String
        let state: String
        let tone: String
        let networks: String
        let mayMove: Bool
        let day: String
    }

    private func show(_ context: SignedInContext, failure: Failure? = nil) async throws -> Response {
        let today = Day(desk.clock.now(), in: desk.zone)
        let view = context.query["view"].flatMap(View.init) ?? .month
        let day = context.query["date"].flatMap { Day($0) } ?? today
        let span = Self.span(view, day)
        let scope = try PostActions.reading(context.person)
        let from = Self.start(span.first, desk.zone)
        let until = Self.start(span.last.adding(days: 1), desk.zone)
        let (posts, channels) = try await desk.database.read { connection in
            (
                try PostStore.planned(from: from, until: until, in: connection).filter { scope.reaches($0) },
                try ChannelStore.all(in: connection)
            )
        }
        let cells = cells(span, posts, channels, view: view, month: day.civil.month, today: today, context)
        let value = shown(view, day, span, cells, failure, context)
        return try Page.render("publishing/calendar", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private static func start(_ day: Day, _ zone: TimeZone) -> Instant {
        // The form of a date and of midnight is always a moment.
        (try? LocalMoment("\(day.text)T00:00"))?.resolved(in: zone).instant ?? Instant(day: day.number)
    }

    /// Whole weeks, Monday first.
    static func span(_ view: View, _ day: Day) -> (first: Day, last: Day) {
        let monday = day.adding(days: -day.weekday.rawValue)
        guard view != .week, let first = Day(day.civil.year, day.civil.month, 1) else {
            return (monday, monday.adding(days: 6))
        }
        let last = first.adding(days: Day.length(ofMonth: day.civil.month, day.civil.year) - 1)
        if view == .list { return (first, last) }
        return (first.adding(days: -first.weekday.rawValue), last.adding(days: 6 - last.weekday.rawValue))
    }

    private func cells(
        _ span: (first: Day, last: Day), _ posts: [Post], _ channels: [Channel], view: View, month: Int, today: Day,
        _ context: SignedInContext
    ) -> [Cell] {
        let byDay = Dictionary(grouping: posts) { Day($0.dueAt ?? $0.createdAt, in: desk.zone) }
        let health = desk.healthDays.days(from: span.first, to: span.last)
        let labels = Dictionary(uniqueKeysWithValues: channels.map { ($0.id, $0.network) })
        let mayMove = context.person.scope(of: .approve) == .everything
        return (span.first.number...span.last.number).map { number in
            let day = Day(number: number)
            let holiday = desk.holiday(number).map { context.word($0) }
            let marks = [
                view == .month && day.civil.month != month ? "out" : "", day == today ? "today" : "",
                holiday == nil ? "" : "closed", (byDay[day] ?? []).isEmpty ? "bare" : "",
            ].filter { !$0.isEmpty }.joined(separator: " ")
            return Cell(
                date: day.text, number: String(day.civil.day), label: context.figures.date(day: number), marks: marks,
                holiday: holiday,
                // A month-long campaign is named on its first day, and on the first day that is shown.
                health: health.filter { $0.first == day || ($0.first < day && day == span.first && $0.last >= day) }
                    .map { $0.health.name(in: context.tongue) },
                posts: (byDay[day] ?? []).map { item($0, day, labels, mayMove, context) })
        }
    }

    private func item(
        _ post: Post, _ day: Day, _ labels: [Int64: Network], _ mayMove: Bool, _ context: SignedInContext
    ) -> Item {
        let networks = Set(post.content.faces.compactMap { labels[$0.channel] }).map {
            context.word("listening.network_\($0.rawValue)")
        }
        return Item(
            path: "/posts/\(post.id)", time: post.dueAt.map { context.figures.time($0) } ?? "",
            title: post.content.title.isEmpty ? context.word("publishing.untitled") : post.content.title,
            state: context.word("publishing.state_\(post.state.rawValue)"), tone: PostLine.tone(post.state),
            networks: networks.sorted().joined(separator: ", "),
            mayMove: mayMove && [.approved, .scheduled].contains(post.state), day: day.text)
    }

    private func shown(
        _ view: View, _ day: Day, _ span: (first: Day, last: Day), _ cells: [Cell], _ failure: Failure?,
        _ context: SignedInContext
    ) -> Shown {
        let (year, month, _) = day.civil
        let (before, after): (Day, Day) =
            view == .week
            ? (span.first.adding(days: -7), span.first.adding(days: 7))
            : ((Day(year, month, 1) ?? day).adding(days: -1), (Day(year, month, 28) ?? day).adding(days: 7))
        func path(_ view: View, _ day: Day) -> String { "/posts/calendar?view=\(view.rawValue)&date=\(day.text)" }
        let listed = cells.filter { !$0.posts.isEmpty || !$0.health.isEmpty || $0.holiday != nil }
        return Shown(
            title: context.word(
                "publishing.calendar_of", ["month": context.word("publishing.month_\(month)"), "year": String(year)]),
            views: View.allCases.map {
                Link(path: path($0, day), label: context.word("publishing.view_\($0.rawValue)"), isHere: $0 == view)
            },
            before: path(view, before), after: path(view, after),
            today: path(view, Day(desk.clock.now(), in: desk.zone)),
            weekdays: (0..<7).map { context.word("publishing.weekday_\($0)") },
            weeks: view == .list
                ? []
                : stride(from: 0, to: cells.count, by: 7).map {
                    Week(days: Array(cells[$0..<min($0 + 7, cells.count)]))
                },
            days: view == .list ? listed : [], isGrid: view != .list,
            mayMove: context.person.scope(of: .approve) == .everything,
            reproach: failure.map { context.reproach($0) },
            empty: view == .list && listed.isEmpty
                ? EmptyState(
                    icon: "clock", title: context.word("publishing.calendar_empty_title"),
                    text: context.word("publishing.calendar_empty")) : nil,
            newPath: "/posts/new")
    }
}
