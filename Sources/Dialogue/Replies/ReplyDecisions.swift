import Deontology
import Kernel
import Storage

/// What people who may let replies out do with those that wait.
struct ReplyDecisions: Sendable {
    let desk: DialogueDesk

    private var check: ReplyCheck { ReplyCheck(checker: desk.checker, privacy: desk.privacy) }

    /// A reply that waits, with everything that one needs to decide.
    struct Waiting: Sendable {
        let reply: Reply
        let matter: ReplyMatter
        let checked: CheckedReply
        let others: String
        /// The message was changed after the reply was written.
        var messageChanged: Bool { reply.seen != matter.seen }
    }

    /// Those that wait and that this person may decide on, oldest first.
    func waiting(for person: Person) async throws -> [(reply: Reply, conversation: Conversation)] {
        let scope = try deciding(person)
        return try await desk.database.read { connection in
            try ReplyStore.waiting(limit: 200, in: connection).compactMap { reply in
                let conversation = try ConversationStore.find(reply.conversation, scope: .everything, in: connection)
                return scope.reaches(conversation) ? (reply, conversation) : nil
            }
        }
    }

    func find(_ id: Int64, for person: Person) async throws -> Waiting {
        let scope = try deciding(person)
        let voices = desk.voices
        let (reply, matter, others) = try await desk.database.read { connection in
            let reply = try ReplyStore.find(id, in: connection)
            let matter = try ReplyMatter.find(
                reply.conversation, answers: reply.answers, scope: scope, voices: voices, in: connection)
            return (
                reply, matter, try ReplyStore.others(reply.conversation, than: reply.author, in: connection)
            )
        }
        guard reply.state == .submitted else {
            throw Failure(.conflict, "the reply waits no more", words: "replies.not_waiting")
        }
        return Waiting(
            reply: reply, matter: matter,
            checked: check.read(reply.text, on: matter, lifts: reply.lifts, rewriting: false), others: others)
    }

    /// Lets a reply out. `seen`, `others` and `version` are those of the page that was read.
    func approve(
        _ id: Int64, seen: String, others: String, version: Int64, by person: Person
    ) async throws {
        let scope = try deciding(person)
        let known = try await desk.database.read { try ReplyStore.find(id, in: $0) }
        // Somebody pressed twice, or two people at once: it leaves once.
        if known.state == .approved || known.state == .sent, known.approvedBy == person.id { return }
        let waiting = try await find(id, for: person)
        try Self.mayDecide(person, waiting)
        guard waiting.checked.blocks.isEmpty else {
            throw Failure(.unusable, "a block stands", words: "replies.block_stands")
        }
        let now = desk.clock.now()
        let voices = desk.voices
        try await desk.database.write { connection in
            let reply = try ReplyStore.find(id, in: connection)
            let today = try ReplyMatter.find(
                reply.conversation, answers: reply.answers, scope: scope, voices: voices, in: connection)
            guard today.seen == seen, today.seen == waiting.matter.seen, today.message.id == reply.answers else {
                throw Failure(.conflict, "the message answered has changed", words: "replies.message_changed")
            }
            guard try ReplyStore.others(reply.conversation, than: reply.author, in: connection) == others else {
                throw Failure(.conflict, "somebody else has answered", words: "replies.other_left")
            }
            guard reply.version == version, waiting.reply.version == version,
                try ReplyStore.move(reply, to: .approved, verdict: waiting.checked.verdict, at: now, in: connection)
            else { throw Failure(.conflict, "the reply changed meanwhile", words: "replies.draft_changed") }
            try ReplyStore.approved(id, by: person.id, at: now, in: connection)
            try Outbox.enqueue(id, at: now, in: connection)
            try ReplyActions.record(
                "reply.approved", reply, by: person, verdict: waiting.checked.verdict, at: now, in: connection)
        }
    }

    /// Gives a reply back to its author, with a word on what to change.
    func reject(_ id: Int64, note: String, by person: Person) async throws {
        let scope = try deciding(person)
        let note = String(note.unicodeScalars.prefix(2_000))
        guard note.unicodeScalars.count(where: { $0.properties.isAlphabetic }) >= 3 else {
            throw Failure(.unusable, "a rejection says why", words: "replies.reject_needs_note")
        }
        let now = desk.clock.now()
        try await desk.database.write { connection in
            let reply = try ReplyStore.find(id, in: connection)
            _ = try ConversationStore.find(reply.conversation, scope: scope, in: connection)
            // Its author has begun another: that one is edited, this one stays on record.
            let another = try ReplyStore.draft(reply.conversation, of: reply.author, in: connection) != nil
            guard reply.state == .submitted,
                try ReplyStore.move(reply, to: another ? .withdrawn : .rejected, at: now, in: connection)
            else { throw Failure(.conflict, "the reply waits no more", words: "replies.not_waiting") }
            try ReplyStore.rejected(id, by: person.id, note: note, in: connection)
            try ReplyActions.record("reply.rejected", reply, by: person, note: note, at: now, in: connection)
        }
    }

    /// Sets one block aside, by name and with a reason, for this very wording.
    func lift(_ id: Int64, rule: String, excerpt: String, reason: String, by person: Person) async throws {
        let waiting = try await find(id, for: person)
        try Self.mayDecide(person, waiting)
        guard let finding = waiting.checked.blocks.first(where: { $0.rule == rule && $0.excerpt == excerpt }) else {
            throw Failure(.conflict, "no such block", words: "replies.no_such_block")
        }
        let now = desk.clock.now()
        let lift: Lift
        do {
            lift = try Lift(
                finding, validator: person.id, name: person.name, reason: String(reason.unicodeScalars.prefix(1_000)),
                at: now)
        } catch let failure as Failure {
            throw Failure(failure.kind, failure.cause, words: "replies.lift_reason")
        }
        let lifts = waiting.reply.lifts + [KeptLift(lift)]
        try await desk.database.write { connection in
            guard try ReplyStore.keep(lifts, of: waiting.reply, in: connection) else {
                throw Failure(.conflict, "the reply changed meanwhile", words: "replies.draft_changed")
            }
            try ReplyActions.record(
                "reply.lifted", waiting.reply, by: person, note: lift.reason, rule: rule, at: now, in: connection)
        }
    }

    private static func mayDecide(_ person: Person, _ waiting: Waiting) throws {
        guard ReplyRules.mayDecide(person, on: waiting.reply, waiting.checked.verdict, in: waiting.matter.conversation)
        else { throw Failure(.forbidden, "another person must decide", words: "replies.second_person") }
    }

    private func deciding(_ person: Person) throws -> Scope {
        let scope = person.scope(of: .approve)
        if scope == .nothing { throw Failure(.forbidden, "the person may not let replies out") }
        return scope
    }
}
