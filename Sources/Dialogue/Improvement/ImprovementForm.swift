import Kernel
import Web

/// The fields of an improvement's form, as they were sent and as they are drawn again.
struct ImprovementForm: Sendable {
    var title = ""
    var description = ""
    var service: Int64?
    var theme: Theme?
    var owner: Int64?
    var due = ""
    var cost = ""
    var version: Int64 = 0
    /// The conversation that asks for it, or whether a cluster does.
    var conversation: Int64?
    var cluster = false

    init(_ query: Query) {
        title = query["title"] ?? ""
        description = query["description"] ?? ""
        service = query["service"].flatMap { Int64($0) }
        theme = query["theme"].flatMap(Theme.init)
        owner = query["owner"].flatMap { Int64($0) }
        due = query["due"] ?? ""
        cost = query["cost"] ?? ""
        version = query["version"].flatMap { Int64($0) } ?? 0
        conversation = query["conversation"].flatMap { Int64($0) }
        cluster = query.ticked("cluster")
    }

    init(_ item: Improvement) {
        title = item.draft.title
        description = item.draft.description
        service = item.draft.service
        theme = item.draft.theme
        owner = item.draft.owner
        due = item.draft.dueDay.map(Self.date) ?? ""
        cost = item.draft.cost.map(String.init) ?? ""
        version = item.version
    }

    /// - Throws: `.unusable` for a date or a cost that is none.
    func draft(_ figures: Figures) throws -> ImprovementDraft {
        ImprovementDraft(
            title: title, description: description, service: service, theme: theme, owner: owner,
            dueDay: due.isEmpty ? nil : try Self.day(due, figures), cost: try euros())
    }

    private func euros() throws -> Int? {
        let digits = cost.filter { !$0.isWhitespace && $0 != "€" }
        if digits.isEmpty { return nil }
        guard let euros = Int(digits) else {
            throw Failure(.unusable, "the cost is no number", words: "improvement.no_cost")
        }
        return euros
    }

    /// The day number of `2026-11-21`.
    static func day(_ text: String, _ figures: Figures) throws -> Int {
        guard let start = figures.start(ofDay: text) else {
            throw Failure(.unusable, "the day is no date", words: "improvement.no_day")
        }
        return figures.local(start).dayNumber
    }

    /// `2026-11-21`, as the field of a date holds it.
    static func date(_ day: Int) -> String { String(Figures.machine(Instant(day: day)).prefix(10)) }

    func fields(_ people: ImprovementPeople, wholeAllowed: Bool, _ failure: Failure?, _ context: some Viewing)
        -> [FormField]
    {
        func word(_ key: String) -> String { context.word("improvement.\(key)") }
        func wrong(_ keys: String...) -> String? {
            guard let said = failure?.words, keys.contains(where: { "improvement.\($0)" == said }) else { return nil }
            return context.word(said)
        }
        let whole = wholeAllowed ? [FormField.Choice("", word("whole"))] : []
        return [
            FormField(
                "title", label: word("title"), value: title, hint: word("title_hint"), error: wrong("no_title"),
                required: true),
            FormField("description", .area, label: word("description"), value: description),
            FormField(
                "service", .choice, label: word("service"), error: wrong("no_service"), required: !wholeAllowed,
                choices: whole
                    + people.wards.map {
                        FormField.Choice(
                            String($0.id), "\($0.name) · \($0.establishmentName)", selected: $0.id == service)
                    }),
            FormField(
                "theme", .choice, label: word("theme"),
                choices: [FormField.Choice("", word("no_theme"))]
                    + Theme.allCases.map {
                        FormField.Choice(
                            $0.rawValue, context.word("listening.theme_\($0.rawValue)"), selected: $0 == theme)
                    }),
            FormField(
                "owner", .choice, label: word("owner"), hint: word("owner_hint"), error: wrong("no_owner"),
                choices: [FormField.Choice("", word("nobody"))]
                    + people.people.map {
                        FormField.Choice(String($0.id), $0.name, selected: $0.id == owner)
                    }),
            FormField("due", .date, label: word("due"), value: due, error: wrong("no_day")),
            FormField("cost", .number, label: word("cost"), value: cost, error: wrong("no_cost")),
        ]
    }
}

/// The page of the form.
struct ImprovementFormPage: Encodable, Sendable {
    struct Hidden: Encodable, Sendable {
        let name: String
        let value: String
    }

    let crumbs: [Crumb]
    let title: String
    let isNew: Bool
    let action: String
    let cancel: String
    let fields: [FormField]
    let errors: [FormError]
    let reproach: String?
    let hidden: [Hidden]
    let voices: [VoiceView]
    let more: String?

    init(
        _ form: ImprovementForm, _ item: Improvement?, voices: [VoiceView], more: Int, people: ImprovementPeople,
        failure: Failure?, _ context: SignedInContext
    ) {
        crumbs = [Crumb("/improvements", context.word("improvement.improvements"))]
        title = item?.draft.title ?? context.word("improvement.new")
        isNew = item == nil
        action = item.map { "/improvements/\($0.id)" } ?? "/improvements"
        cancel =
            item.map { "/improvements/\($0.id)" } ?? form.conversation.map { "/inbox/\($0)" } ?? "/improvements"
        let whole = context.person.scope(of: .improve) == .everything
        fields = form.fields(people, wholeAllowed: whole, failure, context)
        errors = FormField.errors(fields)
        reproach = errors.isEmpty ? failure.map { context.word($0.words ?? "web.failure_\($0.kind.rawValue)") } : nil
        var hidden: [Hidden] = []
        if item != nil { hidden.append(Hidden(name: "version", value: String(form.version))) }
        if let id = form.conversation { hidden.append(Hidden(name: "conversation", value: String(id))) }
        if form.cluster { hidden.append(Hidden(name: "cluster", value: "1")) }
        self.hidden = hidden
        self.voices = voices
        self.more = more > 0 ? context.count("improvement.more_voices", more) : nil
    }
}
