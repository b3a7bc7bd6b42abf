import Hummingbird
import Kernel
import Storage
import Web

/// `/channels`: the accounts by which we hear and answer, and the doors by which other programs bring what was said.
struct ChannelRoutes: Sendable {
    let desk: ChannelDesk
    private var actions: ChannelActions { ChannelActions(desk: desk) }

    func add(to pages: Pages) {
        ApplicationRoutes(desk: desk).add(to: pages)
        pages.get("channels", right: .gather) { _, context in try await list(context) }
        pages.post("channels/token", right: .administer) { form, context in try await paste(form, context) }
        pages.post("channels/bluesky", right: .administer) { form, context in try await bluesky(form, context) }
        pages.get("channels/:id", right: .gather) { _, context in try await show(context) }
        pages.post("channels/:id/check", right: .gather) { _, context in
            let id = try Self.id(context)
            try await actions.check(id, by: context.person)
            return Page.redirect("/channels/\(id)", saying: "channels.said_checked")
        }
        pages.post("channels/:id/remove", right: .administer) { _, context in
            try await actions.remove(try Self.id(context), by: context.person)
            return Page.redirect("/channels", saying: "channels.said_removed")
        }
    }

    static func id(_ context: SignedInContext) throws -> Int64 { try context.identifier(of: Channel.self).value }

    // MARK: Looking

    func views(_ channels: [Channel], _ context: some Viewing) async throws -> [ChannelView] {
        let names = try await desk.names()
        var views: [ChannelView] = []
        for channel in channels {
            let pulse: Hearing.Pulse? =
                if let origin = channel.origin { try await desk.hearing.pulse(origin) } else { nil }
            views.append(ChannelView(channel, pulse, site: desk.site, names: names, context))
        }
        return views
    }

    private struct List: Encodable, Sendable {
        let accounts: [ChannelView]
        let hooks: [ChannelView]
        let mayConnect: Bool
        /// Networks whose own page is asked, one form for each kind of answer that we need.
        let ways: [Way]
        let pasted: [FormField]
        let hookFields: [FormField]
        let reproach: String?
        /// Which form the reproach is about.
        let wasPasted: Bool
        let waiting: Int
        let hasWaiting: Bool
    }

    func list(_ context: SignedInContext, form: Query? = nil, failure: Failure? = nil, pasted: Bool = false)
        async throws -> Response
    {
        let channels = try await views(try await actions.list(), context)
        let waiting = try await desk.held()
        let known = try await NetworkApplications(desk: desk).known()
        let mayApprove = context.person.scope(of: .approve) == .everything
        let value = List(
            accounts: channels.filter { !$0.isWebhook }, hooks: channels.filter(\.isWebhook),
            mayConnect: context.person.scope(of: .administer) == .everything,
            ways: ways(known, form, context),
            pasted: [
                Self.server("own_server", form, context),
                FormField(
                    "token", .password, label: context.word("channels.token"),
                    hint: context.word("channels.token_hint"), required: true, autocomplete: "off"),
            ],
            hookFields: WebhookRoutes.fields(form, context),
            reproach: failure.map { Self.line($0, context) }, wasPasted: pasted,
            waiting: mayApprove ? waiting : 0, hasWaiting: mayApprove && waiting > 0)
        return try Page.render("channels/list", value, context, status: failure == nil ? .ok : .badRequest)
    }

    /// One network that can be connected.
    private struct Way: Encodable, Sendable {
        let network: String
        let label: String
        let fields: [FormField]
        let action: String
        let isOpen: Bool
        /// Nobody has said yet which application is ours there.
        let needsApplication: Bool
    }

    private func ways(_ known: Set<Network>, _ form: Query?, _ context: some Viewing) -> [Way] {
        desk.doors.networks.filter { desk.doors[$0]?.signIn != nil }.map { network in
            Way(
                network: network.rawValue, label: context.word("listening.network_\(network.rawValue)"),
                fields: Self.fields(network, form, context),
                action: network == .bluesky ? "/channels/bluesky" : "/channels/connect",
                isOpen: network.rawValue == form?["network"] || (form == nil && network == .mastodon),
                needsApplication: ![.mastodon, .bluesky].contains(network) && !known.contains(network))
        }
    }

    /// Bluesky opens with a password that is made for this use alone, and that its owner can take back.
    private static func fields(_ network: Network, _ form: Query?, _ context: some Viewing) -> [FormField] {
        switch network {
        case .mastodon: [server("server", form, context)]
        case .bluesky:
            [
                FormField(
                    "handle", label: context.word("channels.handle"), value: form?["handle"] ?? "",
                    hint: context.word("channels.handle_hint"), required: true, autocomplete: "off"),
                FormField(
                    "password", .password, label: context.word("channels.app_password"),
                    hint: context.word("channels.app_password_hint"), required: true, autocomplete: "off"),
            ]
        default: []
        }
    }

    private static func server(_ name: String, _ form: Query?, _ context: some Viewing) -> FormField {
        FormField(
            name, label: context.word("channels.server"), value: form?[name] ?? "",
            hint: context.word("channels.server_hint"), required: true, autocomplete: "off")
    }

    /// Our words where we have some, else the cause, which speaks of the server that was typed and of nothing else.
    static func line(_ failure: Failure, _ context: some Viewing) -> String {
        if let words = failure.words, context.site.words.has(words) { return context.word(words) }
        return context.word("channels.cannot", ["cause": failure.cause])
    }

    private struct One: Encodable, Sendable {
        let channel: ChannelView
        let crumbs: [Crumb]
        let mayConnect: Bool
    }

    private func show(_ context: SignedInContext) async throws -> Response {
        let channel = try await actions.find(try Self.id(context))
        guard let view = try await views([channel], context).first else {
            throw Failure(.notFound, "no such channel")
        }
        let value = One(
            channel: view, crumbs: [Crumb("/channels", context.word("channels.channels"))],
            mayConnect: context.person.scope(of: .administer) == .everything)
        return try Page.render("channels/channel", value, context)
    }

    // MARK: Connecting

    private func bluesky(_ form: Query, _ context: SignedInContext) async throws -> Response {
        do {
            let id = try await actions.connectBluesky(
                form["handle"] ?? "", password: form.raw("password") ?? "", by: context.person)
            return Page.redirect("/channels/\(id)", saying: "channels.said_connected")
        } catch let failure as Failure where failure.kind != .broken {
            return try await list(context, form: form, failure: failure)
        }
    }

    private func paste(_ form: Query, _ context: SignedInContext) async throws -> Response {
        do {
            let id = try await actions.connect(
                server: form["own_server"] ?? "", token: form["token"] ?? "", by: context.person)
            return Page.redirect("/channels/\(id)", saying: "channels.said_connected")
        } catch let failure as Failure where failure.kind != .broken {
            return try await list(context, form: form, failure: failure, pasted: true)
        }
    }
}
