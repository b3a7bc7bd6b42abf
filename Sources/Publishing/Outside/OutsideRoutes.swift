import HTTPTypes
import Hummingbird
import Kernel
import Storage
import Web

/// Inviting from a post's page, and the page that a link opens: the post as the public will see it, and two forms.
struct OutsideRoutes: Sendable {
    let desk: PublishingDesk
    private var actions: OutsideActions { OutsideActions(desk: desk) }

    func add(to pages: Pages) {
        pages.post("posts/:id/outside", right: .compose) { form, context in
            let id = try PostRoutes.id(context)
            do {
                guard let fresh = form["fresh"].flatMap({ Int64($0) }), fresh > 0 else {
                    throw Failure(.unusable, "the form has no number", words: "outside.again")
                }
                try await actions.invite(
                    OutsideDraft(form), to: id, seen: form["seen"].flatMap { Int($0) } ?? 0, id: fresh,
                    by: context.person)
            } catch let failure as Failure where Self.isSayable(failure) {
                return try await PostPages(desk: desk).show(id, failure, typed: form, context)
            }
            return Page.redirect("/posts/\(id)", saying: "outside.said_invited")
        }
        pages.post("posts/:id/outside/:reader/revoke", right: .compose) { _, context in
            let id = try PostRoutes.id(context)
            guard let reader = context.page.parameters.get("reader").flatMap({ Int64($0) }) else {
                throw Failure(.notFound, "no such reader")
            }
            do { try await actions.revoke(reader, of: id, by: context.person) } catch let failure as Failure
                where Self.isSayable(failure)
            { return try await PostPages(desk: desk).show(id, failure, context) }
            return Page.redirect("/posts/\(id)", saying: "outside.said_revoked")
        }
        pages.openGet("relecture/:token") { _, context in try await show(nil, nil, context) }
        pages.openPost("relecture/:token", limit: 65_536) { form, context in
            try await answer(form, "said_answered", context) { token in
                guard let verdict = form["verdict"].flatMap(OutsideReader.Verdict.init) else {
                    throw Failure(.unusable, "no verdict", words: "outside.no_verdict")
                }
                try await actions.answer(token, verdict, form["note"] ?? "")
            }
        }
        pages.openPost("relecture/:token/remark", limit: 65_536) { form, context in
            try await answer(form, "said_remarked", context) { token in
                try await actions.remark(token, form["text"] ?? "")
            }
        }
    }

    private static func isSayable(_ failure: Failure) -> Bool {
        [.unusable, .conflict, .forbidden].contains(failure.kind) && failure.words != nil
    }

    private static func token(_ context: PageContext) -> String { context.parameters.get("token") ?? "" }

    private func answer(
        _ form: Query, _ saying: String, _ context: PageContext,
        _ body: @Sendable (String) async throws -> Void
    ) async throws -> Response {
        let token = Self.token(context)
        do { try await body(token) } catch let failure as Failure where Self.isSayable(failure) {
            return try await show(failure, form, context)
        }
        let lang = context.query["lang"].map { "?lang=\(Query.encode($0))" } ?? ""
        return Page.redirect("/relecture/\(token)\(lang)", saying: "outside.\(saying)")
    }

    private func show(_ failure: Failure?, _ typed: Query?, _ context: PageContext) async throws -> Response {
        guard let (reader, post) = try await actions.reader(Self.token(context)) else {
            return try await closed("unknown", .notFound, context)
        }
        if let why = reader.closed(post, at: desk.clock.now()) { return try await closed(why, .gone, context) }
        try await actions.opened(reader)
        let value = try await OutsidePage.of(reader, post, failure, typed, desk, context)
        return try Page.render("outside/page", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private struct Closed: Encodable, Sendable {
        let frame: PressFrame
        let title: String
        let text: String
    }

    private func closed(
        _ why: String, _ status: HTTPResponse.Status, _ context: PageContext
    ) async throws -> Response {
        let value = Closed(
            frame: PressFrame(try await desk.staff.organisation(), context),
            title: context.word("outside.closed_title"), text: context.word("outside.closed_\(why)"))
        return try Page.render("outside/closed", value, context, status: status)
    }
}
