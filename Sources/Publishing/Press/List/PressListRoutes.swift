import Hummingbird
import Kernel
import Storage
import Web

/// `/press/list`: who is on the press list, and the proof that they asked for it.
struct PressListRoutes: Sendable {
    let desk: PublishingDesk
    private var actions: SubscriberActions { SubscriberActions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("press/list", right: .approve) { _, context in
            try await draw(SubscriberDraft(context), nil, context)
        }
        pages.post("press/list", right: .approve) { form, context in
            let draft = SubscriberDraft(form, tongue: .french)
            do {
                let house = try await desk.staff.organisation()
                let wording = context.site.words("press.wording", draft.tongue, ["house": house])
                try await actions.add(draft, wording: wording, by: context.person)
            } catch let failure as Failure where [.unusable, .conflict].contains(failure.kind) {
                return try await draw(draft, failure, context)
            }
            return Page.redirect("/press/list", saying: "press.said_added")
        }
        pages.post("press/list/:id/remove", right: .approve) { _, context in
            try await actions.remove(
                try context.identifier(of: Subscriber.self).value, by: context.person)
            return Page.redirect("/press/list", saying: "press.said_removed")
        }
    }

    private struct List: Encodable, Sendable {
        let crumbs: [Crumb]
        let counts: [String]
        let people: [Line]
        let empty: EmptyState?
        let fields: [FormField]
        let tongue: FormField
        let topics: [SubscribeRoutes.Topic]
        let reproach: String?
        let isClosed: Bool
    }

    private struct Line: Encodable, Sendable {
        let path: String
        let email: String
        let name: String
        let outlet: String
        let state: String
        let tone: String
        let topics: String
        let form: String
        let wording: String
        let asked: Moment
        let confirmed: Moment?
        let refusal: String?
    }

    private func draw(
        _ draft: SubscriberDraft, _ failure: Failure?, _ context: SignedInContext
    ) async throws -> Response {
        let found = try await actions.list(for: context.person)
        let names = try await desk.staff.names()
        let value = List(
            crumbs: [Crumb("/press", context.word("press.releases"))],
            counts: Subscriber.State.allCases.map {
                context.count("press.count_\($0.rawValue)", found.counts[$0] ?? 0)
            },
            people: found.people.map { Self.line($0, names, context) },
            empty: found.people.isEmpty
                ? EmptyState(
                    icon: "mail", title: context.word("press.list_empty_title"), text: context.word("press.list_empty"))
                : nil,
            fields: SubscribeRoutes.fields(draft, context),
            tongue: FormField(
                "tongue", .choice, label: context.word("publishing.language"), required: true,
                choices: Tongue.allCases.map {
                    .init($0.rawValue, context.word("publishing.language_\($0.rawValue)"), selected: $0 == draft.tongue)
                }),
            topics: SubscribeRoutes.Topic.all(draft.topics, context), reproach: failure.map { context.reproach($0) },
            isClosed: !desk.letters.leave || desk.site == nil)
        return try Page.render("press/list", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private static func line(_ one: Subscriber, _ names: [Int64: String], _ context: SignedInContext) -> Line {
        let topics = PressTopic.allCases.filter(one.topics.contains).map { context.word("press.topic_\($0.rawValue)") }
        let name = one.addedBy.flatMap { names[$0] } ?? context.word("publishing.somebody")
        return Line(
            path: "/press/list/\(one.id)", email: one.email ?? "", name: one.name, outlet: one.outlet,
            state: context.word("press.subscriber_\(one.state.rawValue)"),
            tone: one.state == .confirmed ? "good" : one.state == .refused ? "bad" : "",
            topics: topics.isEmpty ? context.word("press.topic_all") : topics.joined(separator: ", "),
            form: context.word("press.form_\(one.form.rawValue)", ["name": name]), wording: one.wording,
            asked: Moment(one.askedAt, context.figures),
            confirmed: one.confirmedAt.map { Moment($0, context.figures) }, refusal: one.refusal)
    }
}
