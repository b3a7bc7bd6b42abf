import Kernel
import Storage
import TestKit
import Testing

@Suite("Full-text search")
struct TextIndexTests {
    private static let index = TextIndex("thing_text")
    private static let migrations = [
        index.migration("test-0001"), index.vocabulary("test-0002"), index.counts("test-0003"),
    ]

    private static let texts: [Int64: String] = [
        1: "Les hôpitaux de l'agglomération : attente interminable aux urgences !",
        2: "L’HOPITAL est propre, la salle d'attente aussi.",
        3: "Une infirmière très attentive, des infirmiers dévoués",
        4: "La chambre était sale. Œdème soigné en urgence, rendez-vous rapide",
        5: "Journal de travail d'une directrice : les travaux du parking, aujourd'hui",
        6: "e\u{301}te\u{301} \u{1D5F5}\u{1D5FC}\u{1D5FD}\u{1D5F6}\u{1D601}\u{1D5EE}\u{1D5F9} 日本語 больница",
        7: "Il y a un mois, une fois, pour moi",
    ]

    /// Adds one row by itself.
    private static func put(_ id: Int64, _ words: [String], _ connection: any Connection) throws {
        var sheet = WordSheet()
        try index.insert(id: id, words: IndexedWords(words), on: &sheet, in: connection)
        try index.keep(sheet, in: connection)
    }

    /// Ids of what answers `query`, newest first.
    static func find(_ query: String, in database: Database, _ table: String) async throws -> [Int64] {
        guard let query = TextQuery(lenient: query) else { return [] }
        return try await database.read { connection in
            let drive = try TextIndex(table).drive(query, parameter: 1, in: connection)
            let rows = try connection.query(
                "SELECT \(drive.key) AS id FROM \(table) f WHERE \(drive.condition) ORDER BY \(drive.key) DESC",
                drive.argument)
            return try rows.map { try $0.int64("id") }
        }
    }

    /// Asks both engines and the matcher in memory, which must agree.
    private func expect(_ cases: [(String, [Int64])]) async throws {
        try await onBothEngines(Self.migrations) { database in
            try await database.write { connection in
                for (id, text) in Self.texts {
                    try Self.put(id, SearchText.words(text), connection)
                }
            }
            for (query, ids) in cases {
                let found = try await Self.find(query, in: database, "thing_text")
                #expect(found == ids, "\(query) on \(database.engine)")
                let parsed = TextQuery(lenient: query)
                let matched = Self.texts.filter {
                    parsed?.matches(StemmedText(words: SearchText.words($0.value))) == true
                }
                #expect(matched.keys.sorted(by: >) == ids, "\(query) in memory")
            }
        }
    }

    @Test("an index in many pieces becomes one, a little at a time, and finds what it found")
    func gather() async throws {
        try await onBothEngines(Self.migrations) { database in
            for id in 1...40 as ClosedRange<Int64> {
                try await database.write { connection in
                    try Self.put(id, SearchText.words("attente numéro \(id) aux urgences"), connection)
                }
            }
            var rounds = 0
            while try await database.write({ try Self.index.gather(pages: 1, in: $0) }) {
                rounds += 1
                try #require(rounds < 1_000)
            }
            if database.engine == .sqlite {
                let pieces = try await database.read {
                    try $0.one("SELECT count(DISTINCT segid) AS n FROM thing_text_idx", [])?.int("n")
                }
                #expect(pieces == 1)
                #expect(rounds > 0)
            }
            #expect(try await Self.find("urgence", in: database, "thing_text") == (1...40).reversed())
            #expect(try await Self.find("17", in: database, "thing_text") == [17])
            #expect(try await database.write { try Self.index.gather(pages: 1, in: $0) } == false)
        }
    }

    @Test("accents, case, elisions, plurals and genders do not count")
    func forms() async throws {
        try await expect([
            ("hôpital", [6, 2, 1]), ("HOPITAUX", [6, 2, 1]), ("l'hopital", [6, 2, 1]), ("urgence", [4, 1]),
            ("infirmier", [3]), ("infirmières", [3]), ("attentif", [3]), ("soigner", [4]), ("soignée", [4]),
            ("oedeme", [4]), ("ŒDÈMES", [4]), ("travaux", [5]), ("directeurs", [5]), ("aujourd’hui", [5]), ("été", [6]),
            ("больница", [6]), ("本語", [6]), ("parkings", [5]),
        ])
    }

    @Test("words that only look alike stay apart")
    func apart() async throws {
        try await expect([("sale", [4]), ("salle", [2]), ("mois", [7]), ("journal", [5]), ("sal", [4])])
    }

    @Test("words together, phrases, exclusions, alternatives and beginnings")
    func operators() async throws {
        try await expect([
            ("urgences attente", [1]), ("\"salle d'attente\"", [2]), ("\"attente salle\"", []),
            ("attente -urgence", [2]),
            ("salle OU parking", [5, 2]), ("(salle OR parking) -directrice", [2]), ("infirm*", [3]),
            ("urgenc*", [4, 1]),
            ("urgence*", [4, 1]), ("rendez-vous", [4]), ("hôpital SAUF (attente ET urgence)", [6, 2]),
            ("hôpital (salle OR NOT attente)", [6, 2]), ("hôpital --urgence", [1]),
            ("attente NOT (urgence OR NOT salle)", [2]),
            ("hôpital (NOT urgences NOT salle)", [6]), ("absent", []),
        ])
    }

