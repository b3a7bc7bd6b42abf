import Foundation
import Kernel
import Storage
import Synchronization
import TestKit
import Testing

@Suite("The event log")
struct EventLogTests {
    private static let seen = Migration(
        "test-0001-seen", "CREATE TABLE seen (consumer TEXT NOT NULL, subject INT64 NOT NULL)")
    private let now = Instant(microseconds: 1_700_000_000_000_000)

    private func note(_ consumer: String) -> @Sendable (Event, any Connection) throws -> Void {
        { event, connection in
            try connection.execute("INSERT INTO seen (consumer, subject) VALUES ($1, $2)", consumer, event.subject)
        }
    }

    @Test("each consumer reads every event once, in order, at its own pace")
    func order() async throws {
        try await onBothEngines([Self.seen]) { database in
            try await database.write { connection in
                for number in 1...5 {
                    try EventLog.append(
                        "thing.happened", subject: Int64(number), payload: #"{"n":1}"#, at: now, in: connection)
                }
            }
            let log = EventLog(database)
            #expect(try await log.consume(as: "a", limit: 2, note("a")) == 2)
            #expect(try await log.consume(as: "a", limit: 2, note("a")) == 2)
            #expect(try await log.consume(as: "b", note("b")) == 5)
            #expect(try await log.consume(as: "b", note("b")) == 0)
            let rows = try await database.read {
                try $0.query("SELECT subject FROM seen WHERE consumer = 'a' ORDER BY subject")
            }
            #expect(try rows.map { try $0.int("subject") } == [1, 2, 3, 4])
        }
    }

    @Test("an event is told only when its transaction is kept, and read again when its consumer fails")
    func transactional() async throws {
        struct Refused: Error {}
        try await onBothEngines([Self.seen]) { database in
            await #expect(throws: Refused.self) {
                try await database.write { connection in
                    try EventLog.append("lost", subject: 1, at: now, in: connection)
                    throw Refused()
                }
            }
            try await database.write { try EventLog.append("kept", subject: 2, at: now, in: $0) }
            let log = EventLog(database)
            await #expect(throws: Refused.self) {
                try await log.consume(as: "a") { event, connection in
                    try connection.execute("INSERT INTO seen (consumer, subject) VALUES ('a', $1)", event.subject)
                    throw Refused()
                }
            }
            #expect(try await log.consume(as: "a", note("a")) == 1)
            let rows = try await database.read { try $0.query("SELECT subject FROM seen") }
            #expect(try rows.map { try $0.int("subject") } == [2])
        }
    }

    @Test("an event that commits late, behind one that was read already, is not skipped")
    func late() async throws {
        try await onPostgreSQL([Self.seen]) { database, _ in
            let (begun, signal) = AsyncStream<Void>.makeStream()
            let gate = Gate()
            let slow = Task {
                try await database.write { connection in
                    try EventLog.append("slow", subject: 1, at: now, in: connection)
                    signal.yield()
                    gate.wait()
                }
            }
            var turns = begun.makeAsyncIterator()
            await turns.next()
            try await database.write { try EventLog.append("quick", subject: 2, at: now, in: $0) }
            let log = EventLog(database)
            #expect(try await log.consume(as: "a", note("a")) == 0, "the quick one must wait for the slow one")
            gate.open()
            try await slow.value
            #expect(try await log.consume(as: "a", note("a")) == 2)
            let rows = try await database.read { try $0.query("SELECT subject FROM seen") }
            #expect(try rows.map { try $0.int("subject") } == [1, 2])
        }
    }

    @Test("many writers and two nodes consuming: everything once")
    func crowd() async throws {
        try await onBothEngines([Self.seen]) { database in
            let log = EventLog(database)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<8 {
                    group.addTask {
                        for number in 0..<25 {
                            try await database.write {
                                try EventLog.append("x", subject: Int64(writer * 100 + number), at: now, in: $0)
                            }
                        }
                    }
                }
                for _ in 0..<2 {
                    group.addTask { for _ in 0..<60 { try await log.consume(as: "a", limit: 7, note("a")) } }
                }
                try await group.waitForAll()
            }
            while try await log.consume(as: "a", note("a")) > 0 {}
            let row = try await database.read {
                try $0.one("SELECT count(*) AS n, count(DISTINCT subject) AS d FROM seen")
            }
            #expect(try row?.int("n") == 200 && row?.int("d") == 200)
        }
    }

    @Test("old events go once everybody has read them")
    func pruning() async throws {
        try await onBothEngines([Self.seen]) { database in
            let log = EventLog(database)
            try await database.write { connection in
                for number in 1...4 { try EventLog.append("x", subject: Int64(number), at: now, in: connection) }
            }
            try await log.consume(as: "a", note("a"))
            try await log.consume(as: "b", limit: 3, note("b"))
            #expect(try await log.prune(before: now) == 0)
            #expect(try await log.prune(before: now.adding(seconds: 1)) == 3)
            #expect(try await log.consume(as: "b", note("b")) == 1)
        }
    }

    @Test("another node is woken", .timeLimit(.minutes(1)))
    func wakeUp() async throws {
        try await onBothEngines([Self.seen]) { database in
            let stream = database.wakeUps(.events)
            // On PostgreSQL the listener wakes everybody once when it has connected.
            if database.engine == .postgresql { for await _ in stream { break } }
            try await database.write { try EventLog.append("x", subject: 1, at: now, in: $0) }
            // Nothing else would end this wait: the time limit is the test.
            for await _ in stream { break }
        }
    }
}

/// Holds a transaction open on its own thread until the test opens it.
final class Gate: Sendable {
    private let isOpen = Atomic(false)

    func open() { isOpen.store(true, ordering: .releasing) }

    func wait() {
        while !isOpen.load(ordering: .acquiring) { usleep(1_000) }
    }
}
