/// Which engine keeps the data.
public enum Engine: String, Sendable {
    case sqlite, postgresql
}

/// A way into the database for the length of one `read` or `write` body, on the thread of that body. It is
/// synchronous, and of no use once the body has returned.
///
/// Parameters are written `$1`, `$2`…; one may be used several times. SQL is written once, for both engines.
/// Everything that fails throws `Failure`: `.conflict` when a unique or foreign key refuses, `.unavailable` when the
/// disk is full, the database stays locked or the server is gone, `.broken` otherwise. No cause ever quotes a row.
public protocol Connection {
    var engine: Engine { get }

    /// All rows of a result. For a result without a bound, use `each`.
    func query(_ sql: String, _ arguments: [any SQLBindable]) throws -> [Row]

    /// Streams a result row by row in bounded memory; `body` returns false to stop. Other statements may be run
    /// from `body`.
    func each(_ sql: String, _ arguments: [any SQLBindable], _ body: (Row) throws -> Bool) throws

    /// Runs one statement and returns the number of rows it inserted, changed or deleted.
    @discardableResult
    func execute(_ sql: String, _ arguments: [any SQLBindable]) throws -> Int
}

extension Connection {
    /// The first row, or nil. The statement should say `LIMIT 1` itself when it may match many.
    public func one(_ sql: String, _ arguments: [any SQLBindable]) throws -> Row? {
        try query(sql, arguments).first
    }

    public func one(_ sql: String, _ arguments: any SQLBindable...) throws -> Row? { try one(sql, arguments) }

    public func query(_ sql: String, _ arguments: any SQLBindable...) throws -> [Row] { try query(sql, arguments) }

    @discardableResult
    public func execute(_ sql: String, _ arguments: any SQLBindable...) throws -> Int { try execute(sql, arguments) }
}
