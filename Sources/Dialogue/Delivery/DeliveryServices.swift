import Channels
import Kernel
import Logging
import ServiceLifecycle
import Storage

/// What this room does while nobody looks.
struct DeliveryServices: Sendable {
    let desk: DialogueDesk

    /// Handlers of its jobs, by kind.
    var handlers: [String: JobRunner.Handler] {
        let run = DeliveryRun(desk: desk)
        return [
            Outbox.kind: run.handle, DeliveryRun.looking: run.lookAgain,
            DeliveryJudgement.kind: DeliveryJudgement(desk: desk).handle,
        ]
    }

    /// Loops and consumers of the event log.
    func loops(_ logger: Logger) -> [any Service] { [DeliveryWatch(desk: desk, logger: logger)] }

    /// What comes back by itself, planned at each start.
    func plan() async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try Outbox.beat(at: now, in: connection)
        }
    }
}

/// Says every minute that a server works on the store, and sees that nothing that waits has lost its job.
struct DeliveryWatch: Service {
    let desk: DialogueDesk
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: .seconds(60))) != nil {
                do { try await look() } catch { logger.error("the outbox cannot be looked after: \(error)") }
            }
        }
    }

    func look() async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try Outbox.beat(at: now, in: connection)
            guard try Gate.stopped(in: connection) == nil else { return }
            for delivery in try DeliveryStore.open(in: connection)
            where delivery.state == .ready || delivery.state == .armed {
                guard try !JobQueue.has(Outbox.kind, key: String(delivery.reply), in: connection) else { continue }
                try Outbox.carry(delivery.reply, at: max(now, delivery.dueAt), in: connection)
            }
        }
    }
}
