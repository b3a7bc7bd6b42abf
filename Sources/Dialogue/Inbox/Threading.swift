import Foundation
import Kernel
import Storage

/// Puts what was heard into conversations, inside one transaction. Giving it the same again changes nothing, and any
/// order of arrival ends in the same conversations.
struct Threading {
    static let event = "conversation.changed"

    let desk: DialogueDesk
    let connection: any Connection
    let now: Instant

    init(desk: DialogueDesk, in connection: any Connection) {
        (self.desk, self.connection, now) = (desk, connection, desk.clock.now())
    }

    /// Where something belongs: with what is above it and already in a conversation, or where its ladder begins.
    private struct Place {
        var root: Heard?
        var post: Int64?
        var conversation: Int64?
    }

    func take(_ mentions: [Int64]) throws {
        var changed: [Int64: ThreadNews] = [:]
        for heard in try desk.voices.find(mentions, connection).sorted(by: { $0.id < $1.id }) {
            for (conversation, news) in try put(heard) { changed[conversation, default: ThreadNews()].add(news) }
        }
        for (conversation, news) in changed.sorted(by: { $0.key < $1.key }) { try settle(conversation, news) }
    }

    /// Puts one thing said where it belongs, with what answers it, and gives what that changed.
    private func put(_ heard: Heard) throws -> [Int64: ThreadNews] {
        if let known = try ThreadStore.conversation(of: heard.id, in: connection) { return try fill(known, [heard]) }
        let place = try find(heard)
        if place.root == nil, place.conversation == nil { return try shelter(heard) }
        if heard.erased, heard.id == place.root?.id { return [:] }
        return try grow(place, with: try below(heard))
    }

    /// A new roof: the conversations under it learn which post they stand under.
    private func shelter(_ roof: Heard) throws -> [Int64: ThreadNews] {
        var changed: [Int64: ThreadNews] = [:]
        for child in try answers(to: roof) where !child.erased {
            let place = try find(child)
            if place.root == nil {
                for (id, news) in try shelter(child) { changed[id, default: ThreadNews()].add(news) }
            } else if try ThreadStore.conversation(of: child.id, in: connection) != nil {
                for (id, news) in try grow(place, with: []) { changed[id, default: ThreadNews()].add(news) }
            }
        }
        return changed
    }

    /// The conversation of a place holds `members`; what they were in before becomes part of it.
    private func grow(_ place: Place, with members: [Heard]) throws -> [Int64: ThreadNews] {
        let members = (place.root.map { [$0] } ?? []) + members
        var present = Set([place.conversation].compactMap { $0 })
        for member in members {
            if let known = try ThreadStore.conversation(of: member.id, in: connection) { present.insert(known) }
        }
        let known = try ConversationStore.find(present.sorted(), in: connection)
        // One that is read with another goes on, or one that somebody has handled; else the oldest.
        let kept = known.first { $0.mergedInto != nil } ?? known.first(where: \.handled) ?? known.first
        guard let survivor = kept else {
            guard let root = place.root else { return [:] }
            let id = desk.newID()
            try ThreadStore.create(id, root: root, post: place.post, in: connection)
            var changed = try fill(id, members)
            changed[id, default: ThreadNews()].begins = true
            return changed
        }
        let above = known.first { $0.id == place.conversation }
        var news = ThreadNews()
        for part in known where part.id != survivor.id {
            try join(part, into: survivor)
            news.moved = true
        }
        let (root, post) = (place.root?.id ?? above?.root, place.root == nil ? above?.post : place.post)
        if let root, survivor.root != root || survivor.post != post {
            let origin = place.root?.origin ?? above?.origin
            try connection.execute(
                "UPDATE conversation SET root = $2, post = $3, origin = $4 WHERE id = $1",
                [survivor.id, root, post, origin])
            news.moved = true
        }
        var changed = try fill(survivor.id, members)
        changed[survivor.id, default: ThreadNews()].add(news)
        return changed
    }

    private func join(_ part: Conversation, into whole: Conversation) throws {
        try ThreadStore.join(part.id, into: whole.id, in: connection)
        if part.handled, let person = part.person, whole.person == nil {
            try ConversationStore.keep(whole.id, person: person, in: connection)
        }
        try Audit.record(
            who: nil, action: "conversation.joined", subject: "conversation", id: whole.id,
            after: "{\"part\":\(part.id)}", at: now, in: connection)
    }

