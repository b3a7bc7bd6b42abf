import Kernel
import Storage

/// How serious the worst statement of a conversation is, as a person judges it: 0 none, 1 minimal, 2 mild, 3 moderate,
/// 4 strong, 5 severe (the scale by which Care Opinion's moderators rate a story). It is the house's own: no public page,
/// feed or file holds it.
enum Criticality {
    static let scale = 0...5
    /// From here on the communication team is told, once.
    static let telling = 4

    struct Note: Sendable, Equatable {
        let value: Int
        let by: Int64
        let at: Instant
    }

    static func note(of conversation: Int64, in connection: any Connection) throws -> Note? {
        try connection.one("SELECT note, noted_by, noted_at FROM criticality WHERE conversation = $1", [conversation])
            .map { Note(value: try $0.int("note"), by: try $0.int64("noted_by"), at: try $0.instant("noted_at")) }
    }

    /// The worst note among these improvements' voices, by improvement.
    static func worst(of improvements: [Int64], in connection: any Connection) throws -> [Int64: Int] {
        guard !improvements.isEmpty else { return [:] }
        let rows = try connection.query(
            """
            SELECT v.improvement, max(c.note) AS note FROM improvement_voice v
            JOIN criticality c ON c.conversation = v.conversation
            WHERE v.improvement IN (\(improvements.map(String.init).joined(separator: ", "))) GROUP BY v.improvement
            """)
        return try Dictionary(uniqueKeysWithValues: rows.map { (try $0.int64("improvement"), try $0.int("note")) })
    }
}

struct CriticalityActions: Sendable {
    let desk: DialogueDesk

    static let letter = "improvement.critical"

    /// Keeps a person's note, and has the communication team told the first time that it is strong.
    func note(_ value: Int, on conversation: Int64, by person: Person) async throws {
        let scope = try ImprovementActions.improving(person)
        guard Criticality.scale.contains(value) else {
            throw Failure(.unusable, "criticality is between 0 and 5", words: "improvement.no_criticality")
        }
        let now = desk.clock.now()
        try await desk.database.write { connection in
            _ = try ConversationStore.find(conversation, scope: scope, in: connection)
            let before = try Criticality.note(of: conversation, in: connection)
            guard before?.value != value else { return }
            try connection.execute(
                """
                INSERT INTO criticality (conversation, note, noted_by, noted_at) VALUES ($1, $2, $3, $4)
                ON CONFLICT (conversation) DO UPDATE SET note = $2, noted_by = $3, noted_at = $4
                """, [conversation, value, person.id, now])
            try Audit.record(
                who: person.id, action: "criticality.noted", subject: "conversation", id: conversation,
                before: before.map { ImprovementTrail.json(["criticality": String($0.value)]) },
                after: ImprovementTrail.json(["criticality": String(value)]), at: now, in: connection)
            if value >= Criticality.telling { try Self.tell(conversation, at: now, in: connection) }
        }
    }

    /// Once for a conversation, whatever becomes of the note.
    private static func tell(_ conversation: Int64, at now: Instant, in connection: any Connection) throws {
        let first = try connection.execute(
            "UPDATE criticality SET told_at = $2 WHERE conversation = $1 AND told_at IS NULL", [conversation, now])
        guard first == 1 else { return }
        try JobQueue.enqueue(
            letter, key: String(conversation), payload: "{\"conversation\":\(conversation)}", in: connection)
    }
}
