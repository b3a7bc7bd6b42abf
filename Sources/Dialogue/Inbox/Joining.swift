import Kernel
import Storage

/// Puts conversations together that are one matter (the same family on Google and on Facebook), and parts them again:
/// nothing is moved, so that nothing is lost.
struct Joining: Sendable {
    let desk: DialogueDesk

    /// `part` is read with `whole` from now on.
    func merge(_ part: Int64, into whole: Int64, seen: Int64, by person: Person) async throws {
        let scope = try InboxActions.scope(of: person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let found = try InboxActions.find(part, scope, seen: seen, in: connection)
            let target = try target(whole, scope, in: connection)
            guard target.id != found.id else {
                throw Failure(.unusable, "a conversation put together with itself", words: "inbox.merge_wrong")
            }
            try connection.execute(
                """
                UPDATE conversation SET merged_into = $2, snoozed_until = NULL, version = version + 1
                WHERE id = $1 OR (merged_into = $1 AND joined = 0)
                """, [found.id, target.id])
            try connection.execute(
                "UPDATE conversation SET merged_into = $2 WHERE merged_into = $1 AND joined = 1", [found.id, target.id])
            try settle(found.id, target.id, news: ThreadNews(moved: true), in: connection)
            try tell("conversation.merged", part: found.id, whole: target.id, person, at: now, in: connection)
        }
    }

    func unmerge(_ part: Int64, by person: Person) async throws {
        let scope = try InboxActions.scope(of: person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            guard let found = try ConversationStore.find(part, in: connection), let whole = found.mergedInto,
                !found.joined
            else { throw Failure(.notFound, "it is not put together with another") }
            _ = try ConversationStore.find(whole, scope: scope, in: connection)
            try connection.execute(
                "UPDATE conversation SET merged_into = NULL, version = version + 1 WHERE id = $1", [part])
            try settle(part, whole, news: ThreadNews(moved: true), in: connection)
            try tell("conversation.parted", part: part, whole: whole, person, at: now, in: connection)
        }
    }

    /// What is already put together with another leads there.
    private func target(_ id: Int64, _ scope: Scope, in connection: any Connection) throws -> Conversation {
        let found: Conversation?
        if let direct = try ConversationStore.find(id, in: connection), let whole = direct.mergedInto {
            found = try ConversationStore.find(whole, in: connection)
        } else {
            found = try ConversationStore.find(id, in: connection)
        }
        guard let found, scope.reaches(found) else {
            throw Failure(.unusable, "no such conversation to put it with", words: "inbox.merge_wrong")
        }
        return found
    }

    private func settle(_ part: Int64, _ whole: Int64, news: ThreadNews, in connection: any Connection) throws {
        let threading = Threading(desk: desk, in: connection)
        try ConversationStore.mirror(part, in: connection)
        try threading.settle(part, news)
        if try ConversationStore.find(part, in: connection)?.mergedInto == nil { try threading.settle(whole, news) }
    }

    private func tell(
        _ action: String, part: Int64, whole: Int64, _ person: Person, at now: Instant, in connection: any Connection
    ) throws {
        for (id, other) in [(whole, part), (part, whole)] {
            try Audit.record(
                who: person.id, action: action, subject: "conversation", id: id,
                after: "{\"conversation\":\(other)}", at: now, in: connection)
        }
    }
}
