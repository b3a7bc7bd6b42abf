import Kernel
import Synchronization
import TestKit
import Testing

@testable import Storage

@Suite struct NodeLeaseTests {
    private final class Time: Sendable {
        private let moment = Mutex(Instant(seconds: 1_790_000_000))
        var clock: Clock { Clock { self.moment.withLock { $0 } } }
        func move(_ seconds: Double) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
    }

    @Test("processes that work at once have numbers of their own, and make no identifier twice")
    func apart() async throws {
        try await onBothEngines { database in
            let time = Time()
            let leases = try await withThrowingTaskGroup(of: NodeLease.self) { group in
                for _ in 0..<12 {
                    group.addTask { try await NodeLease.take(in: database, clock: time.clock, pace: nil) }
                }
                return try await group.reduce(into: [NodeLease]()) { $0.append($1) }
            }
            #expect(Set(leases.map(\.number)).count == 12)
            let made = leases.flatMap { lease in (0..<500).map { _ in lease.ids.next(Int.self).value } }
            #expect(Set(made).count == 6_000)
        }
    }

    @Test("a number that was given back is the last to be given out again")
    func round() async throws {
        try await onBothEngines { database in
            let time = Time()
            let first = try await NodeLease.take(in: database, clock: time.clock, pace: nil)
            await first.release()
            time.move(1)
            var seen: Set<Int> = [first.number]
            for _ in 1..<NodeLease.numbers {
                let lease = try await NodeLease.take(in: database, clock: time.clock, pace: nil)
                #expect(seen.insert(lease.number).inserted)
                await lease.release()
            }
            #expect(seen == Set(0..<NodeLease.numbers))
            #expect(try await NodeLease.take(in: database, clock: time.clock, pace: nil).number == first.number)
        }
    }

    @Test("when every number is held it is said; a process that went silent gives way, and moves on when it comes back")
    func silent() async throws {
        try await onBothEngines { database in
            let time = Time()
            let asleep = try await NodeLease.take(in: database, clock: time.clock, pace: nil)
            let held = asleep.number
            time.move(NodeLease.length - 10)
            try await database.write { connection in
                for number in 1..<NodeLease.numbers {
                    try connection.execute(
                        "INSERT INTO node_number (number, owner, renewed_at) VALUES ($1, 'x', $2)", number,
                        time.clock.now())
                }
            }
            let refusal = await #expect(throws: Failure.self) {
                _ = try await NodeLease.take(in: database, clock: time.clock, pace: nil)
            }
            #expect(refusal?.kind == .unavailable)
            time.move(11)
            let heir = try await NodeLease.take(in: database, clock: time.clock, pace: nil)
            #expect(heir.number == held)
            time.move(NodeLease.length)
            try await heir.renew()
            try await asleep.renew()
            #expect(heir.number == held && asleep.number != held)
            #expect(heir.ids.next(Int.self) != asleep.ids.next(Int.self))
        }
    }
}
