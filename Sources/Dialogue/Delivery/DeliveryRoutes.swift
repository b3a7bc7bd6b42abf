import Channels
import Hummingbird
import Kernel
import Storage
import Web

/// `/deliveries`: what waits for a person before it leaves, and the button that stops everything.
struct DeliveryRoutes: Sendable {
    let desk: DialogueDesk
    private var actions: DeliveryActions { DeliveryActions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("deliveries", right: .approve) { _, context in try await list(context) }
        pages.post("deliveries/stop", right: .approve) { _, context in
            try await actions.stop(by: context.person)
            return Page.redirect("/deliveries", saying: "channels.said_stopped")
        }
        pages.post("deliveries/resume", right: .approve) { _, context in
            try await actions.resume(by: context.person)
            return Page.redirect("/deliveries", saying: "channels.said_resumed")
        }
        pages.get("deliveries/:id", right: .approve) { _, context in try await show(context) }
        pages.post("deliveries/:id/look", right: .approve) { _, context in
            let found = try await actions.look(try Self.id(context), by: context.person)
            return try Self.back(context, found ? "channels.said_found" : "channels.said_not_found")
        }
        pages.post("deliveries/:id/sent", right: .approve) { _, context in
            try await actions.confirm(try Self.id(context), by: context.person)
            return try Self.back(context, "channels.said_confirmed")
        }
        pages.post("deliveries/:id/send", right: .approve) { _, context in
            try await actions.send(try Self.id(context), by: context.person)
            return try Self.back(context, "channels.said_released")
        }
        pages.post("deliveries/:id/drop", right: .approve) { _, context in
            try await actions.drop(try Self.id(context), by: context.person)
            return try Self.back(context, "channels.said_dropped")
        }
    }

    private static func id(_ context: SignedInContext) throws -> Int64 { try context.identifier(of: Reply.self).value }

    private static func back(_ context: SignedInContext, _ word: String) throws -> Response {
        Page.redirect("/deliveries/\(try id(context))", saying: word)
    }

    private struct List: Encodable, Sendable {
        let waiting: [DeliveryView]
        let underway: [DeliveryView]
        let last: [DeliveryView]
        let empty: EmptyState?
        let stopped: String?
        let mayStop: Bool
    }

    private func list(_ context: SignedInContext) async throws -> Response {
        let open = try await actions.open(for: context.person)
        let last = try await actions.last(for: context.person)
        let messages = try await messages(open + last)
        func views(_ items: [DeliveryActions.Item]) -> [DeliveryView] {
            items.map { DeliveryView($0, messages[$0.reply.answers], context) }
        }
        let waiting = open.filter { [.unknown, .held].contains($0.delivery.state) }
        let value = List(
            waiting: views(waiting), underway: views(open.filter { [.ready, .armed].contains($0.delivery.state) }),
            last: views(last),
            empty: waiting.isEmpty
                ? EmptyState(
                    icon: "check", title: context.word("channels.deliveries_empty_title"),
                    text: context.word("channels.deliveries_empty")) : nil,
            stopped: try await stopped(context), mayStop: context.person.scope(of: .approve) == .everything)
        return try Page.render("channels/deliveries", value, context)
    }

    private func messages(_ items: [DeliveryActions.Item]) async throws -> [Int64: Heard] {
        let ids = Array(Set(items.map(\.reply.answers)))
        let voices = desk.voices
        let heard = try await desk.database.read { try voices.find(ids, $0) }
        return Dictionary(heard.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Who stopped everything, and when; nil while replies leave.
    private func stopped(_ context: SignedInContext) async throws -> String? {
        guard let stop = try await desk.database.read({ try Gate.stopped(in: $0) }) else { return nil }
        let name = try await desk.staff.names()[stop.person] ?? context.word("channels.somebody")
        return context.word(
            "channels.stopped_by", ["name": name, "when": context.figures.date(Instant(microseconds: stop.at))])
    }

    private struct One: Encodable, Sendable {
        let delivery: DeliveryView
        let crumbs: [Crumb]
        let stopped: String?
    }

    private func show(_ context: SignedInContext) async throws -> Response {
        let item = try await actions.find(try Self.id(context), for: context.person)
        let message = try await messages([item])[item.reply.answers]
        let value = One(
            delivery: DeliveryView(item, message, context),
            crumbs: [Crumb("/deliveries", context.word("channels.deliveries"))],
            stopped: try await stopped(context))
        return try Page.render("channels/delivery", value, context)
    }
}
