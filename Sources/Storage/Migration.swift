/// One step of the schema. It is appended to the list and never edited: what has been applied is checked by checksum.
///
/// Statements are neutral DDL: the types are `INT64`, `REAL`, `TEXT` and `BYTES`, translated for each engine, and a
/// `CREATE TABLE` becomes `STRICT` on SQLite. `INSERT` and `UPDATE` statements may stand beside DDL.
public struct Migration: Sendable {
    /// A statement for both engines, or for one of them.
    enum Step: Sendable {
        case neutral(String)
        case only(Engine, String)
    }

    public let name: String
    let steps: [Step]

    /// `name` is unique in the whole installation and sorts for people: `listening-0001-mentions`.
    public init(_ name: String, _ statements: String...) {
        self.name = name
        steps = statements.map(Step.neutral)
    }

    init(_ name: String, steps: [Step]) {
        self.name = name
        self.steps = steps
    }

    /// The statements as `engine` runs them.
    func statements(for engine: Engine) -> [String] {
        steps.compactMap { step in
            switch step {
            case .neutral(let statement): NeutralDDL.translate(statement, for: engine)
            case .only(let only, let statement): only == engine ? statement : nil
            }
        }
    }

    /// FNV-1a over every step of both engines, in hexadecimal: it notices an edit, it does not resist an attacker.
    var checksum: String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for step in steps {
            let text =
                switch step {
                case .neutral(let statement): statement
                case .only(let engine, let statement): engine.rawValue + ":" + statement
                }
            for byte in Array(text.utf8) + [0] { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        }
        return String(hash, radix: 16)
    }
}

/// Our DDL, as each engine spells it.
enum NeutralDDL {
    static func translate(_ statement: String, for engine: Engine) -> String {
        var out = ""
        var lexer = SQLLexer(statement)
        while let piece = lexer.next() {
            out += piece.kind == .word ? type(String(piece.text), for: engine) : String(piece.text)
        }
        return table(out, for: engine)
    }

    private static func type(_ word: String, for engine: Engine) -> String {
        switch (word, engine) {
        case ("INT64", .sqlite): "INTEGER"
        case ("INT64", .postgresql): "BIGINT"
        case ("REAL", .postgresql): "DOUBLE PRECISION"
        case ("BYTES", .sqlite): "BLOB"
        case ("BYTES", .postgresql): "BYTEA"
        default: word
        }
    }

    private static func table(_ statement: String, for engine: Engine) -> String {
        let words = statement.split(whereSeparator: \.isWhitespace).prefix(2).map { $0.uppercased() }
        guard words == ["CREATE", "TABLE"] else { return statement }
        var body = statement
        while let last = body.last, last.isWhitespace || last == ";" { body.removeLast() }
        let rowless = body.hasSuffix("WITHOUT ROWID")
        if rowless { body.removeLast("WITHOUT ROWID".count) }
        switch engine {
        case .postgresql: return body
        case .sqlite: return body + (rowless ? "WITHOUT ROWID, STRICT" : " STRICT")
        }
    }
}
