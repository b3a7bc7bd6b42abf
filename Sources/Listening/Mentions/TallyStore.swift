public import Kernel
import Storage

/// Sums by day. They outlive the texts that they count.
enum TallyStore {
    static func add(_ sheet: TallySheet, in connection: any Connection) throws {
        // One order on every node, so that two batches never wait for each other in a ring.
        let lines = sheet.lines.sorted {
            ($0.key.label, $0.key.service, $0.key.theme, $0.key.day, $0.key.network.rawValue)
                < ($1.key.label, $1.key.service, $1.key.theme, $1.key.day, $1.key.network.rawValue)
        }
        for (key, delta) in lines where delta != TallyDelta() {
            try connection.execute(
                """
                INSERT INTO tally (label, service, theme, day, network, mentions, opinions, positive, negative, mixed)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
                ON CONFLICT (label, service, theme, day, network) DO UPDATE SET
                  mentions = tally.mentions + excluded.mentions, opinions = tally.opinions + excluded.opinions,
                  positive = tally.positive + excluded.positive, negative = tally.negative + excluded.negative,
                  mixed = tally.mixed + excluded.mixed
                """,
                [
                    key.label, key.service, key.theme, key.day, key.network.rawValue, delta.mentions, delta.opinions,
                    delta.positive, delta.negative, delta.mixed,
                ])
        }
    }

    /// Writes the lines of one watch anew from the mentions that bear its label (see `TallyEntry`), copies excepted. Its
    /// old lines are gone already.
    static func recount(label: Int64, in connection: any Connection) throws {
        func sum(_ polarity: String) -> String {
            "CAST(SUM(CASE WHEN \(opinion) AND \(polarity) THEN 1 ELSE 0 END) AS BIGINT)"
        }
        // The rule of `Mention.isOpinion`.
        let opinion =
            "m.own = 0 AND m.polarity IS NOT NULL AND (m.polarity <> 'neutral' OR m.kind NOT IN ('article', 'video'))"
        try connection.execute(
            """
            INSERT INTO tally (label, service, theme, day, network, mentions, opinions, positive, negative, mixed)
            SELECT $1, s.service, t.theme, m.day, m.network, COUNT(*), \(sum("1 = 1")), \(sum("m.polarity = 'positive'")),
              \(sum("m.polarity = 'negative'")), \(sum("m.polarity = 'mixed'"))
            FROM mention_label l JOIN mention m ON m.id = l.mention
            JOIN (SELECT mention, 0 AS service FROM mention_label WHERE label = $1 UNION ALL
              SELECT mention, service FROM mention_service) s ON s.mention = m.id
            JOIN (SELECT mention, '' AS theme FROM mention_label WHERE label = $1 UNION ALL
              SELECT mention, theme FROM mention_theme) t ON t.mention = m.id
            WHERE l.label = $1 AND m.folded_into IS NULL
            GROUP BY s.service, t.theme, m.day, m.network
            """, [label])
    }

    /// The first day on which anything was said of the hospital; nil when nothing ever was.
    static func firstDay(in connection: any Connection) throws -> Int? {
        try connection.one("SELECT MIN(day) AS day FROM tally WHERE label = 0 AND service = 0 AND theme = ''", [])?
            .optionalInt("day")
    }

    /// Sums by day over a place of the hospital's voice, oldest first; days without a mention are absent.
    static func days(
        _ place: Place, from first: Int, through last: Int, in connection: any Connection
    ) throws -> [DayTally] {
        try connection.query(
            """
            SELECT day, CAST(SUM(mentions) AS BIGINT) AS mentions, CAST(SUM(opinions) AS BIGINT) AS opinions,
              CAST(SUM(positive) AS BIGINT) AS positive, CAST(SUM(negative) AS BIGINT) AS negative,
              CAST(SUM(mixed) AS BIGINT) AS mixed
            FROM tally
            WHERE label = $1 AND service = $2 AND theme = $3 AND day BETWEEN $4 AND $5
              AND ($6 = '' OR network = $6)
            GROUP BY day ORDER BY day
            """,
            [
                place.watch ?? 0, place.service ?? 0, place.theme?.rawValue ?? "", first, last,
                place.network?.rawValue ?? "",
            ]
        ).map(DayTally.init)
    }
}

/// Which voice is measured: the whole hospital, or any crossing of a watch, a service, a theme and a network.
public struct Place: Hashable, Sendable {
    public var watch: Int64?
    public var service: Int64?
    public var theme: Theme?
    public var network: Network?

    public init(watch: Int64? = nil, service: Int64? = nil, theme: Theme? = nil, network: Network? = nil) {
        self.watch = watch
        self.service = service
        self.theme = theme
        self.network = network
    }
}

/// What one day said.
public struct DayTally: Sendable, Equatable {
    public let day: Int
    public let mentions: Int
    public let opinions: Int
    public let positive: Int
    public let negative: Int
    public let mixed: Int

    init(_ row: Row) throws {
        day = try row.int("day")
        mentions = try row.int("mentions")
        opinions = try row.int("opinions")
        positive = try row.int("positive")
        negative = try row.int("negative")
        mixed = try row.int("mixed")
    }

    public var tally: Tally { Tally(opinions: opinions, negative: Double(negative) + Double(mixed) / 2) }
}
