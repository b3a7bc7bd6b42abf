import Synchronization

/// What was worked out lately, so that a text that is typed sentence by sentence, or said on seven networks, is not read
/// anew each time. Holds at most twice `limit` values; what has not been asked for longest goes first, by halves.
final class Recent<Key: Hashable & Sendable, Value: Sendable>: Sendable {
    private struct Halves {
        var young: [Key: Value] = [:]
        var old: [Key: Value] = [:]
    }

    private let limit: Int
    private let halves = Mutex(Halves())

    init(limit: Int) { self.limit = limit }

    subscript(_ key: Key) -> Value? {
        halves.withLock { halves in
            if let value = halves.young[key] { return value }
            guard let value = halves.old[key] else { return nil }
            Self.keep(value, key, limit, &halves)
            return value
        }
    }

    func keep(_ value: Value, for key: Key) {
        halves.withLock { Self.keep(value, key, limit, &$0) }
    }

    /// What is known for `key`, or else what `make` says, which may run twice when two ask at once.
    func value(_ key: Key, _ make: () -> Value) -> Value {
        if let known = self[key] { return known }
        let made = make()
        keep(made, for: key)
        return made
    }

    private static func keep(_ value: Value, _ key: Key, _ limit: Int, _ halves: inout Halves) {
        if halves.young.count >= limit { halves = Halves(young: [:], old: halves.young) }
        halves.young[key] = value
    }
}
