import Kernel
import Storage
import Web

/// This room's part of a conversation's page, drawn by `improvement/panel.mustache`: what it led to, how serious it is.
struct ImprovementPanel: Encodable, Sendable {
    struct Linked: Encodable, Sendable {
        let card: ImprovementCard
        let unlink: String
        /// What a reply may say of it, once it is published.
        let replySuggestion: String?
    }

    struct Level: Encodable, Sendable {
        let value: String
        let id: String
        let label: String
        let checked: Bool
    }

    let mayImprove: Bool
    let conversation: String
    let create: String
    let link: String
    let note: String
    let linked: [Linked]
    let choices: [FormField.Choice]
    let levels: [Level]
    let criticalityNoted: String?

    init(_ conversation: Conversation, desk: DialogueDesk, _ context: SignedInContext) async throws {
        let scope = context.person.scope(of: .improve)
        let id = conversation.id
        let people = try await ImprovementPeople(desk.staff, scope: scope)
        let (mine, open, note) = try await desk.database.read { connection in
            (
                try ImprovementStore.list(askedBy: id, scope: scope, in: connection),
                try ImprovementStore.list(ImprovementFilter(), scope: scope, in: connection),
                try Criticality.note(of: id, in: connection)
            )
        }
        mayImprove = scope.reaches(conversation)
        self.conversation = String(id)
        create = "/improvements/new?conversation=\(id)"
        link = "/improvements/link"
        self.note = "/improvements/criticality"
        linked = mine.map { item in
            Linked(
                card: ImprovementCard(item, worst: nil, people, context), unlink: "/improvements/\(item.id)/unlink",
                replySuggestion: item.publishedAt == nil ? nil : Self.suggestion(item, context))
        }
        let known = Set(mine.map(\.id))
        choices = open.filter { $0.state.isOpen && !known.contains($0.id) }.map {
            FormField.Choice(
                String($0.id), "\($0.draft.title) · \(people.service($0.draft.service, context))",
                selected: false)
        }
        levels = Criticality.scale.map {
            Level(
                value: String($0), id: "criticality-\($0)", label: context.word("improvement.criticality_\($0)"),
                checked: note?.value == $0)
        }
        criticalityNoted = note.map {
            context.word(
                "improvement.criticality_by",
                ["who": people.person($0.by, context), "when": context.figures.when($0.at)])
        }
    }

    /// "Depuis votre message, …": what was published, in the words that were checked.
    private static func suggestion(_ item: Improvement, _ context: some Viewing) -> String? {
        item.done.map { context.word("improvement.since", ["done": $0]) }
    }
}
