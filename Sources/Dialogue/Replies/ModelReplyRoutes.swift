import Hummingbird
import Kernel
import Storage
import Web

/// The library of model replies.
struct ModelReplyRoutes: Sendable {
    let desk: DialogueDesk

    private var actions: ModelReplyActions { ModelReplyActions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("replies/models", right: .answer) { _, context in try await list(context) }
        pages.get("replies/models/new", right: .approve) { _, context in
            try await edit(ModelDraft(name: "", text: ""), nil, context)
        }
        pages.post("replies/models", right: .approve) { form, context in
            let draft = Self.draft(form)
            do { try await actions.add(draft, by: context.person) } catch let failure as Failure
                where failure.words != nil
            {
                return try await edit(draft, nil, context, wrong: failure)
            }
            return Page.redirect("/replies/models", saying: "replies.said_model_kept")
        }
        pages.get("replies/models/:id", right: .approve) { _, context in
            let model = try await actions.find(ReplyRoutes.id(context))
            return try await edit(model.draft, model, context)
        }
        pages.post("replies/models/:id", right: .approve) { form, context in
            let (id, draft) = (try ReplyRoutes.id(context), Self.draft(form))
            let version = Int64(form["version"] ?? "") ?? -1
            do { try await actions.edit(id, draft, version: version, by: context.person) } catch let failure as Failure
                where failure.words != nil
            { return try await edit(draft, try await actions.find(id), context, wrong: failure) }
            return Page.redirect("/replies/models", saying: "replies.said_model_kept")
        }
        pages.post("replies/models/:id/delete", right: .approve) { _, context in
            try await actions.delete(ReplyRoutes.id(context), by: context.person)
            return Page.redirect("/replies/models", saying: "replies.said_model_deleted")
        }
    }

    private static func draft(_ form: Query) -> ModelDraft {
        ModelDraft(
            name: form["name"] ?? "", text: form["text"] ?? "", language: form["language"] ?? "",
            theme: form["theme"].flatMap(Theme.init), polarity: form["polarity"].flatMap(Polarity.init),
            service: form["service"].flatMap { Int64($0) }, network: form["network"].flatMap(Network.init),
            urgent: form.ticked("urgent"))
    }

    // MARK: Pages

    private struct Card: Encodable, Sendable {
        let path: String
        let name: String
        let text: String
        let language: String
        let pills: [String]
        let urgent: Bool
    }

    private struct Library: Encodable, Sendable {
        let cards: [Card]
        let crumbs: [Crumb]
        let empty: EmptyState?
        let mayKeep: Bool
        let contactMissing: Bool
    }

    private func list(_ context: SignedInContext) async throws -> Response {
        let mayKeep = context.person.scope(of: .approve) == .everything
        let wards = try await wards()
        let contact = try await desk.database.read { try ReplyContact.find(in: $0) }
        let cards = try await actions.list().map { model in
            let draft = model.draft
            return Card(
                path: "/replies/models/\(model.id)", name: draft.name, text: draft.text, language: draft.language,
                pills: [
                    context.word("listening.language_\(draft.language)"),
                    draft.theme.map { context.word("listening.theme_\($0.rawValue)") },
                    draft.polarity.map { context.word("listening.polarity_\($0.rawValue)") },
                    draft.network.map { context.word("listening.network_\($0.rawValue)") },
                    draft.service.map { wards[$0] ?? context.word("replies.service_gone") },
                ].compactMap { $0 }, urgent: draft.urgent)
        }
        return try Page.render(
            "replies/models",
            Library(
                cards: cards, crumbs: [Crumb("/inbox", context.word("replies.crumb_inbox"))],
                empty: cards.isEmpty
                    ? EmptyState(
                        icon: "edit", title: context.word("replies.models_empty_title"),
                        text: context.word("replies.models_empty"),
                        action: mayKeep ? ("/replies/models/new", context.word("replies.model_new")) : nil) : nil,
                mayKeep: mayKeep, contactMissing: !contact.isSet), context)
    }

    private func wards() async throws -> [Int64: String] {
        Dictionary(try await desk.staff.wards().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    private struct Editor: Encodable, Sendable {
        struct Variable: Encodable, Sendable {
            let written: String
            let means: String
        }

        let crumbs: [Crumb]
        let title: String
        let action: String
        let remove: String?
        let version: String
        let reproach: String?
        let errors: [FormError]
        let fields: [FormField]
        let variables: [Variable]
    }

    private func edit(
        _ draft: ModelDraft, _ model: ModelReply?, _ context: SignedInContext, wrong: Failure? = nil
    ) async throws -> Response {
        let fields = try await fields(draft, context, wrong?.words)
        let errors = FormField.errors(fields)
        let path = model.map { "/replies/models/\($0.id)" }
        let value = Editor(
            crumbs: [Crumb("/replies/models", context.word("replies.models"))],
            title: model?.draft.name ?? context.word("replies.model_new"), action: path ?? "/replies/models",
            remove: path.map { "\($0)/delete" }, version: String(model?.version ?? 0),
            reproach: errors.isEmpty ? wrong?.words.map { context.word($0) } : nil, errors: errors, fields: fields,
            variables: ModelVariables.Name.allCases.map {
                .init(written: "{{\($0.rawValue)}}", means: context.word("replies.variable_\($0.rawValue)"))
            })
        return try Page.render("replies/model", value, context, status: ReplyRoutes.status(wrong))
    }

    private func fields(_ draft: ModelDraft, _ context: SignedInContext, _ wrong: String?) async throws -> [FormField] {
        func choice(_ name: String, _ value: String?, _ all: [(String, String)]) -> FormField {
            FormField(
                name, .choice, label: context.word("replies.model_\(name)"),
                choices: [.init("", context.word("replies.any"), selected: value == nil)]
                    + all.map { .init($0.0, $0.1, selected: $0.0 == value) }, filter: true)
        }
        let textual = ["text", "personal", "unknown", "braces", "identifier", "found", "no_text"].map {
            "replies.model_\($0)"
        }
        return [
            FormField(
                "name", label: context.word("replies.model_name"), value: draft.name,
                error: wrong == "replies.model_no_name" ? context.word("replies.model_no_name") : nil, required: true),
            FormField(
                "text", .area, label: context.word("replies.model_text"), value: draft.text,
                error: wrong.flatMap { textual.contains($0) ? context.word($0) : nil }, required: true),
            FormField(
                "language", .choice, label: context.word("replies.model_language"), required: true,
                choices: ModelDraft.languages.map {
                    .init($0, context.word("listening.language_\($0)"), selected: $0 == draft.language)
                }),
            choice(
                "polarity", draft.polarity?.rawValue,
                Polarity.allCases.map { ($0.rawValue, context.word("listening.polarity_\($0.rawValue)")) }),
            choice(
                "theme", draft.theme?.rawValue,
                Theme.allCases.map { ($0.rawValue, context.word("listening.theme_\($0.rawValue)")) }),
            choice(
                "service", draft.service.map(String.init),
                try await wards().sorted { $0.value < $1.value }.map { (String($0.key), $0.value) }),
            choice(
                "network", draft.network?.rawValue,
                Network.allCases.map { ($0.rawValue, context.word("listening.network_\($0.rawValue)")) }),
            FormField(
                "urgent", .box, label: context.word("replies.model_urgent"),
                hint: context.word("replies.model_urgent_hint"), checked: draft.urgent),
        ]
    }
}
