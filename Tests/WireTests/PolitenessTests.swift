import Foundation
import Kernel
import Synchronization
import Testing

@testable import Wire

@Suite struct PolitenessTests {
    @Test("one host never has more than two of our requests at once")
    func concurrency() async throws {
        let running = Mutex((now: 0, most: 0))
        try await LoopbackServer.run { _, writer in
            running.withLock { running in
                running.now += 1
                running.most = max(running.most, running.now)
            }
            try await Task.sleep(for: .milliseconds(50))
            running.withLock { $0.now -= 1 }
            try await writer.reply("200 OK")
        } _: { server in
            let http = try client(server.port, perHost: 2)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<8 { group.addTask { _ = try await http.fetch(Fetch(server.base)) } }
                try await group.waitForAll()
            }
            #expect(server.hits.paths.count == 8)
            #expect(running.withLock { $0.most } == 2)
        }
    }

    @Test("there is a pause between two requests to one host")
    func pause() async throws {
        try await LoopbackServer.run { _, writer in
            try await writer.reply("200 OK")
        } _: { server in
            let http = try client(server.port, pause: 0.2)
            let start = ContinuousClock.now
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<4 { group.addTask { _ = try await http.fetch(Fetch(server.base)) } }
                try await group.waitForAll()
            }
            #expect(ContinuousClock.now - start >= .milliseconds(600))
        }
    }

    @Test("a host that asks us to wait is left alone until then, within reason", arguments: ["429 Slow", "503 Busy"])
    func waiting(_ status: String) async throws {
        let now = Mutex(Instant(seconds: 1_800_000_000))
        try await LoopbackServer.run { request, writer in
            let wait = request.path == "/for-ever" ? "99999999" : "120"
            try await writer.reply(status, ["Retry-After: \(wait)"])
        } _: { server in
            let http = try client(server.port, clock: Clock { now.withLock { $0 } })
            #expect(await failure(of: { try await http.fetch(Fetch(server.base)) }) != nil)
            #expect(await failure(of: { try await http.fetch(Fetch(server.base)) })?.kind == .tooMany)
            #expect(server.hits.paths.count == 1)
            #expect(await http.availableAt(server.base) == Instant(seconds: 1_800_000_120))
            now.withLock { $0 = $0.adding(seconds: 121) }
            #expect(await http.availableAt(server.base) == nil)
            _ = await failure(of: { try await http.fetch(Fetch("\(server.base)/for-ever")) })
            #expect(server.hits.paths.count == 2)
            #expect(await http.availableAt(server.base) == Instant(seconds: 1_800_000_121 + 86_400))
        }
    }

    @Test("without a word about how long, the wait doubles at each refusal and a success ends it")
    func backOff() async throws {
        let politeness = Politeness(perHost: 2, pause: 0, clock: .fixed(Instant(seconds: 0)))
        for expected in [30.0, 60, 120, 240] {
            await politeness.note("a", status: 503, wait: nil)
            #expect(await politeness.availableAt("a") == Instant(seconds: expected))
        }
        await politeness.note("a", status: 200, wait: nil)
        await politeness.note("a", status: 429, wait: nil)
        #expect(await politeness.availableAt("a") == Instant(seconds: 30))
        await politeness.note("b", status: 200, isSpent: true, wait: 90)
        #expect(await politeness.availableAt("b") == Instant(seconds: 90))
        await politeness.note("c", status: 200, isSpent: true, wait: nil)
        #expect(await politeness.availableAt("c") == nil)
    }

    @Test("a place in the queue that is given up goes to the next")
    func abandoning() async throws {
        let politeness = Politeness(perHost: 1, pause: 0, clock: .system)
        try await politeness.enter("a")
        let first = Task { try await politeness.enter("a") }
        try await Task.sleep(for: .milliseconds(50))
        let second = Task { try await politeness.enter("a") }
        try await Task.sleep(for: .milliseconds(50))
        first.cancel()
        await #expect(throws: CancellationError.self) { try await first.value }
        await politeness.leave("a")
        try await second.value
    }

    @Test("40: the three ways of saying how long are understood")
    func retryAfter() {
        let now = Instant(seconds: 784_111_777)  // Sun, 06 Nov 1994 08:49:37 GMT
        #expect(RetryAfter.seconds(["retry-after": "7"], now: now) == 7)
        #expect(RetryAfter.seconds(["retry-after": "Sun, 06 Nov 1994 08:50:37 GMT"], now: now) == 60)
        #expect(RetryAfter.seconds(["x-ratelimit-reset": "1994-11-06T08:49:47.000000Z"], now: now) == 10)
        #expect(RetryAfter.seconds(["ratelimit-reset": "30"], now: now) == 30)
        #expect(RetryAfter.seconds(["retry-after": "soon"], now: now) == nil)
        #expect(RetryAfter.seconds(["retry-after": "-5"], now: now) == 0)
        #expect(RetryAfter.seconds(["retry-after": "nan"], now: now) == nil)
        let later = Instant(seconds: 1_793_620_800)
        #expect(RetryAfter.seconds(["x-rate-limit-reset": "1793620812"], now: later) == 12)
        #expect(RetryAfter.seconds(["ratelimit-reset": "1793620830"], now: later) == 30)
        #expect(RetryAfter.seconds(["x-rate-limit-reset": "1793620000"], now: later) == 0)
        // Absurd, and cut to an hour by whoever waits.
        #expect(RetryAfter.seconds(["retry-after": "1e12"], now: later) == 1e12)
        #expect(RetryAfter.seconds(["retry-after": "inf", "ratelimit-reset": "-7"], now: later) == 0)
    }
}
