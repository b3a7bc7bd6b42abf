import Foundation
import Kernel
import Storage

/// SQL of the requests of people. What they tell of themselves is sealed before it gets here, and opened behind.
struct RequestStore: Sendable {
    let sealer: Sealer

    func insert(_ request: PersonRequest, by person: Int64, in connection: any Connection) throws {
        try connection.execute(
            """
            INSERT INTO person_request (id, kind, road, dossier, received_on, due_on, state, created_by, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
            """,
            [
                request.id, request.kind, request.road, try request.dossier.map { try seal($0, request.id) },
                request.receivedOn, request.dueOn, request.state, person, request.createdAt,
            ])
    }

    func find(_ id: Int64, in connection: any Connection) throws -> PersonRequest {
        guard let row = try connection.one("SELECT * FROM person_request WHERE id = $1", id) else {
            throw Failure(.notFound, "no such request")
        }
        return try request(row)
    }

    /// Open ones by what is due first, then the closed ones, newest first.
    func list(limit: Int, in connection: any Connection) throws -> [PersonRequest] {
        try connection.query(
            """
            SELECT * FROM person_request
            ORDER BY CASE WHEN state = 'open' THEN 0 ELSE 1 END, CASE WHEN state = 'open' THEN due_on ELSE 0 END,
              closed_on DESC, id DESC LIMIT $1
            """, limit
        ).map(request)
    }

    /// Keeps the request as it is now.
    /// - Throws: `.conflict` when somebody changed it since `version`.
    func keep(
        _ request: PersonRequest, dossier: PersonRequest.Dossier, dueOn: Int, extended: Bool, identified: Bool,
        state: PersonRequest.State, closedOn: Int?, in connection: any Connection
    ) throws {
        let changed = try connection.execute(
            """
            UPDATE person_request SET dossier = $3, due_on = $4, extended = $5, identified = $6, state = $7,
              closed_on = $8, version = version + 1
            WHERE id = $1 AND version = $2 AND state = 'open'
            """,
            [
                request.id, request.version, try seal(dossier, request.id), dueOn, extended, identified, state,
                closedOn,
            ])
        guard changed == 1 else {
            throw Failure(.conflict, "somebody changed the request", words: "protection.changed_meanwhile")
        }
    }

    static func erased(_ mention: Int64, for request: Int64, at now: Instant, in connection: any Connection) throws {
        try connection.execute(
            "INSERT INTO person_request_erasure (request, mention, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING",
            request, mention, now)
    }

    static func erasures(_ request: Int64, in connection: any Connection) throws -> [Int64] {
        try connection.query(
            "SELECT mention FROM person_request_erasure WHERE request = $1 ORDER BY mention", request
        ).map { try $0.int64("mention") }
    }

    /// Takes away who asked, where the end is before `day`; gives the keys.
    static func purge(closedBefore day: Int, at now: Instant, in connection: any Connection) throws -> [Int64] {
        try connection.query(
            """
            UPDATE person_request SET dossier = NULL, purged_at = $2
            WHERE purged_at IS NULL AND closed_on < $1 RETURNING id
            """, day, now
        ).map { try $0.int64("id") }
    }

    private func seal(_ dossier: PersonRequest.Dossier, _ id: Int64) throws -> [UInt8] {
        try sealer.seal(Array(JSONEncoder().encode(dossier)), for: "person_request.dossier:\(id)")
    }

    private func request(_ row: Row) throws -> PersonRequest {
        let id = try row.int64("id")
        return PersonRequest(
            id: id, kind: try row.value("kind"), road: try row.value("road"),
            dossier: try row.optionalBytes("dossier").map { sealed in
                let bytes = try sealer.open(sealed, for: "person_request.dossier:\(id)")
                return try JSONDecoder().decode(PersonRequest.Dossier.self, from: Data(bytes))
            },
            receivedOn: try row.int("received_on"), dueOn: try row.int("due_on"), extended: try row.bool("extended"),
            identified: try row.bool("identified"), state: try row.value("state"),
            createdAt: try row.instant("created_at"), closedOn: try row.optionalInt("closed_on"),
            version: try row.int64("version"))
    }
}