    private static let hostile = [
        "", " ", "\"", "\"\"", "-", "--", "*", "* *", "(", ")", "((((((((", "a)", "OR", "NOT", "AND AND", "a OR",
        "NOT a",
        "'; DROP TABLE thing_text; --", "a:b", "thing_text : a", "^a", "NEAR(a b)", "a + b", "{a b} : c", "a\u{0}b",
        "' : * & | !",
        "\\", "\\'", "$1", "%", "\u{202E}abc", "\u{FEFF}", "🙂", "a -\"", "-(a)", "(a OR -b)",
        String(repeating: "(", count: 500) + "a", String(repeating: "a OR -", count: 300) + "b",
        String(repeating: "a ", count: 900), String(repeating: "x", count: 5_000),
        String(repeating: "(a OR ", count: 300),
        String(repeating: "\"a b\" -", count: 200), "'" + String(repeating: "日", count: 1_000),
    ]

    @Test("a hostile question never fails, on either engine")
    func hostile() async throws {
        try await onBothEngines(Self.migrations) { database in
            try await database.write { try Self.put(1, SearchText.words("a b"), $0) }
            for question in Self.hostile {
                await #expect(throws: Never.self, "\(question.prefix(40))") {
                    try await Self.find(question, in: database, "thing_text")
                }
            }
        }
    }

    @Test("any text can be put in and taken out again")
    func hostileTexts() async throws {
        let texts = [
            "", "''' \\ \u{0} \"", String(repeating: "mot ", count: 40_000), String(repeating: "x", count: 100_000),
            "l' d' qu'", "½ ² ŉ İ ſ ﬁ", "a\u{300}\u{300}\u{300}", "\u{10FFFF}",
        ]
        try await onBothEngines(Self.migrations) { database in
            try await database.write { connection in
                for (id, text) in texts.enumerated() {
                    try Self.put(Int64(id), SearchText.words(text), connection)
                }
            }
            #expect(try await Self.find("mots", in: database, "thing_text") == [2])
            try await database.write { connection in
                for (id, text) in texts.enumerated() {
                    try Self.index.remove(id: Int64(id), stems: SearchText.words(text), in: connection)
                }
            }
            #expect(try await Self.find("mots OR a OR fi", in: database, "thing_text") == [])
        }
    }

    @Test("a word is forgotten with the last text that held it, and a beginning finds what is left")
    func forgotten() async throws {
        let stems = ["Mme Duvalier, Duvalier !", "Madame Duvalier est partie", "Duvernois"].map(SearchText.words)
        try await onBothEngines(Self.migrations) { database in
            try await database.write { connection in
                for id in stems.indices { try Self.put(Int64(id), stems[id], connection) }
            }
            #expect(try await Self.find("duv*", in: database, "thing_text") == [2, 1, 0])
            for (gone, left, kept) in [(0, [2, 1], true), (1, [2], false)] as [(Int, [Int64], Bool)] {
                try await database.write { try Self.index.remove(id: Int64(gone), stems: stems[gone], in: $0) }
                #expect(try await Self.find("duv*", in: database, "thing_text") == left)
                guard database.engine == .sqlite else { continue }
                let word = try await database.read {
                    try $0.one("SELECT word FROM thing_text_known WHERE word LIKE 'duvali%'", [])
                }
                #expect((word != nil) == kept)
            }
        }
    }

    @Test("the words of an index that is there already are counted when the schema is brought up to date")
    func counted() async throws {
        try await onBothEngines(Array(Self.migrations.dropLast())) { database in
            guard database.engine == .sqlite else { return }
            try await database.write { connection in
                for (id, stems) in [(1, "a b a"), (2, "b")] {
                    try connection.execute("INSERT INTO thing_text (rowid, stems) VALUES ($1, $2)", [id, stems])
                }
            }
            try await database.migrate(Self.migrations)
            let held = try await database.read {
                try $0.query("SELECT word, held FROM thing_text_known ORDER BY word", []).map {
                    "\(try $0.text("word"))\(try $0.int("held"))"
                }
            }
            #expect(held == ["a1", "b2"])
        }
    }

    @Test("a beginning of one or two letters is refused, and read as a word in the search box")
    func shortBeginnings() throws {
        for text in ["a*", "co*", "fin -é*"] { #expect(throws: Failure.self, "\(text)") { try TextQuery(text) } }
        #expect(TextQuery(lenient: "co*") == .word("co"))
        #expect(try TextQuery("日*") == .beginning("日"))
    }

    @Test("a beginning finds the same rows however many words begin so, and with other conditions beside it")
    func beginnings() async throws {
        try await onBothEngines(Self.migrations) { database in
            try await database.write { connection in
                for id in 1...6_000 as ClosedRange<Int64> {
                    let words = ["mot\(id)", "mo\(id % 2 == 0 ? "is" : "ulin")", "fin"]
                    try Self.put(id, words, connection)
                }
            }
            func find(_ question: String) async throws -> [Int64] {
                try await Self.find(question, in: database, "thing_text")
            }
            let all = Array((1...6_000 as ClosedRange<Int64>).reversed())
            // Six thousand words, then 1,111 of them, then one, then none.
            #expect(try await find("mot*") == all)
            #expect(try await find("mot1*") == all.filter { String($0).hasPrefix("1") })
            #expect(try await find("mot1234*") == [1_234])
            #expect(try await find("motte*") == [])
            #expect(try await find("fin -mot*") == [])
            #expect(try await find("fin moul* -mot1*") == all.filter { $0 % 2 == 1 && !String($0).hasPrefix("1") })
            let even = all.filter { $0 % 2 == 0 }
            #expect(try await find("(motte* OU moi*) mot59*") == even.filter { String($0).hasPrefix("59") })
        }
    }
}
