import Deontology
import Foundation
import Kernel
import Storage
import Web

/// This room's part of a conversation's page, drawn by `replies/panel.mustache`.
struct ReplyPanel: Encodable, Sendable {
    /// Replies that wait, leave or have left.
    let lines: [ReplyLine]
    /// "Solène écrit aussi une réponse."
    let alsoWriting: String?
    /// Nil for those who may not write, or when there is nothing left to answer.
    let composer: ComposerView?
    let composerClosed: String?
    /// Something has been answered already.
    let composerFolded: Bool

    /// A draft that was touched this long ago is being written.
    private static let fresh = 3_600.0

    init(_ conversation: Conversation, desk: DialogueDesk, _ context: SignedInContext) async throws {
        try await self.init(conversation.id, desk: desk, context)
    }

    /// - Parameters:
    ///   - form: what was just sent, shown again with what stands now.
    ///   - answers: the message meant, where somebody chose one.
    ///   - suggesting: whether suggestions are drawn at once; otherwise scripts fetch them.
    init(
        _ conversation: Int64, form: ReplyForm? = nil, answers: Int64? = nil, suggesting: Bool = false,
        desk: DialogueDesk, _ context: SignedInContext
    ) async throws {
        let names = try await desk.staff.names()
        let person = context.person
        let now = desk.clock.now()
        let standing = try await desk.database.read { try Standing(conversation, for: person.id, in: $0) }
        // The thread of the conversation's page shows those that have left.
        lines = standing.replies.filter { $0.state.stands && (suggesting || $0.state != .sent) }.map {
            ReplyLine($0, standing.deliveries[$0.id], in: standing.conversation, names, context)
        }
        let busy = standing.replies.filter {
            $0.author != person.id && $0.state.isWritten && now.seconds(since: $0.changedAt) < Self.fresh
        }
        alsoWriting = Self.writing(busy.map { names[$0.author] ?? "" }, context)
        composerFolded = standing.replies.contains(where: \.state.stands) && standing.draft == nil && form == nil
        let waits = standing.replies.contains { $0.author == person.id && $0.state == .submitted }
        guard ReplyRules.mayWrite(person, in: standing.conversation), !waits || form != nil else {
            (composer, composerClosed) = (nil, waits ? context.word("replies.yours_waits") : nil)
            return
        }
        do {
            composer = try await ComposerView(
                form, standing, answers: answers, suggesting: suggesting, desk: desk, context)
            composerClosed = nil
        } catch let failure as Failure where failure.words == "replies.message_gone" {
            (composer, composerClosed) = (nil, context.word("replies.message_gone"))
        }
    }

    /// What has been said, is waiting or is being written.
    struct Standing: Sendable {
        let conversation: Conversation
        let replies: [Reply]
        let deliveries: [Int64: ReplyDelivery]
        /// `ReplyStore.others` at this moment.
        let others: String
        /// This person's own.
        let draft: Reply?

        init(_ id: Int64, for person: Int64, in connection: any Connection) throws {
            conversation = try ConversationStore.find(id, scope: .everything, in: connection)
            replies = try ReplyStore.all(id, in: connection)
            deliveries = try ReplyStore.deliveries(id, in: connection)
            others = try ReplyStore.others(id, than: person, in: connection)
            draft = replies.first { $0.author == person && $0.state.isWritten }
        }
    }

    private static func writing(_ names: [String], _ context: some Viewing) -> String? {
        if names.isEmpty { return nil }
        return context.word(
            names.count == 1 ? "replies.also_writes" : "replies.also_write",
            ["names": names.sorted().joined(separator: ", ")])
    }
}

extension ComposerView {
    init(
        _ form: ReplyForm?, _ standing: ReplyPanel.Standing, answers: Int64?, suggesting: Bool, desk: DialogueDesk,
        _ context: SignedInContext
    ) async throws {
        let (conversation, draft) = (standing.conversation.id, standing.draft)
        let actions = ReplyActions(desk: desk)
        let matter = try await actions.matter(
            conversation, answers: form?.answers ?? answers ?? draft?.answers, for: context.person)
        let text = form?.text ?? draft?.text ?? ""
        path = "/inbox/\(conversation)"
        number = String(draft?.id ?? form?.reply ?? desk.newID())
        self.answers = String(matter.message.id)
        seen = matter.seen
        others = standing.others
        self.text = text
        language = matter.message.language
        checked = CheckView(actions.check.read(text, on: matter), matter, context)
        limit = String(matter.limit.most)
        unit = matter.limit.unit.rawValue
        givenBack = draft?.rejection
        messageChanged = draft.map { $0.seen != matter.seen && !$0.seen.isEmpty } ?? false
        distress = matter.message.urgency == .distress
        hasDraft = draft != nil
        contactMissing = !matter.contact.isSet
        contactPath = context.person.scope(of: .approve) == .everything ? "/replies/contact" : nil
        suggestions =
            suggesting
            ? try await ReplySuggestions(desk: desk).find(for: matter).map { SuggestionView($0, context) } : []
        suggestionsPath = suggesting ? nil : "/inbox/\(conversation)/suggestions?answers=\(matter.message.id)"
    }
}

extension ReplyLine {
    init(
        _ reply: Reply, _ sending: ReplyDelivery?, in conversation: Conversation, _ names: [Int64: String],
        _ context: SignedInContext
    ) {
        func name(_ id: Int64?) -> String? { id.map { names[$0] ?? context.word("replies.somebody") } }
        path = "/replies/\(reply.id)"
        author = name(reply.author) ?? ""
        text = reply.text
        at = Moment(sending?.settledAt ?? reply.approvedAt ?? reply.submittedAt ?? reply.changedAt, context.figures)
        let stage = reply.state == .approved ? sending?.state ?? "ready" : reply.state.rawValue
        state = context.word("replies.state_\(stage)")
        tone = ["sent": "good", "refused": "bad", "unknown": "warn", "held": "warn"][stage] ?? "accent"
        letOutBy =
            reply.approvedBy == nil || reply.approvedBy == reply.author
            ? nil : name(reply.approvedBy).map { context.word("replies.approved_by", ["name": $0]) }
        online = sending?.url.flatMap { $0.hasPrefix("https://") || $0.hasPrefix("/") ? $0 : nil }
        fault = sending?.error
        let approves = context.person.scope(of: .approve).reaches(conversation)
        settleAt = approves && ["unknown", "held", "refused"].contains(stage) ? "/deliveries/\(reply.id)" : nil
        mayWithdraw =
            (reply.author == context.person.id || approves)
            && ["submitted", "ready", "refused", "held"].contains(stage)
        decideAt = approves && reply.state == .submitted ? path : nil
    }
}
