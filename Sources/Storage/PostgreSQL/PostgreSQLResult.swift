import CLibpq

/// What the server answered to one statement; freed with the value's last owner.
final class PostgreSQLResult {
    private let handle: OpaquePointer

    /// Takes over `result`. Throws `PostgreSQLError` when it is an error, or when there is none at all.
    init(_ result: OpaquePointer?, on connection: OpaquePointer?) throws {
        guard let result else { throw PostgreSQLError(connection) }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK, PGRES_EMPTY_QUERY:
            handle = result
        default:
            defer { PQclear(result) }
            throw PostgreSQLError(result, on: connection)
        }
    }

    deinit { PQclear(handle) }

    var rowsChanged: Int { PQcmdTuples(handle).flatMap { Int(String(cString: $0)) } ?? 0 }
    var rowCount: Int { Int(PQntuples(handle)) }
    var parameterTypes: [Oid] { (0..<PQnparams(handle)).map { PQparamtype(handle, $0) } }

    var shape: RowShape {
        RowShape((0..<PQnfields(handle)).map { PQfname(handle, $0).map { String(cString: $0) } ?? "" })
    }

    var types: [Oid] { (0..<PQnfields(handle)).map { PQftype(handle, $0) } }

    func row(_ number: Int, _ types: [Oid]) -> [SQLValue] {
        types.indices.map { column in
            guard PQgetisnull(handle, Int32(number), Int32(column)) == 0 else { return .null }
            return Self.value(bytes(number, column), types[column])
        }
    }

    private func bytes(_ row: Int, _ column: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(
            start: PQgetvalue(handle, Int32(row), Int32(column)),
            count: Int(PQgetlength(handle, Int32(row), Int32(column))))
    }

    /// A value in the server's text form, by the OID of its type (`pg_type.dat`).
    private static func value(_ bytes: UnsafeRawBufferPointer, _ type: Oid) -> SQLValue {
        switch type {
        case 16: return .integer(bytes.first == UInt8(ascii: "t") ? 1 : 0)
        case 20, 21, 23, 26: return integer(bytes)
        case 700, 701: return .real(Double(String(decoding: bytes, as: UTF8.self)) ?? .nan)
        case 1700:
            // A sum of integers is numeric here and an integer in SQLite.
            let text = String(decoding: bytes, as: UTF8.self)
            return Int64(text).map(SQLValue.integer) ?? .real(Double(text) ?? .nan)
        case 17: return .bytes(hexadecimal(bytes))
        default: return .text(String(decoding: bytes, as: UTF8.self))
        }
    }

    private static func integer(_ bytes: UnsafeRawBufferPointer) -> SQLValue {
        var number: Int64 = 0
        let negative = bytes.first == UInt8(ascii: "-")
        // Built on the negative side, which holds one number more.
        for byte in bytes.dropFirst(negative ? 1 : 0) { number = number &* 10 &- Int64(byte &- 48) }
        return .integer(negative ? number : 0 &- number)
    }

    /// `\x` and two digits a byte.
    private static func hexadecimal(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count / 2)
        var index = 2
        while index + 1 < bytes.count {
            out.append(digit(bytes[index]) << 4 | digit(bytes[index + 1]))
            index += 2
        }
        return out
    }

    private static func digit(_ byte: UInt8) -> UInt8 { byte > 57 ? byte & 0xDF - 55 : byte - 48 }
}
