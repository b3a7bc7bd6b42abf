import Channels
import Kernel
import Storage
import Web

/// The press: releases, the list, the mails, the room.
struct PressServices: Sendable {
    let desk: PublishingDesk

    func add(to pages: Pages) {
        ReleaseRoutes(desk: desk).add(to: pages)
        PressListRoutes(desk: desk).add(to: pages)
        SubscribeRoutes(desk: desk).add(to: pages)
        PressRoomRoutes(desk: desk).add(to: pages)
    }

    var handlers: [String: JobRunner.Handler] {
        [MailingRun.kind: MailingRun(desk: desk).handle, PressLetters.kind: PressLetters(desk: desk).handle]
    }

    /// Once a minute: what was not confirmed is gone, and no mailing has lost its job.
    func look() async throws {
        let now = desk.clock.now()
        try await desk.database.write { connection in
            try SubscriberStore.sweep(at: now, in: connection)
            guard try Gate.stopped(in: connection) == nil else { return }
            for mailing in try MailingStore.sending(in: connection)
            where try !JobQueue.has(MailingRun.kind, key: String(mailing.id), in: connection) {
                try MailingRun.carry(mailing.id, in: connection)
            }
        }
    }
}
