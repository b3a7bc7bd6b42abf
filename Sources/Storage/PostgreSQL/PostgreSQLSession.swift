import CLibpq
import Dispatch
import Kernel

/// One connection and its prepared statements. Everything but `perform` and `retire` happens on its own queue, one
/// thing at a time, which is what makes the class safe to share.
final class PostgreSQLSession: @unchecked Sendable {
    private let url: String
    private let queue = DispatchQueue(label: "resonance.postgresql")
    private var handle: OpaquePointer?
    private var statements = PreparedStatements()

    /// A statement may take a minute, a lock ten seconds, and a body may not doze inside its transaction. A node that
    /// was killed lets its locks go within two seconds, even in the middle of a long statement.
    private static let settings = """
        SET statement_timeout = '60s'; SET lock_timeout = '10s'; SET idle_in_transaction_session_timeout = '60s'; \
        SET plan_cache_mode = force_custom_plan; SET TimeZone = 'UTC'; \
        SET client_connection_check_interval = '2s'; SET standard_conforming_strings = on
        """

    init(url: String) { self.url = url }

    deinit { PQfinish(handle) }

    func perform<T: Sendable>(_ work: @escaping @Sendable (PostgreSQLSession) throws -> T) async throws -> T {
        try await withCheckedThrowingContinuation { continuation in
            queue.async { continuation.resume(with: Result { try work(self) }) }
        }
    }

    func retire() { queue.async { self.disconnect() } }

    func connect() throws {
        disconnect()
        let options: KeyValuePairs = [
            "dbname": url, "connect_timeout": "5", "fallback_application_name": "resonance", "client_encoding": "UTF8",
        ]
        handle = CStrings.pairs(options) { PQconnectdbParams($0, $1, 1) }
        guard let handle, PQstatus(handle) == CONNECTION_OK else {
            let reason = PostgreSQLFailure.message(handle)
            disconnect()
            throw Failure(.unavailable, "PostgreSQL cannot be reached: \(reason)")
        }
        PQsetNoticeProcessor(handle, { _, _ in }, nil)
        try run(Self.settings)
    }

    func disconnect() {
        PQfinish(handle)
        handle = nil
        statements = PreparedStatements()
    }

    /// One transaction around `body`. Throws `Collision` when the engine asks to run it again.
    func transaction<T>(_ begin: String, _ body: (any Connection) throws -> T) throws -> T {
        try start(begin)
        let connection = PostgreSQLConnection(self)
        do {
            defer { connection.invalidate() }
            let value = try body(connection)
            try connection.refuseIfBroken()
            try run("COMMIT")
            return value
        } catch let error as PostgreSQLError {
            // A collision may be found as late as at COMMIT.
            undo()
            throw error.isCollision ? Collision(cause: error.cause) : error.failure as any Error
        } catch {
            undo()
            throw connection.collision ?? error
        }
    }

    /// A connection that died while idle is replaced before anything has been run on it.
    private func start(_ begin: String) throws {
        if handle == nil { try connect() }
        do { try run(begin) } catch {
            guard PQstatus(handle) != CONNECTION_OK else { throw error }
            try connect()
            try run(begin)
        }
    }

    private func undo() {
        guard PQstatus(handle) == CONNECTION_OK, (try? run("ROLLBACK")) != nil else { return disconnect() }
    }

    /// Runs statements that take no parameter and whose result nobody reads.
    func run(_ sql: String) throws {
        _ = try PostgreSQLResult(PQexec(handle, sql), on: handle)
    }

    /// Runs one statement, prepared once for each shape of its parameters.
    func execute(_ sql: String, _ values: [SQLValue]) throws -> PostgreSQLResult {
        let statement = try statements.find(sql, values) ?? prepare(sql, values)
        let parameters = PostgreSQLParameters(values, types: statement.types)
        return try parameters.withPointers { count, pointers, lengths, formats in
            try PostgreSQLResult(
                PQexecPrepared(handle, statement.name, count, pointers, lengths, formats, 0), on: handle)
        }
    }

    /// Opens a cursor over `sql`, to be read by `FETCH` and closed by the caller.
    func declare(_ cursor: String, _ sql: String, _ values: [SQLValue]) throws {
        let types = values.map(PostgreSQLParameters.type)
        try PostgreSQLParameters(values, types: types).withPointers { count, pointers, lengths, formats in
            _ = try PostgreSQLResult(
                PQexecParams(
                    handle, "DECLARE \(cursor) NO SCROLL CURSOR FOR \(sql)", count, types, pointers, lengths, formats, 0
                ),
                on: handle)
        }
    }

    private func prepare(_ sql: String, _ values: [SQLValue]) throws -> PreparedStatements.Statement {
        if statements.isFull {
            try run("DEALLOCATE ALL")
            statements = PreparedStatements()
        }
        let types = values.map(PostgreSQLParameters.type)
        guard types.contains(0) else { return try prepare(sql, types: types) }
        // A null has no type of its own. The server finds one from its surroundings; where it cannot
        // (`$1 IS NULL` alone), text does, and the savepoint keeps the transaction whole meanwhile.
        try run("SAVEPOINT typing")
        do {
            let statement = try prepare(sql, types: types)
            try run("RELEASE SAVEPOINT typing")
            return statement
        } catch let error as PostgreSQLError where ["42P08", "42P18"].contains(error.state) {
            try run("ROLLBACK TO SAVEPOINT typing; RELEASE SAVEPOINT typing")
            return try prepare(sql, types: types.map { $0 == 0 ? PostgreSQLParameters.text : $0 })
        }
    }

    private func prepare(_ sql: String, types: [Oid]) throws -> PreparedStatements.Statement {
        let name = statements.nextName
        _ = try PostgreSQLResult(PQprepare(handle, name, sql, Int32(types.count), types), on: handle)
        let description = try PostgreSQLResult(PQdescribePrepared(handle, name), on: handle)
        let statement = PreparedStatements.Statement(name: name, types: description.parameterTypes)
        statements.keep(statement, for: sql)
        return statement
    }
}
