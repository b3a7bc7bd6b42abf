import Kernel
import Storage

/// Which of the concerns that we answered led to a change.
struct ConcernShare: Sendable, Equatable {
    /// Negative or mixed conversations of the last twelve months that were answered.
    let answered: Int
    /// Those of them that asked for an improvement which is made.
    let changed: Int

    /// Under this many a percentage would say more than the numbers.
    static let enough = 20
    var share: Double? { answered >= Self.enough ? Double(changed) / Double(answered) : nil }
}

/// SQL of what the public reads.
enum PublicStore {
    static let page = 20

    /// What is published, newest first, after the one that was seen last.
    static func list(
        service: Int64?, after last: (day: Int, id: Int64)?, limit: Int = page + 1, in connection: any Connection
    ) throws -> [PublicAction] {
        var arguments: [any SQLBindable] = [limit]
        var clauses = ["i.published_at IS NOT NULL"]
        if let service {
            arguments.append(service)
            clauses.append("i.service = $\(arguments.count)")
        }
        if let last {
            arguments += [last.day, last.id]
            let (day, id) = (arguments.count - 1, arguments.count)
            clauses.append("(i.made_day < $\(day) OR (i.made_day = $\(day) AND i.id < $\(id)))")
        }
        return try connection.query(
            """
            SELECT \(ImprovementStore.publicColumns) FROM improvement i WHERE \(clauses.joined(separator: " AND "))
            ORDER BY i.made_day DESC, i.id DESC LIMIT $1
            """, arguments
        ).map(PublicAction.init)
    }

    /// The services of what is published; nil among them for the whole hospital.
    static func services(in connection: any Connection) throws -> Set<Int64> {
        Set(
            try connection.query(
                "SELECT DISTINCT service FROM improvement WHERE published_at IS NOT NULL AND service IS NOT NULL"
            ).map { try $0.int64("service") })
    }

    static func share(since start: Instant, in connection: any Connection) throws -> ConcernShare {
        let row = try connection.one(
            """
            SELECT count(*) AS answered, count(CASE WHEN EXISTS (
                SELECT 1 FROM improvement_voice v JOIN improvement i ON i.id = v.improvement
                WHERE v.conversation = c.id AND i.state = 'made') THEN 1 END) AS changed
            FROM conversation c
            WHERE c.polarity IN ('negative', 'mixed') AND c.merged_into IS NULL AND c.first_at >= $1
              AND c.answered_at IS NOT NULL
            """, [start])
        return ConcernShare(
            answered: try row?.int("answered") ?? 0, changed: try row?.int("changed") ?? 0)
    }
}
