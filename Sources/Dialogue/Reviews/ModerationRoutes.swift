import Hummingbird
import HTTPTypes
import Kernel
import Storage
import Web

/// The moderators' pages. Heads of service read those of their services; moderators decide.
struct ModerationRoutes: Sendable {
    let desk: DialogueDesk
    private let actions: ModerationActions

    init(desk: DialogueDesk) {
        self.desk = desk
        actions = ModerationActions(desk: desk)
    }

    func add(to pages: Pages) {
        pages.get("reviews", right: .judge) { _, _ in Page.redirect("/reviews/moderation") }
        pages.get("reviews/moderation", right: .judge) { _, context in try await list(context) }
        pages.get("reviews/moderation/:id", right: .judge) { _, context in try await show(context) }
        pages.post("reviews/moderation/:id/mask", right: .moderate) { form, context in
            try await act(form, context, saying: "reviews.said_masked") { id, version in
                try await actions.mask(id, version: version, Self.masking(form), by: context.person)
            }
        }
        pages.post("reviews/moderation/:id/publish", right: .moderate) { form, context in
            try await act(form, context, saying: "reviews.said_published") { id, version in
                try await actions.publish(id, version: version, by: context.person)
            }
        }
        pages.post("reviews/moderation/:id/refuse", right: .moderate) { form, context in
            try await act(form, context, saying: "reviews.said_refused") { id, version in
                try await actions.refuse(
                    id, version: version, reason: form["reason"].flatMap(Review.Reason.init), note: form["note"] ?? "",
                    by: context.person)
            }
        }
        pages.post("reviews/moderation/:id/ask", right: .moderate) { form, context in
            try await act(form, context, saying: "reviews.said_asked") { id, version in
                try await actions.askChange(id, version: version, note: form["note"] ?? "", by: context.person)
            }
        }
        ReviewCareRoutes(desk: desk).add(to: pages)
        ReviewLinkRoutes(desk: desk).add(to: pages)
    }

    private static func masking(_ form: Query) -> ModerationActions.Masking {
        var change = ModerationActions.Masking(reason: form["why"] ?? "")
        for field in form.fields where field.name.hasPrefix("mask-") {
            guard let index = Int(field.name.dropFirst(5)), let style = ReviewMask.Style(rawValue: field.value) else {
                continue
            }
            change.styles[index] = style
        }
        change.words = (form["words"] ?? "").split(separator: "\n").map { String($0).trimmed }.filter { !$0.isEmpty }
        return change
    }

    /// What went wrong is said on the review's own page, with what was typed elsewhere unchanged.
    private func act(
        _ form: Query, _ context: SignedInContext, saying word: String,
        _ body: (Int64, Int64) async throws -> Void
    ) async throws -> Response {
        let id = try context.identifier(of: Review.self).value
        do {
            try await body(id, form["version"].flatMap { Int64($0) } ?? 0)
        } catch let failure as Failure where failure.kind == .unusable || failure.words == "reviews.changed" {
            return try await show(context, sent: form, wrong: failure.words)
        }
        return Page.redirect("/reviews/moderation/\(id)", saying: word)
    }

    private func list(_ context: SignedInContext) async throws -> Response {
        let tab = ModerationTab(rawValue: context.query["tab"] ?? "") ?? .waiting
        let scope = context.scope
        let (reviews, counts, claims, fairness) = try await desk.database.read { connection in
            (
                try ReviewStore.list(tab.states, scope: scope, in: connection),
                try ReviewStore.counts(scope: scope, in: connection),
                try connection.one("SELECT CAST(COUNT(*) AS BIGINT) AS n FROM review_claim WHERE state = 'open'")?
                    .int("n") ?? 0,
                try ReviewFairness.read(since: desk.clock.now().adding(days: -365), in: connection)
            )
        }
        let wards = try await desk.staff.wards()
        let value = ModerationList(
            reviews, tab: tab, counts: counts, claims: scope == .everything ? claims : 0, wards: wards,
            fairness: fairness, context)
        return try Page.render("reviews/moderation", value, context)
    }

    private func show(_ context: SignedInContext, sent: Query = Query(fields: []), wrong: String? = nil) async throws
        -> Response
    {
        let id = try context.identifier(of: Review.self).value
        let scope = context.person.scope(of: .judge)
        let voices = desk.voices
        let (review, answers, conversation) = try await desk.database.read { connection in
            let review = try ReviewStore.find(id, scope: scope, in: connection)
            let mention = try voices.named(review.externalID, .own, connection)
            let conversation = try mention.flatMap {
                try connection.one("SELECT conversation FROM conversation_message WHERE mention = $1", $0)?
                    .int64("conversation")
            }
            return (review, try ReviewAnswers.of([id], in: connection)[id] ?? [], conversation)
        }
        let wards = try await desk.staff.wards()
        let value = ModerationPage(
            review, answers: answers, ward: wards.first { $0.id == review.service },
            names: try await desk.staff.names(), conversation: conversation, sent: sent,
            wrong: wrong.map { context.word($0) }, context)
        return try Page.render("reviews/moderate", value, context, status: wrong == nil ? .ok : .badRequest)
    }
}
