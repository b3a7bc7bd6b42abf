import Kernel
import Synchronization

/// At most `capacity` connections; whoever comes when all are taken waits in line.
final class PostgreSQLPool: Sendable {
    private struct State {
        var idle: [PostgreSQLSession] = []
        var made = 0
        var waiting: [(ticket: Int, continuation: CheckedContinuation<PostgreSQLSession, any Error>)] = []
        var tickets = 0
        var closed = false
    }

    private let url: String
    private let capacity: Int
    private let state = Mutex(State())

    init(url: String, capacity: Int) {
        self.url = url
        self.capacity = capacity
    }

    /// Lends a connection to `work`, which runs on that connection's own thread.
    func withSession<T: Sendable>(_ work: @escaping @Sendable (PostgreSQLSession) throws -> T) async throws -> T {
        let session = try await take()
        defer { giveBack(session) }
        return try await session.perform(work)
    }

    /// Idle connections end now, lent ones when they come back.
    func close() {
        let (idle, waiting) = state.withLock { state in
            state.closed = true
            defer { (state.idle, state.waiting) = ([], []) }
            return (state.idle, state.waiting)
        }
        for session in idle { session.retire() }
        for waiter in waiting { waiter.continuation.resume(throwing: Self.closed) }
    }

    private static let closed = Failure(.unavailable, "the database has been closed")

    private func take() async throws -> PostgreSQLSession {
        try Task.checkCancellation()
        let ticket = state.withLock { state in
            state.tickets += 1
            return state.tickets
        }
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { join($0, ticket: ticket) }
        } onCancel: {
            leave(ticket)
        }
    }

    private func join(_ continuation: CheckedContinuation<PostgreSQLSession, any Error>, ticket: Int) {
        let outcome: Result<PostgreSQLSession, any Error>? = state.withLock { state in
            if state.closed { return .failure(Self.closed) }
            if Task.isCancelled { return .failure(CancellationError()) }
            if let session = state.idle.popLast() { return .success(session) }
            if state.made < capacity {
                state.made += 1
                return .success(PostgreSQLSession(url: url))
            }
            state.waiting.append((ticket, continuation))
            return nil
        }
        if let outcome { continuation.resume(with: outcome) }
    }

    private func leave(_ ticket: Int) {
        let waiter = state.withLock { state in
            state.waiting.firstIndex { $0.ticket == ticket }.map { state.waiting.remove(at: $0) }
        }
        waiter?.continuation.resume(throwing: CancellationError())
    }

    private func giveBack(_ session: PostgreSQLSession) {
        let next: CheckedContinuation<PostgreSQLSession, any Error>? = state.withLock { state in
            if !state.waiting.isEmpty { return state.waiting.removeFirst().continuation }
            if !state.closed { state.idle.append(session) }
            return nil
        }
        if let next { return next.resume(returning: session) }
        if state.withLock({ $0.closed }) { session.retire() }
    }
}
