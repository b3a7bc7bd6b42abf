import Deontology
import Kernel
import Storage

/// What named persons have set aside of a post's findings, with their reasons: on record, and no wider than the very words.
struct KeptPostLift: Sendable, Equatable {
    let rule: String
    let excerpt: String
    let person: Int64
    let name: String
    let reason: String
    let at: Instant

    static func all(_ post: Int64, in connection: any Connection) throws -> [KeptPostLift] {
        try connection.query("SELECT * FROM post_lift WHERE post = $1 ORDER BY at", [post]).map { row in
            KeptPostLift(
                rule: try row.text("rule"), excerpt: try row.text("excerpt"), person: try row.int64("person"),
                name: try row.text("name"), reason: try row.text("reason"), at: try row.instant("at"))
        }
    }

    /// The lifts that apply to `findings`.
    static func lifts(_ kept: [KeptPostLift], of findings: [Finding]) throws -> [Lift] {
        try kept.compactMap { lift in
            guard let finding = findings.first(where: { $0.rule == lift.rule && $0.excerpt == lift.excerpt }) else {
                return nil
            }
            return try Lift(finding, validator: lift.person, name: lift.name, reason: lift.reason, at: lift.at)
        }
    }
}
