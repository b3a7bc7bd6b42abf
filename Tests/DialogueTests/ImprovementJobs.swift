import Kernel
import Storage
import TestKit

@testable import Dialogue

extension DialogueHouse {
    /// Does the jobs that are due, as a node would.
    func runJobs(_ handlers: [String: JobRunner.Handler]) async throws {
        let queue = JobQueue(database, clock: time.clock)
        for _ in 0..<20 {
            let jobs = try await queue.take(10, kinds: Array(handlers.keys), owner: "test")
            if jobs.isEmpty { return }
            for job in jobs {
                guard let handler = handlers[job.kind] else { continue }
                try await handler(job)
                try await database.write {
                    _ = try $0.execute("DELETE FROM job WHERE id = $1 AND state = 'running'", [job.id])
                }
            }
        }
    }
}
