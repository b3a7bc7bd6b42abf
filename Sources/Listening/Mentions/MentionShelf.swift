public import Kernel
public import Storage

/// Mentions as other domains read them: whole, inside a transaction of theirs.
public enum MentionShelf {
    /// A mention with what only the network's own names tell.
    public struct Item: Sendable {
        public let mention: Mention
        public let externalID: String
        /// Network identifier of what it answers.
        public let parent: String?
        public let foldedInto: Int64?
        /// The source that brought it first.
        public let origin: Int64
    }

    /// The mentions of these keys, in no order; unknown ones are left out.
    public static func find(_ ids: [Int64], in connection: any Connection) throws -> [Item] {
        var items: [Item] = []
        for start in stride(from: 0, to: ids.count, by: 500) {
            let part = Array(ids[start..<min(start + 500, ids.count)])
            let places = part.indices.map { "$\($0 + 1)" }.joined(separator: ", ")
            let rows = try connection.query(
                "SELECT id, external_id, parent, folded_into, origin FROM mention WHERE id IN (\(places))",
                part as [any SQLBindable])
            let names = try rows.reduce(into: [Int64: Row]()) { $0[try $1.int64("id")] = $1 }
            for mention in try MentionStore.find(part, in: connection) {
                guard let row = names[mention.id] else { continue }
                items.append(
                    Item(
                        mention: mention, externalID: try row.text("external_id"),
                        parent: try row.optionalText("parent"), foldedInto: try row.optionalInt64("folded_into"),
                        origin: try row.int64("origin")))
            }
        }
        return items
    }

    /// The mention that bears a network's own identifier.
    public static func named(_ id: String, on network: Network, in connection: any Connection) throws -> Int64? {
        try connection.one("SELECT id FROM mention WHERE network = $1 AND external_id = $2", [network, id])?
            .int64("id")
    }

    /// Those that answer it directly, oldest first.
    public static func answers(
        to id: String, on network: Network, in connection: any Connection
    ) throws -> [Int64] {
        try connection.query(
            "SELECT id FROM mention WHERE parent = $1 AND network = $2 ORDER BY published_at, id LIMIT 5000",
            [id, network]
        ).map { try $0.int64("id") }
    }

    /// Keys of what came in, oldest first, behind one of them.
    public static func keys(after key: Int64, limit: Int, in connection: any Connection) throws -> [Int64] {
        try connection.query("SELECT id FROM mention WHERE id > $1 ORDER BY id LIMIT $2", [key, limit]).map {
            try $0.int64("id")
        }
    }

    /// Keys of those whose words match a query, newest first.
    public static func search(
        _ words: String, limit: Int, zone: DayZone, in connection: any Connection
    ) throws -> [Int64] {
        var filter = StreamFilter()
        filter.words = words
        return try MentionStore.keys(filter, scope: .everything, limit: limit, zone: zone, in: connection)
    }

    /// The author's handle, where this person opened the case, with a reason, and may still judge it.
    public static func handle(of mention: Int64, openedBy person: Person, in connection: any Connection) throws
        -> String?
    {
        let judging = person.scope(of: .judge)
        guard let found = try MentionStore.find([mention], in: connection).first, judging.covers(found.services) else {
            return nil
        }
        return try connection.one(
            """
            SELECT a.handle FROM author a JOIN opened_case o ON o.mention = a.mention
            WHERE a.mention = $1 AND o.person = $2
            """, [mention, person.id])?.text("handle")
    }

    /// Its author took it back: the words go, the counts stay.
    public static func forget(
        _ id: String, on network: Network, at now: Instant, in connection: any Connection
    ) throws {
        try MentionEraser.takenBack([id], on: network, at: now, in: connection)
    }
}
