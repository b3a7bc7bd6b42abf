import Foundation
import Kernel
import Opinion
import Storage

/// The statements that write a mention. No rule here: `IntakeBatch` and `MentionActions` decide.
struct MentionWriter {
    let connection: any Connection

    /// The new mention's key, or nil when the network's identifier is known already.
    func insert(_ item: ReadArrival, origin: Int64, now: Instant, eraseAt: Instant) throws -> Int64? {
        let arrival = item.arrival
        for attempt in 0..<MentionKey.attempts {
            let key = MentionKey.candidate(item.key, attempt: attempt)
            let changed = try connection.execute(Self.insertion, values(item, key, origin, now, eraseAt))
            if changed == 1 {
                if let handle = arrival.author {
                    try connection.execute("INSERT INTO author (mention, handle) VALUES ($1, $2)", [key, handle])
                }
                return key
            }
            if try self.key(of: arrival) != nil { return nil }
        }
        throw Failure(.broken, "minutes on end are full of mentions, two million in each millisecond")
    }

    private static let insertion = """
        INSERT INTO mention (id, network, external_id, kind, author, title, text, language, rating, reach, url, parent,
          published_at, collected_at, day, polarity, score, confidence, unsure, urgency, reasons, judged_by, erase_at,
          origin, own)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
          $23, $24, $25)
        ON CONFLICT DO NOTHING
        """

    private func values(
        _ item: ReadArrival, _ key: Int64, _ origin: Int64, _ now: Instant, _ eraseAt: Instant
    ) -> [any SQLBindable] {
        let arrival = item.arrival
        let judgement = item.judgement
        return [
            key, arrival.network.rawValue, arrival.id, arrival.kind.rawValue, item.author, arrival.title, arrival.text,
            judgement?.language ?? arrival.language, arrival.rating, arrival.reach, arrival.url, arrival.parent,
            arrival.publishedAt, now, item.day, judgement?.polarity.rawValue, judgement?.score, judgement?.confidence,
            judgement?.unsure ?? false, judgement?.urgency.rawValue ?? Urgency.none.rawValue,
            item.reasons, judgement == nil ? nil : "machine", eraseAt, origin, arrival.own,
        ]
    }

    func key(of arrival: Arrival) throws -> Int64? {
        try connection.one(
            "SELECT id FROM mention WHERE network = $1 AND external_id = $2", [arrival.network.rawValue, arrival.id]
        )?.int64("id")
    }

    /// A known item came by another road: it gains a label, and is kept as long as the longest purpose asks. Gives the
    /// item when this road is new to it and its text is still there.
    func label(known arrival: Arrival, with origin: Int64, eraseAt: Instant) throws -> Int64? {
        guard let id = try key(of: arrival) else { return nil }
        try connection.execute(
            "UPDATE mention SET erase_at = $2 WHERE id = $1 AND erase_at < $2 AND origin <> $3 AND erased = 0",
            [id, eraseAt, origin])
        let labelled = try connection.execute(
            """
            INSERT INTO mention_label (label, mention) SELECT $1, id FROM mention WHERE id = $2 AND origin <> $1
            ON CONFLICT DO NOTHING
            """, [origin, id])
        guard labelled == 1 else { return nil }
        return try connection.one("SELECT id FROM mention WHERE id = $1 AND erased = 0", [id])?.int64("id")
    }

    /// False when it bore this label already.
    @discardableResult
    func label(_ id: Int64, with label: Int64) throws -> Bool {
        try connection.execute(
            "INSERT INTO mention_label (label, mention) VALUES ($1, $2) ON CONFLICT DO NOTHING", [label, id]) == 1
    }

    func judge(_ id: Int64, themes: [ThemeScore], services: [Int64]) throws {
        for theme in themes {
            try connection.execute(
                """
                INSERT INTO mention_theme (theme, mention, score, polarity) VALUES ($1, $2, $3, $4)
                ON CONFLICT DO NOTHING
                """, [theme.theme.rawValue, id, theme.score, theme.polarity?.rawValue])
        }
        for service in services {
            try connection.execute(
                "INSERT INTO mention_service (service, mention) VALUES ($1, $2) ON CONFLICT DO NOTHING", [service, id])
        }
    }

    /// The earliest unfolded mention of the same week whose text is nearly this one.
    func original(of folding: Folding, bands: [Int64], near instant: Instant, but id: Int64) throws -> Int64? {
        let week: [any SQLBindable] = [
            MentionKey.first(at: instant.adding(days: -Folding.days)),
            MentionKey.first(at: instant.adding(days: Folding.days)), id,
        ]
        guard try bands.contains(where: { try connection.one(Self.sameBand, [$0 as any SQLBindable] + week) != nil })
        else { return nil }
        let places = bands.indices.map { "$\($0 + 4)" }.joined(separator: ", ")
        let rows = try connection.query(
            """
            SELECT DISTINCT m.id, m.title, m.text FROM mention_band b JOIN mention m ON m.id = b.mention
            WHERE b.band IN (\(places)) AND b.mention BETWEEN $1 AND $2 AND b.mention <> $3
              AND m.folded_into IS NULL AND m.erased = 0
            ORDER BY m.id LIMIT 20
            """, week + (bands as [any SQLBindable]))
        for row in rows {
            let text = try row.text("text")
            let whole = try row.optionalText("title").map { $0 + "\n" + text } ?? text
            if folding.likeness(to: Folding(folded: SearchText.folded(whole))) >= Folding.likeness {
                return try row.int64("id")
            }
        }
        return nil
    }

    /// Most texts share no band with another: one look at the index says so.
    private static let sameBand =
        "SELECT mention FROM mention_band WHERE band = $1 AND mention BETWEEN $2 AND $3 AND mention <> $4 LIMIT 1"

    func keep(bands: [Int64], of id: Int64) throws {
        for band in Set(bands) {
            try connection.execute("INSERT INTO mention_band (band, mention) VALUES ($1, $2)", [band, id])
        }
    }

    func fold(_ id: Int64, into original: Int64) throws {
        try connection.execute("UPDATE mention SET folded_into = $2 WHERE id = $1", [id, original])
    }
}
