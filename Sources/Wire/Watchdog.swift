import Kernel
import Synchronization

/// Ends a piece of work that takes too long. The work says which phase it is in and gives signs of life; the earlier of
/// the phase's end and the overall end stops it. Precision is a quarter of a second.
final class Watchdog: Sendable {
    private struct Mark {
        var phaseEnds: ContinuousClock.Instant
        var totalEnds: ContinuousClock.Instant?
        var complaint: String
    }
    private let mark: Mutex<Mark>
    private let total: Double
    private let started = ContinuousClock.now

    private init(total: Double) {
        self.total = total
        mark = Mutex(Mark(phaseEnds: .now.advanced(by: .seconds(86_400)), totalEnds: nil, complaint: ""))
    }

    /// Runs `work`; throws `Failure(.unavailable)` with the phase's complaint when it overruns. `total` counts from
    /// the first `phase`.
    static func guarding<T: Sendable>(
        total: Double, _ work: @escaping @Sendable (Watchdog) async throws -> T
    ) async throws -> T {
        let dog = Watchdog(total: total)
        return try await withThrowingTaskGroup(of: T?.self) { group in
            group.addTask { try await work(dog) }
            group.addTask {
                try await dog.watch()
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let result = first else { throw CancellationError() }
            return result
        }
    }

    /// Seconds since the work began.
    var elapsed: Double { (ContinuousClock.now - started) / .seconds(1) }

    /// Starts or restarts a phase that may last `seconds`.
    func phase(_ complaint: String, seconds: Double) {
        let now = ContinuousClock.now
        mark.withLock { mark in
            mark.phaseEnds = Self.moment(seconds, after: now)
            if mark.totalEnds == nil { mark.totalEnds = Self.moment(total, after: now) }
            mark.complaint = complaint
        }
    }

    private static func moment(_ seconds: Double, after now: ContinuousClock.Instant) -> ContinuousClock.Instant {
        now.advanced(by: .seconds(min(seconds, 86_400 * 365)))
    }

    private func watch() async throws {
        while true {
            let mark = mark.withLock { $0 }
            let now = ContinuousClock.now
            if now >= mark.phaseEnds { throw Failure(.unavailable, mark.complaint, words: "wire.too_slow") }
            if let end = mark.totalEnds, now >= end {
                throw Failure(.unavailable, "not finished within the time allowed", words: "wire.too_slow")
            }
            let next = min(mark.phaseEnds, mark.totalEnds ?? mark.phaseEnds, now.advanced(by: .milliseconds(250)))
            try await ContinuousClock().sleep(until: next)
        }
    }
}
