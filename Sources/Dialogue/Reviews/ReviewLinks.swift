import Kernel
import Storage

/// The address that leads to the form with a service already chosen: what posters and cards carry.
struct ReviewLink: Sendable, Equatable, Identifiable {
    let id: Int64
    /// Nil for the whole hospital.
    let service: Int64?
    let code: String
    let createdAt: Instant
    let revokedAt: Instant?

    var path: String { "/avis/s/\(code)" }
}

/// One open link for each service. A code stays the same until somebody renews it; an old one then still leads to the
/// form, without a service.
enum ReviewLinks {
    /// No vowels, so that no code spells a word, and nothing that is read for something else.
    private static let alphabet = Array("23456789BCDFGHJKMNPQRSTVWXYZ")

    /// The open link of a service (nil: of the hospital), made when there is none.
    static func open(for service: Int64?, desk: DialogueDesk, in connection: any Connection) throws -> ReviewLink {
        if let known = try find(service, in: connection) { return known }
        try insert(service, by: nil, desk: desk, in: connection)
        guard let made = try find(service, in: connection) else { throw Failure(.broken, "the link was not made") }
        return made
    }

    static func find(_ service: Int64?, in connection: any Connection) throws -> ReviewLink? {
        try connection.one(
            "SELECT * FROM review_link WHERE COALESCE(service, 0) = $1 AND revoked_at IS NULL", service ?? 0
        ).map(ReviewLink.init)
    }

    /// The link that bears this code, open or not.
    static func named(_ code: String, in connection: any Connection) throws -> ReviewLink? {
        try connection.one("SELECT * FROM review_link WHERE code = $1", String(code.uppercased().prefix(16))).map(
            ReviewLink.init)
    }

    /// Gives a service another code: what was printed with the old one counts for the hospital alone from now on.
    static func renew(_ service: Int64?, by person: Person, desk: DialogueDesk, in connection: any Connection) throws {
        let now = desk.clock.now()
        try connection.execute(
            "UPDATE review_link SET revoked_at = $2 WHERE COALESCE(service, 0) = $1 AND revoked_at IS NULL",
            service ?? 0, now)
        try insert(service, by: person, desk: desk, in: connection)
        try Audit.record(
            who: person.id, action: "review.link_renewed", subject: "service", id: service, at: now, in: connection)
    }

    private static func insert(
        _ service: Int64?, by person: Person?, desk: DialogueDesk, in connection: any Connection
    ) throws {
        let code = String((0..<7).map { _ in alphabet[Int.random(in: alphabet.indices)] })
        try connection.execute(
            """
            INSERT INTO review_link (id, service, code, created_by, created_at) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT DO NOTHING
            """, desk.newID(), service, code, person?.id, desk.clock.now())
    }
}

extension ReviewLink {
    init(_ row: Row) throws {
        self.init(
            id: try row.int64("id"), service: try row.optionalInt64("service"), code: try row.text("code"),
            createdAt: try row.instant("created_at"), revokedAt: try row.optionalInstant("revoked_at"))
    }
}
