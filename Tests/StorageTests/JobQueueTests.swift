import Foundation
import Kernel
@testable import Storage
import Synchronization
import TestKit
import Testing

@Suite("The job queue")
struct JobQueueTests {
    private let time = Moving(Instant(microseconds: 1_700_000_000_000_000))

    private func queue(_ database: Database, attempts: Int = 3) -> JobQueue {
        let time = time
        return JobQueue(
            database, clock: Clock { time.now }, retry: RetryPolicy(attempts: attempts, first: 10), lease: 60)
    }

    @Test("jobs come by priority, then time, then arrival; those of the future wait")
    func order() async throws {
        try await onBothEngines { database in
            let queue = queue(database)
            let now = time.now
            try await database.write { connection in
                try JobQueue.enqueue("a", payload: "1", in: connection)
                try JobQueue.enqueue("a", payload: "2", priority: 5, in: connection)
                try JobQueue.enqueue("a", payload: "3", runAt: now.adding(seconds: 100), priority: 9, in: connection)
                try JobQueue.enqueue("a", payload: "4", in: connection)
                try JobQueue.enqueue("other", payload: "5", in: connection)
            }
            #expect(try await queue.take(10, kinds: ["a"], owner: "n").map(\.payload) == ["2", "1", "4"])
            time.move(101)
            #expect(try await queue.take(10, kinds: ["a"], owner: "m").map(\.payload).contains("3"))
        }
    }

    @Test("a key is unique until its job begins, and the earlier time wins")
    func unique() async throws {
        try await onBothEngines { database in
            let queue = queue(database)
            let later = time.now.adding(days: 1)
            func ask(_ at: Instant?) async throws {
                try await database.write { try JobQueue.enqueue("a", key: "k", runAt: at, in: $0) }
            }
            try await ask(later)
            #expect(try await queue.take(5, kinds: ["a"], owner: "n").isEmpty)
            try await ask(nil)
            try await ask(later)
            let first = try await queue.take(5, kinds: ["a"], owner: "n")
            #expect(first.count == 1)
            try await ask(nil)
            #expect(try await queue.counts() == ["running": 1, "ready": 1])
            // The one in hand fails: the one that waits does its work.
            try await queue.fail(first[0], reason: "x", forGood: false)
            #expect(try await queue.counts() == ["ready": 1])
        }
    }

    @Test("failures are tried again later and later, then the job is dead with its reason, and can be revived")
    func backOff() async throws {
        try await onBothEngines { database in
            let queue = queue(database)
            try await database.write { try JobQueue.enqueue("a", in: $0) }
            var waits: [Double] = []
            for attempt in 1...3 {
                var waited = 0.0
                var jobs = try await queue.take(1, kinds: ["a"], owner: "n")
                while jobs.isEmpty, waited < 100 {
                    time.move(1)
                    waited += 1
                    jobs = try await queue.take(1, kinds: ["a"], owner: "n")
                }
                let job = try #require(jobs.first)
                #expect(job.attempt == attempt)
                waits.append(waited)
                try await queue.fail(job, reason: "no answer", forGood: false)
            }
            #expect(waits[0] == 0 && (10...16).contains(waits[1]) && (20...31).contains(waits[2]))
            let dead = try await queue.dead()
            #expect(dead.map(\.reason) == ["no answer"] && dead.map(\.attempts) == [3])
            try await queue.revive(dead[0].id)
            #expect(try await queue.take(1, kinds: ["a"], owner: "n").map(\.attempt) == [1])
            let absent = await #expect(throws: Failure.self) { try await queue.revive(dead[0].id) }
            #expect(absent?.kind == .notFound)
        }
    }

    @Test("a lease that ends is taken over, and its first holder can no longer end the job")
    func takeOver() async throws {
        try await onBothEngines { database in
            let queue = queue(database)
            try await database.write { try JobQueue.enqueue("a", in: $0) }
            let first = try #require(try await queue.take(1, kinds: ["a"], owner: "one").first)
            time.move(50)
            #expect(try await queue.renew([first]) == [first.id])
            time.move(50)
            #expect(try await queue.take(1, kinds: ["a"], owner: "two").isEmpty)
            time.move(11)
            let second = try #require(try await queue.take(1, kinds: ["a"], owner: "two").first)
            #expect(second.id == first.id && second.attempt == 2)
            #expect(try await queue.renew([first]) == [])
            #expect(try await queue.finish(first) == false)
            let lost = await #expect(throws: Failure.self) {
                try await database.write { try JobQueue.complete(first, in: $0) }
            }
            #expect(lost?.kind == .conflict)
            try await database.write { try JobQueue.complete(second, in: $0) }
            #expect(try await queue.counts() == [:])
        }
    }

    @Test("a clock set back an hour does not hold jobs or leases up")
    func clockSetBack() async throws {
        try await onBothEngines { database in
            let queue = queue(database)
            try await database.write { connection in
                try JobQueue.enqueue("a", payload: "leased", in: connection)
                try JobQueue.enqueue("a", payload: "ready", in: connection)
            }
            _ = try await queue.take(1, kinds: ["a"], owner: "gone")
            time.move(-3_600)
            #expect(try await queue.take(5, kinds: ["a"], owner: "n").map(\.payload).sorted() == ["leased", "ready"])
        }
    }

    @Test("a job that takes its node down each time ends among the dead")
    func poison() async throws {
        try await onBothEngines { database in
            let queue = queue(database)
            try await database.write { try JobQueue.enqueue("a", in: $0) }
            for _ in 0..<3 {
                #expect(try await queue.take(1, kinds: ["a"], owner: "n").count == 1)
                time.move(61)
            }
            #expect(try await queue.take(1, kinds: ["a"], owner: "n").isEmpty)
            #expect(try await queue.dead().count == 1)
        }
    }
}

/// A clock that a test moves by hand.
final class Moving: Sendable {
    private let instant: Mutex<Instant>

    init(_ start: Instant) { instant = Mutex(start) }

    var now: Instant { instant.withLock { $0 } }
    func move(_ seconds: Double) { instant.withLock { $0 = $0.adding(seconds: seconds) } }
}
