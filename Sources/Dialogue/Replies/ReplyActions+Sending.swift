import Deontology
import Kernel
import Storage

/// How a reply leaves, once, and how it is taken back.
extension ReplyActions {
    /// Lets the reply out, or gives it to those who may; pressing again changes nothing.
    /// - Throws: `.unusable` when something must be put right first; `.conflict` when the message has changed or
    ///   somebody else has answered since the page was drawn.
    func send(_ form: ReplyForm, in conversation: Int64, by person: Person) async throws -> Sending {
        guard let draft = try await save(form, in: conversation, by: person), !draft.text.isEmpty else {
            throw Failure(.unusable, "an empty reply", words: "replies.empty_text")
        }
        if let done = Self.done(draft) { return done }
        let matter = try await matter(conversation, answers: draft.answers, for: person)
        let checked = check.read(draft.text, on: matter, rewriting: false)
        guard matter.limit.holds(draft.text) else {
            throw Failure(.tooLarge, "longer than the network takes", words: "replies.over_limit")
        }
        var way = ReplyRules.way(of: checked.verdict, by: person, in: matter.conversation)
        if way == .stopped, form.ask { way = .waits }
        guard way != .stopped else { throw Failure(.unusable, "the check stops it", words: "replies.stopped") }
        return try await leave(draft, way, checked.verdict, form, matter, by: person)
    }

    private func leave(
        _ draft: Reply, _ way: ReplyRules.Way, _ verdict: Verdict, _ form: ReplyForm, _ matter: ReplyMatter,
        by person: Person
    ) async throws -> Sending {
        let scope = try writing(person)
        let now = desk.clock.now()
        let voices = desk.voices
        return try await desk.database.write { connection in
            let fresh = try ReplyStore.find(draft.id, in: connection)
            if let done = Self.done(fresh) { return done }
            let today = try ReplyMatter.find(
                draft.conversation, answers: draft.answers, scope: scope, voices: voices, in: connection)
            guard today.seen == form.seen, today.seen == matter.seen, today.message.id == draft.answers else {
                throw Failure(.conflict, "the message answered has changed", words: "replies.message_changed")
            }
            guard try ReplyStore.others(draft.conversation, than: person.id, in: connection) == form.others else {
                throw Failure(.conflict, "somebody else has answered", words: "replies.other_left")
            }
            let state: Reply.State = way == .leaves ? .approved : .submitted
            guard try ReplyStore.move(draft, to: state, verdict: verdict, at: now, in: connection) else {
                throw Failure(.conflict, "the draft changed meanwhile", words: "replies.draft_changed")
            }
            if way == .leaves {
                try ReplyStore.approved(draft.id, by: person.id, at: now, in: connection)
                try Outbox.enqueue(draft.id, at: now, in: connection)
            }
            let what = way == .leaves ? "reply.approved" : "reply.submitted"
            try Self.record(what, draft, by: person, verdict: verdict, at: now, in: connection)
            return way == .leaves ? .left : .waits
        }
    }

    /// Takes a reply back before it leaves: it is a draft again, or withdrawn when its author has begun another.
    func withdraw(_ id: Int64, by person: Person) async throws {
        let scope = try writing(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let reply = try ReplyStore.find(id, in: connection)
            let conversation = try ConversationStore.find(reply.conversation, scope: scope, in: connection)
            guard reply.author == person.id || person.scope(of: .approve).reaches(conversation) else {
                throw Failure(.notFound, "somebody else's reply")
            }
            guard reply.state == .submitted || reply.state == .approved else {
                throw Failure(.conflict, "the reply is not waiting", words: "replies.not_waiting")
            }
            if reply.state == .approved, try !Outbox.withdraw(id, in: connection) {
                throw Failure(.conflict, "the reply has left", words: "replies.has_left")
            }
            let another = try ReplyStore.draft(reply.conversation, of: reply.author, in: connection) != nil
            _ = try ReplyStore.move(reply, to: another ? .withdrawn : .draft, at: now, in: connection)
            try ReplyStore.approved(id, by: nil, at: now, in: connection)
            try Self.record("reply.withdrawn", reply, by: person, at: now, in: connection)
        }
    }

    private static func done(_ reply: Reply) -> Sending? {
        switch reply.state {
        case .approved, .sent: .left
        case .submitted: .waits
        case .draft, .rejected, .withdrawn: nil
        }
    }
}
