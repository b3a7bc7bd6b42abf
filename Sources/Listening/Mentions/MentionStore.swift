import Kernel
import Storage

/// Reads mentions.
enum MentionStore {
    private static let columns = """
        m.id, m.network, m.kind, m.author, m.title, m.text, m.language, m.rating, m.reach, m.url, m.published_at,
        m.collected_at, m.polarity, m.score, m.confidence, m.unsure, m.urgency, m.reasons, m.judged_by, m.erased, m.own
        """

    /// Mentions that pass the filter, newest first.
    static func list(
        _ filter: StreamFilter, scope: Scope, position: StreamPosition = .newest, limit: Int, zone: DayZone,
        in connection: any Connection
    ) throws -> [Mention] {
        let query = try StreamQuery(filter, scope: scope, position: position, zone: zone, in: connection)
        var upwards = false
        if case .after = position { upwards = true }
        let rows = try connection.query(
            query.sql(columns: columns, limit: limit, upwards: upwards), query.arguments)
        return try complete(upwards ? rows.reversed() : rows, in: connection)
    }

    /// Keys of the first `limit` that pass the filter, newest first: a page and its number in one walk.
    static func keys(
        _ filter: StreamFilter, scope: Scope, limit: Int, zone: DayZone, in connection: any Connection
    ) throws -> [Int64] {
        let query = try StreamQuery(filter, scope: scope, position: .newest, zone: zone, in: connection)
        return try connection.query(query.sql(columns: "m.id", limit: limit), query.arguments).map {
            try $0.int64("id")
        }
    }

    /// How many pass the filter, counted up to `limit`; of those `among` some, unless it is empty.
    static func count(
        _ filter: StreamFilter, scope: Scope, limit: Int, zone: DayZone, among ids: [Int64] = [],
        in connection: any Connection
    ) throws -> Int {
        let query = try StreamQuery(filter, scope: scope, position: .newest, zone: zone, among: ids, in: connection)
        let sql = "SELECT COUNT(*) AS n FROM (\(query.sql(columns: "m.id", limit: limit))) AS found"
        return try connection.one(sql, query.arguments)?.int("n") ?? 0
    }

    static func find(_ ids: [Int64], in connection: any Connection) throws -> [Mention] {
        guard !ids.isEmpty else { return [] }
        let places = ids.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let rows = try connection.query(
            "SELECT \(columns) FROM mention m WHERE m.id IN (\(places)) ORDER BY m.id DESC", ids as [any SQLBindable])
        return try complete(rows, in: connection)
    }

    static func find(_ id: Int64, scope: Scope, in connection: any Connection) throws -> Mention {
        guard let mention = try find([id], in: connection).first, allows(scope, mention) else {
            throw Failure(.notFound, "no mention \(id) for this person", words: "listening.mention_unknown")
        }
        return mention
    }

    /// Every source that brought a mention (and the watches that labelled it): the first, and those after it.
    static func roads(of id: Int64, in connection: any Connection) throws -> Set<Int64> {
        Set(
            try connection.query(
                """
                SELECT origin AS road FROM mention WHERE id = $1
                UNION SELECT label AS road FROM mention_label WHERE mention = $1
                """, [id]
            ).map { try $0.int64("road") })
    }

    private static func allows(_ scope: Scope, _ mention: Mention) -> Bool {
        switch scope {
        case .everything: true
        case .services(let services): !services.isDisjoint(with: mention.services)
        case .nothing: false
        }
    }

    /// Adds what lies in other tables: themes, services, number of copies. Three statements, whatever the number.
    private static func complete(_ rows: [Row], in connection: any Connection) throws -> [Mention] {
        guard !rows.isEmpty else { return [] }
        let ids = try rows.map { try $0.int64("id") }
        let places = ids.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
        let arguments = ids as [any SQLBindable]
        var themes: [Int64: [MentionTheme]] = [:]
        for row in try connection.query(
            """
            SELECT mention, theme, polarity FROM mention_theme WHERE mention IN (\(places)) ORDER BY score DESC, theme
            """, arguments)
        {
            if let theme = Theme(rawValue: try row.text("theme")) {
                themes[try row.int64("mention"), default: []].append(
                    MentionTheme(theme: theme, polarity: try row.optionalValue("polarity")))
            }
        }
        var services: [Int64: [Int64]] = [:]
        for row in try connection.query(
            "SELECT mention, service FROM mention_service WHERE mention IN (\(places)) ORDER BY service", arguments)
        {
            services[try row.int64("mention"), default: []].append(try row.int64("service"))
        }
        var copies: [Int64: Int] = [:]
        for row in try connection.query(
            """
            SELECT folded_into AS mention, COUNT(*) AS n FROM mention WHERE folded_into IN (\(places))
            GROUP BY folded_into
            """, arguments)
        {
            copies[try row.int64("mention")] = try row.int("n")
        }
        return try rows.map { row in
            let id = try row.int64("id")
            return try Mention(row, themes: themes[id] ?? [], services: services[id] ?? [], copies: copies[id] ?? 0)
        }
    }
}

extension Mention {
    init(_ row: Row, themes: [MentionTheme], services: [Int64], copies: Int) throws {
        id = try row.int64("id")
        network = try row.value("network")
        kind = try row.value("kind")
        author = try row.optionalText("author")
        title = try row.optionalText("title")
        text = try row.text("text")
        language = try row.optionalText("language")
        rating = try row.optionalReal("rating")
        reach = try row.optionalInt("reach")
        url = try row.optionalText("url")
        publishedAt = try row.instant("published_at")
        collectedAt = try row.instant("collected_at")
        verdict = try Verdict(row)
        self.themes = themes
        self.services = services
        self.copies = copies
        own = try row.bool("own")
        erased = try row.bool("erased")
    }
}

extension Verdict {
    /// Nil while nobody has judged.
    init?(_ row: Row) throws {
        guard let polarity = try row.optionalText("polarity").flatMap(Polarity.init) else { return nil }
        self.polarity = polarity
        score = try row.optionalReal("score") ?? 0
        confidence = try row.optionalReal("confidence") ?? 0
        unsure = try row.bool("unsure")
        urgency = try row.value("urgency")
        reasonsText = try row.optionalText("reasons")
        byPerson = try row.optionalText("judged_by") == "person"
    }
}
