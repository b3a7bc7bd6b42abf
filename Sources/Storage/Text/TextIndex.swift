/// Full-text search over one table's rows: FTS5 on SQLite, `tsvector` with a GIN index on PostgreSQL. Both hold the
/// words that `SearchText` made, so that both find the same rows. Keys are time-ordered, so "newest first" is a walk down
/// the key, which stops at the first page.
public struct TextIndex: Sendable {
    /// The index's own table; it joins by its key column.
    public let table: String

    public init(_ table: String) { self.table = table }

    /// The index of mentions.
    public static let mentions = TextIndex("mention_text")

    /// Makes the index; one migration of the room that owns the rows.
    public func migration(_ name: String) -> Migration {
        Migration(
            name,
            steps: [
                .only(
                    .sqlite,
                    """
                    CREATE VIRTUAL TABLE \(table)
                    USING fts5(stems, content = '', columnsize = 0, tokenize = 'ascii', detail = full)
                    """),
                // New words are gathered in memory until they weigh this much: fewer, larger writes for an import.
                .only(.sqlite, "INSERT INTO \(table) (\(table), rank) VALUES ('hashsize', 8000000)"),
                .only(.postgresql, "CREATE TABLE \(table) (id BIGINT PRIMARY KEY, stems tsvector NOT NULL)"),
                .only(.postgresql, "CREATE INDEX \(table)_stems ON \(table) USING gin (stems)"),
            ])
    }

    /// Makes the list of the index's words, by which a beginning becomes words; one more migration, after the index.
    /// PostgreSQL's GIN index is a sorted list of words by itself. `counts` has taken its place since.
    public func vocabulary(_ name: String) -> Migration {
        Migration(
            name, steps: [.only(.sqlite, "CREATE VIRTUAL TABLE \(table)_words USING fts5vocab(\(table), instance)")])
    }

    /// Makes that list a table, with how many rows hold each word: the engine's own view of it finds the next word by
    /// reading past all places of the one before. One more migration, after `vocabulary`.
    public func counts(_ name: String) -> Migration {
        let steps = [
            "CREATE TABLE \(known) (word TEXT NOT NULL PRIMARY KEY, held INTEGER NOT NULL) WITHOUT ROWID, STRICT",
            "CREATE VIRTUAL TABLE \(table)_held USING fts5vocab(\(table), row)",
            "INSERT INTO \(known) (word, held) SELECT term, doc FROM \(table)_held",
            "DROP TABLE \(table)_held", "DROP TABLE \(table)_words",
        ]
        return Migration(name, steps: steps.map { .only(.sqlite, $0) })
    }

    /// The words of the rows that are there, each with the number of its rows; SQLite only.
    private var known: String { table + "_known" }

    /// Adds a row that is not in the index yet, and notes its words on the sheet, which `keep` must be given before the
    /// transaction ends.
    public func insert(id: Int64, words: IndexedWords, on sheet: inout WordSheet, in connection: any Connection) throws
    {
        switch connection.engine {
        case .sqlite:
            try connection.execute("INSERT INTO \(table) (rowid, stems) VALUES ($1, $2)", [id, words.text])
            sheet.add(words)
        case .postgresql:
            try connection.execute(
                "INSERT INTO \(table) (id, stems) VALUES ($1, CAST($2 AS tsvector)) ON CONFLICT DO NOTHING",
                [id, Self.vector(words.text)])
        }
    }

    /// Counts the words of the rows that were inserted: once for many rows, since most words are in several.
    public func keep(_ sheet: WordSheet, in connection: any Connection) throws {
        guard !sheet.rows.isEmpty, connection.engine == .sqlite else { return }
        try connection.execute(
            """
            INSERT INTO \(known) (word, held) SELECT key, value FROM json_each($1) WHERE true
            ON CONFLICT (word) DO UPDATE SET held = held + excluded.held
            """, [sheet.json])
    }

