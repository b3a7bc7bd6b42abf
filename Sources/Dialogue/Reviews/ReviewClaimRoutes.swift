import HTTPTypes
import Hummingbird
import Kernel
import Storage
import Web

/// Flagging a published review, and the reply of somebody whom it concerns.
struct ReviewClaimRoutes: Sendable {
    let desk: DialogueDesk
    let gate: ReviewGate

    func add(to pages: Pages) {
        pages.openGet("avis/:id/signaler") { _, context in try await form(context) }
        pages.openPost("avis/:id/signaler") { form, context in try await submit(form, context) }
    }

    private struct Form: Encodable, Sendable {
        let frame: PublicFrame
        let path: String
        let review: String
        let lang: String
        let kind: String
        let isReply: Bool
        let reasons: [FormField.Choice]
        let text: String
        let contact: String
        let gate: GateView
        let asks: Bool
        let reproach: String?
    }

    private func review(_ context: PageContext) async throws -> Review {
        guard let id = context.parameters.get("id").flatMap({ Int64($0) }) else {
            throw Failure(.notFound, "the path's id is not an identifier")
        }
        let review = try await desk.database.read { try ReviewStore.find(id, in: $0) }
        guard review.state == .published else { throw Failure(.notFound, "the review is not public") }
        return review
    }

    private func form(
        _ context: PageContext, _ sent: Query = Query(fields: []), wrong: String? = nil
    ) async throws -> Response {
        let review = try await review(context)
        let kind = ReviewClaim.Kind(rawValue: sent["kind"] ?? context.query["kind"] ?? "") ?? .flag
        let reason = sent["reason"].flatMap(ReviewClaim.Reason.init)
        let value = Form(
            frame: PublicFrame(try await desk.staff.organisation(), context), path: "/avis/\(review.id)/signaler",
            review: review.publicText, lang: review.tongue.rawValue, kind: kind.rawValue, isReply: kind == .reply,
            reasons: [FormField.Choice("", context.word("reviews.choose"), selected: reason == nil)]
                + ReviewClaim.Reason.allCases.map {
                    FormField.Choice($0.rawValue, context.word("reviews.flag_\($0.rawValue)"), selected: $0 == reason)
                },
            text: sent.raw("text") ?? "", contact: sent["contact"] ?? "",
            gate: GateView(try gate.issue(to: context.address), context),
            asks: wrong?.hasPrefix("reviews.gate_") ?? false, reproach: wrong.map { context.word($0) })
        return try Page.render("reviews/flag", value, context, status: wrong == nil ? .ok : .badRequest)
    }

    private func submit(_ sent: Query, _ context: PageContext) async throws -> Response {
        let review = try await review(context)
        switch gate.admit(
            sent["ticket"] ?? "", proof: sent["proof"], sum: sent["sum"], trap: sent["website"], from: context.address)
        {
        case .refused(let words, _): return try await form(context, sent, wrong: words)
        case .admitted(let ticket, _):
            do {
                try await ClaimActions(desk: desk).submit(
                    review.id, ReviewClaim.Kind(rawValue: sent["kind"] ?? "") ?? .flag,
                    reason: sent["reason"].flatMap(ReviewClaim.Reason.init), text: sent.raw("text") ?? "",
                    contact: sent["contact"] ?? "", ticket: ticket)
            } catch let failure as Failure where failure.kind == .unusable {
                return try await form(context, sent, wrong: failure.words)
            }
            let lang = context.query["lang"] == nil ? "" : "?lang=\(context.tongue.rawValue)"
            return Page.redirect("/avis\(lang)", saying: "reviews.said_claimed")
        }
    }
}
