import Kernel
import Logging
import ServiceLifecycle
import Storage

/// What this room does while nobody looks: it remembers what was answered to what, and forgets it in time.
struct ReplyServices: Sendable {
    let desk: DialogueDesk

    /// Handlers of its jobs, by kind.
    var handlers: [String: JobRunner.Handler] { [:] }

    /// Loops and consumers of the event log.
    func loops(_ logger: Logger) -> [any Service] {
        let voices = desk.voices
        return [
            EventConsumer("replies.memory", database: desk.database, logger: logger) { event, connection in
                try ReplyMemory.take(event, voices: voices, in: connection)
            }
        ]
    }

    /// What comes back by itself, planned at each start.
    func plan() async throws { try await ModelReplyActions(desk: desk).giveStarters() }
}
