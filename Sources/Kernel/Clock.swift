import Foundation

/// Where the time comes from. Handed down by hand so that a test can hold it still.
public struct Clock: Sendable {
    public let now: @Sendable () -> Instant

    public init(now: @escaping @Sendable () -> Instant) { self.now = now }

    /// The machine's clock.
    public static let system = Clock { Instant(Date()) }

    public static func fixed(_ instant: Instant) -> Clock { Clock { instant } }
}
