import Channels
import Kernel
import Networks
import Storage

/// What people say of messages that wait for them: right, rule, store, trail, in one transaction.
struct SendingActions: Sendable {
    let desk: PublishingDesk

    static func right(_ person: Person) throws {
        guard person.scope(of: .approve) == .everything else {
            throw Failure(.forbidden, "what leaves is for the whole organisation")
        }
    }

    func waiting(for person: Person) async throws -> [(parcel: Parcel, post: Post)] {
        try Self.right(person)
        return try await desk.database.read { connection in
            try ParcelStore.waiting(in: connection).compactMap { parcel in
                try PostStore.look(parcel.post, in: connection).map { (parcel, $0) }
            }
        }
    }

    /// What has left, and with which its network does not come to an end.
    func unfinished(for person: Person) async throws -> [(parcel: Parcel, post: Post, care: MessageAftercare)] {
        try Self.right(person)
        return try await desk.database.read { connection in
            try AftercareStore.waiting(in: connection).compactMap { care in
                guard let parcel = try ParcelStore.find(care.sending, in: connection) else { return nil }
                return try PostStore.look(parcel.post, in: connection).map { (parcel, $0, care) }
            }
        }
    }

    func find(_ id: Int64, for person: Person) async throws -> (parcel: Parcel, post: Post) {
        try Self.right(person)
        return try await desk.database.read { connection in
            guard let parcel = try ParcelStore.find(id, in: connection) else {
                throw Failure(.notFound, "no such message")
            }
            return (parcel, try PostStore.find(parcel.post, in: connection))
        }
    }

    /// Looks on the network once more. True when it was found.
    func look(_ id: Int64, by person: Person) async throws -> Bool {
        _ = try await find(id, for: person)
        try await SendingRun(desk: desk).look(id)
        return try await find(id, for: person).parcel.state == .sent
    }

    /// "It has left": the person has seen it there.
    func confirm(_ id: Int64, by person: Person) async throws {
        try await change(id, "sending.confirmed", from: [.unknown, .held], by: person) { parcel, now, connection in
            guard try ParcelStore.move(parcel, to: .sent, because: .confirmed, at: now, in: connection) else {
                return false
            }
            try SendingSettling.left(parcel, by: person.id, at: now, connection)
            return true
        }
    }

    /// "Send it now": explicit, named, and looked for once more before it goes. A face that stopped half-way goes on from
    /// where it stopped.
    func send(_ id: Int64, by person: Person) async throws {
        try await change(id, "sending.released", from: [.unknown, .held], by: person) { parcel, now, connection in
            guard parcel.reason != .dropped, try ParcelStore.release(parcel, at: now, in: connection) else {
                return false
            }
            try SendingRun.carry(parcel.channel, in: connection)
            return true
        }
    }

    /// What the network refused, once more: a new publication, which was certainly not made before.
    func again(_ id: Int64, by person: Person) async throws {
        try await change(id, "sending.again", from: [.refused], by: person) { parcel, now, connection in
            guard try ParcelStore.release(parcel, at: now, in: connection) else { return false }
            try connection.execute(
                "UPDATE sending SET armed_at = NULL, prepared = NULL, reason = NULL WHERE id = $1", [parcel.id])
            for part in try ParcelStore.face(parcel, in: connection) where part.reason == .before && part.state == .held
            {
                _ = try ParcelStore.release(part, at: now, in: connection)
            }
            guard let post = try PostStore.look(parcel.post, in: connection) else { return false }
            if [.partial, .failed].contains(post.state) {
                _ = try PostStore.move(post, to: .sending, at: now, in: connection)
            }
            try SendingRun.carry(parcel.channel, in: connection)
            return true
        }
    }

    /// "Do not send it": and what was to follow it in the same face neither.
    func drop(_ id: Int64, by person: Person) async throws {
        try await change(id, "sending.dropped", from: [.held, .unknown], by: person) { parcel, now, connection in
            guard try ParcelStore.move(parcel, to: .cancelled, because: .dropped, at: now, in: connection) else {
                return false
            }
            for part in try ParcelStore.face(parcel, in: connection)
            where part.ordinal > parcel.ordinal && [.ready, .held].contains(part.state) {
                _ = try ParcelStore.move(part, to: .cancelled, because: .dropped, at: now, in: connection)
            }
            try SendingSettling.sum(parcel.post, at: now, connection)
            return true
        }
    }

    private func change(
        _ id: Int64, _ action: String, from states: [Parcel.State], by person: Person,
        _ body: @escaping @Sendable (Parcel, Instant, any Connection) throws -> Bool
    ) async throws {
        try Self.right(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard let parcel = try ParcelStore.find(id, in: connection) else {
                throw Failure(.notFound, "no such message")
            }
            guard states.contains(parcel.state), try body(parcel, now, connection) else {
                throw Failure(.conflict, "the message has moved meanwhile", words: "publishing.moved")
            }
            try Audit.record(
                who: person.id, action: action, subject: "post", id: parcel.post,
                before: "{\"sending\":\"\(parcel.state.rawValue)\"}", at: now, in: connection)
        }
    }

    // MARK: The stop button

    func stop(reason: String, by person: Person) async throws {
        try Self.right(person)
        let now = desk.clock.now()
        let reason = String(reason.prefix(300))
        try await desk.database.write { _ = try Gate.close(by: person.id, reason: reason, at: now, in: $0) }
    }

    /// What should have left meanwhile is offered one by one; the rest leaves at its time.
    func resume(by person: Person) async throws {
        try Self.right(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard try Gate.open(by: person.id, at: now, in: connection) else { return }
            for channel in try ParcelStore.busyChannels(in: connection) {
                try SendingRun.carry(channel, at: try ParcelStore.nextDue(on: channel, in: connection), in: connection)
            }
        }
    }
}