    private func fill(_ conversation: Int64, _ members: [Heard]) throws -> [Int64: ThreadNews] {
        var news = ThreadNews()
        for member in members { news.add(try ThreadStore.keep(member, in: conversation, at: now, connection)) }
        return [conversation: news]
    }

    // MARK: Ladders

    /// Climbs what it answers, to where somebody has been before or to the end.
    private func find(_ heard: Heard) throws -> Place {
        var ladder = [heard]
        var seen: Set<Int64> = [heard.id]
        while let rung = ladder.last, ladder.count < ThreadRules.depth {
            guard let parent = rung.parent,
                let key = try desk.voices.named(parent, rung.network, connection),
                let above = try desk.voices.find([key], connection).first
            else { break }
            guard seen.insert(above.id).inserted else { return Place(root: Self.root(ofRing: ladder)) }
            if let known = try ThreadStore.conversation(of: above.id, in: connection) {
                return Place(conversation: known)
            }
            ladder.append(above)
        }
        let (root, post) = ThreadRules.root(of: ladder)
        return Place(root: root, post: post)
    }

    /// Answers that answer one another in a ring have no beginning: the first that was heard is taken for it.
    private static func root(ofRing ladder: [Heard]) -> Heard? {
        ladder.filter { !ThreadRules.isRoof($0) }.min { $0.id < $1.id }
    }

    /// It, and what answers it, however deep.
    private func below(_ heard: Heard) throws -> [Heard] {
        var found = [heard]
        var seen: Set<Int64> = [heard.id]
        var next = 0
        while next < found.count, found.count < ThreadRules.breadth {
            for child in try answers(to: found[next]) where !child.erased && seen.insert(child.id).inserted {
                found.append(child)
            }
            next += 1
        }
        return found
    }

    private func answers(to heard: Heard) throws -> [Heard] {
        try desk.voices.find(try desk.voices.answers(heard.externalID, heard.network, connection), connection)
    }
}

extension Threading {
    /// Draws from its messages what a conversation is now, and says so when that is something new.
    func settle(_ id: Int64, _ news: ThreadNews) throws {
        guard let found = try ConversationStore.find(id, in: connection) else { return }
        // Those put together are read as one: what happens in a part happens to the whole.
        if let whole = found.mergedInto { return try settle(whole, news) }
        let parts = [id] + (try ConversationStore.parts(of: id, in: connection))
        let summary = try ThreadStore.summary(of: parts, in: connection)
        let face = try ThreadFace(of: found, parts: parts, desk: desk, in: connection)
        let state = summary.state(
            from: news.begins ? nil : found.state, handled: found.handled,
            noise: face.root.map { ThreadRules.isNoise($0, under: found.post) && summary.messages == 1 } ?? true,
            news: news, now: now)
        guard try keep(found, summary, face, state, news) || news.begins else { return }
        try DueClock(desk).refresh(conversation: id, in: connection)
        let services = face.services.sorted().map(String.init).joined(separator: ",")
        try EventLog.append(
            Self.event, subject: id, payload: "{\"services\":[\(services)],\"unread\":\(state == .unread ? 1 : 0)}",
            at: now, in: connection)
    }

    /// True when anything is not as it was.
    private func keep(
        _ found: Conversation, _ summary: ThreadSummary, _ face: ThreadFace, _ state: Conversation.State,
        _ news: ThreadNews
    ) throws -> Bool {
        let changed = try face.keep(of: found, in: connection)
        let answered = [found.answeredAt, summary.answeredAt].compactMap { $0 }.min()
        let snoozed = state == .waiting ? found.snoozedUntil : nil
        let same =
            state == found.state && snoozed == found.snoozedUntil && summary.messages == found.messages
            && summary.urgency == found.urgency && answered == found.answeredAt
            && (summary.lastAt ?? found.lastAt) == found.lastAt
            && (summary.firstAt ?? found.firstAt) == found.firstAt && !news.moved && !news.edited
        if same, !changed { return false }
        try connection.execute(
            """
            UPDATE conversation SET state = $2, snoozed_until = $3, messages = $4, urgency = $5, answered_at = $6,
              last_at = $7, first_at = $8, version = version + 1
            WHERE id = $1
            """,
            [
                found.id, state.rawValue, snoozed, summary.messages, summary.urgency, answered,
                summary.lastAt ?? found.lastAt, summary.firstAt ?? found.firstAt,
            ])
        try ConversationStore.mirror(found.id, in: connection)
        return true
    }
}

// Long because joining, parting and refreshing a thread keep one invariant.
