import Hummingbird
import Kernel
import Networks
import Web

/// `/channels/applications`: which application is the hospital's own on each network.
struct ApplicationRoutes: Sendable {
    let desk: ChannelDesk
    private var applications: NetworkApplications { NetworkApplications(desk: desk) }

    func add(to pages: Pages) {
        pages.get("channels/applications", right: .administer) { _, context in try await list(context) }
        pages.post("channels/applications", right: .administer) { form, context in
            guard let network = form["network"].flatMap(Network.init), desk.doors[network]?.signIn != nil else {
                throw Failure(.unusable, "no network is called so", words: "channels.no_door")
            }
            do {
                try await applications.set(
                    network, id: form["client"] ?? "", secret: form["secret"] ?? "", by: context.person)
            } catch let failure as Failure where failure.kind == .unusable {
                return try await list(context, failure: failure)
            }
            return Page.redirect("/channels/applications", saying: "channels.said_application")
        }
    }

    private struct Row: Encodable, Sendable {
        let network: String
        let label: String
        let isKnown: Bool
        let scopes: String
        /// Where Meta brings what is said, and the word by which it asks whether that is ours.
        let hook: String?
        let hookWord: String?
        let fields: [FormField]
    }

    private struct List: Encodable, Sendable {
        let networks: [Row]
        let callback: String
        let reproach: String?
        let crumbs: [Crumb]
    }

    private func list(_ context: SignedInContext, failure: Failure? = nil) async throws -> Response {
        let known = try await applications.known()
        let ours = NetworkApplication(id: "-", secret: "-")
        let networks = desk.doors.networks.filter { ![.mastodon, .bluesky].contains($0) }
        var words: [Network: String] = [:]
        for network in MetaHook.networks where known.contains(network) {
            words[network] = MetaHook.word(try await applications.find(network))
        }
        let site = desk.site ?? context.page.home
        let rows = try networks.compactMap { network -> Row? in
            guard let make = desk.doors[network]?.signIn else { return nil }
            let signIn = try make(ours, "", desk.endpoints, desk.http, desk.clock)
            return Row(
                network: network.rawValue, label: context.word("listening.network_\(network.rawValue)"),
                isKnown: known.contains(network), scopes: type(of: signIn).scopes.joined(separator: " "),
                hook: words[network].map { _ in site + "/hooks/meta" }, hookWord: words[network],
                fields: Self.fields(context))
        }
        let value = List(
            networks: rows, callback: site + "/channels/callback",
            reproach: failure.map { ChannelRoutes.line($0, context) },
            crumbs: [Crumb("/channels", context.word("channels.channels"))])
        return try Page.render("channels/applications", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private static func fields(_ context: some Viewing) -> [FormField] {
        [
            FormField("client", label: context.word("channels.client"), required: true, autocomplete: "off"),
            FormField(
                "secret", .password, label: context.word("channels.client_secret"), required: true,
                autocomplete: "off"),
        ]
    }
}
