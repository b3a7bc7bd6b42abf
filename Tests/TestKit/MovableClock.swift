public import Kernel
import Synchronization

/// A clock that a test sets forward, and back.
public final class MovableClock: Sendable {
    private let moment: Mutex<Instant>
    public init(_ instant: Instant) { moment = Mutex(instant) }
    public var clock: Clock { Clock { self.moment.withLock { $0 } } }
    public var now: Instant { moment.withLock { $0 } }
    public func move(_ seconds: Double) { moment.withLock { $0 = $0.adding(seconds: seconds) } }
    public func move(to instant: Instant) { moment.withLock { $0 = instant } }
}
