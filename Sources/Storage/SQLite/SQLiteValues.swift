import GRDBSQLite

/// Values between SQLite's C interface and ours.
enum SQLiteValues {
    /// SQLite copies what it is given before the call returns.
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    static func bind(_ value: SQLValue, _ handle: OpaquePointer, _ position: CInt) -> CInt {
        switch value {
        case .null: return sqlite3_bind_null(handle, position)
        case .integer(let number): return sqlite3_bind_int64(handle, position, number)
        case .real(let number): return sqlite3_bind_double(handle, position, number)
        case .text(var text):
            return text.withUTF8 { bytes in
                bytes.withMemoryRebound(to: CChar.self) {
                    guard let base = $0.baseAddress else {
                        return sqlite3_bind_text(handle, position, "", 0, transient)
                    }
                    return sqlite3_bind_text(handle, position, base, CInt(clamping: $0.count), transient)
                }
            }
        case .bytes(let bytes):
            guard !bytes.isEmpty else { return sqlite3_bind_zeroblob(handle, position, 0) }
            return sqlite3_bind_blob(handle, position, bytes, CInt(clamping: bytes.count), transient)
        }
    }

    static func shape(_ handle: OpaquePointer) -> RowShape {
        RowShape(
            (0..<sqlite3_column_count(handle)).map { position in
                sqlite3_column_name(handle, position).map { String(cString: $0) } ?? ""
            })
    }

    static func row(_ handle: OpaquePointer, _ count: Int) -> [SQLValue] {
        (0..<CInt(count)).map { column(handle, $0) }
    }

    private static func column(_ handle: OpaquePointer, _ position: CInt) -> SQLValue {
        switch sqlite3_column_type(handle, position) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(handle, position))
        case SQLITE_FLOAT: .real(sqlite3_column_double(handle, position))
        case SQLITE_TEXT:
            .text(
                String(
                    decoding: UnsafeRawBufferPointer(
                        start: sqlite3_column_text(handle, position), count: Int(sqlite3_column_bytes(handle, position))
                    ),
                    as: UTF8.self))
        case SQLITE_BLOB:
            .bytes(
                Array(
                    UnsafeRawBufferPointer(
                        start: sqlite3_column_blob(handle, position), count: Int(sqlite3_column_bytes(handle, position))
                    )))
        default: .null
        }
    }
}