    /// Takes a row out. `stems` are the words it was put in with: the index keeps no text of its own.
    public func remove(id: Int64, stems: [String], in connection: any Connection) throws {
        switch connection.engine {
        case .sqlite:
            try connection.execute(
                "INSERT INTO \(table) (\(table), rowid, stems) VALUES ('delete', $1, $2)",
                [id, stems.joined(separator: " ")])
            // A word that no row holds any more is forgotten with the text that it came from.
            let words = Self.list(stems)
            try connection.execute(
                "UPDATE \(known) SET held = held - 1 WHERE word IN (SELECT value FROM json_each($1))", [words])
            try connection.execute(
                "DELETE FROM \(known) WHERE held < 1 AND word IN (SELECT value FROM json_each($1))", [words])
        case .postgresql:
            try connection.execute("DELETE FROM \(table) WHERE id = $1", [id])
        }
    }

    /// Brings the index a few pages nearer to one piece. Each transaction that adds rows leaves a piece, and a search
    /// looks a word up in every one.
    /// - Returns: whether more is left to do. PostgreSQL's vacuum sees to its index itself.
    public func gather(pages: Int, in connection: any Connection) throws -> Bool {
        guard connection.engine == .sqlite else { return false }
        let count = "SELECT total_changes() AS n"
        let before = try connection.one(count, [])?.int("n") ?? 0
        // The documentation of FTS5, section 6.7: below zero, all pieces become one; two changes at most say that
        // nothing was left.
        try connection.execute("INSERT INTO \(table) (\(table), rank) VALUES ('merge', $1)", [-pages])
        let after = try connection.one(count, [])?.int("n") ?? 0
        return after - before >= 2
    }

    /// Each word once, as JSON: letters and digits need no escape.
    private static func list(_ stems: [String]) -> String {
        stems.isEmpty ? "[]" : "[\"" + Set(stems).joined(separator: "\",\"") + "\"]"
    }

    /// How a query joins the index: `FROM table f JOIN row ON row.id = key WHERE condition ORDER BY key DESC`.
    public struct Drive: Sendable {
        /// Column of the index (aliased `f`) that is the row's key.
        public let key: String
        public let condition: String
        public let argument: String
    }

    /// The condition that answers `query`, with its one argument as parameter number `parameter`.
    public func drive(_ query: TextQuery, parameter: Int, in connection: any Connection) throws -> Drive {
        switch connection.engine {
        case .sqlite:
            let spelled = try query.spelledOut { try words(beginning: $0, in: connection) }
            return Drive(key: "f.rowid", condition: "\(table) MATCH $\(parameter)", argument: spelled.fts5)
        case .postgresql:
            return Drive(key: "f.id", condition: "f.stems @@ CAST($\(parameter) AS tsquery)", argument: query.tsquery)
        }
    }

    /// A beginning with more words than this is left to the engine, which gathers every row of it before the first.
    private static let mostWords = 4_000

    /// The words of the index that begin so; nil when they are too many.
    private func words(beginning start: String, in connection: any Connection) throws -> [String]? {
        let found = try connection.query(
            "SELECT word FROM \(known) WHERE word >= $1 AND word < $1 || char(1114111) ORDER BY word LIMIT $2",
            [start, Self.mostWords + 1]
        ).map { try $0.text("word") }
        return found.count > Self.mostWords ? nil : found
    }

    /// The text form of a `tsvector`: words with their positions, at most 16,383 (PostgreSQL, section 8.11.1).
    private static func vector(_ words: String) -> String {
        var text = ""
        let stems = words.split(separator: " ", maxSplits: 16_383).prefix(16_383)
        for (index, stem) in stems.enumerated() { text += "'\(stem)':\(index + 1) " }
        return text
    }
}

extension TextQuery {
    /// The same question with each beginning replaced by the words that begin so, unless `words` gives none of them.
    /// An index walks down the rows of a word and stops at a page; the rows of a beginning it has to sort first.
    fileprivate func spelledOut(_ words: (String) throws -> [String]?) rethrows -> TextQuery {
        switch self {
        case .word, .phrase: self
        case .beginning(let start):
            switch try words(start) {
            case nil: self
            case .some(let found) where found.isEmpty: .word(start)
            case .some(let found): .any(found.map(TextQuery.word))
            }
        case .all(let parts): .all(try parts.map { try $0.spelledOut(words) })
        case .any(let parts): .any(try parts.map { try $0.spelledOut(words) })
        case .not(let part): .not(try part.spelledOut(words))
        }
    }
}
