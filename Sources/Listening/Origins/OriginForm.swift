import Kernel
import Web

/// The fields of a source's form, as they were sent and as they are drawn again.
struct OriginForm: Encodable, Sendable {
    var address = ""
    var label = ""
    var purpose = ""
    var retention = "365"
    var selector = ""
    var kind = ""
    /// As it was just typed; never drawn again.
    var token = ""
    var forgetsToken = false
    var hasToken = false

    init() {}

    init(_ query: Query) {
        address = query["address"] ?? ""
        label = query["label"] ?? ""
        purpose = query["purpose"] ?? ""
        retention = query["retention"] ?? ""
        selector = query["selector"] ?? ""
        kind = query["kind"] ?? ""
        token = query["token"] ?? ""
        forgetsToken = query.ticked("forget_token")
    }

    init(_ origin: Origin) {
        address = origin.address
        label = origin.label
        purpose = origin.purpose
        retention = String(origin.retentionDays)
        selector = origin.selector ?? ""
        kind = origin.kind.rawValue
        hasToken = origin.sealedToken != nil
    }

    /// What it asks for. A retention that is no number breaks the same rule as a missing one.
    func draft(owner: Int64?) -> OriginDraft {
        OriginDraft(
            kind: Origin.Kind(rawValue: kind) ?? .feed, address: address, label: label, purpose: purpose,
            retentionDays: Int(retention) ?? 0, owner: owner, selector: selector)
    }

    /// Label, purpose and retention; the part of the page too where it is one.
    func fields(_ context: some Viewing, failure: Failure? = nil) -> [FormField] {
        func wrong(_ keys: String...) -> String? {
            guard let words = failure?.words, keys.contains(words) else { return nil }
            return context.word(words)
        }
        var fields = [
            FormField(
                "label", label: context.word("listening.origin_label"), value: label,
                hint: context.word("listening.origin_label_hint"), error: wrong("listening.origin_too_long")),
            FormField(
                "purpose", .area, label: context.word("listening.origin_purpose"), value: purpose,
                hint: context.word("listening.origin_purpose_hint"), error: wrong("listening.origin_no_purpose"),
                required: true),
            FormField(
                "retention", .number, label: context.word("listening.origin_retention"), value: retention,
                hint: context.word("listening.origin_retention_hint"), error: wrong("listening.origin_no_retention"),
                required: true),
        ]
        if kind == Origin.Kind.page.rawValue {
            fields.append(
                FormField(
                    "selector", label: context.word("listening.origin_selector"), value: selector,
                    hint: context.word("listening.origin_selector_hint"),
                    error: wrong("page.selector", "listening.origin_empty_page")))
        }
        if Origin.Kind(rawValue: kind)?.takesToken == true {
            fields += tokenFields(context, error: wrong("listening.origin_bad_token"))
        }
        return fields
    }

    private func tokenFields(_ context: some Viewing, error: String?) -> [FormField] {
        let token = FormField(
            "token", .password, label: context.word("listening.origin_token"),
            hint: context.word(hasToken ? "listening.origin_token_kept" : "listening.origin_token_hint"), error: error,
            autocomplete: "off")
        guard hasToken else { return [token] }
        return [
            token, FormField("forget_token", .box, label: context.word("listening.origin_token_forget"), filter: true),
        ]
    }

    /// The kinds that a person may name; the first lets us find out.
    static func kinds(_ selected: String, _ context: some Viewing) -> FormField {
        let kinds = Origin.Kind.allCases.filter(\.isAdded)
        let choices =
            [FormField.Choice("", context.word("listening.origin_kind_auto"), selected: selected.isEmpty)]
            + kinds.map {
                FormField.Choice(
                    $0.rawValue, context.word("listening.origin_kind_\($0.rawValue)"), selected: selected == $0.rawValue
                )
            }
        return FormField(
            "kind", .choice, label: context.word("listening.origin_kind"), required: true, choices: choices)
    }
}

/// What the visitor reads when something they typed was refused: our words where we have some, else the cause itself,
/// which speaks of their own address and of nothing else.
enum Reproach {
    static func line(_ failure: Failure, _ context: some Viewing) -> String {
        if let words = failure.words, context.site.words.has(words) { return context.word(words) }
        return context.word("listening.origin_cannot", ["cause": failure.cause])
    }
}
