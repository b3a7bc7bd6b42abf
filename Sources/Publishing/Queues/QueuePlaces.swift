import Calendars
import Foundation
import Kernel
import Storage

/// Gives posts their slots, inside the transaction that plans, approves or moves them.
enum QueuePlaces {
    /// Puts a post into a queue, at the next slot that nobody has; of a paused queue, without one. A post that is in it
    /// already keeps its place.
    static func put(
        _ post: Post, in queue: Int64, _ desk: PublishingDesk, at now: Instant, _ connection: any Connection
    ) throws {
        try QueueStore.lock(queue, in: connection)
        let queue = try QueueStore.find(queue, in: desk.zone, connection)
        try QueueStore.sweep(queue.id, in: connection)
        guard try QueueStore.waiting(queue.id, in: connection).count < PostQueue.most else {
            throw Failure(.conflict, "the queue is full", words: "queues.full")
        }
        if let kept = try QueueStore.slot(of: post.id, in: queue.id, connection), kept > now, kept == post.dueAt {
            return
        }
        try QueueStore.leave(post.id, in: connection)
        let slot = queue.isPaused ? nil : try next(queue, desk, after: now, connection)
        try QueueStore.put(post.id, in: queue.id, slot: slot, connection)
        try plan(post.id, slot, desk, connection)
    }

    /// What the last yes means to a post of a queue: the next slot, where its own has passed while people thought. Gives
    /// whether it waits, because its queue is paused.
    static func settle(
        _ post: Post, _ desk: PublishingDesk, at now: Instant, _ connection: any Connection
    ) throws -> Bool {
        guard let known = try QueueStore.queue(of: post.id, in: desk.zone, connection) else { return false }
        try QueueStore.lock(known.id, in: connection)
        let queue = try QueueStore.find(known.id, in: desk.zone, connection)
        if queue.isPaused { return true }
        if let due = post.dueAt, due > now { return false }
        try QueueStore.sweep(queue.id, in: connection)
        let slot = try next(queue, desk, after: now, connection)
        try QueueStore.move(post.id, slot: slot, in: connection)
        try plan(post.id, slot, desk, connection)
        return false
    }

    /// Gives all that waits, in this order, the slots from now on. What has begun to leave keeps its hour.
    static func lay(
        _ posts: [Post], _ queue: PostQueue, _ desk: PublishingDesk, at now: Instant, _ connection: any Connection
    ) throws {
        try QueueStore.sweep(queue.id, in: connection)
        for post in posts { try QueueStore.move(post.id, slot: nil, in: connection) }
        for (rank, post) in posts.enumerated() {
            let slot = try next(queue, desk, after: now, connection)
            try QueueStore.move(post.id, slot: slot, rank: rank + 1, in: connection)
            try again(post, slot, desk, at: now, connection)
        }
    }

    /// Another hour for one that waits, on its way or not.
    static func again(
        _ post: Post, _ slot: Instant?, _ desk: PublishingDesk, at now: Instant, _ connection: any Connection
    ) throws {
        try plan(post.id, slot, desk, connection)
        guard [.approved, .scheduled].contains(post.state) else { return }
        guard slot == nil else { return try Planning.again(post, desk, at: now, in: connection) }
        try Planning.clear(post, at: now, in: connection)
        guard try PostStore.move(post, to: .approved, at: now, in: connection) else { throw PostActions.overtaken }
    }

    private static func plan(
        _ post: Int64, _ slot: Instant?, _ desk: PublishingDesk, _ connection: any Connection
    ) throws {
        try PostStore.plan(
            post, due: slot, local: slot.map { LocalMoment($0, in: desk.zone).text },
            zone: slot.map { _ in desk.zone.identifier }, recurrence: nil, in: connection)
    }

    private static func next(
        _ queue: PostQueue, _ desk: PublishingDesk, after now: Instant, _ connection: any Connection
    ) throws -> Instant {
        let taken = try QueueStore.taken(queue.id, from: now, in: connection)
        let rests: (Day) -> Bool = { queue.restsOnHolidays && desk.holiday($0.number) != nil }
        guard let slot = queue.slots.nextFree(after: now, taken: taken, closed: rests) else {
            throw Failure(.conflict, "no slot is free in three years", words: "queues.full")
        }
        return slot
    }
}
