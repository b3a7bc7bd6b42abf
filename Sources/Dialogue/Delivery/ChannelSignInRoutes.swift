import Hummingbird
import Kernel
import Web

/// The way to a server's own page and back.
struct ChannelSignInRoutes: Sendable {
    let desk: DialogueDesk
    private var signIn: ChannelSignIn { ChannelSignIn(desk: desk) }

    func add(to pages: Pages) {
        pages.post("channels/connect", right: .administer) { form, context in try await begin(form, context) }
        pages.get("channels/connect/:state", right: .administer) { _, context in try await leave(context) }
        pages.get("channels/callback", right: .administer) { _, context in try await comeBack(context) }
    }

    private func callback(_ context: SignedInContext) -> String {
        (desk.site ?? context.page.home) + "/channels/callback"
    }

    private func begin(_ form: Query, _ context: SignedInContext) async throws -> Response {
        do {
            let state = try await signIn.begin(
                server: form["server"] ?? "", callback: callback(context), by: context.person)
            return Page.redirect("/channels/connect/\(state)")
        } catch let failure as Failure where failure.kind != .broken {
            return try await ChannelRoutes(desk: desk).list(context, form: form, failure: failure)
        }
    }

    private struct Leaving: Encodable, Sendable {
        let server: String
        let page: String
        let crumbs: [Crumb]
    }

    /// A link, not a form: the page that is left may send forms nowhere else (`form-action 'self'`).
    private func leave(_ context: SignedInContext) async throws -> Response {
        let begun = try await signIn.page(
            try context.parameter("state"), callback: callback(context), for: context.person)
        let value = Leaving(
            server: begun.server, page: begun.page,
            crumbs: [Crumb("/channels", context.word("channels.channels"))])
        return try Page.render("channels/authorise", value, context)
    }

    private func comeBack(_ context: SignedInContext) async throws -> Response {
        let query = context.query
        do {
            guard let code = query["code"], !code.isEmpty, code.utf8.count <= 1_000, let state = query["state"] else {
                throw Failure(.unusable, "the server gave no code", words: "channels.sign_in_refused")
            }
            let id = try await signIn.finish(state, code: code, callback: callback(context), by: context.person)
            return Page.redirect("/channels/\(id)", saying: "channels.said_connected")
        } catch let failure as Failure where failure.kind != .broken {
            return try await ChannelRoutes(desk: desk).list(context, failure: failure)
        }
    }
}
