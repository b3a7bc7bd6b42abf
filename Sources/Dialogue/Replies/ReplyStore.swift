import Deontology
import Foundation
import Kernel
import Storage

/// SQL of replies.
enum ReplyStore {
    /// - Throws: `.notFound`.
    static func find(_ id: Int64, in connection: any Connection) throws -> Reply {
        guard let found = try look(id, in: connection) else { throw Failure(.notFound, "no such reply") }
        return found
    }

    static func look(_ id: Int64, in connection: any Connection) throws -> Reply? {
        try connection.one("SELECT * FROM reply WHERE id = $1", [id]).map(Reply.init)
    }

    /// Everything said or being said on a conversation, oldest first; empty drafts left out.
    static func all(_ conversation: Int64, in connection: any Connection) throws -> [Reply] {
        try connection.query(
            "SELECT * FROM reply WHERE conversation = $1 AND state <> 'withdrawn' ORDER BY id LIMIT 200", [conversation]
        ).map(Reply.init)
    }

    /// What a person is writing on a conversation.
    static func draft(_ conversation: Int64, of person: Int64, in connection: any Connection) throws -> Reply? {
        try connection.one(
            "SELECT * FROM reply WHERE conversation = $1 AND author = $2 AND state IN ('draft', 'rejected') LIMIT 1",
            [conversation, person]
        ).map(Reply.init)
    }

    static func waiting(limit: Int, in connection: any Connection) throws -> [Reply] {
        try connection.query("SELECT * FROM reply WHERE state = 'submitted' ORDER BY id LIMIT $1", [limit]).map(
            Reply.init)
    }

    /// How many wait for somebody with this scope, up to a hundred.
    static func waiting(_ scope: Scope, in connection: any Connection) throws -> Int {
        let services: [Int64]
        switch scope {
        case .nothing: return 0
        case .everything: services = []
        case .services(let some): services = some.sorted()
        }
        if services.isEmpty, scope != .everything { return 0 }
        let theirs =
            services.isEmpty
            ? ""
            : """
             AND EXISTS (SELECT 1 FROM conversation_service s WHERE s.conversation = reply.conversation
              AND s.service IN (\(ConversationStore.places(services.count))))
            """
        return try connection.one(
            """
            SELECT COUNT(*) AS n FROM (SELECT 1 AS one FROM reply WHERE state = 'submitted'\(theirs) LIMIT 100) AS counted
            """, services)?.int("n") ?? 0
    }

    /// Those of others that wait, leave or have left, as one word: it changes when one more does.
    static func others(_ conversation: Int64, than person: Int64, in connection: any Connection) throws -> String {
        try connection.query(
            """
            SELECT id FROM reply WHERE conversation = $1 AND author <> $2 AND state IN ('submitted', 'approved', 'sent')
            ORDER BY id
            """, [conversation, person]
        ).map { String(try $0.int64("id")) }.joined(separator: "-")
    }

