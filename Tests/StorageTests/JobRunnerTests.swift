import Foundation
import Kernel
import Logging
import ServiceLifecycle
@testable import Storage
import Synchronization
import TestKit
import Testing

@Suite("Job runners", .timeLimit(.minutes(2)))
struct JobRunnerTests {
    private static let done = Migration("test-0001-done", "CREATE TABLE done (job INT64 NOT NULL, node TEXT NOT NULL)")
    private let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })

    private func runner(
        _ database: Database, _ node: String, lease: Double = 60, grace: Double = 5,
        handler: @escaping JobRunner.Handler
    ) -> JobRunner {
        JobRunner(
            JobQueue(database, retry: RetryPolicy(attempts: 3, first: 0.05), lease: lease), handlers: ["work": handler],
            concurrency: 4, grace: grace, owner: node, logger: logger)
    }

    private func group(_ runners: [JobRunner]) -> ServiceGroup {
        ServiceGroup(services: runners, logger: logger)
    }

    private func settled(_ database: Database, within seconds: Double = 40) async throws {
        let end = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < end {
            if try await JobQueue(database).counts().filter({ $0.key != "dead" }).isEmpty { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        Issue.record("the queue did not empty")
    }

    @Test("two nodes share 500 jobs, each done once")
    func share() async throws {
        try await onBothEngines([Self.done]) { database in
            try await database.write { connection in
                for number in 0..<500 { try JobQueue.enqueue("work", payload: "\(number)", in: connection) }
            }
            let nodes = ["one", "two"].map { node in
                runner(database, node) { job in
                    try await database.write { connection in
                        try connection.execute("INSERT INTO done (job, node) VALUES ($1, $2)", job.id, node)
                        try JobQueue.complete(job, in: connection)
                    }
                }
            }
            let group = group(nodes)
            let running = Task { try await group.run() }
            try await settled(database)
            await group.triggerGracefulShutdown()
            try await running.value
            let row = try await database.read {
                try $0.one("SELECT count(*) AS n, count(DISTINCT job) AS jobs, count(DISTINCT node) AS nodes FROM done")
            }
            #expect(try row?.int("n") == 500 && row?.int("jobs") == 500 && row?.int("nodes") == 2)
        }
    }

    @Test("a handler that throws is tried again; one that refuses for good is not")
    func retries() async throws {
        try await onBothEngines { database in
            try await database.write { connection in
                for payload in ["flaky", "hopeless", "refused"] {
                    try JobQueue.enqueue("work", payload: payload, in: connection)
                }
            }
            let tries = Mutex<[String: Int]>([:])
            let node = runner(database, "one") { job in
                let count = tries.withLock { tries in
                    tries[job.payload, default: 0] += 1
                    return tries[job.payload] ?? 0
                }
                if job.payload == "refused" { throw Failure(.unusable, "cannot be read") }
                if job.payload == "hopeless" || count < 2 { throw Failure(.unavailable, "try again") }
            }
            let group = group([node])
            let running = Task { try await group.run() }
            try await settled(database)
            await group.triggerGracefulShutdown()
            try await running.value
            #expect(tries.withLock { $0 } == ["flaky": 2, "hopeless": 3, "refused": 1])
            #expect(try await JobQueue(database).dead().map(\.reason).sorted() == ["cannot be read", "try again"])
        }
    }

    @Test("a stop lets work in hand finish, and gives back what does not")
    func gracefulStop() async throws {
        try await onBothEngines { database in
            try await database.write { connection in
                for payload in ["short", "endless"] { try JobQueue.enqueue("work", payload: payload, in: connection) }
            }
            let begun = Atomic(0), finished = Atomic(0)
            let node = runner(database, "one", grace: 0.6) { job in
                begun.add(1, ordering: .relaxed)
                try await Task.sleep(for: job.payload == "short" ? .milliseconds(200) : .seconds(600))
                finished.add(1, ordering: .relaxed)
            }
            let group = group([node])
            let running = Task { try await group.run() }
            while begun.load(ordering: .relaxed) < 2 { try await Task.sleep(for: .milliseconds(5)) }
            await group.triggerGracefulShutdown()
            try await running.value
            #expect(finished.load(ordering: .relaxed) == 1)
            #expect(try await JobQueue(database).counts() == ["ready": 1])
            let again = try await JobQueue(database).take(1, kinds: ["work"], owner: "two")
            #expect(again.map(\.payload) == ["endless"] && again.map(\.attempt) == [1])
        }
    }

    @Test("a long job keeps its lease")
    func heartbeat() async throws {
        try await onBothEngines { database in
            try await database.write { try JobQueue.enqueue("work", in: $0) }
            let times = Atomic(0)
            let nodes = ["one", "two"].map { node in
                runner(database, node, lease: 3) { _ in
                    times.add(1, ordering: .relaxed)
                    try await Task.sleep(for: .seconds(5))
                }
            }
            let group = group(nodes)
            let running = Task { try await group.run() }
            try await settled(database)
            await group.triggerGracefulShutdown()
            try await running.value
            #expect(times.load(ordering: .relaxed) == 1)
        }
    }
}
