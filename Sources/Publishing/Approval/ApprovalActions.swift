import Deontology
import Foundation
import Kernel
import Storage

/// Approval by stages: who may say yes to what, and what follows.
struct ApprovalActions: Sendable {
    let desk: PublishingDesk

    /// When a post is to leave.
    enum Moment: Sendable, Equatable {
        case onceApproved
        /// At the next free slot of a queue.
        case inQueue(Int64)
        case at(Instant, local: String, zone: String, recurrence: String?)
    }

    /// Hands it to those who approve. Nothing that the check blocks, and no limit of a network, goes to anybody.
    func submit(_ id: Int64, seen: Int, when moment: Moment, by person: Person) async throws {
        let scope = try PostActions.reading(person)
        let post = try await PostActions(desk: desk).find(id, for: person)
        guard post.version == seen else { throw PostActions.overtaken }
        try await refuse(post)
        let now = desk.clock.now()
        let desk = desk
        try await desk.database.write { connection in
            let post = try PostActions.find(id, scope, connection)
            guard post.version == seen, [.draft, .changes].contains(post.state),
                try PostStore.move(post, to: .review, stage: 0, at: now, in: connection)
            else { throw PostActions.overtaken }
            try Self.plan(post, moment, desk, at: now, in: connection)
            try self.verdict(
                post, stage: post.content.stages[0], "submitted", by: person.id, note: nil, at: now, connection)
            try PostActions.record("post.submitted", id, person.id, at: now, connection)
        }
    }

    private static func plan(
        _ post: Post, _ moment: Moment, _ desk: PublishingDesk, at now: Instant, in connection: any Connection
    ) throws {
        switch moment {
        case .inQueue(let queue):
            _ = try RepeatActions.settle(post, nil, in: connection)
            try QueuePlaces.put(post, in: queue, desk, at: now, connection)
        case .onceApproved:
            try QueueStore.leave(post.id, in: connection)
            let rule = try RepeatActions.settle(post, nil, in: connection)
            try PostStore.plan(post.id, due: nil, local: nil, zone: nil, recurrence: rule, in: connection)
        case .at(let due, let local, let zone, let recurrence):
            guard due > now else {
                throw Failure(.unusable, "that moment has passed", words: "publishing.past")
            }
            try QueueStore.leave(post.id, in: connection)
            let rule = try RepeatActions.settle(post, recurrence, in: connection)
            try PostStore.plan(post.id, due: due, local: local, zone: zone, recurrence: rule, in: connection)
        }
    }

    /// What keeps a post from going on, before anybody is asked.
    func refuse(_ post: Post) async throws {
        guard !post.content.faces.isEmpty || post.content.page != nil else {
            throw Failure(.unusable, "no account is chosen", words: "publishing.no_face")
        }
        let checked = try await PostCheck(desk: desk).read(post)
        guard checked.blocks == 0 else { throw checked.refusal }
    }

    /// Says yes at the stage where it waits. The last yes puts it on its way.
    func approve(_ id: Int64, seen: Int, by person: Person) async throws {
        let scope = try PostActions.reading(person)
        let found = try await PostActions(desk: desk).find(id, for: person)
        try await refuse(found)
        let now = desk.clock.now()
        let desk = desk
        try await desk.database.write { connection in
            let post = try PostActions.find(id, scope, connection)
            guard post.version == seen, post.state == .review, let stage = post.waitsAt else {
                throw PostActions.overtaken
            }
            try Self.may(person, say: stage, of: post)
            try self.verdict(post, stage: stage, "approved", by: person.id, note: nil, at: now, connection)
            let last = post.stage + 1 == post.content.stages.count
            guard last else {
                guard try PostStore.move(post, to: .review, stage: post.stage + 1, at: now, in: connection) else {
                    throw PostActions.overtaken
                }
                return try PostActions.record("post.approved", id, person.id, at: now, connection)
            }
            try Self.release(post, desk, at: now, connection)
            try PostActions.record("post.approved", id, person.id, at: now, connection)
        }
    }

