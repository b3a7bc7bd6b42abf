import Foundation
import Kernel
import Logging
import ServiceLifecycle
import Storage

/// Lets Listening hear our own reviews: a job, so that nothing is lost between keeping and hearing. Erases what is old.
struct ReviewServices: Sendable {
    let desk: DialogueDesk

    /// Handlers of its jobs, by kind.
    var handlers: [String: JobRunner.Handler] {
        [
            ReviewActions.hearing: { try await hear($0) },
            ReviewRetention.kind: { try await ReviewRetention(desk: desk).run($0) },
        ]
    }

    /// Loops and consumers of the event log.
    func loops(_ logger: Logger) -> [any Service] { [] }

    /// Every service has a link, so that its poster can be printed; what is old is looked for.
    func plan() async throws {
        let services: [Int64?] = [nil] + (try await desk.staff.wards()).map(\.id)
        try await desk.database.write { connection in
            for service in services { _ = try ReviewLinks.open(for: service, desk: desk, in: connection) }
        }
        try await ReviewRetention(desk: desk).plan()
    }

    private struct Payload: Decodable { let review: Int64 }

    /// Hearing twice changes nothing. What its author took back while it was being heard is forgotten at once.
    private func hear(_ job: Job) async throws {
        let id = try JSONDecoder().decode(Payload.self, from: Data(job.payload.utf8)).review
        let review = try await desk.database.read { try ReviewStore.find(id, in: $0) }
        let isDue = !review.state.isGone && (review.heardVersion ?? 0) < review.version
        if isDue {
            if review.heardVersion == nil {
                try await desk.voices.hear([review.arrival])
            } else {
                try await desk.voices.revise(review.arrival)
            }
        }
        let voices = desk.voices
        try await desk.database.write { connection in
            let now = try ReviewStore.find(id, in: connection)
            if isDue {
                try ReviewStore.heard(id, version: review.version, in: connection)
                if now.state.isGone { try voices.forget(now.externalID, .own, connection) }
            }
            try JobQueue.complete(job, in: connection)
        }
    }
}
