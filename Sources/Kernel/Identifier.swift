import Synchronization

/// The key of one kind of row: a 64-bit number that grows with time, made here and never by the engine.
public struct Identifier<Row>: Hashable, Comparable, Sendable, Codable, CustomStringConvertible {
    public let value: Int64

    public init(_ value: Int64) { self.value = value }

    /// Reads the decimal form found in addresses and forms; nil when it is not a positive number.
    public init?(text: some StringProtocol) {
        guard let value = Int64(text), value > 0 else { return nil }
        self.value = value
    }

    public init(from decoder: any Decoder) throws { value = try decoder.singleValueContainer().decode(Int64.self) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    public static func < (left: Self, right: Self) -> Bool { left.value < right.value }
    public var description: String { String(value) }
}

/// Makes identifiers: 41 bits of milliseconds since 2020, 10 bits of node, 12 bits of sequence. Two nodes with
/// different numbers never collide; one node never repeats itself, even when its clock is set back.
public final class IdentifierSource: Sendable {
    private static let epoch: Int64 = 1_577_836_800_000
    private let clock: Clock
    private let state: Mutex<(node: Int64, last: Int64)>

    /// `node` is between 0 and 1023; each process that works on one installation has its own.
    public init(node: Int = 0, clock: Clock = .system) {
        self.clock = clock
        state = Mutex((Int64(node & 1023), 0))
    }

    /// Goes on under another number, when somebody else was given ours.
    public func move(to node: Int) { state.withLock { $0.node = Int64(node & 1023) } }

    public func next<Row>(_: Row.Type = Row.self) -> Identifier<Row> {
        let milliseconds = max(0, clock.now().microseconds / 1000 - Self.epoch)
        let (node, tick) = state.withLock { state in
            state.last = max(state.last + 1, milliseconds << 12)
            return state
        }
        return Identifier((tick >> 12) << 22 | node << 12 | (tick & 0xFFF))
    }
}
