import GRDB
import GRDBSQLite
import Kernel

/// SQLite's side of `Connection`: GRDB prepares, caches and guards the statements; binding and stepping are done here
/// because one call a column less is what an import of a million rows notices.
final class SQLiteConnection: Connection {
    let engine = Engine.sqlite
    private let database: GRDB.Database
    private let placeholders: Placeholders
    private var open = true
    /// Who is to be woken once the transaction is kept.
    private(set) var topics: Set<WakeTopic> = []

    init(_ database: GRDB.Database, _ placeholders: Placeholders) {
        self.database = database
        self.placeholders = placeholders
    }

    /// Called when the body returns; a connection kept beyond it only throws.
    func invalidate() { open = false }

    func wake(_ topic: WakeTopic) { topics.insert(topic) }

    func query(_ sql: String, _ arguments: [any SQLBindable]) throws -> [Row] {
        var rows: [Row] = []
        try each(sql, arguments) {
            rows.append($0)
            return true
        }
        return rows
    }

    func each(_ sql: String, _ arguments: [any SQLBindable], _ body: (Row) throws -> Bool) throws {
        let (statement, _) = try prepare(sql, arguments)
        let handle = statement.sqliteStatement
        defer { sqlite3_reset(handle) }
        var shape: RowShape?
        while try step(handle) {
            let known = shape ?? SQLiteValues.shape(handle)
            shape = known
            if try !body(Row(shape: known, values: SQLiteValues.row(handle, known.names.count))) { return }
        }
    }

    @discardableResult
    func execute(_ sql: String, _ arguments: [any SQLBindable]) throws -> Int {
        let (statement, changesRows) = try prepare(sql, arguments)
        let handle = statement.sqliteStatement
        defer { sqlite3_reset(handle) }
        while try step(handle) {}
        return changesRows ? database.changesCount : 0
    }

    private func prepare(_ sql: String, _ arguments: [any SQLBindable]) throws -> (Statement, Bool) {
        guard open else { throw Failure(.broken, "a connection was used after its body had returned") }
        let known = placeholders.statement(sql)
        do {
            var statement = try database.cachedStatement(sql: known.sql)
            // The same text is being streamed further up: it needs a statement of its own.
            if sqlite3_stmt_busy(statement.sqliteStatement) != 0 {
                statement = try database.makeStatement(sql: known.sql)
            }
            try bind(arguments, to: statement.sqliteStatement)
            return (statement, known.changesRows)
        } catch let error as DatabaseError {
            throw SQLiteFailure.failure(error)
        }
    }

    private func bind(_ arguments: [any SQLBindable], to handle: OpaquePointer) throws {
        let wanted = Int(sqlite3_bind_parameter_count(handle))
        guard wanted == arguments.count else {
            throw Failure(.broken, "the statement takes \(wanted) parameters, \(arguments.count) were given")
        }
        for (position, argument) in arguments.enumerated() {
            guard SQLiteValues.bind(argument.sqlValue, handle, CInt(position + 1)) == SQLITE_OK else { throw failure() }
        }
    }

    private func step(_ handle: OpaquePointer) throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: true
        case SQLITE_DONE: false
        default: throw failure()
        }
    }

    private func failure() -> any Error {
        let code = sqlite3_extended_errcode(database.sqliteConnection)
        return SQLiteFailure.failure(
            DatabaseError(resultCode: ResultCode(rawValue: code), message: database.lastErrorMessage))
    }
}
