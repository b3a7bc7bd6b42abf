import Kernel
import Storage
import Web

/// This room's part of a conversation's page, drawn by `hours/panel.mustache`: when an answer is due, what was promised,
/// how long the first one took, and the call when somebody may be in danger.
struct DuePanel: Encodable, Sendable {
    let due: Moment?
    let isLate: Bool
    let promise: String?
    let first: String?
    let call: String?
    let callState: String?
    let callOpen: Bool

    init(_ conversation: Conversation, desk: DialogueDesk, _ context: SignedInContext) async throws {
        let (rules, reply, call) = try await desk.database.read { connection in
            let rules = try HoursStore.rules(desk.zone, in: connection)
            let reply = try HoursStore.reply(of: conversation.id, in: connection)
            let call = try connection.one(
                """
                SELECT m.call FROM call_mention m JOIN conversation_message c ON c.mention = m.mention
                WHERE c.conversation = $1 ORDER BY m.call DESC LIMIT 1
                """, [conversation.id]
            ).map { try CallStore.find(try $0.int64("call"), in: connection) }
            return (rules, reply, call)
        }
        let figures = context.figures
        due = conversation.dueAt.map { Moment($0, figures) }
        isLate = conversation.dueAt.map { $0 < desk.clock.now() } ?? false
        promise = conversation.dueAt == nil ? nil : Self.promise(conversation, rules, context)
        first = reply.flatMap { reply in
            guard let waited = reply.waited, let answered = reply.answeredAt else { return nil }
            let inTime = reply.dueAt.map { answered <= $0 } ?? true
            return context.word(
                inTime ? "hours.first_in_time" : "hours.first_late", ["waited": figures.duration(waited)])
        }
        let names = call == nil ? [:] : try await desk.staff.names()
        self.call = call.map { "/oncall/calls/\($0.id)" }
        callOpen = call?.isOpen ?? false
        callState = call.map { call in
            if !call.isOpen { return context.word("hours.call_ended") }
            guard let taker = call.takenBy else { return context.word("hours.call_nobody") }
            return context.word("hours.call_taken_by", ["name": names[taker] ?? "?"])
        }
    }

    private static func promise(
        _ conversation: Conversation, _ rules: HoursRules, _ context: SignedInContext
    ) -> String {
        if conversation.urgency == .distress { return context.word("hours.promise_distress") }
        let each: [Int64?] = conversation.services.isEmpty ? [nil] : conversation.services.map { $0 }
        let minutes = each.map { rules.minutes(conversation.network, $0) }.min() ?? 0
        return context.word("hours.promise", ["hours": HoursForm.hours(minutes, context.figures)])
    }
}
