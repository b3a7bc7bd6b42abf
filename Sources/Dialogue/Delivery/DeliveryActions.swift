import Channels
import Kernel
import Storage

/// What people say of replies that wait for them: right, rule, store, trail, in one transaction.
struct DeliveryActions: Sendable {
    let desk: DialogueDesk

    /// A delivery with the conversation that it belongs to.
    struct Item: Sendable {
        let delivery: Delivery
        let reply: Reply
        let conversation: Conversation
    }

    func open(for person: Person) async throws -> [Item] { try await items(person) { try DeliveryStore.open(in: $0) } }
    func last(for person: Person) async throws -> [Item] {
        try await items(person) { try DeliveryStore.last(30, in: $0) }
    }

    private func items(
        _ person: Person, _ rows: @escaping @Sendable (any Connection) throws -> [Delivery]
    ) async throws -> [Item] {
        let scope = person.scope(of: .approve)
        return try await desk.database.read { connection in
            try rows(connection).compactMap { try Self.item($0, scope, connection) }
        }
    }

    private static func item(_ delivery: Delivery, _ scope: Scope, _ connection: any Connection) throws -> Item? {
        guard let reply = try ReplyStore.look(delivery.reply, in: connection),
            let row = try connection.one("SELECT * FROM conversation WHERE id = $1", [reply.conversation])
        else { return nil }
        let services = try ConversationStore.services(of: reply.conversation, in: connection)
        let conversation = try ConversationStore.conversation(row, services: services)
        return scope.reaches(conversation) ? Item(delivery: delivery, reply: reply, conversation: conversation) : nil
    }

    /// - Throws: `.notFound` outside the person's scope.
    func find(_ reply: Int64, for person: Person) async throws -> Item {
        let scope = person.scope(of: .approve)
        return try await desk.database.read { try Self.find(reply, scope, $0) }
    }

    private static func find(_ reply: Int64, _ scope: Scope, _ connection: any Connection) throws -> Item {
        guard let delivery = try DeliveryStore.find(reply, in: connection),
            let item = try item(delivery, scope, connection)
        else { throw Failure(.notFound, "no such delivery") }
        return item
    }

    // MARK: Doubt

    /// Looks on the network once more. True when it was found.
    func look(_ reply: Int64, by person: Person) async throws -> Bool {
        _ = try await find(reply, for: person)
        try await DeliveryRun(desk: desk).look(reply)
        return try await find(reply, for: person).delivery.state == .sent
    }

    /// "It has left": the person has seen it there.
    func confirm(_ reply: Int64, by person: Person) async throws {
        let settling = DeliverySettling(desk: desk)
        try await change(reply, "delivery.confirmed", from: [.unknown, .held], by: person) { item, now, connection in
            guard try DeliveryStore.move(item.delivery, to: .sent, because: .confirmed, at: now, in: connection) else {
                return false
            }
            try settling.left(reply, by: person.id, at: now, connection)
            return true
        }
    }

    /// "It has not left: send it again", or "send it now": explicit, named, and looked for once more before it goes.
    func send(_ reply: Int64, by person: Person) async throws {
        try await change(reply, "delivery.released", from: [.unknown, .held], by: person) { item, now, connection in
            guard item.delivery.reason != .dropped, item.reply.state == .approved,
                try DeliveryStore.release(item.delivery, at: now, in: connection)
            else { return false }
            try Outbox.carry(reply, in: connection)
            return true
        }
    }

    /// "Do not send it": the reply goes back to its author.
    func drop(_ reply: Int64, by person: Person) async throws {
        try await change(reply, "delivery.dropped", from: [.held, .unknown], by: person) { item, now, connection in
            guard try DeliveryStore.move(item.delivery, to: .refused, because: .dropped, at: now, in: connection) else {
                return false
            }
            try DeliverySettling.giveBack(reply, nil, at: now, connection)
            return true
        }
    }

    private func change(
        _ reply: Int64, _ action: String, from states: [Delivery.State], by person: Person,
        _ body: @escaping @Sendable (Item, Instant, any Connection) throws -> Bool
    ) async throws {
        let scope = person.scope(of: .approve)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let item = try Self.find(reply, scope, connection)
            guard states.contains(item.delivery.state), try body(item, now, connection) else {
                throw Failure(.conflict, "the delivery has moved meanwhile", words: "channels.moved")
            }
            try Audit.record(
                who: person.id, action: action, subject: "reply", id: reply,
                before: "{\"delivery\":\"\(item.delivery.state.rawValue)\"}", at: now, in: connection)
        }
    }

    // MARK: The stop button

    func stop(by person: Person) async throws {
        try Self.right(person)
        let now = desk.clock.now()
        try await desk.database.write { _ = try Gate.close(by: person.id, at: now, in: $0) }
    }

    /// What has waited for too long meanwhile is offered one by one; the rest leaves.
    func resume(by person: Person) async throws {
        try Self.right(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard try Gate.open(by: person.id, at: now, in: connection) else { return }
            for delivery in try DeliveryStore.open(in: connection) where delivery.state == .ready {
                try Outbox.carry(delivery.reply, in: connection)
            }
        }
    }

    private static func right(_ person: Person) throws {
        guard person.scope(of: .approve) == .everything else {
            throw Failure(.forbidden, "the stop button is for the whole organisation")
        }
    }
}
