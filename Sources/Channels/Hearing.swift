public import Kernel
public import Storage

/// How Listening hears what is said to our own accounts, and what other programs bring. The binary writes these.
public struct Hearing: Sendable {
    /// How a source fares.
    public struct Pulse: Sendable, Equatable {
        /// The last visit, whatever came of it.
        public let ranAt: Instant?
        /// The last time that it said something new.
        public let heardAt: Instant?
        public let error: String?
        /// Somebody listens to its stream at this moment.
        public let isLive: Bool

        public init(ranAt: Instant?, heardAt: Instant?, error: String?, isLive: Bool) {
            (self.ranAt, self.heardAt, self.error, self.isLive) = (ranAt, heardAt, error, isLive)
        }
    }

    /// Follows what is said to an account of ours, in its own name; gives the source, or nil for a network where nothing
    /// can be heard. Doing it again gives the same source the new token.
    public var follow:
        @Sendable (_ network: Network, _ account: String, _ token: String, _ label: String, _ person: Person)
            async throws -> Int64?
    /// A source for what another program brings; the same for the same address.
    public var receive: @Sendable (_ address: String, _ network: Network, _ label: String) async throws -> Int64
    /// Stops following. What it brought lives out its retention.
    public var leave: @Sendable (_ source: Int64, _ person: Person) async throws -> Void
    /// Has it visited as soon as a node is free.
    public var hasten: @Sendable (_ source: Int64, _ person: Person) async throws -> Void
    public var pulse: @Sendable (_ source: Int64) async throws -> Pulse?
    /// Takes what was said into Listening, in the name of a source; giving the same again changes nothing.
    public var take: @Sendable (_ arrivals: [Arrival], _ source: Int64) async throws -> Void
    /// Its author changed it.
    public var revise: @Sendable (_ arrival: Arrival, _ source: Int64) async throws -> Void
    /// Its author took it back.
    public var forget: @Sendable (_ id: String, _ network: Network, _ connection: any Connection) throws -> Void

    public init(
        follow: @escaping @Sendable (Network, String, String, String, Person) async throws -> Int64?,
        receive: @escaping @Sendable (String, Network, String) async throws -> Int64,
        leave: @escaping @Sendable (Int64, Person) async throws -> Void,
        hasten: @escaping @Sendable (Int64, Person) async throws -> Void,
        pulse: @escaping @Sendable (Int64) async throws -> Pulse?,
        take: @escaping @Sendable ([Arrival], Int64) async throws -> Void,
        revise: @escaping @Sendable (Arrival, Int64) async throws -> Void,
        forget: @escaping @Sendable (String, Network, any Connection) throws -> Void
    ) {
        (self.follow, self.receive, self.leave, self.hasten) = (follow, receive, leave, hasten)
        (self.pulse, self.take, self.revise, self.forget) = (pulse, take, revise, forget)
    }

    /// Hears nothing: rooms that are tried alone.
    public static let none = Hearing(
        follow: { _, _, _, _, _ in nil }, receive: { _, _, _ in 0 }, leave: { _, _ in }, hasten: { _, _ in },
        pulse: { _ in nil }, take: { _, _ in }, revise: { _, _ in }, forget: { _, _, _ in })
}
