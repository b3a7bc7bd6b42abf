import Deontology
import Kernel
import Storage

/// A reply as the composer's form gives it.
struct ReplyForm: Sendable {
    /// Number of the draft, given with the form: pressing twice writes and sends one reply.
    var reply: Int64?
    var text: String
    /// The message that it answers.
    var answers: Int64?
    /// `Reply.digest` of that message as the page showed it.
    var seen: String
    /// `ReplyStore.others` as the page showed it.
    var others: String
    /// Asks a validator to look at a block.
    var ask = false
}

/// What people do with replies while they write: right, rule, store, trail, in one transaction.
struct ReplyActions: Sendable {
    let desk: DialogueDesk

    var check: ReplyCheck { ReplyCheck(checker: desk.checker, privacy: desk.privacy) }

    /// What became of a reply whose author pressed the button.
    enum Sending: Sendable, Equatable { case left, waits }

    // MARK: Reading

    /// - Throws: `.notFound` outside the person's scope, as if the conversation did not exist.
    func matter(_ conversation: Int64, answers: Int64? = nil, for person: Person) async throws -> ReplyMatter {
        let scope = try writing(person)
        let voices = desk.voices
        return try await desk.database.read {
            try ReplyMatter.find(conversation, answers: answers, scope: scope, voices: voices, in: $0)
        }
    }

    /// Checks a text that may never be sent.
    func read(
        _ text: String, in conversation: Int64, answers: Int64?, by person: Person
    ) async throws -> (matter: ReplyMatter, checked: CheckedReply) {
        let text = try Self.bounded(text)
        let matter = try await matter(conversation, answers: answers, for: person)
        return (matter, check.read(text, on: matter))
    }

    // MARK: Writing

    /// Keeps the draft. What has been submitted or has left stays as it is, and is given back.
    @discardableResult
    func save(_ form: ReplyForm, in conversation: Int64, by person: Person) async throws -> Reply? {
        let scope = try writing(person)
        let text = try Self.bounded(form.text)
        let now = desk.clock.now()
        let fresh = desk.newID()
        let voices = desk.voices
        return try await desk.database.write { connection in
            let matter = try ReplyMatter.find(
                conversation, answers: form.answers, scope: scope, voices: voices, in: connection)
            // Another than was asked for when it was put into another meanwhile.
            let here = matter.conversation.id
            let named = try form.reply.flatMap { try ReplyStore.look($0, in: connection) }
            if let named, named.author == person.id, named.conversation == here, !named.state.isWritten {
                return named
            }
            if let draft = try ReplyStore.draft(here, of: person.id, in: connection) {
                try ReplyStore.rewrite(
                    draft.id, answers: matter.message.id, text: text, seen: form.seen, at: now, in: connection)
                return try ReplyStore.find(draft.id, in: connection)
            }
            if text.isEmpty { return nil }
            let id = named == nil ? form.reply ?? fresh : fresh
            try ReplyStore.insert(
                id, here, answers: matter.message.id, author: person.id, text: text, seen: form.seen, at: now,
                in: connection)
            return try ReplyStore.find(id, in: connection)
        }
    }

    /// Throws a draft away. One that somebody has read and given back stays on record as withdrawn.
    func discard(_ conversation: Int64, by person: Person) async throws {
        let scope = try writing(person)
        let now = desk.clock.now()
        try await desk.database.write { connection in
            _ = try ConversationStore.find(conversation, scope: scope, in: connection)
            guard let draft = try ReplyStore.draft(conversation, of: person.id, in: connection) else { return }
            if draft.submittedAt == nil { return try ReplyStore.delete(draft.id, in: connection) }
            _ = try ReplyStore.move(draft, to: .withdrawn, at: now, in: connection)
            try Self.record("reply.withdrawn", draft, by: person, at: now, in: connection)
        }
    }

    // MARK: Parts

    func writing(_ person: Person) throws -> Scope {
        let scope = person.scope(of: .answer)
        if scope == .nothing { throw Failure(.forbidden, "the person may not answer") }
        return scope
    }

    static func bounded(_ text: String) throws -> String {
        guard text.utf8.count <= Reply.longest * 4, text.unicodeScalars.count <= Reply.longest else {
            throw Failure(.tooLarge, "a reply of \(text.utf8.count) bytes", words: "replies.too_long")
        }
        return text
    }

    private struct Line: Encodable {
        let conversation: String
        let state: String
        let verdict: String?
        let note: String?
        let rule: String?
    }

    /// One line of the trail and one event: numbers and rules, never texts. Reasons that people give are kept.
    static func record(
        _ action: String, _ reply: Reply, by person: Person, verdict: Verdict? = nil, note: String? = nil,
        rule: String? = nil, at now: Instant, in connection: any Connection
    ) throws {
        let line = Line(
            conversation: String(reply.conversation), state: reply.state.rawValue, verdict: verdict?.rawValue,
            note: note, rule: rule)
        try Audit.record(
            who: person.id, action: action, subject: "reply", id: reply.id, after: try ReplyTrail.json(line), at: now,
            in: connection)
        try EventLog.append(
            action, subject: reply.id, payload: "{\"conversation\":\(reply.conversation)}", at: now, in: connection)
    }
}
