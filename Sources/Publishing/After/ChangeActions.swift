import Kernel
import Storage

/// What people say of changes that wait for them: right, rule, store, trail, in one transaction.
struct ChangeActions: Sendable {
    let desk: PublishingDesk

    func waiting(for person: Person) async throws -> [(change: Change, post: Post)] {
        try SendingActions.right(person)
        return try await desk.database.read { connection in
            try ChangeStore.waiting(in: connection).compactMap { change in
                try PostStore.look(change.post, in: connection).map { (change, $0) }
            }
        }
    }

    func find(_ id: Int64, for person: Person) async throws -> Change {
        try SendingActions.right(person)
        return try await desk.database.read { connection in
            guard let change = try ChangeStore.find(id, in: connection) else {
                throw Failure(.notFound, "no such change")
            }
            return change
        }
    }

    /// Looks on the network once more. True when it is known now.
    func look(_ id: Int64, by person: Person) async throws -> Bool {
        _ = try await find(id, for: person)
        return try await ChangeLook(run: ChangeRun(sending: SendingRun(desk: desk))).look(id)
    }

    /// "It is done": the person has seen it on the network, or did it there by hand.
    func confirm(_ id: Int64, by person: Person) async throws {
        let desk = desk
        try await change(id, "change.confirmed", by: person) { change, now, connection in
            guard try ChangeStore.move(change, to: .done, because: .confirmed, at: now, in: connection) else {
                return false
            }
            try ChangeSettling.follow(change, desk, by: person.id, at: now, connection)
            return true
        }
    }

    /// "Try again": explicit and named. Doing either twice to a message leaves it as doing it once.
    func again(_ id: Int64, by person: Person) async throws {
        try await change(id, "change.again", by: person) { change, _, connection in
            guard try ChangeStore.release(change, in: connection) else { return false }
            try SendingRun.carry(change.channel, in: connection)
            return true
        }
    }

    /// "Leave it as it is".
    func drop(_ id: Int64, by person: Person) async throws {
        try await change(id, "change.dropped", by: person) { change, now, connection in
            guard try ChangeStore.move(change, to: .dropped, because: .dropped, at: now, in: connection) else {
                return false
            }
            if change.isRepost { try Reposts.leave(change, in: connection) }
            try SendingSettling.sum(change.post, at: now, connection)
            return true
        }
    }

    private func change(
        _ id: Int64, _ action: String, by person: Person,
        _ body: @escaping @Sendable (Change, Instant, any Connection) throws -> Bool
    ) async throws {
        try SendingActions.right(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard let change = try ChangeStore.find(id, in: connection) else {
                throw Failure(.notFound, "no such change")
            }
            guard change.waitsForSomebody, try body(change, now, connection) else { throw Reposts.moved }
            try Audit.record(
                who: person.id, action: action, subject: "post", id: change.post,
                before: "{\"change\":\"\(change.state.rawValue)\"}", at: now, in: connection)
        }
    }
}
