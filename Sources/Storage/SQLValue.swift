public import Kernel

/// One value as both engines know it.
public enum SQLValue: Sendable, Equatable {
    case null
    case integer(Int64)
    case real(Double)
    case text(String)
    case bytes([UInt8])
}

/// What may be given as a `$1`-style parameter.
public protocol SQLBindable: Sendable {
    var sqlValue: SQLValue { get }
}

extension SQLValue: SQLBindable {
    public var sqlValue: SQLValue { self }
}

extension Int: SQLBindable {
    public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: SQLBindable {
    public var sqlValue: SQLValue { .integer(self) }
}

extension Double: SQLBindable {
    public var sqlValue: SQLValue { .real(self) }
}

/// Booleans are kept as the integers 0 and 1.
extension Bool: SQLBindable {
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension String: SQLBindable {
    public var sqlValue: SQLValue { .text(self) }
}

extension Array: SQLBindable where Element == UInt8 {
    public var sqlValue: SQLValue { .bytes(self) }
}

/// Instants are kept as microseconds since 1970, UTC.
extension Instant: SQLBindable {
    public var sqlValue: SQLValue { .integer(microseconds) }
}

extension Identifier: SQLBindable {
    public var sqlValue: SQLValue { .integer(value) }
}

extension Optional: SQLBindable where Wrapped: SQLBindable {
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}

/// An enumeration of strings is kept as its raw value; it needs only to declare the conformance.
extension SQLBindable where Self: RawRepresentable, RawValue == String {
    public var sqlValue: SQLValue { .text(rawValue) }
}

extension Network: SQLBindable {}
extension MentionKind: SQLBindable {}
extension Theme: SQLBindable {}
extension Polarity: SQLBindable {}
extension Urgency: SQLBindable {}
extension Role: SQLBindable {}
extension Right: SQLBindable {}
extension Tongue: SQLBindable {}
