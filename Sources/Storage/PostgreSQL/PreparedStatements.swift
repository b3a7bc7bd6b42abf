import CLibpq

/// The statements that one connection has prepared, by SQL text; a text has several when it is given parameters of
/// types that do not mix.
struct PreparedStatements {
    struct Statement {
        let name: String
        /// As the server resolved them.
        let types: [Oid]

        func takes(_ values: [SQLValue]) -> Bool {
            types.count == values.count && zip(types, values).allSatisfy { PostgreSQLParameters.fits($1, $0) }
        }
    }

    private static let capacity = 500
    private var bySQL: [String: [Statement]] = [:]
    private var count = 0

    var isFull: Bool { count >= Self.capacity }
    var nextName: String { "s\(count)" }

    func find(_ sql: String, _ values: [SQLValue]) -> Statement? {
        bySQL[sql]?.first { $0.takes(values) }
    }

    mutating func keep(_ statement: Statement, for sql: String) {
        bySQL[sql, default: []].append(statement)
        count += 1
    }
}
