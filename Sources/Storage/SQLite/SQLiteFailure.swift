import GRDB
import Kernel

/// SQLite's errors in our words. SQLite names tables and columns, never values.
enum SQLiteFailure {
    /// What stops because its task was cancelled is no failure.
    static func failure(_ error: DatabaseError) -> any Error {
        if error.resultCode == .SQLITE_INTERRUPT { return CancellationError() }
        let cause = "SQLite \(error.extendedResultCode.rawValue): \(error.message ?? "no message")"
        switch error.extendedResultCode {
        case .SQLITE_CONSTRAINT_UNIQUE, .SQLITE_CONSTRAINT_PRIMARYKEY, .SQLITE_CONSTRAINT_FOREIGNKEY,
            .SQLITE_CONSTRAINT_ROWID:
            return Failure(.conflict, cause)
        default: break
        }
        switch error.resultCode {
        case .SQLITE_FULL, .SQLITE_BUSY, .SQLITE_LOCKED, .SQLITE_IOERR, .SQLITE_CANTOPEN, .SQLITE_READONLY:
            return Failure(.unavailable, cause)
        case .SQLITE_NOTADB, .SQLITE_CORRUPT:
            return Failure(.unusable, cause)
        default: return Failure(.broken, cause)
        }
    }

    /// Runs `work` with SQLite's errors made ours.
    static func translating<T>(_ work: () throws -> T) throws -> T {
        do { return try work() } catch let error as DatabaseError { throw failure(error) }
    }
}
