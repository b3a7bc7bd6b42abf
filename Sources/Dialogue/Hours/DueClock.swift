import Foundation
import Kernel
import Storage

/// Keeps `conversation.due_at`: when an answer is due, nil once we answered, closed it, or nobody waits. To be called in
/// the transaction of whatever changes a conversation's messages, state, services, urgency or answer.
struct DueClock: Sendable {
    /// What is older than this when it first comes in is an archive: nobody waits for an answer any more.
    static let freshDays = 30

    private let clock: Clock
    private let zone: TimeZone

    init(_ desk: DialogueDesk) { (clock, zone) = (desk.clock, desk.zone) }

    func refresh(conversation: Int64, in connection: any Connection) throws {
        try refresh(conversations: [conversation], in: connection)
    }

    /// The same for many, with one look at the rules.
    func refresh(conversations: [Int64], in connection: any Connection) throws {
        let rules = try HoursStore.rules(zone, in: connection)
        for id in conversations { try refresh(id, rules, connection) }
    }

    private func refresh(_ id: Int64, _ rules: HoursRules, _ connection: any Connection) throws {
        guard let row = try connection.one("SELECT * FROM conversation WHERE id = $1", [id]) else { return }
        let talk = try ConversationStore.conversation(row, services: ConversationStore.services(of: id, in: connection))
        let turn = try HoursStore.turn(talk, in: connection)
        guard let first = turn.first else { return try HoursStore.setDue(nil, of: talk, in: connection) }
        let known = try HoursStore.reply(of: id, in: connection)
        // A conversation that came in as an archive is waited for from the day on which somebody speaks again.
        guard known != nil || (turn.asked ?? first) >= clock.now().adding(days: -Self.freshDays) else { return }
        let closed = talk.mergedInto != nil || talk.state == .resolved || talk.state == .archived
        let due = turn.asked.flatMap {
            closed ? nil : rules.due($0, talk.network, services: talk.services, urgency: talk.urgency)
        }
        try HoursStore.setDue(due, of: talk, in: connection)
        // What was answered was judged by what was promised then: it stays.
        if known?.answeredAt != nil { return }
        let promised = rules.due(first, talk.network, services: talk.services, urgency: talk.urgency)
        let reply = turn.answer.map { answer in
            (at: answer, waited: rules.waited(from: first, to: answer, services: talk.services))
        }
        try HoursStore.keep(
            ReplyTime(
                conversation: id, month: Month(first, zone), network: talk.network, askedAt: first, dueAt: promised,
                answeredAt: reply?.at, waited: reply?.waited, closed: closed && reply == nil), in: connection)
    }
}
