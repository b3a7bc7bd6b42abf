import CLibpq
import Foundation

/// Values on their way to the server: numbers and bytes in binary, the rest as text, all in one buffer.
struct PostgreSQLParameters {
    static let int8: Oid = 20
    static let float8: Oid = 701
    static let text: Oid = 25
    static let bytea: Oid = 17
    private static let numeric: Oid = 1700

    private var buffer: [UInt8] = []
    private var offsets: [Int?] = []
    private var lengths: [Int32] = []
    private var formats: [Int32] = []

    /// The type that a value has by itself; 0, "find out", for null.
    static func type(_ value: SQLValue) -> Oid {
        switch value {
        case .null: 0
        case .integer: int8
        case .real: float8
        case .text: text
        case .bytes: bytea
        }
    }

    /// Whether a parameter that the server resolved to `type` may be given `value`.
    static func fits(_ value: SQLValue, _ type: Oid) -> Bool {
        switch value {
        case .null: true
        case .integer: type == int8 || type == float8 || type == numeric
        case .real: type == float8
        case .text: ![int8, float8, bytea, numeric].contains(type)
        case .bytes: type == bytea
        }
    }

    init(_ values: [SQLValue], types: [Oid]) {
        for (value, type) in zip(values, types) { append(value, type) }
    }

    private mutating func append(_ value: SQLValue, _ type: Oid) {
        let start = buffer.count
        var binary = true
        switch value {
        case .null: break
        case .integer(let number) where type == Self.numeric:
            buffer += String(number).utf8
            binary = false
        case .integer(let number) where type == Self.float8: append(bits: Double(number).bitPattern)
        case .integer(let number): append(bits: UInt64(bitPattern: number))
        case .real(let number): append(bits: number.bitPattern)
        case .bytes(let bytes): buffer += bytes
        case .text(let text):
            // PostgreSQL keeps no U+0000 in a text.
            buffer += text.utf8.lazy.filter { $0 != 0 }
            binary = false
        }
        offsets.append(value == .null ? nil : start)
        lengths.append(Int32(clamping: buffer.count - start))
        formats.append(binary ? 1 : 0)
        buffer.append(0)
    }

    private mutating func append(bits: UInt64) {
        withUnsafeBytes(of: bits.bigEndian) { buffer += $0 }
    }

    /// Gives libpq's four arguments, valid inside `body`.
    func withPointers<T>(
        _ body: (Int32, UnsafePointer<UnsafePointer<CChar>?>, [Int32], [Int32]) throws -> T
    ) rethrows -> T {
        try buffer.withUnsafeBytes { raw in
            let base = raw.assumingMemoryBound(to: CChar.self).baseAddress
            var pointers = offsets.map { offset in offset.flatMap { start in base.map { $0 + start } } }
            if pointers.isEmpty { pointers.append(nil) }
            return try body(Int32(offsets.count), pointers, lengths, formats)
        }
    }
}

/// Arrays of C strings for libpq's connection options.
enum CStrings {
    /// Gives the keywords and the values, each ended by a null pointer, valid inside `body`. What stands after
    /// `dbname` overrides what the URL in it says.
    static func pairs<T>(
        _ options: KeyValuePairs<String, String>,
        _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) throws -> T
    ) rethrows -> T {
        let keys = options.map { strdup($0.key) }
        let values = options.map { strdup($0.value) }
        defer { (keys + values).forEach { free($0) } }
        return try body(
            keys.map { $0.map { UnsafePointer($0) } } + [nil], values.map { $0.map { UnsafePointer($0) } } + [nil])
    }
}
