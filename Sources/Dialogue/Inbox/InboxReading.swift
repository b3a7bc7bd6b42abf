import Kernel
import Storage

/// Everything that the inbox's page reads from the store, in one snapshot.
struct InboxReading: Sendable {
    static let page = 40
    /// Counting stops here: nobody reads a thousand conversations, and a million is not to be walked to say so.
    static let most = 1_000
    /// Places of words that are looked at, the newest.
    static let widest = 500

    /// Somebody may be in danger: shown above everything, whatever is filtered.
    let danger: [Conversation]
    let found: [Conversation]
    let older: (time: Int64, id: Int64)?
    let newer: (time: Int64, id: Int64)?
    /// Up to `most` + 1.
    let counts: [InboxFilter.View: Int]
    let heard: [Int64: Heard]
    let viewers: [Int64: [Presence.Viewer]]
    /// The words were found in more places than were looked at.
    let tooWide: Bool
    let anything: Bool

    init(
        _ filter: InboxFilter, _ position: InboxFilter.Position, person: Person, scope: Scope, desk: DialogueDesk,
        in connection: any Connection
    ) throws {
        let now = desk.clock.now()
        let words = try Self.search(filter.words, desk, in: connection)
        tooWide = words?.tooWide ?? false
        let query = InboxQuery(
            filter, scope: scope, person: person.id, found: words?.conversations, now: now, engine: connection.engine)
        var keys = try query.page(position, limit: Self.page + 1, in: connection)
        let more = keys.count > Self.page
        if case .before = position {
            if more { keys.removeFirst() }
            (newer, older) = (more ? keys.first : nil, keys.last)
        } else {
            if more { keys.removeLast() }
            (newer, older) = (position == .start ? nil : keys.first, more ? keys.last : nil)
        }
        found = try ConversationStore.find(keys.map(\.id), in: connection)
        danger = try Self.danger(scope, in: connection)
        counts = try Self.counts(scope, person, now, in: connection)
        let shown = danger + found
        heard = try desk.voices.find(shown.map(\.root), connection).reduce(into: [:]) { $0[$1.id] = $1 }
        viewers = try Presence.viewers(of: shown.map(\.id), but: person.id, at: now, in: connection)
        anything = try found.isEmpty ? connection.one("SELECT 1 AS one FROM conversation LIMIT 1", []) != nil : true
    }

    /// People in danger, the newest first, fifty at most.
    static func danger(_ scope: Scope, in connection: any Connection) throws -> [Conversation] {
        if scope == .nothing { return [] }
        let ids = try connection.query(
            """
            SELECT id FROM conversation WHERE urgency = 'distress' AND merged_into IS NULL
              AND state IN ('unread', 'open', 'waiting') ORDER BY last_at DESC LIMIT 500
            """, []
        ).map { try $0.int64("id") }
        return Array(try ConversationStore.find(ids, in: connection).filter(scope.reaches).prefix(50))
    }

    private static func counts(
        _ scope: Scope, _ person: Person, _ now: Instant, in connection: any Connection
    ) throws -> [InboxFilter.View: Int] {
        var counts: [InboxFilter.View: Int] = [:]
        for view in InboxFilter.View.allCases where view != .all {
            let query = InboxQuery(
                InboxFilter().with { $0.view = view }, scope: scope, person: person.id, found: nil, now: now,
                engine: connection.engine)
            counts[view] = try query.count(limit: most + 1, in: connection)
        }
        return counts
    }

    /// Unread conversations that somebody may see, up to `most`: the number beside the inbox in the navigation.
    static func unread(_ scope: Scope, in connection: any Connection) throws -> Int {
        switch scope {
        case .nothing: return 0
        case .everything:
            return try connection.one(
                """
                SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM conversation
                WHERE state = 'unread' AND merged_into IS NULL LIMIT \(most)) AS counted
                """, [])?.int("n") ?? 0
        case .services(let services):
            guard !services.isEmpty else { return 0 }
            return try connection.one(
                """
                SELECT COUNT(*) AS n FROM (SELECT DISTINCT conversation FROM conversation_service
                WHERE state = 'unread' AND service IN (\(ConversationStore.places(services.count)))
                LIMIT \(most)) AS counted
                """, services.sorted())?.int("n") ?? 0
        }
    }

    private static func search(
        _ words: String, _ desk: DialogueDesk, in connection: any Connection
    ) throws -> (conversations: [Int64], tooWide: Bool)? {
        if words.isEmpty { return nil }
        let mentions = try desk.voices.search(words, widest, connection)
        guard !mentions.isEmpty else { return ([], false) }
        let rows = try connection.query(
            """
            SELECT DISTINCT COALESCE(c.merged_into, c.id) AS id
            FROM conversation_message m JOIN conversation c ON c.id = m.conversation
            WHERE m.mention IN (\(ConversationStore.places(mentions.count)))
            """, mentions)
        return (try rows.map { try $0.int64("id") }, mentions.count == widest)
    }
}
