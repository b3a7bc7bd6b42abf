import Hummingbird
import HTTPTypes
import Kernel
import Storage
import Web

/// The pages of improvements: `/improvements`, and what the public reads.
struct ImprovementRoutes: Sendable {
    let desk: DialogueDesk

    func add(to pages: Pages) {
        PublicRoutes(desk: desk).add(to: pages)
        pages.get("improvements", right: .judge) { _, context in try await board(context) }
        pages.get("improvements/new", right: .improve) { _, context in
            try await draw(ImprovementForm(context.query), nil, nil, prefill: true, context)
        }
        pages.post("improvements", right: .improve) { form, context in try await create(form, context) }
        pages.post("improvements/link", right: .improve) { form, context in try await link(form, context) }
        pages.post("improvements/criticality", right: .improve) { form, context in try await note(form, context) }
        pages.post("improvements/clusters/dismiss", right: .improve) { form, context in
            try await dismiss(form, context)
        }
        ImprovementItemRoutes(desk: desk).add(to: pages)
    }

    private var actions: ImprovementActions { ImprovementActions(desk: desk) }
    private var clusters: ClusterActions { ClusterActions(desk: desk) }

    // MARK: Board

    private func board(_ context: SignedInContext) async throws -> Response {
        let filter = ImprovementFilter(context.query)
        let scope = context.scope
        let (items, worst) = try await desk.database.read { connection in
            let items = try ImprovementStore.list(filter, scope: scope, in: connection)
            return (items, try Criticality.worst(of: items.map(\.id), in: connection))
        }
        let people = try await ImprovementPeople(desk.staff, scope: scope)
        var cards: [ClusterCard] = []
        var pairs = 0
        if filter.isEmpty {
            let proposals = try await clusters.proposals(for: context.person)
            pairs = proposals.pairs
            for cluster in proposals.clusters {
                let views = try await voices(Array(cluster.voices.prefix(ClusterCard.shown)), context)
                cards.append(ClusterCard(cluster, views, people, context))
            }
        }
        let value = ImprovementBoard(
            items, worst: worst, clusters: cards, pairs: pairs, filter: filter, people: people,
            letters: desk.letters.leave, context)
        return try Page.render("improvement/board", value, context)
    }

    /// How these conversations begin, in their order; those whose mention is gone are left out.
    private func voices(_ conversations: [Int64], _ context: SignedInContext) async throws -> [VoiceView] {
        let found = try await desk.database.read { connection in
            try conversations.compactMap { id -> (Int64, Heard)? in
                guard let row = try connection.one("SELECT root FROM conversation WHERE id = $1", [id]),
                    let heard = try desk.voices.find([try row.int64("root")], connection).first
                else { return nil }
                return (id, heard)
            }
        }
        return found.map { VoiceView($0.0, $0.1, context) }
    }

    private func dismiss(_ form: Query, _ context: SignedInContext) async throws -> Response {
        guard let service = form["service"].flatMap({ Int64($0) }), let theme = form["theme"].flatMap(Theme.init)
        else { throw Failure(.unusable, "no cluster is named") }
        try await clusters.dismiss(service, theme, reason: form["reason"] ?? "", by: context.person)
        return Page.redirect("/improvements", saying: "improvement.said_dismissed")
    }

    // MARK: A new one

    private func create(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let sent = ImprovementForm(form)
        do {
            let asked = try await asked(sent, context)
            let id = try await actions.create(try sent.draft(context.figures), asked: asked, by: context.person)
            return Page.redirect("/improvements/\(id)", saying: "improvement.said_created")
        } catch let failure as Failure where failure.kind == .unusable {
            return try await draw(sent, nil, failure, prefill: false, context)
        }
    }

    /// The conversations that ask for it: one, those of a cluster as it stands now, or none.
    private func asked(_ form: ImprovementForm, _ context: SignedInContext) async throws -> [Int64] {
        if let conversation = form.conversation { return [conversation] }
        guard form.cluster, let service = form.service, let theme = form.theme else { return [] }
        return try await clusters.find(service, theme, for: context.person).voices
    }

    private func draw(
        _ form: ImprovementForm, _ item: Improvement?, _ failure: Failure?, prefill: Bool, _ context: SignedInContext
    ) async throws -> Response {
        var form = form
        let people = try await ImprovementPeople(desk.staff, scope: context.scope)
        let asked = try await asked(form, context)
        if prefill { try await fill(&form, people, context) }
        let views = try await voices(Array(asked.prefix(ClusterCard.shown)), context)
        let value = ImprovementFormPage(
            form, item, voices: views, more: asked.count - views.count, people: people, failure: failure, context)
        return try Page.render("improvement/form", value, context, status: failure == nil ? .ok : .badRequest)
    }

    /// What is known already: where the conversation happened and what it blames.
    private func fill(
        _ form: inout ImprovementForm, _ people: ImprovementPeople, _ context: SignedInContext
    ) async throws {
        if let id = form.conversation {
            let scope = context.scope
            let (services, theme) = try await desk.database.read { connection in
                let found = try ConversationStore.find(id, scope: scope, in: connection)
                let row = try connection.one(
                    """
                    SELECT theme FROM conversation_theme WHERE conversation = $1
                    ORDER BY CASE WHEN polarity = 'negative' THEN 0 WHEN polarity IS NULL THEN 1 ELSE 2 END, theme
                    LIMIT 1
                    """, [id])
                return (found.services, try row?.text("theme"))
            }
            form.service = people.wards.first { services.contains($0.id) }?.id
            form.theme = theme.flatMap(Theme.init)
        } else if form.cluster, let service = form.service, let theme = form.theme {
            form.title = context.word(
                "improvement.cluster_title",
                [
                    "service": people.service(service, context),
                    "theme": context.word("listening.theme_\(theme.rawValue)"),
                ])
        }
        if form.owner == nil { form.owner = context.person.id }
    }

    // MARK: From a conversation's page

    private func link(_ form: Query, _ context: SignedInContext) async throws -> Response {
        guard let conversation = form["conversation"].flatMap({ Int64($0) }),
            let id = form["improvement"].flatMap({ Int64($0) })
        else { throw Failure(.unusable, "no improvement is chosen", words: "improvement.none_chosen") }
        try await actions.link(conversation, to: id, by: context.person)
        return Page.redirect("/inbox/\(conversation)", saying: "improvement.said_linked")
    }

    private func note(_ form: Query, _ context: SignedInContext) async throws -> Response {
        guard let conversation = form["conversation"].flatMap({ Int64($0) }),
            let value = form["criticality"].flatMap({ Int($0) })
        else { throw Failure(.unusable, "no criticality is chosen", words: "improvement.no_criticality") }
        try await CriticalityActions(desk: desk).note(value, on: conversation, by: context.person)
        return Page.redirect("/inbox/\(conversation)", saying: "improvement.said_noted")
    }
}
