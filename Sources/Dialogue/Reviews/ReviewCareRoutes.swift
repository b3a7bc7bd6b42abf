import HTTPTypes
import Hummingbird
import Kernel
import Storage
import Web

/// What surrounds moderation: flags and replies, equal refusal, and what the hospital says of its reviews.
struct ReviewCareRoutes: Sendable {
    let desk: DialogueDesk
    private let claims: ClaimActions

    init(desk: DialogueDesk) {
        self.desk = desk
        claims = ClaimActions(desk: desk)
    }

    func add(to pages: Pages) {
        pages.get("reviews/claims", right: .judge) { _, context in try await list(context) }
        pages.post("reviews/claims/:id", right: .moderate) { form, context in try await decide(form, context) }
        pages.get("reviews/fairness", right: .judge) { _, context in try await fairness(context) }
        pages.get("reviews/settings", right: .moderate) { _, context in
            let kept = try await desk.database.read { try ReviewSettings.read(in: $0) }
            return try settings(kept, context)
        }
        pages.post("reviews/settings", right: .moderate) { form, context in try await keep(form, context) }
    }

    // MARK: Flags and replies

    private struct Claim: Encodable, Sendable {
        let id: Int64
        let path: String
        let review: String
        let quote: String
        let lang: String
        let kind: String
        let isReply: Bool
        let reason: String?
        let text: String?
        let contact: String?
        let at: Moment
        let open: Bool
        let state: String
        let note: String?
    }

    private struct Claims: Encodable, Sendable {
        let crumbs: [Crumb]
        let claims: [Claim]
        let reasons: [FormField.Choice]
        let mayModerate: Bool
        let empty: EmptyState?
        let reproach: String?
    }

    private func list(_ context: SignedInContext, wrong: String? = nil) async throws -> Response {
        let found = try await claims.list(for: context.person)
        let moderates = context.person.scope(of: .moderate) != .nothing
        let value = Claims(
            crumbs: [Crumb("/reviews/moderation", context.word("reviews.moderation"))],
            claims: found.map { claim, review in
                Claim(
                    id: claim.id, path: "/reviews/claims/\(claim.id)", review: "/reviews/moderation/\(review.id)",
                    quote: review.publicText, lang: review.tongue.rawValue,
                    kind: context.word("reviews.claim_\(claim.kind.rawValue)"), isReply: claim.kind == .reply,
                    reason: claim.reason.map { context.word("reviews.flag_\($0.rawValue)") },
                    text: claim.text.isEmpty ? nil : claim.text,
                    contact: moderates && !claim.contact.isEmpty ? claim.contact : nil,
                    at: Moment(claim.createdAt, context.figures), open: claim.state == .open,
                    state: context.word("reviews.claim_\(claim.state.rawValue)"), note: claim.note)
            },
            reasons: [FormField.Choice("", context.word("reviews.choose"))]
                + Review.Reason.allCases.map {
                    FormField.Choice($0.rawValue, context.word("reviews.reason_\($0.rawValue)"))
                },
            mayModerate: moderates,
            empty: found.isEmpty
                ? EmptyState(
                    icon: "check", title: context.word("reviews.claims_none_title"),
                    text: context.word("reviews.claims_none")) : nil,
            reproach: wrong.map { context.word($0) })
        return try Page.render("reviews/claims", value, context, status: wrong == nil ? .ok : .badRequest)
    }

    private func decide(_ form: Query, _ context: SignedInContext) async throws -> Response {
        do {
            try await claims.decide(
                try context.identifier(of: ReviewClaim.self).value, upheld: form["verdict"] == "upheld",
                reason: form["reason"].flatMap(Review.Reason.init), note: form["note"] ?? "", by: context.person)
        } catch let failure as Failure where failure.kind == .unusable || failure.words == "reviews.changed" {
            return try await list(context, wrong: failure.words)
        }
        return Page.redirect("/reviews/claims", saying: "reviews.said_decided")
    }

    // MARK: Equal refusal

    private struct Fairness: Encodable, Sendable {
        let crumbs: [Crumb]
        let fairness: FairnessView
        let empty: EmptyState?
    }

    private func fairness(_ context: SignedInContext) async throws -> Response {
        let since = desk.clock.now().adding(days: -365)
        let view = FairnessView(
            try await desk.database.read { try ReviewFairness.read(since: since, in: $0) }, context)
        let value = Fairness(
            crumbs: [Crumb("/reviews/moderation", context.word("reviews.moderation"))], fairness: view,
            empty: view.any
                ? nil
                : EmptyState(
                    icon: "info", title: context.word("reviews.fair_none_title"),
                    text: context.word("reviews.fair_none"))
        )
        return try Page.render("reviews/fairness", value, context)
    }

    // MARK: Settings

    private struct SettingsPage: Encodable, Sendable {
        let crumbs: [Crumb]
        let fields: [FormField]
        let reproach: String?
    }

    private func settings(_ settings: ReviewSettings, _ context: SignedInContext, wrong: String? = nil) throws
        -> Response
    {
        func word(_ key: String) -> String { context.word("reviews.settings_\(key)") }
        let value = SettingsPage(
            crumbs: [Crumb("/reviews/moderation", context.word("reviews.moderation"))],
            fields: [
                FormField("on", .box, label: word("on"), hint: word("on_hint"), checked: settings.on),
                FormField(
                    "welcome", .area, label: word("welcome"), value: settings.welcome, hint: word("welcome_hint")),
                FormField("welcome_en", .area, label: word("welcome_en"), value: settings.welcomeEnglish),
                FormField("contact", label: word("contact"), value: settings.contact, hint: word("contact_hint")),
                FormField("officer", label: word("officer"), value: settings.officer, hint: word("officer_hint")),
                FormField(
                    "years", .choice, label: word("years"), hint: word("years_hint"), required: true,
                    choices: (1...ReviewSettings.mostYears).map {
                        FormField.Choice(String($0), context.count("reviews.years", $0), selected: $0 == settings.years)
                    }),
            ], reproach: wrong.map { context.word($0) })
        return try Page.render("reviews/settings", value, context, status: wrong == nil ? .ok : .badRequest)
    }

    private func keep(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let sent = ReviewSettings(
            on: form.ticked("on"), welcome: form["welcome"] ?? "", welcomeEnglish: form["welcome_en"] ?? "",
            contact: form["contact"] ?? "", officer: form["officer"] ?? "",
            keptYears: form["years"].map { Int($0) ?? 0 })
        guard context.scope == .everything else { throw Failure(.forbidden, "settings belong to the organisation") }
        let now = desk.clock.now()
        do {
            try await desk.database.write { try sent.keep(by: context.person, at: now, in: $0) }
        } catch let failure as Failure where failure.kind == .unusable {
            return try settings(sent, context, wrong: failure.words)
        }
        return Page.redirect("/reviews/settings", saying: "reviews.said_settings")
    }
}
