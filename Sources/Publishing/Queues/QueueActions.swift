import Calendars
import Foundation
import Kernel
import Storage

/// What those who answer for the calendar do with queues.
struct QueueActions: Sendable {
    let desk: PublishingDesk

    private static func demand(_ person: Person) throws {
        guard person.scope(of: .approve) == .everything else {
            throw Failure(.forbidden, "queues are the whole organisation's", words: "queues.not_yours")
        }
    }

    /// - Parameter id: given with the form, so that pressing twice makes one queue.
    func make(_ form: QueueForm, id: Int64, by person: Person) async throws {
        try Self.demand(person)
        let (name, slots) = try form.read(in: desk.zone)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try Self.isFree(name, otherThan: id, in: connection)
            guard try QueueStore.all(in: desk.zone, connection).count < 100 else {
                throw Failure(.conflict, "over a hundred queues", words: "queues.too_many")
            }
            guard try connection.one("SELECT id FROM queue WHERE id = $1", [id]) == nil else { return }
            try QueueStore.insert(id, name, slots, rests: form.restsOnHolidays, at: now, in: connection)
            try Self.record("queue.made", id, person, at: now, connection)
        }
    }

    /// Other slots: what waits is laid out anew, in its order.
    func change(_ id: Int64, _ form: QueueForm, by person: Person) async throws {
        try Self.demand(person)
        let (name, slots) = try form.read(in: desk.zone)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try QueueStore.lock(id, in: connection)
            let before = try QueueStore.find(id, in: desk.zone, connection)
            try Self.isFree(name, otherThan: id, in: connection)
            try QueueStore.rewrite(id, name, slots, rests: form.restsOnHolidays, in: connection)
            let queue = try QueueStore.find(id, in: desk.zone, connection)
            guard queue != before else { return }
            let isMoved = queue.slots != before.slots || queue.restsOnHolidays != before.restsOnHolidays
            if isMoved, !queue.isPaused { try lay(queue, at: now, connection) }
            try Self.record("queue.changed", id, person, at: now, connection)
        }
    }

    /// Nothing of it leaves until it goes on; places keep their order.
    func pause(_ id: Int64, by person: Person) async throws {
        try Self.demand(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try QueueStore.lock(id, in: connection)
            guard try !QueueStore.find(id, in: desk.zone, connection).isPaused else { return }
            try QueueStore.pause(id, true, in: connection)
            for (rank, post) in try movable(id, in: connection).enumerated() {
                try QueueStore.move(post.id, slot: nil, rank: rank + 1, in: connection)
                try QueuePlaces.again(post, nil, desk, at: now, connection)
            }
            try Self.record("queue.paused", id, person, at: now, connection)
        }
    }

    /// What waits is given the slots from now on.
    func resume(_ id: Int64, by person: Person) async throws {
        try Self.demand(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try QueueStore.lock(id, in: connection)
            guard try QueueStore.find(id, in: desk.zone, connection).isPaused else { return }
            try QueueStore.pause(id, false, in: connection)
            try lay(try QueueStore.find(id, in: desk.zone, connection), at: now, connection)
            try Self.record("queue.resumed", id, person, at: now, connection)
        }
    }

    /// Its posts keep their hours.
    func remove(_ id: Int64, by person: Person) async throws {
        try Self.demand(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try QueueStore.lock(id, in: connection)
            let queue = try QueueStore.find(id, in: desk.zone, connection)
            guard try !queue.isPaused || QueueStore.waiting(id, in: connection).isEmpty else {
                throw Failure(.conflict, "posts wait in it without an hour", words: "queues.still_waiting")
            }
            try QueueStore.remove(id, in: connection)
            try Self.record("queue.removed", id, person, at: now, connection)
        }
    }

    /// One place towards the front, or the back. The page's version of the order is `seen`: the post it changes with.
    func swap(_ post: Int64, with other: Int64, in id: Int64, by person: Person) async throws {
        try Self.demand(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try QueueStore.lock(id, in: connection)
            let line = try QueueStore.waiting(id, in: connection)
            guard let from = line.firstIndex(where: { $0.post.id == post }),
                let to = line.firstIndex(where: { $0.post.id == other }), abs(from - to) == 1
            else { throw Failure(.conflict, "the order has changed meanwhile", words: "queues.overtaken") }
            let (first, second) = (line[from], line[to])
            for each in [first, second] where try !Planning.isUntouched(each.post, in: connection) {
                throw Failure(.conflict, "some of it has left already", words: "publishing.has_left")
            }
            try QueueStore.move(first.post.id, slot: nil, in: connection)
            for (each, place) in [(second, first), (first, second)] {
                try QueueStore.move(each.post.id, slot: place.slot, rank: place.rank, in: connection)
                try QueuePlaces.again(each.post, place.slot, desk, at: now, connection)
            }
            try Self.record("queue.reordered", id, person, at: now, connection)
        }
    }

    // MARK: Parts

    private func lay(_ queue: PostQueue, at now: Instant, _ connection: any Connection) throws {
        try QueuePlaces.lay(try movable(queue.id, in: connection), queue, desk, at: now, connection)
    }

    /// What waits and of which nothing has left.
    private func movable(_ id: Int64, in connection: any Connection) throws -> [Post] {
        try QueueStore.waiting(id, in: connection).map(\.post).filter {
            try Planning.isUntouched($0, in: connection)
        }
    }

    private static func isFree(_ name: String, otherThan id: Int64, in connection: any Connection) throws {
        guard try !QueueStore.isNamed(name, otherThan: id, in: connection) else {
            throw Failure(.unusable, "another queue has that name", words: "queues.same_name")
        }
    }

    private static func record(
        _ action: String, _ id: Int64, _ person: Person, at now: Instant, _ connection: any Connection
    ) throws {
        try Audit.record(who: person.id, action: action, subject: "queue", id: id, at: now, in: connection)
    }
}
