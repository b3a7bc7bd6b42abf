import Calendars
import Channels
import Foundation
import Kernel
import Networks
import Web

/// Draws a calendar: days with their posts, holidays and health days.
struct CalendarPage: Sendable {
    let desk: PublishingDesk
    let asked: CalendarAsked
    let found: Found
    let context: SignedInContext

    struct Found: Sendable {
        let posts: [CalendarPost]
        let free: [FreeSlot]
        let stuck: Set<Int64>
        let channels: [Channel]
        let moving: CalendarPost?
        let hasFeed: Bool
    }

    func shown(_ failure: Failure?, feed: String?) -> Shown {
        let cells = cells()
        let (year, month, _) = asked.day.civil
        let (before, after) = around()
        let isList = asked.view == .list
        let listed = cells.filter {
            !$0.posts.isEmpty || !$0.free.isEmpty || !$0.health.isEmpty || $0.holiday != nil
        }
        return Shown(
            title: asked.isDay
                ? context.figures.date(day: asked.day.number)
                : context.word(
                    "publishing.calendar_of",
                    ["month": context.word("publishing.month_\(month)"), "year": String(year)]),
            views: CalendarAsked.View.allCases.map {
                Link(
                    path: asked.path($0, asked.day), label: context.word("publishing.view_\($0.rawValue)"),
                    isHere: $0 == asked.view)
            },
            before: asked.path(asked.view, before) + asked.suffix, after: asked.path(asked.view, after) + asked.suffix,
            today: asked.path(asked.view, today),
            weekdays: (0..<7).map { context.word("publishing.weekday_\($0)") },
            weeks: isList
                ? []
                : stride(from: 0, to: cells.count, by: 7).map {
                    Week(days: Array(cells[$0..<min($0 + 7, cells.count)]))
                },
            days: isList ? listed : [], isGrid: !isList,
            mayMove: found.posts.contains(where: mayMove), view: asked.view.rawValue, date: asked.day.text,
            moving: moving(), reproach: failure.map { context.reproach($0) },
            empty: isList && listed.isEmpty
                ? EmptyState(
                    icon: "clock", title: context.word("publishing.calendar_empty_title"),
                    text: context.word("publishing.calendar_empty")) : nil,
            newPath: "/posts/new", hasFeed: found.hasFeed, feed: feed,
            troubles: ChannelTrouble.all(found.channels, context))
    }

    private var today: Day { Day(desk.clock.now(), in: desk.zone) }

    private func around() -> (Day, Day) {
        let (year, month, _) = asked.day.civil
        if asked.isDay { return (asked.day.adding(days: -1), asked.day.adding(days: 1)) }
        guard asked.view != .week else {
            return (asked.span.first.adding(days: -7), asked.span.first.adding(days: 7))
        }
        return (
            (Day(year, month, 1) ?? asked.day).adding(days: -1), (Day(year, month, 28) ?? asked.day).adding(days: 7)
        )
    }

    private func mayMove(_ post: CalendarPost) -> Bool {
        !post.isComing && [.approved, .scheduled].contains(post.state) && !found.stuck.contains(post.id)
            && context.person.scope(of: .approve).reaches(post)
    }

    private func moving() -> Moving? {
        guard let post = found.moving, mayMove(post) else { return nil }
        let shown = LocalMoment(post.due, in: post.zone.flatMap(TimeZone.init(identifier:)) ?? desk.zone)
        return Moving(
            path: "/posts/\(post.id)/move", title: title(post),
            day: FormField(
                "day", .date, label: context.word("publishing.move_day"), value: asked.typedDay ?? shown.day.text,
                required: true),
            time: FormField(
                "time", label: context.word("publishing.move_time"), value: asked.typedTime ?? shown.time.text,
                hint: context.word("publishing.move_time_hint"), required: true),
            back: asked.path(asked.view, asked.day), zone: desk.zone.identifier)
    }

    // MARK: Days

    private func cells() -> [Cell] {
        let byDay = Dictionary(grouping: found.posts) { Day($0.due, in: desk.zone) }
        let free = Dictionary(grouping: found.free) { Day($0.at, in: desk.zone) }
        let span = asked.span
        let health = desk.healthDays.days(from: span.first, to: span.last)
        let networks = Dictionary(uniqueKeysWithValues: found.channels.map { ($0.id, $0.network) })
        let now = desk.clock.now()
        return (span.first.number...span.last.number).map { number in
            let day = Day(number: number)
            let (posts, left) = room(for: byDay[day] ?? [])
            let holiday = desk.holiday(number).map { context.word($0) }
            let marks = [
                asked.view == .month && day.civil.month != asked.day.civil.month ? "out" : "",
                day == today ? "today" : "", holiday == nil ? "" : "closed", posts.isEmpty ? "bare" : "",
            ].filter { !$0.isEmpty }.joined(separator: " ")
            return Cell(
                date: day.text, number: String(day.civil.day), label: context.figures.date(day: number), marks: marks,
                holiday: holiday,
                // A month-long campaign is named on its first day, and on the first day that is shown.
                health: health.filter { $0.first == day || ($0.first < day && day == span.first && $0.last >= day) }
                    .map { self.health($0.health) },
                posts: posts.map { post in
                    CalendarItem(
                        post, title: title(post), networks: networks,
                        isStuck: !post.isComing && found.stuck.contains(post.id),
                        movePath: mayMove(post) ? asked.path(asked.view, asked.day) + "&move=\(post.id)" : nil,
                        isAt: asked.at == post.id && !post.isComing, day: day, now: now, context)
                },
                more: left == 0
                    ? nil
                    : More(
                        path: asked.path(.list, day) + "&only=day",
                        label: context.count("publishing.calendar_more", left)),
                free: empty(free[day] ?? [], beside: posts.count))
        }
    }

    /// What is drawn of a day, and how many are left: whoever wants all of them opens the day. What was just moved, and
    /// what waits for a person, is always there.
    private func room(for posts: [CalendarPost]) -> ([CalendarPost], Int) {
        guard posts.count > asked.room else { return (posts, 0) }
        let first = Set(posts.prefix(asked.room).map(\.id))
        let shown = posts.filter { first.contains($0.id) || $0.id == asked.at || found.stuck.contains($0.id) }
        return (shown, posts.count - shown.count)
    }

    /// As many as there is room for.
    private func empty(_ slots: [FreeSlot], beside posts: Int) -> [Free] {
        slots.prefix(max(0, asked.room - posts)).map { slot in
            let words = ["time": context.figures.time(slot.at), "name": slot.name]
            return Free(path: "/posts/queues/\(slot.queue)", label: context.word("queues.free", words))
        }
    }

    /// A post about it begins with its name and with those behind it: where its date was read may be anybody's page, which
    /// no hospital gives as its source.
    private func health(_ day: HealthDay) -> Health {
        let name = day.name(in: context.tongue)
        return Health(
            name: name,
            path: "/posts/new?title=\(Query.encode(name))&text=\(Query.encode(day.hashtag))"
                + "&source=\(Query.encode(day.source.name))",
            label: context.word("publishing.write_about", ["day": name]))
    }

    private func title(_ post: CalendarPost) -> String {
        post.title.isEmpty ? context.word("publishing.untitled") : post.title
    }
}
