import Calendars
import Kernel
import Storage

/// A slot of a queue that no post has yet: an empty place of the calendar.
struct FreeSlot: Sendable {
    let at: Instant
    let queue: Int64
    let name: String

    /// Those of queues that are not paused, in order.
    static func all(
        on days: ClosedRange<Day>, _ desk: PublishingDesk, in connection: any Connection
    ) throws -> [FreeSlot] {
        let now = desk.clock.now()
        // Whoever looks at a month that is over needs none of this.
        guard days.upperBound >= Day(now, in: desk.zone) else { return [] }
        return try QueueStore.all(in: desk.zone, connection).filter { !$0.isPaused }.flatMap { queue in
            queue.slots.free(
                on: days, after: now, taken: try QueueStore.taken(queue.id, from: now, in: connection),
                closed: { queue.restsOnHolidays && desk.holiday($0.number) != nil }
            ).map { FreeSlot(at: $0, queue: queue.id, name: queue.name) }
        }.sorted { ($0.at, $0.queue) < ($1.at, $1.queue) }
    }
}
