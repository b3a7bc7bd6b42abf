import HTTPTypes
import Hummingbird
import Kernel
import NIOCore
import Web

/// The author's private link: what became of the review, the answer, and the author's rights over it.
struct ReviewFollowRoutes: Sendable {
    let desk: DialogueDesk
    private let actions: ReviewActions

    init(desk: DialogueDesk) {
        self.desk = desk
        actions = ReviewActions(desk: desk)
    }

    func add(to pages: Pages) {
        pages.openGet("avis/suivi/:token") { _, context in try await show(context) }
        pages.openGet("avis/suivi/:token/rappel.ics") { _, context in try await reminder(context) }
        pages.openPost("avis/suivi/:token/modifier", limit: ReviewForm.limit) { form, context in
            let text = form.raw("text") ?? ""
            do {
                try await actions.edit(Self.secret(context), text: text)
            } catch let failure as Failure where failure.kind == .unusable {
                return try await show(context, typed: text, wrong: failure.words)
            }
            return Self.back(context, "reviews.said_edited")
        }
        pages.openPost("avis/suivi/:token/retirer") { _, context in
            try await actions.withdraw(Self.secret(context))
            return Self.back(context, "reviews.said_withdrawn")
        }
        pages.openPost("avis/suivi/:token/oublier") { _, context in
            try await actions.forget(Self.secret(context))
            return Self.back(context, "reviews.said_forgotten")
        }
    }

    private static func secret(_ context: PageContext) -> String { context.parameters.get("token") ?? "" }

    private static func back(_ context: PageContext, _ word: String) -> Response {
        let lang = context.query["lang"] == nil ? "" : "?lang=\(context.tongue.rawValue)"
        return Page.redirect("/avis/suivi/\(secret(context))\(lang)", saying: word)
    }

    /// What was made of what the review asked for, in the words of the public page.
    private struct Change: Encodable, Sendable {
        let done: String
        let date: String
        let path: String
    }

    private struct Follow: Encodable, Sendable {
        let frame: PublicFrame
        let path: String
        let state: String
        let tone: String
        let sentence: String
        let reason: String?
        let note: String?
        let text: String
        let publicText: String?
        let differs: Bool
        let answers: [PublicReview.Answer]
        let changes: [Change]
        let mayEdit: Bool
        let mayWithdraw: Bool
        let mayForget: Bool
        let danger: Bool
        let help: [HelpLine]
        let given: String
        let most: Int
        let errors: [FormError]
        let textError: String?
        let lang: String
    }

    private func show(_ context: PageContext, typed: String? = nil, wrong: String? = nil) async throws -> Response {
        let (review, answers, changes) = try await actions.find(Self.secret(context))
        let figures = context.figures
        let alive = !review.state.isGone && review.state != .folded
        let error = wrong.map { context.word($0) }
        let value = Follow(
            frame: PublicFrame(try await desk.staff.organisation(), context),
            path: "/avis/suivi/\(Self.secret(context))", state: context.word("reviews.state_\(review.state.rawValue)"),
            tone: [.published: "good", .refused: "bad", .changeAsked: "warn"][review.state] ?? "accent",
            sentence: context.word(
                "reviews.follow_\(review.state.rawValue)", ["date": figures.dateTime(review.dueAt)]),
            reason: review.reason.map { context.word("reviews.reason_\($0.rawValue)") },
            note: review.note, text: typed ?? review.text, publicText: alive ? review.publicText : nil,
            differs: alive && review.publicText != review.text,
            answers: answers.map { PublicReview.Answer(text: $0.text, at: figures.date($0.at)) },
            changes: changes.map {
                Change(
                    done: $0.done, date: figures.date(day: $0.madeDay),
                    path: "/nous-avons-fait\(context.query["lang"] == nil ? "" : "?lang=\(context.tongue.rawValue)")")
            },
            mayEdit: alive, mayWithdraw: alive, mayForget: review.state != .forgotten, danger: review.distress,
            help: HelpLine.all(context), given: figures.dateTime(review.submittedAt), most: Review.longest,
            errors: error.map { [FormError(name: "text", text: $0)] } ?? [], textError: error,
            lang: context.tongue.rawValue)
        return try Page.render("reviews/follow", value, context, status: wrong == nil ? .ok : .badRequest)
    }

    /// An entry for the visitor's own calendar, so that nobody needs to give an address to be reminded (RFC 5545).
    private func reminder(_ context: PageContext) async throws -> Response {
        let (review, _, _) = try await actions.find(Self.secret(context))
        func stamp(_ instant: Instant) -> String {
            Figures.machine(instant).filter { $0 != "-" && $0 != ":" }
        }
        let link = (desk.site ?? context.home) + "/avis/suivi/\(Self.secret(context))"
        let text = [
            "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Resonance//avis//FR", "BEGIN:VEVENT",
            "UID:avis-\(review.id)@resonance", "DTSTAMP:\(stamp(review.submittedAt))", "DTSTART:\(stamp(review.dueAt))",
            "DURATION:PT15M", "SUMMARY:\(context.word("reviews.reminder"))", "URL:\(link)", "END:VEVENT",
            "END:VCALENDAR", "",
        ].joined(separator: "\r\n")
        return Response(
            status: .ok, headers: [.contentType: "text/calendar; charset=utf-8"],
            body: .init(byteBuffer: ByteBuffer(string: text)))
    }
}
