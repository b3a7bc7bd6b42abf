import Kernel
import Storage
import TestKit
import Testing

@Suite("Full-text search")
struct TextIndexTests {
    private static let index = TextIndex("thing_text")

    /// Ids of what answers `query`, newest first.
    static func find(_ query: String, in database: Database, _ table: String) async throws -> [Int64] {
        guard let query = TextQuery(lenient: query) else { return [] }
        return try await database.read { connection in
            let drive = TextIndex(table).drive(query, parameter: 1, engine: connection.engine)
            let rows = try connection.query(
                "SELECT \(drive.key) AS id FROM \(table) f WHERE \(drive.condition) ORDER BY \(drive.key) DESC", drive.argument)
            return try rows.map { try $0.int64("id") }
        }
    }

    @Test("placeholder")
    func basic() async throws {
        try await onBothEngines([Self.index.migration("test-0001")]) { database in
            try await database.write { try Self.index.insert(id: 1, stems: SearchText.words("Les hôpitaux"), in: $0) }
            #expect(try await Self.find("l'hopital", in: database, "thing_text") == [1])
        }
    }
}
