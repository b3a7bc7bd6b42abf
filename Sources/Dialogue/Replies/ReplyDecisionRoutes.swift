import Deontology
import Hummingbird
import Kernel
import Web

/// What waits for somebody who may let it out.
struct ReplyDecisionRoutes: Sendable {
    let desk: DialogueDesk

    private var decisions: ReplyDecisions { ReplyDecisions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("replies/waiting", right: .approve) { _, context in try await list(context) }
        pages.get("replies/:id", right: .approve) { _, context in try await show(context) }
        pages.post("replies/:id/approve", right: .approve) { form, context in
            try await decide(context, "replies.said_left") { id in
                try await decisions.approve(
                    id, seen: form["seen"] ?? "", others: form["others"] ?? "",
                    version: Int64(form["version"] ?? "") ?? -1, by: context.person)
            }
        }
        pages.post("replies/:id/reject", right: .approve) { form, context in
            try await decide(context, "replies.said_rejected") { id in
                try await decisions.reject(id, note: form["note"] ?? "", by: context.person)
            }
        }
        pages.post("replies/:id/lift", right: .approve) { form, context in
            try await decide(context, "replies.said_lifted", stays: true) { id in
                try await decisions.lift(
                    id, rule: form["rule"] ?? "", excerpt: form.raw("excerpt") ?? "", reason: form["reason"] ?? "",
                    by: context.person)
            }
        }
    }

    private func decide(
        _ context: SignedInContext, _ word: String, stays: Bool = false, _ act: (Int64) async throws -> Void
    ) async throws -> Response {
        let id = try ReplyRoutes.id(context)
        do { try await act(id) } catch let failure as Failure
            where failure.words?.hasPrefix("replies.") == true && failure.words != "replies.not_waiting"
        { return try await show(context, reproach: failure) }
        return Page.redirect(stays ? "/replies/\(id)" : "/replies/waiting", saying: word)
    }

    // MARK: Pages

    private struct Card: Encodable, Sendable {
        let path: String
        let author: String
        let network: String
        let excerpt: String
        let at: Moment
        let verdict: String
        let tone: String
        let urgent: Bool
    }

    private struct Queue: Encodable, Sendable {
        let cards: [Card]
        let empty: EmptyState?
    }

    private static func card(
        _ reply: Reply, _ conversation: Conversation, _ names: [Int64: String], _ context: some Viewing
    ) -> Card {
        let tone = reply.verdict?.rawValue ?? "none"
        return Card(
            path: "/replies/\(reply.id)", author: names[reply.author] ?? context.word("replies.somebody"),
            network: context.word("listening.network_\(conversation.network.rawValue)"),
            excerpt: reply.text.count > 240 ? reply.text.prefix(239) + "…" : reply.text,
            at: Moment(reply.submittedAt ?? reply.changedAt, context.figures),
            verdict: context.word("replies.short_\(tone)"),
            tone: ["block": "bad", "review": "warn", "warn": "accent"][tone] ?? "good",
            urgent: conversation.urgency == .distress)
    }

    private func list(_ context: SignedInContext) async throws -> Response {
        let names = try await desk.staff.names()
        let waiting = try await decisions.waiting(for: context.person)
        let cards = waiting.map { Self.card($0.reply, $0.conversation, names, context) }
        let sorted = cards.filter(\.urgent) + cards.filter { !$0.urgent }
        return try Page.render(
            "replies/waiting",
            Queue(
                cards: sorted,
                empty: cards.isEmpty
                    ? EmptyState(
                        icon: "check", title: context.word("replies.waiting_empty_title"),
                        text: context.word("replies.waiting_empty")) : nil), context)
    }

    private struct Decision: Encodable, Sendable {
        let crumbs: [Crumb]
        let reproach: String?
        let path: String
        let conversation: String
        let author: String
        let at: Moment
        let message: String
        let messageAt: Moment
        let network: String
        let segments: [ReplySegment]
        let checked: CheckView
        let seen: String
        let others: String
        let answered: Bool
        let version: String
        let messageChanged: Bool
        let mayDecide: Bool
        let blocked: Bool
        let note: [FormField]
    }

    private func show(_ context: SignedInContext, reproach: Failure? = nil) async throws -> Response {
        let waiting = try await decisions.find(ReplyRoutes.id(context), for: context.person)
        let names = try await desk.staff.names()
        let (reply, matter) = (waiting.reply, waiting.matter)
        let value = Decision(
            crumbs: [Crumb("/replies/waiting", context.word("replies.waiting"))],
            reproach: reproach.flatMap(\.words).map { context.word($0) }, path: "/replies/\(reply.id)",
            conversation: "/inbox/\(reply.conversation)",
            author: names[reply.author] ?? context.word("replies.somebody"),
            at: Moment(reply.submittedAt ?? reply.changedAt, context.figures),
            message: [matter.message.title, matter.message.text].compactMap { $0 }.joined(separator: "\n"),
            messageAt: Moment(matter.message.publishedAt, context.figures),
            network: context.word("listening.network_\(matter.message.network.rawValue)"),
            segments: CheckView.segments(waiting.checked),
            checked: CheckView(waiting.checked, matter, marked: false, lifting: true, context), seen: matter.seen,
            others: waiting.others, answered: !waiting.others.isEmpty, version: String(reply.version),
            messageChanged: waiting.messageChanged,
            mayDecide: ReplyRules.mayDecide(
                context.person, on: reply, waiting.checked.verdict, in: matter.conversation),
            blocked: !waiting.checked.blocks.isEmpty,
            note: [
                FormField(
                    "note", .area, label: context.word("replies.reject_note"),
                    hint: context.word("replies.reject_note_hint"), required: true)
            ])
        return try Page.render("replies/decide", value, context, status: ReplyRoutes.status(reproach))
    }
}
