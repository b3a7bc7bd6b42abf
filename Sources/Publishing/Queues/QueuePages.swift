import Calendars
import Channels
import Foundation
import Hummingbird
import Kernel
import Storage
import Web

/// Draws the queues, and one of them.
struct QueuePages: Sendable {
    let desk: PublishingDesk

    struct All: Encodable, Sendable {
        let crumbs: [Crumb]
        let queues: [Line]
        let empty: EmptyState?
        let reproach: String?
        let mayChange: Bool
        let fresh: String
        let fields: Fields
        let hours: [String]
    }

    struct Line: Encodable, Sendable {
        let path: String
        let name: String
        let isPaused: Bool
        let waiting: String
        let next: Moment?
    }

    struct One: Encodable, Sendable {
        let crumbs: [Crumb]
        let path: String
        let name: String
        let isPaused: Bool
        let rests: Bool
        let zone: String
        let slots: [Slots]
        let places: [Place]
        let free: [Moment]
        let reproach: String?
        let mayChange: Bool
        let fields: Fields
        let hours: [String]
    }

    /// The hours of one day of the week.
    struct Slots: Encodable, Sendable {
        let day: String
        let hours: String
    }

    struct Place: Encodable, Sendable {
        let id: String
        let line: PostLine
        let slot: Moment?
        let isFixed: Bool
        /// The posts with which it would change places.
        let before: String?
        let after: String?
    }

    struct Fields: Encodable, Sendable {
        let name: FormField
        let days: [FormField]
        let rests: FormField
    }

    /// Slots to come that are shown as free.
    private static let shown = 5

    func all(_ typed: QueueForm?, _ failure: Failure?, _ context: SignedInContext) async throws -> Response {
        let now = desk.clock.now()
        let (queues, counts, next, channels) = try await desk.database.read { connection in
            let queues = try QueueStore.all(in: desk.zone, connection)
            let next = try queues.map { queue in
                try QueueStore.waiting(queue.id, in: connection).compactMap(\.slot).first { $0 > now }
            }
            return (queues, try QueueStore.counts(in: connection), next, try ChannelStore.all(in: connection))
        }
        let page = All(
            crumbs: [Crumb("/posts/calendar", context.word("publishing.calendar"))],
            queues: zip(queues, next).map { queue, next in
                Line(
                    path: "/posts/queues/\(queue.id)", name: queue.name, isPaused: queue.isPaused,
                    waiting: context.count("queues.waiting", counts[queue.id] ?? 0),
                    next: next.map { Moment($0, context.figures) })
            },
            empty: queues.isEmpty
                ? EmptyState(
                    icon: "clock", title: context.word("queues.empty_title"), text: context.word("queues.empty")) : nil,
            reproach: failure.map { context.reproach($0) }, mayChange: mayChange(context),
            fresh: String(desk.newID()),
            fields: fields(typed ?? QueueForm(name: "", days: Self.usual, restsOnHolidays: true), context),
            hours: try await OwnHours(desk: desk).lines(for: nil, channels, context))
        return try Page.render("queues/queues", page, context, status: failure == nil ? .ok : .badRequest)
    }

    /// What a first queue may begin with: a weekday's morning, to be changed.
    private static let usual = ["9:00", "", "9:00", "", "9:00", "", ""]

    func one(
        _ id: Int64, _ typed: QueueForm?, _ failure: Failure?, _ context: SignedInContext
    ) async throws -> Response {
        let found = try await desk.database.read { connection in
            let queue = try QueueStore.find(id, in: desk.zone, connection)
            let waiting = try QueueStore.waiting(id, in: connection)
            return Found(
                queue: queue, waiting: waiting,
                fixed: Set(try waiting.filter { try !Planning.isUntouched($0.post, in: connection) }.map(\.post.id)),
                taken: try QueueStore.taken(id, from: desk.clock.now(), in: connection),
                channels: try ChannelStore.all(in: connection))
        }
        let queue = found.queue
        let names = try await desk.staff.names()
        let page = One(
            crumbs: [
                Crumb("/posts/calendar", context.word("publishing.calendar")),
                Crumb("/posts/queues", context.word("queues.title")),
            ],
            path: "/posts/queues/\(id)", name: queue.name, isPaused: queue.isPaused, rests: queue.restsOnHolidays,
            zone: desk.zone.identifier, slots: slots(queue, context), places: places(found, names, context),
            free: free(found).map { Moment($0, context.figures) }, reproach: failure.map { context.reproach($0) },
            mayChange: mayChange(context), fields: fields(typed ?? QueueForm(queue), context),
            hours: try await OwnHours(desk: desk).lines(for: nil, found.channels, context))
        return try Page.render("queues/queue", page, context, status: failure == nil ? .ok : .badRequest)
    }

    private struct Found: Sendable {
        let queue: PostQueue
        let waiting: [QueueStore.Waiting]
        let fixed: Set<Int64>
        let taken: [Instant]
        let channels: [Channel]
    }

    private func mayChange(_ context: SignedInContext) -> Bool { context.person.scope(of: .approve) == .everything }

    /// Whoever may not read a post sees that a place is taken, and no more: those are left out of the order's buttons.
    private func places(
        _ found: Found, _ names: [Int64: String], _ context: SignedInContext
    ) -> [Place] {
        let scope = context.person.scope(of: .compose)
        let line = found.waiting.filter { scope.reaches($0.post) }
        return line.enumerated().map { index, each in
            let isFixed = found.fixed.contains(each.post.id)
            func neighbour(_ other: Int) -> String? {
                guard !isFixed, line.indices.contains(other), !found.fixed.contains(line[other].post.id) else {
                    return nil
                }
                return String(line[other].post.id)
            }
            return Place(
                id: String(each.post.id),
                line: PostLine(each.post, channels: found.channels, names: names, context),
                slot: each.slot.map { Moment($0, context.figures) }, isFixed: isFixed, before: neighbour(index - 1),
                after: neighbour(index + 1))
        }
    }

    private func free(_ found: Found) -> [Instant] {
        let queue = found.queue
        guard !queue.isPaused else { return [] }
        var (out, taken) = ([Instant](), found.taken)
        let now = desk.clock.now()
        while out.count < Self.shown,
            let slot = queue.slots.nextFree(
                after: now, taken: taken, closed: { queue.restsOnHolidays && desk.holiday($0.number) != nil })
        {
            out.append(slot)
            taken.append(slot)
        }
        return out
    }

    private func slots(_ queue: PostQueue, _ context: some Viewing) -> [Slots] {
        Weekday.allCases.compactMap { day in
            let hours = queue.slots.slots.filter { $0.weekday == day }.map(\.time.text)
            guard !hours.isEmpty else { return nil }
            return Slots(day: context.word("calendars.weekday_\(day.rawValue)"), hours: hours.joined(separator: ", "))
        }
    }

    private func fields(_ form: QueueForm, _ context: some Viewing) -> Fields {
        Fields(
            name: FormField(
                "name", label: context.word("queues.name"), value: form.name, hint: context.word("queues.name_hint"),
                required: true),
            days: form.days.enumerated().map { index, typed in
                FormField(
                    "day_\(index)", label: context.word("calendars.weekday_\(index)"), value: typed, filter: true)
            },
            rests: FormField(
                "rests", .box, label: context.word("queues.rests"), checked: form.restsOnHolidays, filter: true))
    }
}
