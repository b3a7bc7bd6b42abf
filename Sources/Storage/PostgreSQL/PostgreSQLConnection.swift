import Kernel

/// PostgreSQL's side of `Connection`. After the first error PostgreSQL refuses everything until the rollback, so the
/// whole body fails even when it swallowed that error.
final class PostgreSQLConnection: Connection {
    let engine = Engine.postgresql
    private let session: PostgreSQLSession
    private var open = true
    private var cursors = 0
    /// Whether this transaction has announced that it appends to the event log.
    var announcesEvents = false
    private var broken: Failure?
    /// Set when the engine asks that the body be run again.
    private(set) var collision: Collision?

    /// Rows brought at a time by `each`.
    private static let batch = 500

    init(_ session: PostgreSQLSession) { self.session = session }

    func invalidate() { open = false }

    func refuseIfBroken() throws {
        if let broken { throw broken }
    }

    func query(_ sql: String, _ arguments: [any SQLBindable]) throws -> [Row] {
        let result = try guarded { try session.execute(sql, arguments.map(\.sqlValue)) }
        let (shape, types) = (result.shape, result.types)
        return (0..<result.rowCount).map { Row(shape: shape, values: result.row($0, types)) }
    }

    func each(_ sql: String, _ arguments: [any SQLBindable], _ body: (Row) throws -> Bool) throws {
        guard Self.canBeStreamed(sql) else {
            for row in try query(sql, arguments) where try !body(row) { return }
            return
        }
        cursors += 1
        let cursor = "c\(cursors)"
        try guarded { try session.declare(cursor, sql, arguments.map(\.sqlValue)) }
        while true {
            let result = try guarded { try session.execute("FETCH \(Self.batch) FROM \(cursor)", []) }
            let (shape, types) = (result.shape, result.types)
            for number in 0..<result.rowCount
            where try !body(Row(shape: shape, values: result.row(number, types))) {
                return try guarded { try session.run("CLOSE \(cursor)") }
            }
            if result.rowCount < Self.batch { return try guarded { try session.run("CLOSE \(cursor)") } }
        }
    }

    @discardableResult
    func execute(_ sql: String, _ arguments: [any SQLBindable]) throws -> Int {
        let result = try guarded { try session.execute(sql, arguments.map(\.sqlValue)) }
        return Self.canBeStreamed(sql) && result.rowCount > 0 ? 0 : result.rowsChanged
    }

    /// Only a reading statement may stand behind a cursor.
    private static func canBeStreamed(_ sql: String) -> Bool {
        guard let word = sql.split(maxSplits: 1, whereSeparator: { $0.isWhitespace || $0 == "(" }).first else {
            return false
        }
        return ["SELECT", "VALUES"].contains(word.uppercased())
    }

    private func guarded<T>(_ work: () throws -> T) throws -> T {
        guard open else { throw Failure(.broken, "a connection was used after its body had returned") }
        try refuseIfBroken()
        do { return try work() } catch let error as PostgreSQLError {
            if error.isCollision { collision = Collision(cause: error.cause) }
            broken = error.failure
            throw error.failure
        }
    }
}
