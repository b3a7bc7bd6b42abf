import Kernel
import Logging
import ServiceLifecycle
import Storage
import Web

/// What happens once a post has left, as `PublishingServices` adds it.
struct AfterServices: Sendable {
    let desk: PublishingDesk

    func add(to pages: Pages) {
        AfterRoutes(desk: desk).add(to: pages)
        AftercareActions(desk: desk).add(to: pages)
        FiguresRoutes(desk: desk).add(to: pages)
        RecordRoutes(desk: desk).add(to: pages)
    }

    var handlers: [String: JobRunner.Handler] {
        let look = ChangeLook(run: ChangeRun(sending: SendingRun(desk: desk)))
        return [
            ChangeLook.kind: look.handle, FiguresRun.kind: FiguresRun(desk: desk).handle,
            AftercareRun.kind: AftercareRun(desk: desk).handle, RecordRetention.kind: RecordRetention(desk: desk).run,
        ]
    }

    func loops(_ logger: Logger) -> [any Service] {
        let leaving = Leaving()
        return [
            EventConsumer(Leaving.name, database: desk.database, logger: logger) { try leaving.hear($0, in: $1) }
        ]
    }

    func plan() async throws { try await RecordRetention(desk: desk).plan() }

    /// Every minute: nothing that waits has lost its job. What does harm is taken back also while everything is stopped.
    static func look(at now: Instant, in connection: any Connection) throws {
        for channel in try ChangeStore.busyChannels(edits: false, in: connection) {
            guard try !JobQueue.has(SendingRun.kind, key: String(channel), in: connection) else { continue }
            try SendingRun.carry(channel, at: try ChangeStore.nextDue(on: channel, in: connection), in: connection)
        }
        for sending in try AftercareStore.due(by: now, in: connection) {
            guard try !JobQueue.has(AftercareRun.kind, key: String(sending), in: connection) else { continue }
            try AftercareRun.carry(sending, at: now, in: connection)
        }
        for channel in try FiguresStore.busyChannels(by: now, in: connection) {
            guard try !JobQueue.has(FiguresRun.kind, key: String(channel), in: connection) else { continue }
            try FiguresRun.carry(channel, at: now, in: connection)
        }
    }
}
