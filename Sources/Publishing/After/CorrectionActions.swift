import Channels
import Foundation
import Kernel
import Storage

/// Corrects what was published: new words, checked and approved as the first ones were, by somebody else than whoever
/// corrects. The last yes makes them the post's, and asks of each network what has changed there.
struct CorrectionActions: Sendable {
    let desk: PublishingDesk

    /// Puts a correction before those who approve; another one of the same post takes its place.
    /// - Parameter seen: the version that the form was made of.
    func propose(_ post: Int64, _ form: PostContent, why: String, seen: Int, by person: Person) async throws {
        let scope = try PostActions.reading(person)
        let why = why.trimmingCharacters(in: .whitespacesAndNewlines)
        guard why.count >= 3, why.count <= Withdrawals.longest else {
            throw Failure(.unusable, "no reason is given", words: "after.no_reason")
        }
        let found = try await PostActions(desk: desk).find(post, for: person)
        let content = Correction.merged(form, into: found.content)
        try PostActions.bounded(content)
        guard found.version == seen else { throw PostActions.overtaken }
        guard content != found.content else {
            throw Failure(.unusable, "nothing is corrected", words: "after.nothing_corrected")
        }
        try await refuse(content, of: found)
        let (now, desk) = (desk.clock.now(), desk)
        try await desk.database.write { connection in
            let post = try PostActions.find(post, scope, connection)
            guard post.version == seen else { throw PostActions.overtaken }
            try Self.mayBeCorrected(post, in: connection)
            if let known = try CorrectionStore.open(post.id, in: connection) {
                guard known.content != content || known.state == .returned || known.why != why else { return }
                guard
                    try CorrectionStore.rewrite(
                        known, post, content, why: why, by: person.id, at: now, in: connection)
                else { throw PostActions.overtaken }
            } else {
                try CorrectionStore.insert(
                    desk.newID(), post, content, why: why, by: person.id, at: now, in: connection)
            }
            try PostActions.record("post.correcting", post.id, person.id, at: now, connection)
        }
    }

    /// Something of it has left, and nobody waits to know what became of the rest.
    static func mayBeCorrected(_ post: Post, in connection: any Connection) throws {
        let parcels = try ParcelStore.of(post.id, in: connection).filter { $0.version == post.version }
        guard [.sending, .published, .partial].contains(post.state), parcels.contains(where: { $0.state == .sent })
        else { throw Failure(.conflict, "nothing of it stands", words: "after.nothing_stands") }
        guard !parcels.contains(where: \.mayStand), try !Reposts.isUnderWay(post.id, in: connection) else {
            throw Failure(.conflict, "some of it is not settled", words: "after.unsettled")
        }
    }

    /// What keeps words from going on, before anybody is asked: as for a new post.
    private func refuse(_ content: PostContent, of post: Post) async throws {
        let (channels, lifts, items) = try await desk.database.read { connection in
            (
                try ChannelStore.all(in: connection), try KeptPostLift.all(post.id, in: connection),
                try LibraryStore.used(by: content, in: connection)
            )
        }
        let checked = PostCheck(desk: desk).read(content, lifts: lifts, channels: channels, items: items)
        guard checked.blocks == 0 else { throw checked.refusal }
    }

    /// Says yes at the stage where it waits.
    func approve(_ post: Int64, seen: Int, by person: Person) async throws {
        let (found, correction) = try await reading(post, person)
        try await refuse(correction.content, of: found)
        let (now, desk) = (desk.clock.now(), desk)
        try await change(post, seen, person) { post, correction, stage, connection in
            try Self.verdict(desk.newID(), post, stage, "approved", person.id, nil, at: now, connection)
            let isLast = correction.stage + 1 == correction.content.stages.count
            guard
                try CorrectionStore.move(
                    correction, to: isLast ? .applied : .review, stage: correction.stage + 1, at: now, in: connection)
            else { throw PostActions.overtaken }
            try PostActions.record("post.correction_approved", post.id, person.id, at: now, connection)
            guard isLast else { return }
            try CorrectionCarrying(desk: desk, post: post, correction: correction).apply(at: now, in: connection)
        }
    }

    /// Asks for something else.
    func returned(_ post: Int64, seen: Int, note: String, by person: Person) async throws {
        let note = note.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !note.isEmpty, note.utf8.count <= 10_000 else {
            throw Failure(.unusable, "nobody knows what to change", words: "publishing.no_note")
        }
        let (now, desk) = (desk.clock.now(), desk)
        try await change(post, seen, person) { post, correction, stage, connection in
            try Self.verdict(desk.newID(), post, stage, "changes", person.id, note, at: now, connection)
            guard
                try CorrectionStore.move(correction, to: .returned, stage: 0, note: note, at: now, in: connection)
            else { throw PostActions.overtaken }
            try PostActions.record("post.correction_returned", post.id, person.id, at: now, connection)
        }
    }

    /// Given up, by whoever wrote it or may say yes to it.
    func drop(_ post: Int64, by person: Person) async throws {
        let scope = try PostActions.reading(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let post = try PostActions.find(post, scope, connection)
            guard let correction = try CorrectionStore.open(post.id, in: connection) else { return }
            guard correction.author == person.id || person.scope(of: .approve).reaches(post) else {
                throw Failure(.forbidden, "somebody else's correction", words: "publishing.not_yours_communication")
            }
            guard
                try CorrectionStore.move(correction, to: .dropped, stage: correction.stage, at: now, in: connection)
            else { throw PostActions.overtaken }
            try PostActions.record("post.correction_dropped", post.id, person.id, at: now, connection)
        }
    }

    // MARK: Deciding

    private func reading(_ id: Int64, _ person: Person) async throws -> (Post, Correction) {
        let scope = try PostActions.reading(person)
        return try await desk.database.read { connection in
            let post = try PostActions.find(id, scope, connection)
            guard let correction = try CorrectionStore.open(id, in: connection) else { throw PostActions.overtaken }
            return (post, correction)
        }
    }

    private func change(
        _ id: Int64, _ seen: Int, _ person: Person,
        _ body: @escaping @Sendable (Post, Correction, Stage, any Connection) throws -> Void
    ) async throws {
        let scope = try PostActions.reading(person)
        try await desk.database.write { connection in
            let post = try PostActions.find(id, scope, connection)
            guard let correction = try CorrectionStore.open(id, in: connection), correction.revision == seen,
                correction.state == .review, correction.base == post.version, let stage = correction.waitsAt
            else { throw PostActions.overtaken }
            guard person.scope(of: stage.right).reaches(post) else {
                throw Failure(.forbidden, "another right is needed", words: "publishing.not_yours_\(stage.rawValue)")
            }
            guard person.id != correction.author else {
                throw Failure(.forbidden, "its author does not approve it", words: "publishing.own_post")
            }
            try body(post, correction, stage, connection)
        }
    }

    /// Under the version that it will be.
    private static func verdict(
        _ id: Int64, _ post: Post, _ stage: Stage, _ verdict: String, _ person: Int64, _ note: String?,
        at now: Instant, _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO post_verdict (id, post, version, stage, verdict, person, note, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """, [id, post.id, post.version + 1, stage, verdict, person, note, now])
    }
}
