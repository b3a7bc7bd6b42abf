import Foundation
import Kernel
import Logging
import ServiceLifecycle
import Storage

/// What this room does while nobody looks: it reminds owners, and tells the team of what is grave.
struct ImprovementServices: Sendable {
    let desk: DialogueDesk

    /// Handlers of its jobs, by kind.
    var handlers: [String: JobRunner.Handler] {
        let letters = ImprovementLetters(desk: desk)
        return [
            ImprovementReminders.kind: ImprovementReminders(desk: desk).patrol,
            ImprovementLetters.reminder: letters.remind,
            CriticalityActions.letter: letters.tell,
            ImprovementSample.kind: ImprovementSample(desk: desk).handle,
        ]
    }

    /// Loops and consumers of the event log.
    func loops(_ logger: Logger) -> [any Service] { [] }

    /// What comes back by itself, planned at each start.
    func plan() async throws {
        let now = desk.clock.now()
        try await desk.database.write { try ImprovementReminders.schedule(at: now, in: $0) }
    }
}
