import CLibpq
import Kernel

/// An error of the server or of the line to it. Only names of the schema are taken from it: its detail, and for many
/// states its message too, quote rows.
struct PostgreSQLError: Error {
    /// SQLSTATE; nil when the line itself broke.
    let state: String?
    let cause: String

    init(_ connection: OpaquePointer?) {
        state = nil
        cause = PostgreSQLFailure.message(connection)
    }

    init(_ result: OpaquePointer, on connection: OpaquePointer?) {
        func field(_ code: Character) -> String? {
            PQresultErrorField(result, Int32(code.asciiValue ?? 0)).map { String(cString: $0) }
        }
        let state = field("C")
        let lost = PQstatus(connection) != CONNECTION_OK
        self.state = lost ? nil : state
        let names = [("table", field("t")), ("column", field("c")), ("constraint", field("n"))]
        let where_ = names.compactMap { name, value in value.map { " \(name) \($0)" } }.joined()
        let message = Self.quotesNoRow(state) ? ": " + PostgreSQLFailure.line(field("M") ?? "") : ""
        cause = "PostgreSQL \(state ?? "connection lost")\(where_)\(message)"
    }

    /// The classes whose messages speak of the schema, the server or its resources only.
    private static func quotesNoRow(_ state: String?) -> Bool {
        guard let state else { return false }
        return ["08", "25", "3D", "3F", "40", "42", "53", "54", "55", "57", "58"].contains(String(state.prefix(2)))
    }

    var isCollision: Bool { state == "40001" || state == "40P01" }

    var failure: Failure {
        guard let state else { return Failure(.unavailable, cause) }
        switch state {
        case "23505", "23503": return Failure(.conflict, cause)
        case "55P03", "57014": return Failure(.unavailable, cause)
        case _ where ["08", "53", "57", "58"].contains(String(state.prefix(2))): return Failure(.unavailable, cause)
        default: return Failure(.broken, cause)
        }
    }
}

enum PostgreSQLFailure {
    /// libpq's last words about a connection, on one line.
    static func message(_ connection: OpaquePointer?) -> String {
        line(PQerrorMessage(connection).map { String(cString: $0) } ?? "no connection")
    }

    static func line(_ text: String) -> String {
        text.split(whereSeparator: \.isNewline).map { $0.trimmingPrefix { $0.isWhitespace } }.joined(separator: "; ")
    }
}
