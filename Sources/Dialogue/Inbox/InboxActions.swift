import Foundation
import Kernel
import Storage
import Web

/// What people do with conversations. `seen` is the version that stood on their screen: two who act at once do not
/// overwrite each other, and a word that has just arrived is not put away unread.
struct InboxActions: Sendable {
    let desk: DialogueDesk

    private struct Change: Encodable {
        var state: String?
        var person: Int64?
        var until: Instant?
    }

    func change(_ id: Int64, to state: Conversation.State, seen: Int64, by person: Person) async throws {
        try await act(on: id, seen: seen, "conversation.\(state.rawValue)", by: person) { found, connection in
            try ConversationStore.keep(id, state: state, in: connection)
            return (Change(state: found.state.rawValue), Change(state: state.rawValue))
        }
    }

    /// Gives it to somebody who may answer it, or to nobody.
    func give(_ id: Int64, to whom: Int64?, seen: Int64, by person: Person) async throws {
        var taker: Person?
        if let whom { taker = try await self.taker(whom) }
        let (chosen, given) = (taker, whom)
        try await act(on: id, seen: seen, "conversation.given", by: person) { found, connection in
            if let chosen, !chosen.scope(of: .answer).reaches(found) {
                throw Failure(.unusable, "the person may not answer it", words: "inbox.taker_wrong")
            }
            try ConversationStore.keep(id, person: given, in: connection)
            return (Change(person: found.person), Change(person: given))
        }
    }

    private func taker(_ id: Int64) async throws -> Person {
        guard let found = try await desk.staff.people().first(where: { $0.id == id }) else {
            throw Failure(.unusable, "no such person", words: "inbox.taker_wrong")
        }
        return found
    }

    /// Says which services it is about: a correction of the judgement of what it opens with.
    func direct(_ id: Int64, to services: Set<Int64>, seen: Int64, by person: Person) async throws {
        let scope = try Self.scope(of: person)
        let found = try await desk.database.read { try Self.find(id, scope, seen: seen, in: $0) }
        try await desk.voices.direct(found.root, services, person)
        let (before, after) = (found.services.sorted(), services.sorted())
        let now = desk.clock.now()
        try await desk.database.write { connection in
            // At once, so that the next page shows it; the correction's own event finds nothing left to do.
            try Threading(desk: desk, in: connection).take([found.root])
            try Audit.record(
                who: person.id, action: "conversation.directed", subject: "conversation", id: id,
                before: try Self.json(["services": before]), after: try Self.json(["services": after]), at: now,
                in: connection)
        }
    }

    /// Puts it off; nil brings it back at once.
    func snooze(_ id: Int64, until: Instant?, seen: Int64, by person: Person) async throws {
        let now = desk.clock.now()
        if let until, until <= now || until > now.adding(days: 366) {
            throw Failure(.unusable, "put off until the past, or for years", words: "inbox.snooze_wrong")
        }
        let action = until == nil ? "conversation.woken" : "conversation.snoozed"
        try await act(on: id, seen: seen, action, by: person) { found, connection in
            let state: Conversation.State = until == nil ? .open : .waiting
            try ConversationStore.keep(id, state: state, snoozedUntil: until, in: connection)
            if let until {
                try JobQueue.enqueue(
                    InboxServices.wakeJob, key: String(id), payload: "{\"conversation\":\(id)}", runAt: until,
                    in: connection)
            }
            return (Change(state: found.state.rawValue), Change(state: state.rawValue, until: until))
        }
    }

    /// Wakes one whose time has come. Put off again meanwhile, it is looked at again then.
    func wake(_ job: Job) async throws {
        let id = try JSONDecoder().decode([String: Int64].self, from: Data(job.payload.utf8))["conversation"] ?? 0
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try JobQueue.complete(job, in: connection)
            guard let found = try ConversationStore.find(id, in: connection), let until = found.snoozedUntil else {
                return
            }
            guard until <= now else {
                return try JobQueue.enqueue(job.kind, key: job.key, payload: job.payload, runAt: until, in: connection)
            }
            try ConversationStore.keep(id, state: .unread, in: connection)
            try record(
                "conversation.woken", found, by: nil, Change(state: found.state.rawValue), Change(state: "unread"),
                at: now, in: connection)
        }
    }

    /// Somebody has its page before them: it is unread no longer.
    func opened(_ id: Int64, by person: Person) async throws {
        let scope = try Self.scope(of: person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let found = try ConversationStore.find(id, scope: scope, in: connection)
            guard try ConversationStore.opened(id, in: connection) else { return }
            try record(
                "conversation.open", found, by: person.id, Change(state: "unread"), Change(state: "open"), at: now,
                in: connection)
        }
    }

    // MARK: The way of all of them

    private func act(
        on id: Int64, seen: Int64, _ action: String, by person: Person,
        _ body: @escaping @Sendable (Conversation, any Connection) throws -> (Change, Change)
    ) async throws {
        let scope = try Self.scope(of: person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let found = try Self.find(id, scope, seen: seen, in: connection)
            let (before, after) = try body(found, connection)
            try record(action, found, by: person.id, before, after, at: now, in: connection)
        }
    }

    static func scope(of person: Person) throws -> Scope {
        let scope = person.scope(of: .answer)
        if scope == .nothing { throw Failure(.forbidden, "the person may not look after conversations") }
        return scope
    }

    static func find(_ id: Int64, _ scope: Scope, seen: Int64, in connection: any Connection) throws -> Conversation {
        let found = try ConversationStore.find(id, scope: scope, in: connection)
        guard found.version == seen, found.mergedInto == nil else {
            throw Failure(.conflict, "the conversation changed meanwhile", words: "inbox.changed_meanwhile")
        }
        return found
    }

    private func record(
        _ action: String, _ found: Conversation, by person: Int64?, _ before: Change, _ after: Change, at now: Instant,
        in connection: any Connection
    ) throws {
        try Audit.record(
            who: person, action: action, subject: "conversation", id: found.id, before: try Self.json(before),
            after: try Self.json(after), at: now, in: connection)
        try DueClock(desk).refresh(conversation: found.id, in: connection)
        try EventLog.append(Threading.event, subject: found.id, at: now, in: connection)
    }

    static func json(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return String(decoding: try encoder.encode(value), as: UTF8.self)
    }
}
