import Kernel
import Storage

/// Letters to the staff about what waits for them, as `PublishingServices` adds them: one node looks at a time.
struct ReminderServices: Sendable {
    let desk: PublishingDesk

    static let kind = "reminders.look"
    /// Seconds between two looks.
    static let pause = 300.0

    var handlers: [String: JobRunner.Handler] {
        [Self.kind: look, LetterRun.kind: LetterRun(desk: desk).handle]
    }

    func plan() async throws {
        let now = desk.clock.now()
        try await desk.database.write { try JobQueue.enqueue(Self.kind, key: "all", runAt: now, in: $0) }
    }

    /// The next look is planned first: one that fails does not end them.
    @Sendable func look(_ job: Job) async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try JobQueue.enqueue(Self.kind, key: "all", runAt: now.adding(seconds: Self.pause), in: connection)
            try LetterStore.forget(at: now, in: connection)
        }
        guard desk.letters.leave else { return }
        try await ApprovalReminders(desk: desk).look()
        try await TokenLetters(desk: desk).look()
    }
}
