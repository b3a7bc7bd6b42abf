import Hummingbird
import Kernel
import Networks
import Web

/// The way to a server's own page and back.
struct ChannelSignInRoutes: Sendable {
    let desk: ChannelDesk
    private var signIn: ChannelSignIn { ChannelSignIn(desk: desk) }

    func add(to pages: Pages) {
        pages.post("channels/connect", right: .administer) { form, context in try await begin(form, context) }
        pages.get("channels/connect/:state", right: .administer) { _, context in try await leave(context) }
        pages.get("channels/callback", right: .administer) { _, context in try await comeBack(context) }
        pages.get("channels/choose/:state", right: .administer) { _, context in try await offer(context) }
        pages.post("channels/choose/:state", right: .administer) { form, context in
            let id = try await signIn.choose(
                form["account"] ?? "", try context.parameter("state"), by: context.person)
            return Page.redirect("/channels/\(id)", saying: "channels.said_connected")
        }
    }

    private func callback(_ context: SignedInContext) -> String {
        (desk.site ?? context.page.home) + "/channels/callback"
    }

    private func begin(_ form: Query, _ context: SignedInContext) async throws -> Response {
        do {
            let state = try await signIn.begin(
                form["network"].flatMap(Network.init) ?? .mastodon, server: form["server"] ?? "",
                callback: callback(context), by: context.person)
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
            server: begun.server.isEmpty ? context.word("listening.network_\(begun.network.rawValue)") : begun.server,
            page: begun.page,
            crumbs: [Crumb("/channels", context.word("channels.channels"))])
        return try Page.render("channels/authorise", value, context)
    }

    private struct Offer: Encodable, Sendable {
        struct Place: Encodable, Sendable {
            let subject: String
            let name: String
            let handle: String
        }
        let network: String
        let state: String
        let places: [Place]
        let crumbs: [Crumb]
    }

    /// The accounts that this person may speak for: nothing is connected before one is chosen.
    private func offer(_ context: SignedInContext) async throws -> Response {
        let state = try context.parameter("state")
        let choice = try await signIn.choice(state, for: context.person)
        let value = Offer(
            network: context.word("listening.network_\(choice.network.rawValue)"), state: state,
            places: choice.places.map { .init(subject: $0.credentials.subject, name: $0.name, handle: $0.handle) },
            crumbs: [Crumb("/channels", context.word("channels.channels"))])
        return try Page.render("channels/choose", value, context)
    }

    private func comeBack(_ context: SignedInContext) async throws -> Response {
        let query = context.query
        do {
            guard let code = query["code"], !code.isEmpty, code.utf8.count <= 1_000, let state = query["state"] else {
                throw Failure(.unusable, "the server gave no code", words: "channels.sign_in_refused")
            }
            switch try await signIn.finish(state, code: code, callback: callback(context), by: context.person) {
            case .connected(let id): return Page.redirect("/channels/\(id)", saying: "channels.said_connected")
            case .choose(let state): return Page.redirect("/channels/choose/\(state)")
            }
        } catch let failure as Failure where failure.kind != .broken {
            return try await ChannelRoutes(desk: desk).list(context, failure: failure)
        }
    }
}
