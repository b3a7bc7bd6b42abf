import Synchronization

/// What a node may be woken for.
public enum WakeTopic: String, CaseIterable, Sendable {
    /// Something was appended to the event log.
    case events
    /// A job was enqueued.
    case jobs
}

/// Spreads wake-ups to whoever listens. A listener that is busy finds one wake-up waiting, never a heap of them.
final class WakeUps: Sendable {
    private let listeners = Mutex<[Int: (topic: WakeTopic, wake: AsyncStream<Void>.Continuation)]>([:])
    private let numbers = Atomic<Int>(0)

    func stream(_ topic: WakeTopic) -> AsyncStream<Void> {
        let (stream, wake) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
        let number = numbers.add(1, ordering: .relaxed).newValue
        wake.onTermination = { [weak self] _ in
            self?.listeners.withLock { _ = $0.removeValue(forKey: number) }
        }
        listeners.withLock { $0[number] = (topic, wake) }
        return stream
    }

    func wake(_ topic: WakeTopic) {
        let woken = listeners.withLock { $0.values.filter { $0.topic == topic } }
        for listener in woken { listener.wake.yield() }
    }

    func finish() {
        let all = listeners.withLock { Array($0.values) }
        for listener in all { listener.wake.finish() }
    }
}

extension Database {
    /// One element for each moment at which `topic` may have something new; on PostgreSQL whichever node did it. A
    /// wake-up may be missed when a line breaks, so that a loop also looks by itself from time to time.
    public func wakeUps(_ topic: WakeTopic = .events) -> AsyncStream<Void> { backend.wakeUps(topic) }
}