    static func insert(
        _ id: Int64, _ conversation: Int64, answers: Int64, author: Int64, text: String, seen: String, at now: Instant,
        in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO reply (id, conversation, answers, author, text, state, seen, created_at, changed_at)
            VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7, $7)
            """, [id, conversation, answers, author, text, seen, now])
    }

    static func rewrite(
        _ id: Int64, answers: Int64, text: String, seen: String, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE reply SET answers = $2, text = $3, seen = $4, changed_at = $5, lifts = '[]', version = version + 1
            WHERE id = $1 AND state IN ('draft', 'rejected')
            """, [id, answers, text, seen, now])
    }

    /// Moves a reply on from where it was seen to stand. False when it has moved meanwhile.
    static func move(
        _ reply: Reply, to state: Reply.State, verdict: Verdict? = nil, at now: Instant, in connection: any Connection
    ) throws -> Bool {
        try connection.execute(
            """
            UPDATE reply SET state = $4, changed_at = $5, version = version + 1,
              verdict = CASE WHEN $6 = '' THEN verdict ELSE $6 END,
              submitted_at = CASE WHEN $4 = 'submitted' THEN $5 ELSE submitted_at END
            WHERE id = $1 AND state = $2 AND version = $3
            """, [reply.id, reply.state, reply.version, state, now, verdict?.rawValue ?? ""]) == 1
    }

    static func approved(_ id: Int64, by person: Int64?, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE reply SET approved_by = $2, approved_at = $3 WHERE id = $1",
            [id, person, person == nil ? Int64?.none : now.microseconds])
    }

    static func rejected(_ id: Int64, by person: Int64, note: String, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE reply SET rejected_by = $2, rejection = $3 WHERE id = $1", [id, person, note])
    }

    static func keep(_ lifts: [KeptLift], of reply: Reply, in connection: any Connection) throws -> Bool {
        try connection.execute(
            "UPDATE reply SET lifts = $3, version = version + 1 WHERE id = $1 AND version = $2 AND state = 'submitted'",
            [reply.id, reply.version, try ReplyTrail.json(lifts)]) == 1
    }

    /// Replies follow their conversation into another. Whoever was writing in both goes on with one draft of both texts.
    static func join(_ part: Int64, into whole: Int64, in connection: any Connection) throws {
        let twice = try connection.query(
            """
            SELECT p.id AS part, p.text, w.id AS whole FROM reply p
            JOIN reply w ON w.conversation = $2 AND w.author = p.author AND w.state IN ('draft', 'rejected')
            WHERE p.conversation = $1 AND p.state IN ('draft', 'rejected')
            """, [part, whole])
        for row in twice {
            try connection.execute(
                "UPDATE reply SET text = text || $2, version = version + 1 WHERE id = $1",
                [try row.int64("whole"), "\n\n" + (try row.text("text"))])
            try connection.execute(
                "UPDATE reply SET state = 'withdrawn', version = version + 1 WHERE id = $1", [try row.int64("part")])
        }
        try connection.execute("UPDATE reply SET conversation = $2 WHERE conversation = $1", [part, whole])
    }

    static func delete(_ id: Int64, in connection: any Connection) throws {
        try connection.execute("DELETE FROM reply WHERE id = $1", [id])
    }

    /// How the outbox fares with the replies of a conversation.
    static func deliveries(_ conversation: Int64, in connection: any Connection) throws -> [Int64: ReplyDelivery] {
        let rows = try connection.query(
            """
            SELECT d.reply, d.state, d.url, d.error, d.settled_at FROM delivery d JOIN reply r ON r.id = d.reply
            WHERE r.conversation = $1
            """, [conversation])
        return Dictionary(
            try rows.map { (try $0.int64("reply"), try ReplyDelivery($0)) }, uniquingKeysWith: { first, _ in first })
    }
}

/// Where a reply is on its way out.
struct ReplyDelivery: Sendable, Equatable {
    let state: String
    let url: String?
    let error: String?
    let settledAt: Instant?

    init(_ row: Row) throws {
        state = try row.text("state")
        url = try row.optionalText("url")
        error = try row.optionalText("error")
        settledAt = try row.optionalInstant("settled_at")
    }
}

extension Reply {
    init(_ row: Row) throws {
        id = try row.int64("id")
        conversation = try row.int64("conversation")
        answers = try row.int64("answers")
        author = try row.int64("author")
        text = try row.text("text")
        state = try row.value("state")
        do { lifts = try JSONDecoder().decode([KeptLift].self, from: Data(try row.text("lifts").utf8)) } catch {
            throw Failure(.broken, "the lifts of reply \(id) cannot be read")
        }
        verdict = try row.optionalText("verdict").flatMap(Verdict.init)
        seen = try row.text("seen")
        submittedAt = try row.optionalInstant("submitted_at")
        approvedBy = try row.optionalInt64("approved_by")
        approvedAt = try row.optionalInstant("approved_at")
        rejectedBy = try row.optionalInt64("rejected_by")
        rejection = try row.optionalText("rejection")
        createdAt = try row.instant("created_at")
        changedAt = try row.instant("changed_at")
        version = try row.int64("version")
    }
}
