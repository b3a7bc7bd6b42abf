public import Kernel

/// The names of a result's columns, shared by all of its rows.
final class RowShape: Sendable {
    let names: [String]
    private let positions: [String: Int]

    init(_ names: [String]) {
        self.names = names
        positions = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    }

    func position(of name: String) -> Int? { positions[name] }
}

/// One row of a result, read by column name. Every reader throws `Failure(.broken)` when the column is absent or
/// holds another type: that is a fault of ours, never of the visitor's.
public struct Row: Sendable {
    let shape: RowShape
    let values: [SQLValue]

    /// The raw value of a column.
    public func value(_ column: String) throws -> SQLValue {
        guard let position = shape.position(of: column) else {
            throw Failure(.broken, "no column \(column) in the result")
        }
        return values[position]
    }

    public func optionalInt64(_ column: String) throws -> Int64? {
        switch try value(column) {
        case .null: nil
        case .integer(let number): number
        default: throw mismatch(column, "an integer")
        }
    }

    /// An integer is accepted too: SQLite gives one for a sum or an average that happens to be whole.
    public func optionalReal(_ column: String) throws -> Double? {
        switch try value(column) {
        case .null: nil
        case .real(let number): number
        case .integer(let number): Double(number)
        default: throw mismatch(column, "a number")
        }
    }

    public func optionalText(_ column: String) throws -> String? {
        switch try value(column) {
        case .null: nil
        case .text(let text): text
        default: throw mismatch(column, "a text")
        }
    }

    public func optionalBytes(_ column: String) throws -> [UInt8]? {
        switch try value(column) {
        case .null: nil
        case .bytes(let bytes): bytes
        default: throw mismatch(column, "bytes")
        }
    }

    public func optionalInt(_ column: String) throws -> Int? { try optionalInt64(column).map(Int.init) }

    public func optionalBool(_ column: String) throws -> Bool? { try optionalInt64(column).map { $0 != 0 } }

    public func optionalInstant(_ column: String) throws -> Instant? {
        try optionalInt64(column).map(Instant.init(microseconds:))
    }

    public func optionalId<R>(_ column: String, _: R.Type = R.self) throws -> Identifier<R>? {
        try optionalInt64(column).map(Identifier.init)
    }

    /// A value kept as its raw string; a string that the type does not know is `.broken`.
    public func optionalValue<E: RawRepresentable>(_ column: String, _: E.Type = E.self) throws -> E?
    where E.RawValue == String {
        guard let raw = try optionalText(column) else { return nil }
        guard let found = E(rawValue: raw) else { throw mismatch(column, "a known \(E.self)") }
        return found
    }

    public func int(_ column: String) throws -> Int { try present(optionalInt(column), column) }
    public func int64(_ column: String) throws -> Int64 { try present(optionalInt64(column), column) }
    public func real(_ column: String) throws -> Double { try present(optionalReal(column), column) }
    public func text(_ column: String) throws -> String { try present(optionalText(column), column) }
    public func bytes(_ column: String) throws -> [UInt8] { try present(optionalBytes(column), column) }
    public func bool(_ column: String) throws -> Bool { try present(optionalBool(column), column) }
    public func instant(_ column: String) throws -> Instant { try present(optionalInstant(column), column) }

    public func id<R>(_ column: String, _: R.Type = R.self) throws -> Identifier<R> {
        try present(optionalId(column), column)
    }

    public func value<E: RawRepresentable>(_ column: String, _: E.Type = E.self) throws -> E
    where E.RawValue == String {
        try present(optionalValue(column), column)
    }

    private func present<T>(_ value: T?, _ column: String) throws -> T {
        guard let value else { throw Failure(.broken, "column \(column) is null") }
        return value
    }

    private func mismatch(_ column: String, _ wanted: String) -> Failure {
        Failure(.broken, "column \(column) does not hold \(wanted)")
    }
}
