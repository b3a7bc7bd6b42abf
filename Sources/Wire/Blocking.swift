import Dispatch
import Synchronization

/// Runs calls that block (name look-up, SMTP) on threads that belong to nobody, so that Swift's few cooperative
/// threads stay free. Cancelling stops the waiting at once; the call itself ends by its own time limit.
enum Blocking {
    private static let queue = DispatchQueue(label: "resonance.wire.blocking", attributes: .concurrent)

    static func run<T: Sendable>(_ work: @escaping @Sendable () throws -> T) async throws -> T {
        let slot = Slot<T>()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                guard slot.keep(continuation) else { return }
                queue.async { slot.resume(Result(catching: work)) }
            }
        } onCancel: {
            slot.resume(.failure(CancellationError()))
        }
    }
}

/// A continuation that is resumed once, by whoever comes first.
private final class Slot<T: Sendable>: Sendable {
    private enum State {
        case empty
        case waiting(CheckedContinuation<T, any Error>)
        case done
    }
    private let state = Mutex(State.empty)

    /// False when it was cancelled before it began; the continuation has then been resumed.
    func keep(_ continuation: CheckedContinuation<T, any Error>) -> Bool {
        let kept = state.withLock { state in
            guard case .empty = state else { return false }
            state = .waiting(continuation)
            return true
        }
        if !kept { continuation.resume(throwing: CancellationError()) }
        return kept
    }

    func resume(_ result: sending Result<T, any Error>) {
        let continuation: CheckedContinuation<T, any Error>? = state.withLock { state in
            defer { state = .done }
            if case .waiting(let continuation) = state { return continuation }
            return nil
        }
        continuation?.resume(with: result)
    }
}
