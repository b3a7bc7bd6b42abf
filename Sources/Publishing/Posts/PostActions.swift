import Deontology
import Foundation
import Kernel
import Storage

/// What people do with posts while they write: right, rule, store, trail, in one transaction.
struct PostActions: Sendable {
    let desk: PublishingDesk

    static let longest = 100_000
    static let mostFaces = 60
    static let mostParts = 30

    // MARK: Reading

    func find(_ id: Int64, for person: Person) async throws -> Post {
        let scope = try Self.reading(person)
        return try await desk.database.read { try Self.find(id, scope, $0) }
    }

    /// Whoever writes posts, or answers for what is said, sees them.
    static func reading(_ person: Person) throws -> Scope {
        let scope = person.scope(of: .compose)
        guard scope != .nothing else { throw Failure(.forbidden, "writes no posts") }
        return scope
    }

    /// - Throws: `.notFound` outside the person's scope, as if the post did not exist.
    static func find(_ id: Int64, _ scope: Scope, _ connection: any Connection) throws -> Post {
        let post = try PostStore.find(id, in: connection)
        guard scope.reaches(post) else { throw Failure(.notFound, "no such post") }
        return post
    }

    // MARK: Writing

    /// - Parameter id: given with the form, so that pressing twice writes one post.
    @discardableResult
    func create(_ content: PostContent, service: Int64?, id: Int64? = nil, by person: Person) async throws -> Int64 {
        let scope = try Self.reading(person)
        let service = try Self.place(service, scope)
        try Self.bounded(content)
        let (fresh, now) = (id ?? desk.newID(), desk.clock.now())
        return try await desk.database.write { connection in
            if let known = try PostStore.look(fresh, in: connection) {
                guard known.author == person.id else { throw Failure(.notFound, "no such post") }
                return fresh
            }
            try PostStore.insert(fresh, content, author: person.id, service: service, at: now, in: connection)
            try Self.record("post.written", fresh, person.id, at: now, connection)
            return fresh
        }
    }

    /// Somebody of one service writes for that service.
    private static func place(_ service: Int64?, _ scope: Scope) throws -> Int64? {
        switch scope {
        case .everything: return service
        case .services(let mine):
            guard let service = service ?? mine.first, mine.contains(service) else {
                throw Failure(.forbidden, "writes for other services")
            }
            return service
        case .nothing: throw Failure(.forbidden, "writes no posts")
        }
    }

    /// New words. What was approved is approved no more, and what waited to leave waits no more.
    /// - Parameter seen: the version that the form was made of.
    /// - Throws: `.conflict` when somebody else has saved it meanwhile, with nothing lost on either side.
    func save(_ id: Int64, _ content: PostContent, seen: Int, by person: Person) async throws {
        let scope = try Self.reading(person)
        try Self.bounded(content)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let post = try Self.find(id, scope, connection)
            var content = content
            // What locks the facts stays with the post, whatever a form says.
            content.release = post.content.release ?? content.release
            guard post.content != content else { return }
            guard post.version == seen else { throw Self.overtaken }
            guard post.isOpen, try Planning.isUntouched(post, in: connection),
                try PostStore.rewrite(post, content, by: person.id, at: now, in: connection)
            else {
                throw Failure(.conflict, "some of it has left already", words: "publishing.has_left")
            }
            try Planning.clear(post, at: now, in: connection)
            try Self.record("post.changed", id, person.id, at: now, connection)
        }
    }

    static let overtaken = Failure(.conflict, "somebody saved it meanwhile", words: "publishing.overtaken")

    /// Gives it up. What has left stays where it is.
    func cancel(_ id: Int64, by person: Person) async throws {
        let scope = try Self.reading(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let post = try Self.find(id, scope, connection)
            guard post.isOpen, try Planning.isUntouched(post, in: connection),
                try PostStore.move(post, to: .cancelled, at: now, in: connection)
            else { throw Failure(.conflict, "some of it has left already", words: "publishing.has_left") }
            try Planning.clear(post, at: now, in: connection)
            try Self.record("post.cancelled", id, person.id, at: now, connection)
        }
    }

    /// On hold as a whole, from any of its faces: nothing of it leaves until somebody lets it go on.
    func park(_ id: Int64, reason: String, by person: Person) async throws {
        let scope = try Self.reading(person)
        let reason = String(reason.trimmingCharacters(in: .whitespacesAndNewlines).prefix(500))
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let post = try Self.find(id, scope, connection)
            guard !post.isParked else { return }
            try PostStore.park(id, by: person.id, reason: reason, in: connection)
            try Self.record("post.parked", id, person.id, at: now, connection)
            _ = post
        }
    }

    func unpark(_ id: Int64, by person: Person) async throws {
        let scope = try Self.reading(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let post = try Self.find(id, scope, connection)
            guard post.isParked else { return }
            try PostStore.park(id, by: nil, reason: nil, in: connection)
            for parcel in try ParcelStore.of(id, in: connection) where parcel.state == .held && parcel.reason == .parked
            {
                // What its time has passed meanwhile is offered, not sent.
                _ = try ParcelStore.move(parcel, to: .ready, because: nil, at: now, in: connection)
                try SendingRun.carry(parcel.channel, at: parcel.dueAt, in: connection)
            }
            try Self.record("post.unparked", id, person.id, at: now, connection)
        }
    }

    static func bounded(_ content: PostContent) throws {
        let texts =
            [content.text, content.title]
            + content.faces.flatMap { [$0.text, $0.title, $0.warning, $0.comment].compactMap(\.self) + $0.thread }
            + content.media.map(\.alt) + (content.page?.texts ?? [])
        guard texts.allSatisfy({ $0.utf8.count <= longest }), content.faces.count <= mostFaces,
            content.media.count <= 60, content.faces.allSatisfy({ $0.thread.count <= mostParts })
        else { throw Failure(.tooLarge, "a post longer than anybody reads", words: "publishing.too_long") }
        guard Set(content.faces.map(\.channel)).count == content.faces.count else {
            throw Failure(.unusable, "an account twice in one post", words: "publishing.twice")
        }
    }

    static func record(
        _ action: String, _ id: Int64, _ who: Int64?, after: String? = nil, at now: Instant,
        _ connection: any Connection
    ) throws {
        try Audit.record(who: who, action: action, subject: "post", id: id, after: after, at: now, in: connection)
        try EventLog.append(action, subject: id, at: now, in: connection)
    }
}
