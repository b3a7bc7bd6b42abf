import Hummingbird
import Kernel
import Web

/// The pages on which replies are written and let out.
struct ReplyRoutes: Sendable {
    let desk: DialogueDesk

    private var actions: ReplyActions { ReplyActions(desk: desk) }
    private var suggestions: ReplySuggestions { ReplySuggestions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("inbox/:id/reply", right: .answer) { _, context in try await write(context) }
        pages.post("inbox/:id/reply", right: .answer) { form, context in try await press(form, context) }
        pages.post("inbox/:id/check", right: .answer) { form, context in try await check(form, context) }
        pages.post("inbox/:id/draft", right: .answer) { form, context in
            let reply = try await actions.save(Self.form(form), in: Self.id(context), by: context.person)
            return try Page.render("replies/saved", Saved(number: reply.map { String($0.id) } ?? ""), context)
        }
        pages.get("inbox/:id/suggestions", right: .answer) { _, context in try await suggest(context) }
        pages.post("replies/:id/withdraw", right: .answer) { form, context in
            try await actions.withdraw(Self.id(context), by: context.person)
            return Page.redirect(Page.safe(next: form["next"]), saying: "replies.said_withdrawn")
        }
        ReplyDecisionRoutes(desk: desk).add(to: pages)
        ReplyContactRoutes(desk: desk).add(to: pages)
    }

    static func id(_ context: SignedInContext) throws -> Int64 { try context.identifier(of: Reply.self).value }

    static func form(_ query: Query) -> ReplyForm {
        ReplyForm(
            reply: query["reply"].flatMap { Int64($0) }, text: query["text"] ?? "",
            answers: query["answers"].flatMap { Int64($0) }, seen: query["seen"] ?? "", others: query["others"] ?? "",
            ask: query["do"] == "ask")
    }

    private struct Saved: Encodable, Sendable { let number: String }

    private struct Suggested: Encodable, Sendable { let suggestions: [SuggestionView] }

    private struct WritePage: Encodable, Sendable {
        struct Quote: Encodable, Sendable {
            let text: String
            let network: String
            let at: Moment
            let rating: String?
        }

        let crumbs: [Crumb]
        let reproach: String?
        let quote: Quote?
        let replies: ReplyPanel
    }

    // MARK: Writing

    private func write(
        _ context: SignedInContext, _ form: ReplyForm? = nil, reproach: Failure? = nil
    ) async throws -> Response {
        let id = try Self.id(context)
        let answers = context.query["to"].flatMap { Int64($0) }
        let matter: ReplyMatter?
        do { matter = try await actions.matter(id, answers: form?.answers ?? answers, for: context.person) } catch let
            failure as Failure where failure.words == "replies.message_gone"
        { matter = nil }
        let value = WritePage(
            crumbs: [
                Crumb("/inbox", context.word("replies.crumb_inbox")),
                Crumb("/inbox/\(id)", context.word("replies.crumb_conversation")),
            ], reproach: reproach.flatMap(\.words).map { context.word($0) },
            quote: matter.map { Self.quote($0, context) },
            replies: try await ReplyPanel(
                matter?.conversation.id ?? id, form: form, answers: answers, suggesting: true, desk: desk, context))
        return try Page.render("replies/write", value, context, status: Self.status(reproach))
    }

    static func status(_ failure: Failure?) -> HTTPResponse.Status {
        switch failure?.kind {
        case nil: .ok
        case .conflict: .conflict
        case .tooLarge: .contentTooLarge
        default: .badRequest
        }
    }

    private static func quote(_ matter: ReplyMatter, _ context: some Viewing) -> WritePage.Quote {
        let message = matter.message
        let text = [message.title, message.text].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: "\n")
        return WritePage.Quote(
            text: text.count > 4_000 ? text.prefix(3_999) + "…" : text,
            network: context.word("listening.network_\(message.network.rawValue)"),
            at: Moment(message.publishedAt, context.figures),
            rating: message.rating.map { context.word("replies.stars", ["n": context.figures.decimal($0, digits: 0)]) })
    }

    /// One form, several buttons: send, check, keep, take a proposal, throw away.
    private func press(_ query: Query, _ context: SignedInContext) async throws -> Response {
        let id = try Self.id(context)
        var form = Self.form(query)
        do {
            form.text = try ReplyActions.bounded(form.text)
            switch query["do"] {
            case "discard":
                try await actions.discard(id, by: context.person)
                return Page.redirect("/inbox/\(id)", saying: "replies.said_discarded")
            case "save":
                try await actions.save(form, in: id, by: context.person)
                return Page.redirect("/inbox/\(id)", saying: "replies.said_saved")
            case "better": return try await better(form, id, context)
            case "send", "ask":
                let done = try await actions.send(form, in: id, by: context.person)
                return Page.redirect(
                    "/inbox/\(id)", saying: done == .left ? "replies.said_left" : "replies.said_submitted")
            default: return try await take(query, form, id, context)
            }
        } catch let failure as Failure where failure.words?.hasPrefix("replies.") == true {
            if failure.words == "replies.too_long" { form.text = "" }
            return try await write(context, form.text.isEmpty ? nil : form, reproach: failure)
        }
    }

    /// The text put right takes the draft's place.
    private func better(_ form: ReplyForm, _ id: Int64, _ context: SignedInContext) async throws -> Response {
        let (_, checked) = try await actions.read(form.text, in: id, answers: form.answers, by: context.person)
        var form = form
        form.text = checked.better ?? form.text
        try await actions.save(form, in: id, by: context.person)
        return try await write(context, form)
    }

    /// A suggestion takes the draft's place; no button at all only checks.
    private func take(_ query: Query, _ form: ReplyForm, _ id: Int64, _ context: SignedInContext) async throws
        -> Response
    {
        var form = form
        if let wanted = query["use"] {
            let matter = try await actions.matter(id, answers: form.answers, for: context.person)
            if let found = try await suggestions.find(for: matter).first(where: { $0.key == wanted }) {
                form.text = found.text
            }
        }
        try await actions.save(form, in: id, by: context.person)
        return try await write(context, form)
    }

    private func check(_ query: Query, _ context: SignedInContext) async throws -> Response {
        let form = Self.form(query)
        let (matter, checked) = try await actions.read(
            form.text, in: Self.id(context), answers: form.answers, by: context.person)
        return try Page.render("replies/findings", CheckView(checked, matter, marked: false, context), context)
    }

    private func suggest(_ context: SignedInContext) async throws -> Response {
        let answers = context.query["answers"].flatMap { Int64($0) }
        let matter = try await actions.matter(try Self.id(context), answers: answers, for: context.person)
        let found = try await suggestions.find(for: matter).map { SuggestionView($0, context) }
        return try Page.render("replies/suggestions", Suggested(suggestions: found), context)
    }
}
