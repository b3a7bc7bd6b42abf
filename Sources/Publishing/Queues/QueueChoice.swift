import Calendars
import Foundation
import Kernel
import Storage
import Web

/// The queues in the form that plans a post, each with the slot that it would get now.
enum QueueChoice {
    static func add(
        to page: inout PostPages.One, _ post: Post, _ typed: Query?, _ desk: PublishingDesk, _ context: SignedInContext
    ) async throws {
        guard post.isOpen else { return }
        let now = desk.clock.now()
        let (queues, own) = try await desk.database.read { connection in
            let queues = try QueueStore.all(in: desk.zone, connection).map { queue in
                (queue, try QueueStore.taken(queue.id, from: now, in: connection))
            }
            return (queues, try QueueStore.queue(of: post.id, in: desk.zone, connection))
        }
        guard !queues.isEmpty else { return }
        let chosen = typed.map { $0["queue"].flatMap { Int64($0) } } ?? own?.id
        page.queue = FormField(
            "queue", .choice, label: context.word("queues.choice"), hint: context.word("queues.choice_hint"),
            choices: [.init("", context.word("queues.no_queue"), selected: chosen == nil)]
                + queues.map { queue, taken in
                    .init(
                        String(queue.id),
                        label(queue, taken, own: queue.id == own?.id ? post.dueAt : nil, desk, at: now, context),
                        selected: queue.id == chosen)
                }, filter: true)
        // Its hour is the queue's choice, and not one that somebody typed.
        if typed == nil, own != nil { page.when.value = "" }
    }

    private static func label(
        _ queue: PostQueue, _ taken: [Instant], own: Instant?, _ desk: PublishingDesk, at now: Instant,
        _ context: some Viewing
    ) -> String {
        if let own, own > now, !queue.isPaused {
            return context.word("queues.choice_own", ["name": queue.name, "at": context.figures.dateTime(own)])
        }
        if queue.isPaused { return context.word("queues.choice_paused", ["name": queue.name]) }
        let slot = queue.slots.nextFree(
            after: now, taken: taken, closed: { queue.restsOnHolidays && desk.holiday($0.number) != nil })
        guard let slot else { return context.word("queues.choice_full", ["name": queue.name]) }
        return context.word("queues.choice_next", ["name": queue.name, "at": context.figures.dateTime(slot)])
    }
}
