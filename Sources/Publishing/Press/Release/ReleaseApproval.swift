import Deontology
import Foundation
import Kernel
import Storage

/// Who says yes to a release: the stages of posts. Medical content needs a medical validator; nobody approves what they
/// wrote.
struct ReleaseApproval: Sendable {
    let desk: PublishingDesk

    func submit(_ id: Int64, seen: Int, by person: Person) async throws {
        let scope = try PostActions.reading(person)
        try await refuse(try await ReleaseActions(desk: desk).find(id, for: person))
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let release = try ReleaseActions.find(id, scope, connection)
            guard release.version == seen, [.draft, .changes].contains(release.state),
                try ReleaseStore.move(release, to: .review, at: now, in: connection)
            else { throw ReleaseActions.overtaken }
            try self.verdict(release, release.content.stages[0], "submitted", person, nil, at: now, connection)
            try ReleaseActions.record("press.submitted", id, person.id, at: now, connection)
        }
    }

    /// Nothing that the check blocks, that lacks what a release needs, or whose speakers have not agreed, goes on.
    func refuse(_ release: Release) async throws {
        guard release.content.lacks.isEmpty else {
            throw Failure(.unusable, "the release lacks something", words: "press.lacking")
        }
        let checked = try await ReleaseCheck(desk: desk).read(release)
        guard checked.blocks == 0 else {
            throw Failure(.unusable, "\(checked.blocks) blocks are left", words: "publishing.blocked")
        }
    }

    func approve(_ id: Int64, seen: Int, by person: Person) async throws {
        let scope = try PostActions.reading(person)
        try await refuse(try await ReleaseActions(desk: desk).find(id, for: person))
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let release = try ReleaseActions.find(id, scope, connection)
            guard release.version == seen, release.state == .review, let stage = release.waitsAt else {
                throw ReleaseActions.overtaken
            }
            try Self.may(person, say: stage, of: release)
            try self.verdict(release, stage, "approved", person, nil, at: now, connection)
            let last = release.stage + 1 == release.content.stages.count
            guard
                try ReleaseStore.move(
                    release, to: last ? .approved : .review, stage: release.stage + 1, at: now, in: connection)
            else { throw ReleaseActions.overtaken }
            try ReleaseActions.record("press.approved", id, person.id, at: now, connection)
        }
    }

    func askChanges(_ id: Int64, seen: Int, note: String, by person: Person) async throws {
        let scope = try PostActions.reading(person)
        let note = note.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !note.isEmpty, note.utf8.count <= 10_000 else {
            throw Failure(.unusable, "nobody knows what to change", words: "publishing.no_note")
        }
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let release = try ReleaseActions.find(id, scope, connection)
            guard release.version == seen, release.state == .review, let stage = release.waitsAt else {
                throw ReleaseActions.overtaken
            }
            try Self.may(person, say: stage, of: release)
            guard try ReleaseStore.move(release, to: .changes, at: now, in: connection) else {
                throw ReleaseActions.overtaken
            }
            try self.verdict(release, stage, "changes", person, note, at: now, connection)
            try ReleaseActions.record("press.returned", id, person.id, at: now, connection)
        }
    }

    static func may(_ person: Person, say stage: Stage, of release: Release) throws {
        guard person.scope(of: stage.right).reaches(release) else {
            throw Failure(.forbidden, "another right is needed", words: "publishing.not_yours_\(stage.rawValue)")
        }
        guard person.id != release.author else {
            throw Failure(.forbidden, "its author does not approve it", words: "press.own_release")
        }
    }

    /// A named validator sets one finding aside, with a reason; its author does not.
    func lift(rule: String, excerpt: String, reason: String, of id: Int64, by person: Person) async throws {
        let release = try await ReleaseActions(desk: desk).find(id, for: person)
        guard person.scope(of: .approve).reaches(release), person.id != release.author else {
            throw Failure(.forbidden, "its author lifts nothing", words: "press.own_release")
        }
        let checked = try await ReleaseCheck(desk: desk).read(release)
        guard let finding = checked.findings.first(where: { $0.rule == rule && $0.excerpt == excerpt }) else {
            throw Failure(.conflict, "no such finding any more", words: "publishing.no_finding")
        }
        let (fresh, now) = (desk.newID(), desk.clock.now())
        let lift: Lift
        do { lift = try Lift(finding, validator: person.id, name: person.name, reason: reason, at: now) } catch {
            throw Failure(.unusable, "no reason is given", words: "publishing.no_reason")
        }
        try await desk.database.write { connection in
            try connection.execute(
                """
                INSERT INTO press_lift (id, release_id, rule, excerpt, person, name, reason, at)
                VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
                """, [fresh, id, lift.rule, lift.excerpt, person.id, lift.name, lift.reason, now])
            try ReleaseActions.record(
                "press.lifted", id, person.id, after: "{\"rule\":\"\(lift.rule)\"}", at: now, connection)
        }
    }

    private func verdict(
        _ release: Release, _ stage: Stage, _ verdict: String, _ person: Person, _ note: String?, at now: Instant,
        _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO press_verdict (id, release_id, version, stage, verdict, person, note, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """, [desk.newID(), release.id, release.version, stage, verdict, person.id, note, now])
    }
}
