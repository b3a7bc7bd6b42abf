import Kernel
import Storage

/// Everything that a conversation's page reads from the store, in one snapshot.
struct ConversationReading: Sendable {
    /// Messages shown; of more, the newest are kept.
    static let most = 300

    struct Sent: Sendable {
        let id: Int64
        let author: Int64
        let text: String
        let at: Instant
        let networkID: String?
    }

    let conversation: Conversation
    /// What it stands under, from the top: our post, or what was said by others and opens nothing.
    let above: [Heard]
    let messages: [(heard: Heard, editedAt: Instant?)]
    let left: Int
    let sent: [Sent]
    let notes: [Note]
    let history: [Audit.Entry]
    let parts: [Conversation]
    let whole: Conversation?
    /// Others that it may belong together with.
    let likely: [Conversation]
    let heads: [Int64: Heard]
    let viewers: [Presence.Viewer]

    init(_ id: Int64, scope: Scope, person: Int64, desk: DialogueDesk, in connection: any Connection) throws {
        let found = try ConversationStore.find(id, scope: scope, in: connection)
        conversation = found
        parts = try ConversationStore.find(ConversationStore.parts(of: id, in: connection), in: connection)
            .filter { !$0.joined }
        let all = [id] + parts.map(\.id)
        let rows = try ThreadStore.messages(of: all, limit: 5_000, in: connection)
        let kept = rows.suffix(Self.most)
        left = rows.count - kept.count
        let words = try desk.voices.find(kept.map(\.mention), connection).reduce(into: [Int64: Heard]()) {
            $0[$1.id] = $1
        }
        messages = kept.compactMap { row in words[row.mention].map { ($0, row.editedAt) } }
        let first = try words[found.root] ?? desk.voices.find([found.root], connection).first
        above = try first.map { try Self.above($0, desk, in: connection) } ?? []
        sent = try Self.sent(all, in: connection)
        notes = try Note.all(of: id, in: connection)
        history = try Audit.entries(
            Audit.Filter(subjectKind: "conversation", subject: id), limit: 50, in: connection)
        whole = try found.mergedInto.flatMap { try ConversationStore.find($0, in: connection) }
        likely = try Self.likely(found, scope: scope, desk: desk, in: connection)
        let others = ([whole].compactMap { $0 } + parts + likely).map(\.root)
        heads = try desk.voices.find(others + [found.root], connection).reduce(into: [:]) { $0[$1.id] = $1 }
        viewers =
            try Presence.viewers(of: [id], but: person, at: desk.clock.now(), in: connection)[id] ?? []
    }

    /// Climbs from the message that it opens with.
    private static func above(_ root: Heard, _ desk: DialogueDesk, in connection: any Connection) throws -> [Heard] {
        var ladder: [Heard] = []
        var rung = root
        while ladder.count < 5, let parent = rung.parent,
            let key = try desk.voices.named(parent, rung.network, connection),
            let next = try desk.voices.find([key], connection).first
        {
            ladder.append(next)
            rung = next
        }
        return ladder.reversed()
    }

    private static func sent(_ conversations: [Int64], in connection: any Connection) throws -> [Sent] {
        try connection.query(
            """
            SELECT r.id, r.author, r.text, COALESCE(d.settled_at, r.changed_at) AS at, d.network_id
            FROM reply r LEFT JOIN delivery d ON d.reply = r.id
            WHERE r.state = 'sent' AND r.conversation IN (\(ConversationStore.places(conversations.count)))
            ORDER BY r.id LIMIT 200
            """, conversations
        ).map { row in
            Sent(
                id: try row.int64("id"), author: try row.int64("author"), text: try row.text("text"),
                at: try row.instant("at"), networkID: try row.optionalText("network_id"))
        }
    }

    /// The nearest in time: by the same author first, then about the same service.
    private static func likely(
        _ found: Conversation, scope: Scope, desk: DialogueDesk, in connection: any Connection
    ) throws -> [Conversation] {
        let ids = try connection.query(
            """
            SELECT id FROM conversation WHERE merged_into IS NULL AND id <> $1 AND state = $2
              AND last_at BETWEEN $3 AND $4 ORDER BY last_at DESC LIMIT 40
            """,
            [found.id, found.state.rawValue, found.lastAt.adding(days: -7), found.lastAt.adding(days: 7)]
        ).map { try $0.int64("id") }
        let near = try ConversationStore.find(ids, in: connection).filter(scope.reaches)
        let authors = try desk.voices.find([found.root] + near.map(\.root), connection).reduce(into: [Int64: String]())
        {
            $0[$1.id] = $1.author
        }
        func rank(_ other: Conversation) -> (Int, Int, Double) {
            let same = authors[other.root] != nil && authors[other.root] == authors[found.root]
            let shared = !other.services.isDisjoint(with: found.services)
            return (same ? 0 : 1, shared ? 0 : 1, abs(other.lastAt.seconds(since: found.lastAt)))
        }
        return Array(near.sorted { rank($0) < rank($1) }.prefix(8))
    }
}
