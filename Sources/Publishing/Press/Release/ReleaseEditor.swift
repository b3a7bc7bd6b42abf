import Kernel
import Web

/// The form of a release, with what the checks say beside it.
struct ReleaseEditor: Encodable, Sendable {
    let crumbs: [Crumb]
    let pageTitle: String
    let release: String
    let seen: Int
    let path: String
    let fields: [FormField]
    let texts: [FormField]
    let quotes: [QuoteForm]
    let embargo: FormField
    let contact: FormField
    let medical: FormField
    let behind: [FormField]
    let proposals: [String]
    let locked: String
    let lacks: [String]
    let reproach: String?
    let checked: CheckedView

    struct QuoteForm: Encodable, Sendable {
        let number: Int
        let text: String
        let who: String
        let role: String
        let agreed: Bool
    }

    init(
        _ form: ReleaseForm, _ release: Release?, checked: CheckedPost, failure: Failure?, number: Int64,
        _ context: SignedInContext
    ) {
        let content = form.content
        func word(_ key: String) -> String { context.word("press.\(key)") }
        crumbs =
            [Crumb("/press", word("releases"))]
            + (release.map { [Crumb("/press/\($0.id)", $0.content.title)] } ?? [])
        pageTitle = release == nil ? word("new_release") : content.title
        self.release = String(number)
        seen = release?.version ?? form.seen
        path = release.map { "/press/\($0.id)" } ?? "/press"
        fields = Self.heads(content, context)
        texts = [
            FormField("lead", .area, label: word("lead"), value: content.lead, hint: word("lead_hint"), filter: true),
            FormField("body", .area, label: word("body"), value: content.body, hint: word("body_hint"), filter: true),
        ]
        quotes = (1...min(10, content.quotes.count + 2)).map { number in
            let known = content.quotes.indices.contains(number - 1) ? content.quotes[number - 1] : nil
            return QuoteForm(
                number: number, text: known?.text ?? "", who: known?.who ?? "", role: known?.role ?? "",
                agreed: known?.agreed ?? false)
        }
        embargo = FormField(
            "embargo", .moment, label: word("embargo"), value: content.embargoLocal ?? "", hint: word("embargo_hint"),
            error: form.badEmbargo ? word("bad_embargo") : nil, filter: true)
        contact = FormField(
            "contact", .area, label: word("contact"), value: content.contact, hint: word("contact_hint"), filter: true)
        medical = FormField(
            "medical", .box, label: context.word("publishing.medical"), hint: context.word("publishing.medical_hint"),
            checked: content.facts.isMedical)
        behind = Self.behind(content.facts, context)
        proposals = FactProposals.of(content.whole, language: content.language).filter { !content.locked.contains($0) }
        locked = content.locked.joined(separator: "\n")
        let isBlank = content.whole.isEmpty
        lacks = isBlank ? [] : content.lacks.map { word("lacks_\($0)") }
        reproach = failure.map { context.reproach($0) }
        self.checked = CheckedView(checked, content.asPost, context)
    }

    private static func heads(_ content: ReleaseContent, _ context: SignedInContext) -> [FormField] {
        func word(_ key: String) -> String { context.word("press.\(key)") }
        return [
            FormField("title", label: word("title"), value: content.title, required: true, autocomplete: "off"),
            FormField(
                "dateline", label: word("dateline"), value: content.dateline, hint: word("dateline_hint"),
                filter: true),
            FormField(
                "topic", .choice, label: word("topic"), required: true,
                choices: PressTopic.allCases.map {
                    .init($0.rawValue, word("topic_\($0.rawValue)"), selected: $0 == content.topic)
                }),
            FormField(
                "language", .choice, label: context.word("publishing.language"), required: true,
                choices: ["fr", "en"].map {
                    .init($0, context.word("publishing.language_\($0)"), selected: $0 == content.language)
                }),
        ]
    }

    /// What a medical content rests on (R.4127-13), and the interests of those who speak (L.4113-13).
    private static func behind(_ facts: PostFacts, _ context: SignedInContext) -> [FormField] {
        func word(_ key: String) -> String { context.word("publishing.\(key)") }
        func choice(_ name: String, _ values: [String], _ chosen: String) -> FormField {
            FormField(
                name, .choice, label: word(name),
                choices: values.map {
                    .init($0, word("\(name)_\($0.isEmpty ? "unsaid" : $0)"), selected: $0 == chosen)
                }, filter: true)
        }
        return [
            FormField(
                "source", label: word("source"), value: facts.source ?? "", hint: word("source_hint"), filter: true),
            FormField("source_date", .date, label: word("source_date"), value: facts.sourceDate ?? "", filter: true),
            FormField("read_by", label: word("read_by"), value: facts.readBy ?? "", filter: true),
            FormField("read_on", .date, label: word("read_on"), value: facts.readOn ?? "", filter: true),
            choice(
                "interests_said", ["", "none", "some"], facts.interests.map { $0.isEmpty ? "none" : "some" } ?? ""),
            FormField(
                "interests", label: word("interests"), value: facts.interests ?? "", hint: word("interests_hint"),
                filter: true),
            choice("named", ["", "yes", "no"], facts.namedAgree.map { $0 ? "yes" : "no" } ?? ""),
        ]
    }
}
