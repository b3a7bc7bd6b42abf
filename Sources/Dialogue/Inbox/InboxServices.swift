import Foundation
import Kernel
import Logging
import ServiceLifecycle
import Storage
import Web

/// What this room does while nobody looks: makes conversations of what is heard, and wakes those that were put off.
struct InboxServices: Sendable {
    static let pastJob = "inbox.past"
    static let wakeJob = "inbox.wake"
    /// Under this key stands how far what was heard before has become conversations.
    static let pastSetting = "inbox.past"
    /// Mentions of the past in one transaction.
    static let batch = 100

    let desk: DialogueDesk
    let live = Live()

    private struct Mentions: Decodable {
        let mentions: [Int64]
    }

    /// Handlers of its jobs, by kind.
    var handlers: [String: JobRunner.Handler] {
        [
            Self.pastJob: { job in try await past(job) },
            Self.wakeJob: { job in try await InboxActions(desk: desk).wake(job) },
        ]
    }

    /// Loops and consumers of the event log.
    func loops(_ logger: Logger) -> [any Service] {
        [
            EventConsumer("dialogue-inbox", database: desk.database, limit: 1, logger: logger, hear),
            InboxLive(desk: desk, live: live, logger: logger),
        ]
    }

    /// What comes back by itself, planned at each start.
    func plan() async throws {
        try await desk.database.write { connection in
            guard try Settings.value(Self.pastSetting, in: connection) != "\"done\"" else { return }
            try JobQueue.enqueue(Self.pastJob, key: "past", priority: -5, in: connection)
        }
    }

    /// Treats one event of the log, in the transaction that moves the consumer's position.
    @Sendable func hear(_ event: Event, in connection: any Connection) throws {
        let threading = Threading(desk: desk, in: connection)
        switch event.kind {
        case "mentions.arrived", "mentions.judged", "mentions.erased":
            let heard = try JSONDecoder().decode(Mentions.self, from: Data(event.payload.utf8))
            try threading.take(heard.mentions)
        case "mention.corrected": try threading.take([event.subject])
        case "reply.sent": try answered(by: event.subject, in: connection)
        default: return
        }
    }

    /// Our answer left: nothing is left to do until somebody says something.
    private func answered(by reply: Int64, in connection: any Connection) throws {
        guard
            let id = try connection.one("SELECT conversation FROM reply WHERE id = $1", [reply])?.int64("conversation"),
            let found = try ConversationStore.find(id, in: connection)
        else { return }
        let whole = found.mergedInto ?? id
        guard let state = try ConversationStore.find(whole, in: connection)?.state, state == .unread || state == .open
        else { return }
        let now = desk.clock.now()
        try ConversationStore.keep(whole, state: .waiting, in: connection)
        try Audit.record(
            who: nil, action: "conversation.answered", subject: "conversation", id: whole,
            before: "{\"state\":\"\(state.rawValue)\"}", after: "{\"state\":\"waiting\"}", at: now, in: connection)
        try DueClock(desk).refresh(conversation: whole, in: connection)
        try EventLog.append(Threading.event, subject: whole, at: now, in: connection)
    }

    /// What was heard before there was an inbox, in batches, so that others may write in between. It may be cut at any
    /// moment, and goes on where it was.
    private func past(_ job: Job) async throws {
        while try await pastBatch() { try Task.checkCancellation() }
    }

    func pastBatch() async throws -> Bool {
        try await desk.database.write { connection in
            let place = try Settings.value(Self.pastSetting, in: connection).flatMap { Int64($0) } ?? 0
            let keys = try desk.voices.past(place, Self.batch, connection)
            guard let last = keys.last else {
                try Settings.set(Self.pastSetting, "\"done\"", in: connection)
                return false
            }
            try Threading(desk: desk, in: connection).take(keys)
            try Settings.set(Self.pastSetting, String(last), in: connection)
            return true
        }
    }
}
