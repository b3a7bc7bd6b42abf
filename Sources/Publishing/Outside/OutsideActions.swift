import Foundation
import Kernel
import Storage

/// Inviting readers from outside, and what they say. Their word is advice beside the stages: no post leaves by it, and it
/// stands for nobody's yes.
struct OutsideActions: Sendable {
    let desk: PublishingDesk

    static func may(_ person: Person, invite post: Post) -> Bool {
        post.isOpen && Stage.allCases.contains { person.scope(of: $0.right).reaches(post) }
    }

    // MARK: The house

    /// - Parameter id: given with the form, so that pressing twice invites once.
    func invite(_ draft: OutsideDraft, to post: Int64, seen: Int, id: Int64, by person: Person) async throws {
        let scope = try PostActions.reading(person)
        let draft = try draft.checked()
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let post = try PostActions.find(post, scope, connection)
            guard Self.may(person, invite: post) else {
                throw Failure(.forbidden, "may not invite readers", words: "outside.not_yours")
            }
            guard post.version == seen else { throw PostActions.overtaken }
            let known = try OutsideStore.of(post.id, in: connection)
            if known.contains(where: { $0.id == id }) { return }
            guard known.count(where: { $0.closed(post, at: now) == nil }) < OutsideReader.most else {
                throw Failure(.conflict, "too many links are open", words: "outside.too_many")
            }
            try OutsideStore.insert(id, draft, post, by: person.id, at: now, in: connection)
            try OutsideLetters.enqueue(id, in: connection)
            try Self.record("post.outside_invited", post.id, person.id, draft.name, at: now, connection)
        }
    }

    func revoke(_ reader: Int64, of post: Int64, by person: Person) async throws {
        let scope = try PostActions.reading(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let post = try PostActions.find(post, scope, connection)
            guard Self.may(person, invite: post) else {
                throw Failure(.forbidden, "may not end links", words: "outside.not_yours")
            }
            guard let known = try OutsideStore.look(reader, in: connection), known.post == post.id else {
                throw Failure(.notFound, "no such reader")
            }
            guard known.revokedAt == nil else { return }
            try OutsideStore.revoke(reader, at: now, in: connection)
            try Self.record("post.outside_revoked", post.id, person.id, known.name, at: now, connection)
        }
    }

    // MARK: The reader

    /// Whom a link names, with the post; nil for what we did not sign.
    func reader(_ token: String) async throws -> (reader: OutsideReader, post: Post)? {
        guard let id = OutsideLink.reader(token) else { return nil }
        let found = try await desk.database.read { connection -> (OutsideReader, Post)? in
            guard let reader = try OutsideStore.look(id, in: connection) else { return nil }
            return try PostStore.look(reader.post, in: connection).map { (reader, $0) }
        }
        guard let found, OutsideLink(desk: desk).isGood(token, found.0) else { return nil }
        return found
    }

    func opened(_ reader: OutsideReader) async throws {
        guard reader.openedAt == nil else { return }
        let now = desk.clock.now()
        try await desk.database.write { try OutsideStore.open(reader.id, at: now, in: $0) }
    }

    /// What they think of it. The latest word counts; the same word twice is one.
    func answer(_ token: String, _ verdict: OutsideReader.Verdict, _ note: String) async throws {
        let note = note.trimmingCharacters(in: .whitespacesAndNewlines)
        guard verdict == .agreed || !note.isEmpty, note.utf8.count <= OutsideReader.longestNote else {
            throw Failure(.unusable, "nobody knows what to change", words: "outside.no_note")
        }
        try await change(token) { reader, now, connection in
            let said = note.isEmpty ? nil : note
            if reader.verdict == verdict, reader.note == said { return }
            try OutsideStore.answer(reader.id, verdict, said, at: now, in: connection)
            try Self.record("post.outside_\(verdict.rawValue)", reader.post, nil, reader.name, at: now, connection)
        }
    }

    func remark(_ token: String, _ text: String) async throws {
        let text = text.trimmingCharacters(in: .whitespacesAndNewlines)
        guard !text.isEmpty, text.utf8.count <= OutsideReader.longestNote else {
            throw Failure(.unusable, "nothing is said", words: "outside.no_remark")
        }
        let fresh = desk.newID()
        try await change(token) { reader, now, connection in
            guard try OutsideStore.remark(fresh, reader, text, at: now, in: connection) else { return }
            try Self.record("post.outside_remarked", reader.post, nil, reader.name, at: now, connection)
        }
    }

    private func change(
        _ token: String, _ body: @escaping @Sendable (OutsideReader, Instant, any Connection) throws -> Void
    ) async throws {
        guard let (known, _) = try await reader(token) else { throw Failure(.notFound, "no such link") }
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard let reader = try OutsideStore.look(known.id, in: connection),
                reader.closed(try PostStore.find(reader.post, in: connection), at: now) == nil
            else { throw Failure(.conflict, "the link is over", words: "outside.closed") }
            try body(reader, now, connection)
        }
    }

    private static func record(
        _ action: String, _ post: Int64, _ who: Int64?, _ name: String, at now: Instant, _ connection: any Connection
    ) throws {
        let after = String(decoding: try JSONEncoder().encode(["reader": name]), as: UTF8.self)
        try PostActions.record(action, post, who, after: after, at: now, connection)
    }
}
