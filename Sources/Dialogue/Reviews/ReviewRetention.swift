import Kernel
import Storage

/// Reviews are not kept longer than the hospital has told their authors (GDPR, article 5(1)(e)): every six hours, the
/// words of those whose time has come are erased everywhere, as if their author had asked for it. Counts stay.
struct ReviewRetention: Sendable {
    let desk: DialogueDesk

    /// Job that does it.
    static let kind = "review.retention"
    /// Reviews in one transaction.
    private static let batch = 100

    func plan() async throws {
        let now = desk.clock.now()
        try await desk.database.write { try JobQueue.enqueue(Self.kind, key: "daily", runAt: now, in: $0) }
    }

    func run(_ job: Job) async throws {
        while try await sweep() == Self.batch {}
        let next = desk.clock.now().adding(seconds: 6 * 3_600)
        try await desk.database.write { connection in
            try JobQueue.complete(job, in: connection)
            try JobQueue.enqueue(Self.kind, key: "daily", runAt: next, in: connection)
        }
    }

    /// Erases one batch, and says how many it held.
    func sweep() async throws -> Int {
        let now = desk.clock.now()
        let voices = desk.voices
        return try await desk.database.write { connection in
            let years = try ReviewSettings.read(in: connection).years
            let old = try ReviewStore.given(before: now.adding(days: -365 * years), Self.batch, in: connection)
            for review in old {
                try ReviewStore.forget(review.id, in: connection)
                if review.heardVersion != nil { try voices.forget(review.externalID, .own, connection) }
                try ReviewActions.tell("review.expired", review.id, nil, at: now, in: connection)
            }
            return old.count
        }
    }
}
