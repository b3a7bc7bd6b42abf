import Foundation
import Kernel
import Storage
import Web

/// Draws a conversation's page from what was read.
struct ConversationDrawing {
    let context: SignedInContext
    let reading: ConversationReading
    let wards: [Ward]
    let people: [Person]
    let names: [Int64: String]

    struct Panels {
        let replies: ReplyPanel
        let improvement: ImprovementPanel
        let protection: ProtectionPanel
        let hours: DuePanel
    }

    private func word(_ key: String, _ values: [String: String] = [:]) -> String {
        context.word("inbox.\(key)", values)
    }

    func page(_ panels: Panels, reproach: String?, note: String) -> ConversationPage {
        let found = reading.conversation
        let figures = context.figures
        let wardNames = Dictionary(wards.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let head = InboxRow(
            found, heard: reading.heads[found.root], wards: wardNames, names: names, viewers: reading.viewers, context)
        return ConversationPage(
            crumbs: [Crumb("/inbox", word("title"))], id: String(found.id), path: "/inbox/\(found.id)",
            version: String(found.version),
            title: word("conversation_title", ["sort": head.sort, "place": head.place]),
            head: head, danger: found.urgency == .distress && found.state != .resolved && found.state != .archived,
            above: reading.above.map { MessageView($0, editedAt: nil, post: true, context) }, messages: thread,
            more: reading.left > 0 ? context.count("inbox.earlier", reading.left) : nil, acts: acts(found),
            people: takers(found), mine: found.person == context.person.id, me: String(context.person.id),
            services: wards.filter { context.scope.covers($0.id) || found.services.contains($0.id) }.map {
                FormField.Choice(String($0.id), $0.name, selected: found.services.contains($0.id))
            },
            mayDirect: context.person.scope(of: .judge).reaches(found),
            snoozed: found.snoozedUntil.map { Moment($0, figures) }, today: Self.day(figures, context.site.clock.now()),
            whole: reading.whole.map(part), parts: reading.parts.map(part), likely: reading.likely.map(part),
            notes: reading.notes.map {
                ConversationPage.NoteView(
                    author: name($0.author), text: $0.text, when: Moment($0.writtenAt, figures))
            },
            noteText: note, history: reading.history.map(step),
            here: InboxRow.here(reading.viewers, names, context), reproach: reproach, replies: panels.replies,
            improvement: panels.improvement, protection: panels.protection, hours: panels.hours)
    }

    private func name(_ person: Int64) -> String { names[person] ?? word("somebody") }

    private static func day(_ figures: Figures, _ now: Instant) -> String {
        let local = figures.local(now.adding(days: 1))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : String(number) }
        return "\(local.year)-\(two(local.month))-\(two(local.day))"
    }

    /// What was said, by us too, in order. An answer that came back as something heard is shown once.
    private var thread: [MessageView] {
        let ours = reading.messages.filter(\.heard.own).map(\.heard)
        let sent = reading.sent.filter { reply in
            !ours.contains { $0.externalID == reply.networkID || $0.text == reply.text }
        }
        let heard = reading.messages.map {
            ($0.heard.publishedAt, MessageView($0.heard, editedAt: $0.editedAt, post: false, context))
        }
        let network = reading.conversation.network
        let left = sent.map {
            ($0.at, MessageView(sent: $0.text, id: $0.id, by: name($0.author), at: $0.at, network: network, context))
        }
        return (heard + left).enumerated().sorted { ($0.element.0, $0.offset) < ($1.element.0, $1.offset) }
            .map(\.element.1)
    }

    private func acts(_ found: Conversation) -> [ConversationPage.Act] {
        let all: [(Conversation.State, String, Bool)] = [
            (.resolved, "e", true), (.waiting, "w", false), (.open, "o", false), (.unread, "u", false),
            (.archived, "y", false),
        ]
        return all.filter { $0.0 != found.state && !($0.0 == .open && found.state == .unread) }.map {
            ConversationPage.Act(
                value: $0.0.rawValue, label: word("make_\($0.0.rawValue)"), key: $0.1, primary: $0.2)
        }
    }

    private func takers(_ found: Conversation) -> [FormField.Choice] {
        let able = people.filter { $0.scope(of: .answer).reaches(found) }.sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        return [FormField.Choice("", word("nobody"), selected: found.person == nil)]
            + able.map { FormField.Choice(String($0.id), $0.name, selected: $0.id == found.person) }
    }

    private func part(_ other: Conversation) -> ConversationPage.Part {
        let heard = reading.heads[other.root]
        let text = heard.map { InboxRow.beginning(of: $0.text.isEmpty ? ($0.title ?? "") : $0.text, 70) } ?? ""
        let network = context.word("listening.network_\(other.network.rawValue)")
        return ConversationPage.Part(
            path: "/inbox/\(other.id)",
            label: text.isEmpty ? word("part_erased", ["place": network]) : "\(network) · \(text)")
    }

    private func step(_ entry: Audit.Entry) -> ConversationPage.Step {
        ConversationPage.Step(
            who: entry.who.map(name) ?? word("machine"),
            what: context.word("trail.action_\(entry.action.replacing(".", with: "_"))"), detail: detail(entry),
            when: Moment(entry.at, context.figures))
    }

    private struct After: Decodable {
        var person: Int64?
        var services: [Int64]?
        var until: Instant?
    }

    private func detail(_ entry: Audit.Entry) -> String? {
        guard let text = entry.after, let after = try? JSONDecoder().decode(After.self, from: Data(text.utf8)) else {
            return nil
        }
        if let person = after.person { return name(person) }
        if let services = after.services {
            return services.map { id in wards.first { $0.id == id }?.name ?? String(id) }.joined(separator: ", ")
        }
        return after.until.map { context.figures.when($0) }
    }
}
