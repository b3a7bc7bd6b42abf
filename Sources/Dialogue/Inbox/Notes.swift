import Kernel
import Storage

/// Words among colleagues. They have a table, a route and a form of their own, which no sending reads.
struct Note: Sendable, Identifiable {
    let id: Int64
    let author: Int64
    let text: String
    let writtenAt: Instant

    static let longest = 4_000

    static func all(of conversation: Int64, in connection: any Connection) throws -> [Note] {
        try connection.query(
            "SELECT * FROM conversation_note WHERE conversation = $1 ORDER BY id LIMIT 500", [conversation]
        ).map { row in
            Note(
                id: try row.int64("id"), author: try row.int64("author"), text: try row.text("text"),
                writtenAt: try row.instant("written_at"))
        }
    }
}

extension InboxActions {
    /// Adds a note. It changes nothing else, so that it may be written while somebody else acts.
    func note(_ id: Int64, _ text: String, by person: Person) async throws {
        let scope = try Self.scope(of: person)
        guard !text.isEmpty, text.unicodeScalars.count <= Note.longest else {
            throw Failure(.unusable, "a note is empty or too long", words: "inbox.note_wrong")
        }
        let (number, now) = (desk.newID(), desk.clock.now())
        try await desk.database.write { connection in
            let found = try ConversationStore.find(id, scope: scope, in: connection)
            try connection.execute(
                """
                INSERT INTO conversation_note (id, conversation, author, text, written_at) VALUES ($1, $2, $3, $4, $5)
                """, [number, found.mergedInto ?? id, person.id, text, now])
            try Audit.record(
                who: person.id, action: "conversation.noted", subject: "conversation", id: found.mergedInto ?? id,
                after: "{\"note\":\(number)}", at: now, in: connection)
            try EventLog.append(Threading.event, subject: found.mergedInto ?? id, at: now, in: connection)
        }
    }
}

/// Who has a conversation before them.
struct Presence: Sendable {
    /// Somebody who has not said so for this long has left.
    static let seconds = 45.0

    let desk: DialogueDesk

    struct Viewer: Sendable, Equatable {
        let person: Int64
        let writing: Bool
    }

    /// Says that somebody is here, and gives the others.
    func here(_ id: Int64, writing: Bool, by person: Person) async throws -> [Viewer] {
        let scope = try InboxActions.scope(of: person)
        let now = desk.clock.now()
        return try await desk.database.write { connection in
            _ = try ConversationStore.find(id, scope: scope, in: connection)
            try connection.execute(
                """
                INSERT INTO conversation_viewer (conversation, person, seen_at, writing) VALUES ($1, $2, $3, $4)
                ON CONFLICT (conversation, person) DO UPDATE SET seen_at = excluded.seen_at, writing = excluded.writing
                """, [id, person.id, now, writing])
            try connection.execute(
                "DELETE FROM conversation_viewer WHERE conversation = $1 AND seen_at < $2", [id, Self.limit(now)])
            return try Self.viewers(of: [id], but: person.id, at: now, in: connection)[id] ?? []
        }
    }

    static func viewers(
        of conversations: [Int64], but person: Int64, at now: Instant, in connection: any Connection
    ) throws -> [Int64: [Viewer]] {
        guard !conversations.isEmpty else { return [:] }
        let arguments: [any SQLBindable] = [limit(now), person] + conversations
        return try connection.query(
            """
            SELECT conversation, person, writing FROM conversation_viewer WHERE seen_at >= $1 AND person <> $2
              AND conversation IN (\(ConversationStore.places(conversations.count, after: 2))) ORDER BY person
            """, arguments
        ).reduce(into: [:]) { all, row in
            all[try row.int64("conversation"), default: []].append(
                Viewer(person: try row.int64("person"), writing: try row.bool("writing")))
        }
    }

    private static func limit(_ now: Instant) -> Instant { now.adding(seconds: -seconds) }
}
