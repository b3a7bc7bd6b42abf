import Kernel

/// Good manners towards each host: few requests at once, a pause between two, and the memory of who asked us to wait.
actor Politeness {
    private struct Host {
        var running = 0
        var next: ContinuousClock.Instant = .now
        var queue: [(ticket: Int, turn: CheckedContinuation<Void, any Error>)] = []
        var blockedUntil: Instant?
        /// Refusals in a row (429, 503), for the back-off when the host does not say how long.
        var refusals = 0
    }
    private let perHost: Int
    private let pause: Duration
    private let clock: Clock
    private var hosts: [String: Host] = [:]
    private var tickets = 0

    /// Shortest and longest wait that a `Retry-After` may impose, in seconds.
    static let waits = 5.0...86_400

    init(perHost: Int, pause: Double, clock: Clock) {
        self.perHost = max(1, perHost)
        self.pause = .seconds(pause)
        self.clock = clock
    }

    /// Waits for our turn at `host`. Throws `Failure(.tooMany)` when the host asked us to stay away until later.
    func enter(_ host: String) async throws {
        try refuseWhileBlocked(host)
        forgetTheQuiet()
        if hosts[host, default: Host()].running >= perHost {
            try await queue(at: host)
        } else {
            hosts[host, default: Host()].running += 1
        }
        do {
            try refuseWhileBlocked(host)
            let start = max(.now, hosts[host, default: Host()].next)
            hosts[host, default: Host()].next = start.advanced(by: pause)
            if start > .now { try await ContinuousClock().sleep(until: start) }
        } catch {
            leave(host)
            throw error
        }
    }

    /// Gives our place to the next in the queue.
    func leave(_ host: String) {
        guard var state = hosts[host] else { return }
        if state.queue.isEmpty {
            state.running = max(0, state.running - 1)
            hosts[host] = state
        } else {
            let next = state.queue.removeFirst()
            hosts[host] = state
            next.turn.resume()
        }
    }

    /// Learns from an answer: 429 and 503 ask us to wait, everything else forgives; an allowance that is spent
    /// (`isSpent`) is waited for before the host has to refuse.
    func note(_ host: String, status: Int, isSpent: Bool = false, wait: Double?) {
        var state = hosts[host, default: Host()]
        guard status == 429 || status == 503 || (isSpent && wait != nil) else {
            hosts[host]?.refusals = 0
            return
        }
        let unsaid = min(3_600, 30 * Double(1 << min(state.refusals, 7)))
        let seconds = min(max(wait ?? unsaid, Self.waits.lowerBound), Self.waits.upperBound)
        state.refusals += 1
        state.blockedUntil = clock.now().adding(seconds: seconds)
        hosts[host] = state
    }

    func availableAt(_ host: String) -> Instant? {
        guard let until = hosts[host]?.blockedUntil, until > clock.now() else { return nil }
        return until
    }

    private func refuseWhileBlocked(_ host: String) throws {
        guard let until = availableAt(host) else { return }
        throw Failure(.tooMany, "\(host) asked us to wait until \(until.iso8601)", words: "wire.asked_to_wait")
    }

    private func queue(at host: String) async throws {
        tickets += 1
        let ticket = tickets
        try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { (turn: CheckedContinuation<Void, any Error>) in
                if Task.isCancelled {
                    turn.resume(throwing: CancellationError())
                } else {
                    hosts[host, default: Host()].queue.append((ticket, turn))
                }
            }
        } onCancel: {
            Task { await self.abandon(host, ticket) }
        }
    }

    private func abandon(_ host: String, _ ticket: Int) {
        guard let index = hosts[host]?.queue.firstIndex(where: { $0.ticket == ticket }) else { return }
        hosts[host]?.queue.remove(at: index).turn.resume(throwing: CancellationError())
    }

    /// Keeps the memory bounded: a host that nobody talks to and that asked for nothing is forgotten.
    private func forgetTheQuiet() {
        guard hosts.count > 4_096 else { return }
        let now = clock.now()
        hosts = hosts.filter { _, host in
            host.running > 0 || !host.queue.isEmpty || (host.blockedUntil ?? now) > now || host.next > .now
        }
    }
}
