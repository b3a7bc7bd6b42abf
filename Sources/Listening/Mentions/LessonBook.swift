import Kernel
import Opinion
import Storage

/// The opinion model as the people of this house have taught it by their corrections. It is taught again when these have
/// changed: one more, one taken back, one whose text was erased on time.
actor LessonBook {
    private let model: OpinionModel
    private var heard: [Lesson] = []
    private var taught: OpinionModel

    init(_ model: OpinionModel) {
        self.model = model
        taught = model
    }

    func current(_ database: Database) async throws -> OpinionModel {
        let lessons = try await database.read { try LessonStore.newest(in: $0) }
        if lessons != heard {
            // The hospital goes on listening when its corrections cannot be learned from.
            taught = (try? model.taught(lessons)) ?? model
            heard = lessons
        }
        return taught
    }
}

/// What there is to learn from people.
enum LessonStore {
    /// Mentions as people judged them, those corrected last first. What was taken back or erased teaches nothing.
    static func newest(in connection: any Connection) throws -> [Lesson] {
        let rows = try connection.query(
            """
            SELECT m.id, m.title, m.text, m.polarity FROM mention m
            JOIN (SELECT mention, MAX(id) AS last FROM correction GROUP BY mention ORDER BY last DESC LIMIT $1) c
              ON c.mention = m.id
            WHERE m.judged_by = 'person' AND m.erased = 0 AND m.polarity IS NOT NULL
            ORDER BY c.last DESC
            """, [OpinionModel.mostLessons])
        let themes = try themes(of: try rows.map { try $0.int64("id") }, in: connection)
        return try rows.map { row in
            let id = try row.int64("id")
            return Lesson(
                source: id, text: Reader.whole(try row.optionalText("title"), try row.text("text")),
                polarity: try row.value("polarity"), themes: themes[id] ?? [])
        }
    }

    private static func themes(of mentions: [Int64], in connection: any Connection) throws -> [Int64: Set<Theme>] {
        guard !mentions.isEmpty else { return [:] }
        let places = mentions.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        var themes: [Int64: Set<Theme>] = [:]
        for row in try connection.query(
            "SELECT mention, theme FROM mention_theme WHERE mention IN (\(places))", mentions as [any SQLBindable])
        {
            themes[try row.int64("mention"), default: []].insert(try row.value("theme"))
        }
        return themes
    }
}
