import Synchronization

/// `$1` as SQLite spells it, remembered by SQL text. Bounded: SQL text is written by us, but lists of parameters
/// have varying lengths.
final class Placeholders: Sendable {
    struct Statement: Sendable {
        let sql: String
        /// Whether `sqlite3_changes` speaks of this statement: after DDL it still tells of the one before.
        let changesRows: Bool
    }

    private static let capacity = 2_000
    private let known = Mutex<[String: Statement]>([:])

    func statement(_ sql: String) -> Statement {
        known.withLock { known in
            if let found = known[sql] { return found }
            if known.count >= Self.capacity { known.removeAll(keepingCapacity: true) }
            let made = Self.rewrite(sql)
            known[sql] = made
            return made
        }
    }

    static func rewrite(_ sql: String) -> Statement {
        var out = ""
        var firstWord: String?
        var lexer = SQLLexer(sql)
        while let piece = lexer.next() {
            if piece.kind == .word, firstWord == nil { firstWord = piece.text.uppercased() }
            out += piece.kind == .parameter ? "?" + piece.text.dropFirst() : piece.text
        }
        return Statement(sql: out, changesRows: ["INSERT", "UPDATE", "DELETE", "REPLACE", "WITH"].contains(firstWord))
    }
}
