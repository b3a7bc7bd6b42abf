import Hummingbird
import HTTPTypes
import Kernel
import Storage
import Web

/// The page of one improvement, and what is done there.
struct ImprovementItemRoutes: Sendable {
    let desk: DialogueDesk

    func add(to pages: Pages) {
        pages.get("improvements/:id", right: .judge) { _, context in try await show(try Self.id(context), context) }
        pages.get("improvements/:id/edit", right: .improve) { _, context in
            let item = try await find(try Self.id(context), context)
            return try await draw(ImprovementForm(item), item, nil, context)
        }
        pages.post("improvements/:id", right: .improve) { form, context in try await edit(form, context) }
        pages.post("improvements/:id/state", right: .improve) { form, context in try await move(form, context) }
        pages.post("improvements/:id/unlink", right: .improve) { form, context in try await unlink(form, context) }
        pages.post("improvements/:id/evidence", right: .improve) { form, context in try await prove(form, context) }
        pages.post("improvements/:id/publish", right: .approve) { form, context in try await publish(form, context) }
        pages.post("improvements/:id/withdraw", right: .approve) { _, context in
            let id = try Self.id(context)
            try await PublicationActions(desk: desk).withdraw(id, by: context.person)
            return Page.redirect("/improvements/\(id)", saying: "improvement.said_withdrawn")
        }
    }

    private var actions: ImprovementActions { ImprovementActions(desk: desk) }

    private static func id(_ context: SignedInContext) throws -> Int64 {
        try context.identifier(of: Improvement.self).value
    }

    private func find(_ id: Int64, _ context: SignedInContext) async throws -> Improvement {
        let scope = context.scope
        return try await desk.database.read { try ImprovementStore.find(id, scope: scope, in: $0) }
    }

    private func show(
        _ id: Int64, _ context: SignedInContext, publication: PublicationView? = nil
    ) async throws -> Response {
        let item = try await find(id, context)
        let (voices, evidence, history) = try await desk.database.read { connection in
            let linked = try ImprovementStore.voices(of: id, in: connection)
            let heard = try desk.voices.find(linked.map(\.root), connection)
            let byID = Dictionary(heard.map { ($0.id, $0) }) { first, _ in first }
            return (
                linked.compactMap { link in byID[link.root].map { (link.conversation, $0) } },
                try ImprovementStore.evidence(of: id, in: connection),
                try Audit.entries(.init(subjectKind: "improvement", subject: id), limit: 100, in: connection)
            )
        }
        let people = try await ImprovementPeople(desk.staff, scope: context.scope)
        let value = ImprovementPage(
            item, voices: voices.map { VoiceView($0.0, $0.1, unlink: "/improvements/\(id)/unlink", context) },
            evidence: evidence, history: history,
            publication: publication ?? (item.state == .made ? PublicationView(item, context) : nil),
            proof: try await proof(item, people, context), people: people, context)
        return try Page.render(
            "improvement/item", value, context, status: publication?.stopped == true ? .badRequest : .ok)
    }

    private func proof(
        _ item: Improvement, _ people: ImprovementPeople, _ context: SignedInContext
    ) async throws -> ProofView? {
        guard let day = item.madeDay else { return nil }
        let today = context.figures.local(desk.clock.now()).dayNumber
        let (service, theme) = (item.draft.service, item.draft.theme)
        let proofs = try await Proof.read(service: service, theme: theme, made: day, today: today, voices: desk.voices)
        let span = 7 * ProofWeek.weeks
        let days = try await desk.voices.daily(service, theme, day - span, min(today, day + span))
        let place = [people.service(service, context), theme.map { context.word("listening.theme_\($0.rawValue)") }]
            .compactMap { $0 }.joined(separator: " · ")
        return ProofView(
            proofs, weeks: ProofWeek.weeks(days, around: day, today: today), madeDay: day, place: place, context)
    }

    // MARK: Changing

    private func edit(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let id = try Self.id(context)
        let sent = ImprovementForm(form)
        do {
            try await actions.edit(
                id, try sent.draft(context.figures), seen: sent.version, by: context.person)
            return Page.redirect("/improvements/\(id)", saying: "improvement.said_saved")
        } catch let failure as Failure where [.unusable, .conflict].contains(failure.kind) {
            return try await draw(sent, try await find(id, context), failure, context)
        }
    }

    private func draw(
        _ form: ImprovementForm, _ item: Improvement, _ failure: Failure?, _ context: SignedInContext
    ) async throws -> Response {
        let people = try await ImprovementPeople(desk.staff, scope: context.scope)
        let value = ImprovementFormPage(
            form, item, voices: [], more: 0, people: people, failure: failure, context)
        return try Page.render("improvement/form", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private func move(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let id = try Self.id(context)
        guard let state = form["state"].flatMap(Improvement.State.init) else {
            throw Failure(.unusable, "no such state")
        }
        let day = try form["day"].map { try ImprovementForm.day($0, context.figures) }
        try await actions.move(
            id, to: state, reason: form["reason"], madeDay: day, seen: form["version"].flatMap { Int64($0) } ?? -1,
            by: context.person)
        return Page.redirect("/improvements/\(id)", saying: "improvement.said_moved")
    }

    private func unlink(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let id = try Self.id(context)
        guard let conversation = form["conversation"].flatMap({ Int64($0) }) else {
            throw Failure(.unusable, "no conversation is named")
        }
        try await actions.unlink(conversation, from: id, by: context.person)
        let back = form["back"] == "inbox" ? "/inbox/\(conversation)" : "/improvements/\(id)"
        return Page.redirect(back, saying: "improvement.said_unlinked")
    }

    private func prove(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let id = try Self.id(context)
        let day = try form["day"].map { try ImprovementForm.day($0, context.figures) }
        try await actions.prove(id, day: day, text: form["text"] ?? "", link: form["link"], by: context.person)
        return Page.redirect("/improvements/\(id)", saying: "improvement.said_proved")
    }

    /// Checked first; what is found is shown beside the words, which are kept in the form.
    private func publish(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let id = try Self.id(context)
        let (said, done) = (form["said"] ?? "", form["done"] ?? "")
        let publications = PublicationActions(desk: desk)
        let findings = publications.findings(said: said.bounded(PublicText.limit), done: done.bounded(PublicText.limit))
        if form.ticked("check") || findings.contains(where: \.stops) {
            let item = try await find(id, context)
            return try await show(
                id, context,
                publication: PublicationView(item, said: said, done: done, findings: findings, checked: true, context))
        }
        try await publications.publish(id, said: said, done: done, by: context.person)
        return Page.redirect("/improvements/\(id)", saying: "improvement.said_published")
    }
}