    /// A time that passed while people thought is nobody's choice: it is asked for again, and a queue gives the next.
    private static func release(
        _ post: Post, _ desk: PublishingDesk, at now: Instant, _ connection: any Connection
    ) throws {
        let waits = try QueuePlaces.settle(post, desk, at: now, connection)
        let post = try PostStore.find(post.id, in: connection)
        let isLate = waits || post.dueAt.map { $0 < now } ?? false
        // A page of ours alone has nothing to send.
        let atOnce: Post.State = post.content.faces.isEmpty ? .published : .sending
        let state: Post.State = isLate ? .approved : post.dueAt == nil ? atOnce : .scheduled
        guard try PostStore.move(post, to: state, stage: post.stage + 1, at: now, in: connection) else {
            throw PostActions.overtaken
        }
        if !isLate { try Planning.put(post, desk, at: now, in: connection) }
    }

    /// Medical content needs a medical validator; nobody approves what they wrote.
    static func may(_ person: Person, say stage: Stage, of post: Post) throws {
        guard person.scope(of: stage.right).reaches(post) else {
            throw Failure(.forbidden, "another right is needed", words: "publishing.not_yours_\(stage.rawValue)")
        }
        guard person.id != post.author else {
            throw Failure(.forbidden, "its author does not approve it", words: "publishing.own_post")
        }
    }

    /// Asks for something else: back with its author, with the reason.
    func askChanges(_ id: Int64, seen: Int, note: String, by person: Person) async throws {
        let scope = try PostActions.reading(person)
        let note = note.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !note.isEmpty, note.utf8.count <= 10_000 else {
            throw Failure(.unusable, "nobody knows what to change", words: "publishing.no_note")
        }
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let post = try PostActions.find(id, scope, connection)
            guard post.version == seen, post.state == .review, let stage = post.waitsAt else {
                throw PostActions.overtaken
            }
            try Self.may(person, say: stage, of: post)
            guard try PostStore.move(post, to: .changes, stage: 0, at: now, in: connection) else {
                throw PostActions.overtaken
            }
            try self.verdict(post, stage: stage, "changes", by: person.id, note: note, at: now, connection)
            try PostActions.record("post.returned", id, person.id, at: now, connection)
        }
    }

    /// Another time, for what is approved or planned already: the words stay approved.
    func plan(_ id: Int64, _ moment: Moment, by person: Person) async throws {
        let scope = person.scope(of: .approve)
        let now = desk.clock.now()
        let desk = desk
        try await desk.database.write { connection in
            let post = try PostStore.find(id, in: connection)
            guard scope.reaches(post) || (post.author == person.id && [.draft, .changes, .review].contains(post.state))
            else { throw Failure(.forbidden, "may not plan this post") }
            guard post.isOpen, try Planning.isUntouched(post, in: connection) else {
                throw Failure(.conflict, "some of it has left already", words: "publishing.has_left")
            }
            try Self.plan(post, moment, desk, at: now, in: connection)
            if case .inQueue(let queue) = moment, try QueueStore.find(queue, in: desk.zone, connection).isPaused {
                try QueuePlaces.again(post, nil, desk, at: now, connection)
            } else if [.approved, .scheduled].contains(post.state) {
                try Planning.again(post, desk, at: now, in: connection)
            }
            try PostActions.record("post.planned", id, person.id, at: now, connection)
        }
    }

    private func verdict(
        _ post: Post, stage: Stage, _ verdict: String, by person: Int64, note: String?, at now: Instant,
        _ connection: any Connection
    ) throws {
        try connection.execute(
            """
            INSERT INTO post_verdict (id, post, version, stage, verdict, person, note, at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
            """, [desk.newID(), post.id, post.version, stage, verdict, person, note, now])
    }
}

/// One line of a post's approval.
struct Verdict: Sendable, Equatable {
    let version: Int
    let stage: Stage
    let verdict: String
    let person: Int64?
    let outsider: String?
    let note: String?
    let at: Instant

    static func all(_ post: Int64, in connection: any Connection) throws -> [Verdict] {
        try connection.query("SELECT * FROM post_verdict WHERE post = $1 ORDER BY at, id LIMIT 500", [post]).map {
            Verdict(
                version: try $0.int("version"), stage: try $0.value("stage"), verdict: try $0.text("verdict"),
                person: try $0.optionalInt64("person"), outsider: try $0.optionalText("outsider"),
                note: try $0.optionalText("note"), at: try $0.instant("at"))
        }
    }
}
