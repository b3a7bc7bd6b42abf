import Kernel
import Storage

/// How much a theme is complained of, in a window and in the 90 days before it.
///
/// The measure is complaints on the theme per opinion of the place (a mixed opinion is half a complaint): it rises when
/// more people speak of the theme as well as when they speak worse of it. Movements are ranked by the z score of two
/// proportions with one complaint and two opinions added, so that one angry patient in a quiet week moves nothing.
struct ThemeMovement: Sendable, Equatable {
    let theme: Theme
    let complaints: Double
    let before: Double
    /// Opinions of the place, all themes together.
    let opinions: Int
    let opinionsBefore: Int

    /// Below this the movement is chance, more often than one wants to read (one-sided 10 %).
    static let notable = 1.28
    /// Complaints in the window, or expected in it, below which there is nothing to tell.
    static let fewest = 2.0

    var share: Double { opinions == 0 ? 0 : complaints / Double(opinions) }
    var shareBefore: Double { opinionsBefore == 0 ? 0 : before / Double(opinionsBefore) }
    var isWorse: Bool { share > shareBefore }

    var score: Double {
        guard opinions > 0, opinionsBefore > 0 else { return 0 }
        let pooled = (complaints + before + 1) / (Double(opinions + opinionsBefore) + 2)
        let error = (pooled * (1 - pooled) * (1 / Double(opinions) + 1 / Double(opinionsBefore))).squareRoot()
        return error > 0 ? (share - shareBefore) / error : 0
    }

    /// The `count` that moved most, most first; none that moved by chance only.
    static func most(_ movements: [ThemeMovement], count: Int = 3) -> [ThemeMovement] {
        let told = movements.filter { movement in
            let expected = movement.shareBefore * Double(movement.opinions)
            return abs(movement.score) >= notable && max(movement.complaints, expected) >= fewest
        }
        return Array(
            told.sorted { (abs($0.score), $1.theme.rawValue) > (abs($1.score), $0.theme.rawValue) }.prefix(count))
    }

    /// Every theme of a place, whose own theme is not asked for.
    static func all(_ reading: Reading, in connection: any Connection) throws -> [ThemeMovement] {
        let place = reading.place
        let themes = Theme.allCases.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        return try connection.query(
            """
            SELECT theme,
              CAST(SUM(CASE WHEN day >= $3 THEN 2 * negative + mixed ELSE 0 END) AS BIGINT) AS twice,
              CAST(SUM(CASE WHEN day < $3 THEN 2 * negative + mixed ELSE 0 END) AS BIGINT) AS twice_before
            FROM tally
            WHERE label = $1 AND service = $2 AND theme IN (\(themes)) AND day BETWEEN $4 AND $5
              AND ($6 = '' OR network = $6)
            GROUP BY theme
            """,
            [
                place.watch ?? 0, place.service ?? 0, reading.firstDay,
                reading.firstDay - Temperature.baselineDays, reading.lastDay, place.network?.rawValue ?? "",
            ]
        ).map { row in
            ThemeMovement(
                theme: try row.value("theme"), complaints: Double(try row.int("twice")) / 2,
                before: Double(try row.int("twice_before")) / 2, opinions: reading.window.opinions,
                opinionsBefore: reading.baseline.opinions)
        }
    }
}
