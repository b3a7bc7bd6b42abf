import Kernel
import Storage

/// SQL of improvements, of the conversations that asked for them, and of their evidence.
enum ImprovementStore {
    private static let columns = """
        i.*, (SELECT count(*) FROM improvement_voice v WHERE v.improvement = i.id) AS voices
        """

    /// The improvement, where `scope` reaches it.
    /// - Throws: `.notFound` outside the scope, as if it did not exist.
    static func find(_ id: Int64, scope: Scope, in connection: any Connection) throws -> Improvement {
        guard let row = try connection.one("SELECT \(columns) FROM improvement i WHERE i.id = $1", [id]) else {
            throw Failure(.notFound, "no such improvement")
        }
        let found = try Improvement(row)
        guard scope.reaches(found) else { throw Failure(.notFound, "improvement outside the person's services") }
        return found
    }

    /// What is open, overdue first, then by the day due; then what is over, last changed first.
    static func list(_ filter: ImprovementFilter, scope: Scope, in connection: any Connection) throws -> [Improvement] {
        var arguments: [any SQLBindable] = []
        var clauses: [String] = []
        func add(_ clause: (String) -> String, _ value: any SQLBindable) {
            arguments.append(value)
            clauses.append(clause("$\(arguments.count)"))
        }
        if let service = filter.service { add({ "i.service = \($0)" }, service) }
        if let theme = filter.theme { add({ "i.theme = \($0)" }, theme) }
        if let owner = filter.owner { add({ "i.owner = \($0)" }, owner) }
        if let state = filter.state { add({ "i.state = \($0)" }, state) }
        if let least = filter.criticality {
            add(
                {
                    """
                    EXISTS (SELECT 1 FROM improvement_voice v JOIN criticality c ON c.conversation = v.conversation
                            WHERE v.improvement = i.id AND c.note >= \($0))
                    """
                }, least)
        }
        if case .services(let services) = scope {
            clauses.append("i.service IN (\(services.sorted().map(String.init).joined(separator: ", ")))")
        }
        if case .nothing = scope { return [] }
        let condition = clauses.isEmpty ? "" : "WHERE " + clauses.joined(separator: " AND ")
        return try connection.query(
            """
            SELECT \(columns) FROM improvement i \(condition)
            ORDER BY CASE WHEN i.state IN ('made', 'abandoned') THEN 1 ELSE 0 END,
              CASE WHEN i.state IN ('made', 'abandoned') THEN -i.changed_at END,
              CASE WHEN i.due_day IS NULL THEN 1 ELSE 0 END, i.due_day, i.id
            LIMIT 500
            """, arguments
        ).map(Improvement.init)
    }

    static func insert(
        _ draft: ImprovementDraft, id: Int64, by person: Int64?, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO improvement (id, title, description, service, theme, owner, due_day, cost, state, created_by,
              created_at, changed_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'proposed', $9, $10, $10)
            """, [id] + values(draft) + [person, now])
    }

    /// - Throws: `.conflict` when somebody changed it since `version`.
    static func update(
        _ id: Int64, _ draft: ImprovementDraft, seen version: Int64, at now: Instant, in connection: any Connection
    ) throws {
        let changed = try connection.execute(
            """
            UPDATE improvement SET title = $2, description = $3, service = $4, theme = $5, owner = $6, due_day = $7,
              cost = $8, changed_at = $9, version = version + 1
            WHERE id = $1 AND version = $10
            """, [id] + values(draft) + [now, version])
        guard changed == 1 else { throw overtaken }
    }

    static func move(
        _ id: Int64, to state: Improvement.State, reason: String?, madeDay: Int?, seen version: Int64,
        at now: Instant, in connection: any Connection
    ) throws {
        let changed = try connection.execute(
            """
            UPDATE improvement SET state = $2, reason = $3, made_day = $4, changed_at = $5, version = version + 1
            WHERE id = $1 AND version = $6
            """, [id, state, reason, madeDay, now, version])
        guard changed == 1 else { throw overtaken }
    }

    static var overtaken: Failure {
        Failure(.conflict, "somebody changed the improvement meanwhile", words: "improvement.overtaken")
    }

    private static func values(_ draft: ImprovementDraft) -> [any SQLBindable] {
        [
            draft.title, draft.description, draft.service, draft.theme, draft.owner, draft.dueDay, draft.cost,
        ]
    }

    // MARK: Evidence

    static func evidence(of id: Int64, in connection: any Connection) throws -> [Evidence] {
        try connection.query(
            "SELECT * FROM improvement_evidence WHERE improvement = $1 ORDER BY day, id LIMIT 200", [id]
        ).map {
            Evidence(
                id: try $0.int64("id"), day: try $0.int("day"), text: try $0.text("text"),
                link: try $0.optionalText("link"), addedBy: try $0.optionalInt64("added_by"))
        }
    }

    static func add(
        _ evidence: Evidence, to id: Int64, at now: Instant, in connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO improvement_evidence (id, improvement, day, text, link, added_by, added_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            """, [evidence.id, id, evidence.day, evidence.text, evidence.link, evidence.addedBy, now])
    }
}

extension Scope {
    /// An improvement of the whole hospital is for those who see everything.
    func reaches(_ improvement: Improvement) -> Bool {
        switch self {
        case .everything: true
        case .services(let services): improvement.draft.service.map(services.contains) ?? false
        case .nothing: false
        }
    }
}

extension Improvement {
    init(_ row: Row) throws {
        id = try row.int64("id")
        draft = ImprovementDraft(
            title: try row.text("title"), description: try row.text("description"),
            service: try row.optionalInt64("service"), theme: try row.optionalText("theme").flatMap(Theme.init),
            owner: try row.optionalInt64("owner"), dueDay: try row.optionalInt("due_day"),
            cost: try row.optionalInt("cost"))
        state = try row.value("state")
        reason = try row.optionalText("reason")
        madeDay = try row.optionalInt("made_day")
        said = try row.optionalText("said")
        done = try row.optionalText("done")
        publishedAt = try row.optionalInstant("published_at")
        createdBy = try row.optionalInt64("created_by")
        createdAt = try row.instant("created_at")
        changedAt = try row.instant("changed_at")
        version = try row.int64("version")
        voices = try row.int("voices")
    }
}
