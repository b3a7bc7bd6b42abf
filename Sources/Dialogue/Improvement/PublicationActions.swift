import Foundation
import Kernel
import Storage

/// Telling the public what was done.
struct PublicationActions: Sendable {
    let desk: DialogueDesk

    /// What stands in the way of these texts, and what is worth a second look.
    func findings(said: String, done: String) -> [PublicFinding] {
        PublicText.findings([said, done], checker: desk.checker, privacy: desk.privacy)
    }

    /// Publishes what was done, or changes what is published. Nothing that identifies a person, and nothing that a rule
    /// blocks, gets through; there is no lifting here: the sentence is ours, and another one will do.
    /// - Throws: `.unusable` with the word `improvement.public_stopped` when something stops it.
    func publish(_ id: Int64, said: String, done: String, by person: Person) async throws {
        let scope = try Self.publishing(person)
        let (said, done) = (try PublicText.checked(said), try PublicText.checked(done))
        guard !findings(said: said, done: done).contains(where: \.stops) else {
            throw Failure(.unusable, "the text is stopped by its check", words: "improvement.public_stopped")
        }
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let before = try ImprovementStore.find(id, scope: scope, in: connection)
            guard before.state == .made else {
                throw Failure(.conflict, "only what is made is published", words: "improvement.not_made")
            }
            try connection.execute(
                """
                UPDATE improvement SET said = $2, done = $3, published_at = COALESCE(published_at, $4),
                  changed_at = $4, version = version + 1
                WHERE id = $1
                """, [id, said, done, now])
            try Audit.record(
                who: person.id, action: "improvement.published", subject: "improvement", id: id,
                before: ImprovementTrail.json(["said": before.said ?? "", "done": before.done ?? ""]),
                after: ImprovementTrail.json(["said": said, "done": done]), at: now, in: connection)
            guard before.publishedAt == nil else { return }
            try EventLog.append(
                "improvement.published", subject: id, payload: "{\"voices\":\(before.voices)}", at: now,
                in: connection)
        }
    }

    /// Takes it off the public page; the texts stay for another time.
    func withdraw(_ id: Int64, by person: Person) async throws {
        let scope = try Self.publishing(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let before = try ImprovementStore.find(id, scope: scope, in: connection)
            guard before.publishedAt != nil else { return }
            try connection.execute(
                """
                UPDATE improvement SET published_at = NULL, changed_at = $2, version = version + 1 WHERE id = $1
                """, [id, now])
            try Audit.record(
                who: person.id, action: "improvement.withdrawn", subject: "improvement", id: id, at: now,
                in: connection)
        }
    }

    private static func publishing(_ person: Person) throws -> Scope {
        let scope = person.scope(of: .approve)
        if scope == .nothing { throw Failure(.forbidden, "the person may not publish") }
        return scope
    }
}
