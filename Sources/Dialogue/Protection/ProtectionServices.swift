import Kernel
import Logging
import ServiceLifecycle
import Storage

/// What this room does while nobody looks: every six hours, snapshots and closed requests whose time has come are erased, and
/// deadlines that come near are written about.
struct ProtectionServices: Sendable {
    static let daily = "protection.daily"

    let desk: DialogueDesk

    /// Handlers of its jobs, by kind.
    var handlers: [String: JobRunner.Handler] {
        [
            Self.daily: { try await day($0) },
            DeadlineLetters.kind: { try await DeadlineLetters(desk: desk).send($0) },
        ]
    }

    /// Loops and consumers of the event log.
    func loops(_ logger: Logger) -> [any Service] { [] }

    /// What comes back by itself, planned at each start.
    func plan() async throws {
        let now = desk.clock.now()
        try await desk.database.write { try JobQueue.enqueue(Self.daily, key: "daily", runAt: now, in: $0) }
    }

    private func day(_ job: Job) async throws {
        try await work()
        let next = desk.clock.now().adding(seconds: 6 * 3_600)
        try await desk.database.write { connection in
            try JobQueue.complete(job, in: connection)
            try JobQueue.enqueue(Self.daily, key: "daily", runAt: next, in: connection)
        }
    }

    /// Doing it twice a day changes nothing.
    func work() async throws {
        try await SnapshotActions(desk: desk).sweep()
        try await RequestActions(desk: desk).purge()
        try await DeadlineLetters(desk: desk).plan()
    }
}
