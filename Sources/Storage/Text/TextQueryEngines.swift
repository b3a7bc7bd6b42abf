/// A question in the languages of the two engines.
extension TextQuery {
    /// In the language of SQLite's FTS5 (section 3 of its documentation), whose NOT stands between two sets: `normal`
    /// has seen to it. Stems hold letters and digits only.
    var fts5: String {
        switch self {
        case .word(let word): "\"\(word)\""
        case .beginning(let start): "\"\(start)\" *"
        case .phrase(let words): "\"" + words.joined(separator: " ") + "\""
        case .any(let parts): "(" + parts.map(\.fts5).joined(separator: " OR ") + ")"
        case .not(let part): part.fts5
        case .all(let parts): Self.all(parts)
        }
    }

    private static func all(_ parts: [TextQuery]) -> String {
        let wanted = parts.filter { !$0.isNegative }.map(\.fts5).joined(separator: " AND ")
        let unwanted = parts.filter(\.isNegative).map(\.fts5).joined(separator: " OR ")
        return unwanted.isEmpty ? "(\(wanted))" : "((\(wanted)) NOT (\(unwanted)))"
    }

    /// In the language of PostgreSQL's `tsquery` (section 8.11.2 of its documentation).
    var tsquery: String {
        switch self {
        case .word(let word): "'\(word)'"
        case .beginning(let start): "'\(start)':*"
        case .phrase(let words): "(" + words.map { "'\($0)'" }.joined(separator: " <-> ") + ")"
        case .any(let parts): "(" + parts.map(\.tsquery).joined(separator: " | ") + ")"
        case .all(let parts): "(" + parts.map(\.tsquery).joined(separator: " & ") + ")"
        case .not(let part): "!(" + part.tsquery + ")"
        }
    }
}
