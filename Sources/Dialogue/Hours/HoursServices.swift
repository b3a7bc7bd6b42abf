import Foundation
import Kernel
import Logging
import ServiceLifecycle
import Storage

/// What this room does while nobody looks.
struct HoursServices: Sendable {
    let desk: DialogueDesk
    let live: OnCallLive

    init(desk: DialogueDesk) {
        self.desk = desk
        live = OnCallLive(desk: desk)
    }

    /// Handlers of its jobs, by kind.
    var handlers: [String: JobRunner.Handler] {
        let upkeep = HoursUpkeep(desk: desk)
        return [
            CallWatch.climbJob: CallWatch(desk: desk).climb, CallWatch.mailJob: CallMail(desk: desk).handle,
            HoursUpkeep.recountJob: upkeep.recount, HoursUpkeep.wardsJob: upkeep.copyWards,
            OverdueLetters.job: OverdueLetters(desk: desk).handle,
        ]
    }

    /// Loops and consumers of the event log.
    func loops(_ logger: Logger) -> [any Service] {
        let watch = CallWatch(desk: desk)
        return [
            EventConsumer("oncall", database: desk.database, logger: logger, watch.hear),
            EventConsumer("hours", database: desk.database, logger: logger, HoursUpkeep(desk: desk).hear),
            CallPatrol(watch: watch, logger: logger), live.logging(to: logger),
        ]
    }

    /// What comes back by itself, planned at each start.
    func plan() async throws {
        let desk = desk
        try await desk.database.write { connection in
            try JobQueue.enqueue(HoursUpkeep.wardsJob, key: "wards", in: connection)
            try OverdueLetters(desk: desk).schedule(in: connection)
        }
    }
}
