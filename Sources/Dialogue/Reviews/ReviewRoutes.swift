import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Storage
import Web

/// The public pages of our own reviews: read, write, follow, flag. No account, no cookie, no third party.
struct ReviewRoutes: Sendable {
    let desk: DialogueDesk
    let gate: ReviewGate
    let actions: ReviewActions

    init(desk: DialogueDesk) {
        self.desk = desk
        gate = ReviewGate(sealer: desk.sealer, clock: desk.clock)
        actions = ReviewActions(desk: desk)
    }

    func add(to pages: Pages) {
        pages.openGet("avis/nouveau") { _, context in try await form(ReviewForm(context.query, context), context) }
        pages.openGet("avis/s/:code") { _, context in try await linked(context) }
        pages.openPost("avis/nouveau", limit: ReviewForm.limit) { form, context in try await submit(form, context) }
        pages.openGet("avis/regles") { _, context in try await rules(context) }
        ReviewListRoutes(desk: desk).add(to: pages)
        ReviewFollowRoutes(desk: desk).add(to: pages)
        ReviewClaimRoutes(desk: desk, gate: gate).add(to: pages)
    }

    /// The form with the service of a printed link.
    private func linked(_ context: PageContext) async throws -> Response {
        let code = context.parameters.get("code") ?? ""
        var sent = ReviewForm(context.query, context)
        let link = try await desk.database.read { try ReviewLinks.named(code, in: $0) }
        if let link, link.revokedAt == nil {
            sent.code = link.code
            sent.draft.service = link.service
        } else {
            sent.stale = true
        }
        return try await form(sent, context)
    }

    private func form(
        _ sent: ReviewForm, _ context: PageContext, wrong: String? = nil, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let settings = try await desk.database.read { try ReviewSettings.read(in: $0) }
        let frame = PublicFrame(try await desk.staff.organisation(), context)
        guard settings.on else { return try Page.render("reviews/closed", ["frame": frame], context) }
        let value = ReviewFormPage(
            sent, settings: settings, wards: try await desk.staff.wards(), frame: frame,
            gate: try gate.issue(to: context.address), wrong: wrong, context)
        return try Page.render("reviews/form", value, context, status: status)
    }

    private func submit(_ query: Query, _ context: PageContext) async throws -> Response {
        var sent = ReviewForm(query, context)
        do {
            if let code = sent.code {
                let link = try await desk.database.read { try ReviewLinks.named(code, in: $0) }
                if let link, link.revokedAt == nil { sent.draft.service = link.service } else { sent.code = nil }
            }
            let settings = try await desk.database.read { try ReviewSettings.read(in: $0) }
            guard settings.on else { return try await form(sent, context) }
            let draft = try sent.draft.checked(
                wards: try await desk.staff.wards(), month: ReviewMonth.now(context))
            switch gate.admit(
                query["ticket"] ?? "", proof: query["proof"], sum: query["sum"], trap: query["website"],
                from: context.address)
            {
            case .refused(let words, let kind):
                return try await form(
                    sent, context, wrong: words, status: kind == .tooMany ? .tooManyRequests : .badRequest)
            case .admitted(let ticket, let lane):
                let review = try await actions.submit(draft, ticket: ticket, lane: lane)
                return try await thanks(review, ticket.secret, context)
            }
        } catch let failure as Failure where failure.kind == .unusable {
            let status: HTTPResponse.Status = failure.words == "reviews.text_long" ? .contentTooLarge : .badRequest
            return try await form(sent, context, wrong: failure.words ?? "web.failure_unusable", status: status)
        }
    }

    // MARK: Thank you

    private struct Thanks: Encodable, Sendable {
        let frame: PublicFrame
        let link: String
        let path: String
        let reminder: String
        let danger: Bool
        let folded: Bool
        let help: [HelpLine]
    }

    private func thanks(_ review: Review, _ secret: String, _ context: PageContext) async throws -> Response {
        let frame = PublicFrame(try await desk.staff.organisation(), context)
        let path = "/avis/suivi/\(secret)"
        let value = Thanks(
            frame: frame, link: (desk.site ?? context.home) + path, path: path + frame.suffix,
            reminder: path + "/rappel.ics", danger: review.distress, folded: review.state == .folded,
            help: HelpLine.all(context))
        return try Page.render("reviews/thanks", value, context)
    }

    // MARK: Rules

    private struct Rules: Encodable, Sendable {
        let frame: PublicFrame
        let contact: String?
        let officer: String?
        let reasons: [String]
        let target: String
        let kept: String
        let received: String
        let published: String
        let refused: String
        let delay: String?
        let fairness: FairnessView
    }

    private func rules(_ context: PageContext) async throws -> Response {
        let since = desk.clock.now().adding(days: -365)
        let (settings, fairness, figures) = try await desk.database.read { connection in
            (
                try ReviewSettings.read(in: connection), try ReviewFairness.read(since: since, in: connection),
                try ReviewFigures.read(since: since, in: connection)
            )
        }
        let value = Rules(
            frame: PublicFrame(try await desk.staff.organisation(), context),
            contact: settings.contact.isEmpty ? nil : settings.contact,
            officer: settings.officer.isEmpty ? nil : settings.officer,
            reasons: Review.Reason.allCases.map { context.word("reviews.reason_\($0.rawValue)") },
            target: context.count("reviews.hours", Int(Review.target)),
            kept: context.word("reviews.rules_kept", ["years": context.count("reviews.years", settings.years)]),
            received: context.figures.integer(figures.received), published: context.figures.integer(figures.published),
            refused: context.figures.integer(figures.refused),
            delay: figures.medianDelay.map { context.figures.duration($0) }, fairness: FairnessView(fairness, context))
        return try Page.render("reviews/rules", value, context)
    }
}
