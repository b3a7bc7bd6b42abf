import Kernel
import Storage

/// SQL of conversations.
enum ConversationStore {
    /// The conversation, where `scope` reaches it.
    /// - Throws: `.notFound` outside the scope, as if it did not exist.
    static func find(_ id: Int64, scope: Scope, in connection: any Connection) throws -> Conversation {
        guard let found = try find(id, in: connection) else { throw Failure(.notFound, "no such conversation") }
        guard scope.reaches(found) else { throw Failure(.notFound, "conversation outside the person's services") }
        return found
    }

    /// The conversation, whoever asks; nil when there is none.
    static func find(_ id: Int64, in connection: any Connection) throws -> Conversation? {
        guard let row = try connection.one("SELECT * FROM conversation WHERE id = $1", [id]) else { return nil }
        return try conversation(row, services: services(of: id, in: connection))
    }

    /// Those of these numbers that exist, in the order of the numbers.
    static func find(_ ids: [Int64], in connection: any Connection) throws -> [Conversation] {
        guard !ids.isEmpty else { return [] }
        let places = places(ids.count)
        var services: [Int64: Set<Int64>] = [:]
        for row in try connection.query(
            "SELECT conversation, service FROM conversation_service WHERE conversation IN (\(places))", ids)
        { services[try row.int64("conversation"), default: []].insert(try row.int64("service")) }
        let rows = try connection.query("SELECT * FROM conversation WHERE id IN (\(places))", ids)
        let found = try rows.reduce(into: [Int64: Conversation]()) { all, row in
            let id = try row.int64("id")
            all[id] = try conversation(row, services: services[id] ?? [])
        }
        return ids.compactMap { found[$0] }
    }

    static func services(of id: Int64, in connection: any Connection) throws -> Set<Int64> {
        Set(
            try connection.query("SELECT service FROM conversation_service WHERE conversation = $1", [id]).map {
                try $0.int64("service")
            })
    }

    static func conversation(_ row: Row, services: Set<Int64>) throws -> Conversation {
        Conversation(
            id: try row.int64("id"), network: try row.value("network"), root: try row.int64("root"),
            post: try row.optionalInt64("post"), origin: try row.optionalInt64("origin"),
            state: try row.value("state"), person: try row.optionalInt64("person"), services: services,
            polarity: try row.optionalText("polarity").flatMap(Polarity.init), urgency: try row.value("urgency"),
            rating: try row.optionalReal("rating"), language: try row.optionalText("language"),
            firstAt: try row.instant("first_at"), lastAt: try row.instant("last_at"),
            answeredAt: try row.optionalInstant("answered_at"), dueAt: try row.optionalInstant("due_at"),
            snoozedUntil: try row.optionalInstant("snoozed_until"), mergedInto: try row.optionalInt64("merged_into"),
            joined: try row.bool("joined"), handled: try row.bool("handled"), messages: try row.int("messages"),
            version: try row.int64("version"))
    }

    /// Keeps a state that somebody, or an answer, has given.
    static func keep(
        _ id: Int64, state: Conversation.State, snoozedUntil: Instant? = nil, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            UPDATE conversation SET state = $2, snoozed_until = $3, handled = 1, version = version + 1 WHERE id = $1
            """, [id, state.rawValue, snoozedUntil])
        try mirror(id, in: connection)
    }

    static func keep(_ id: Int64, person: Int64?, in connection: any Connection) throws {
        try connection.execute(
            "UPDATE conversation SET person = $2, version = version + 1 WHERE id = $1", [id, person])
    }

    /// Somebody looks at it for the first time: what others have on their screens stays good.
    static func opened(_ id: Int64, in connection: any Connection) throws -> Bool {
        let changed = try connection.execute(
            "UPDATE conversation SET state = 'open', handled = 1 WHERE id = $1 AND state = 'unread'", [id])
        if changed == 1 { try mirror(id, in: connection) }
        return changed == 1
    }

    /// Repeats the state and the last word beside services and themes, whose indices lists are read down.
    static func mirror(_ id: Int64, in connection: any Connection) throws {
        for table in ["conversation_service", "conversation_theme"] {
            try connection.execute(
                """
                UPDATE \(table) SET
                  state = (SELECT CASE WHEN c.merged_into IS NULL THEN c.state ELSE 'merged' END
                    FROM conversation c WHERE c.id = $1),
                  last_at = (SELECT c.last_at FROM conversation c WHERE c.id = $1)
                WHERE conversation = $1
                """, [id])
        }
    }

    /// Those put together with it.
    static func parts(of id: Int64, in connection: any Connection) throws -> [Int64] {
        try connection.query("SELECT id FROM conversation WHERE merged_into = $1 ORDER BY id", [id]).map {
            try $0.int64("id")
        }
    }

    /// `$1, $2, …`.
    static func places(_ count: Int, after first: Int = 0) -> String {
        (0..<count).map { "$\($0 + first + 1)" }.joined(separator: ", ")
    }
}

extension Scope {
    /// A conversation without a service is for those who see everything.
    func reaches(_ conversation: Conversation) -> Bool {
        switch self {
        case .everything: true
        case .services(let services): !services.isDisjoint(with: conversation.services)
        case .nothing: false
        }
    }
}
