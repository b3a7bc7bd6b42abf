import Channels
import Hummingbird
import Kernel
import Networks
import Storage
import Web

/// `/sendings`: messages that wait for a person before they leave, and the button that stops everything.
struct SendingRoutes: Sendable {
    let desk: PublishingDesk
    private var actions: SendingActions { SendingActions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("sendings", right: .approve) { _, context in try await list(context) }
        pages.post("sendings/stop", right: .approve) { form, context in
            try await actions.stop(reason: form["reason"] ?? "", by: context.person)
            return Page.redirect("/sendings", saying: "publishing.said_stopped")
        }
        pages.post("sendings/resume", right: .approve) { _, context in
            try await actions.resume(by: context.person)
            return Page.redirect("/sendings", saying: "publishing.said_resumed")
        }
        pages.post("sendings/:id/look", right: .approve) { _, context in
            let found = try await actions.look(try Self.id(context), by: context.person)
            return try await back(context, found ? "said_found" : "said_not_found")
        }
        pages.post("sendings/:id/sent", right: .approve) { _, context in
            try await actions.confirm(try Self.id(context), by: context.person)
            return try await back(context, "said_confirmed")
        }
        pages.post("sendings/:id/send", right: .approve) { _, context in
            try await actions.send(try Self.id(context), by: context.person)
            return try await back(context, "said_released")
        }
        pages.post("sendings/:id/again", right: .approve) { _, context in
            try await actions.again(try Self.id(context), by: context.person)
            return try await back(context, "said_released")
        }
        pages.post("sendings/:id/drop", right: .approve) { _, context in
            try await actions.drop(try Self.id(context), by: context.person)
            return try await back(context, "said_dropped")
        }
    }

    private static func id(_ context: SignedInContext) throws -> Int64 {
        try context.identifier(of: Parcel.self).value
    }

    private func back(_ context: SignedInContext, _ word: String) async throws -> Response {
        let found = try await actions.find(try Self.id(context), for: context.person)
        return Page.redirect("/posts/\(found.post.id)", saying: "publishing.\(word)")
    }

    private struct List: Encodable, Sendable {
        let waiting: [SendingLine]
        let changes: [ChangeLine]
        let unfinished: [SendingLine]
        let empty: EmptyState?
        let stopped: String?
    }

    private func list(_ context: SignedInContext) async throws -> Response {
        let rows = try await actions.waiting(for: context.person)
        let changes = try await ChangeActions(desk: desk).waiting(for: context.person)
        let unfinished = try await actions.unfinished(for: context.person)
        let (channels, stop) = try await desk.database.read { connection in
            (try ChannelStore.all(in: connection), try Gate.stopped(in: connection))
        }
        let names = try await desk.staff.names()
        let stopped = stop.map { stop in
            context.word(
                "publishing.stopped_by",
                [
                    "name": names[stop.person] ?? context.word("publishing.somebody"),
                    "when": context.figures.dateTime(Instant(microseconds: stop.at)), "reason": stop.reason ?? "",
                ])
        }
        let value = List(
            waiting: rows.map { SendingLine($0.parcel, $0.post, channels, context) },
            changes: changes.map { ChangeLine($0.change, $0.post, channels, names, context) },
            unfinished: unfinished.map { SendingLine($0.parcel, $0.post, channels, care: $0.care, context) },
            empty: rows.isEmpty && changes.isEmpty && unfinished.isEmpty
                ? EmptyState(
                    icon: "check", title: context.word("publishing.sendings_empty_title"),
                    text: context.word("publishing.sendings_empty")) : nil,
            stopped: stopped)
        return try Page.render("publishing/sendings", value, context)
    }
}

/// One message as pages show it.
struct SendingLine: Encodable, Sendable {
    let path: String
    let post: String
    let title: String
    let account: String
    let network: String
    let role: String
    let text: String
    let state: String
    let tone: String
    let why: String?
    let error: String?
    let url: String?
    let due: Moment
    let settled: Moment?
    let looked: Moment?
    let isUnknown: Bool
    let isHeld: Bool
    let isRefused: Bool
    let figures: [String]
    let care: AftercareLine?

    init(
        _ parcel: Parcel, _ post: Post, _ channels: [Channel], care: MessageAftercare? = nil, _ context: some Viewing
    ) {
        func word(_ key: String) -> String { context.word("publishing.\(key)") }
        let channel = channels.first { $0.id == parcel.channel }
        path = "/sendings/\(parcel.id)"
        self.post = "/posts/\(post.id)"
        title = post.content.title.isEmpty ? word("untitled") : post.content.title
        account = channel?.label ?? word("gone_account")
        network = channel.map { context.word("listening.network_\($0.network.rawValue)") } ?? ""
        role = word("role_\(parcel.role.rawValue)")
        text = parcel.text
        state = word("sending_\(parcel.state.rawValue)")
        tone =
            switch parcel.state {
            case .sent: "good"
            case .unknown, .refused: "bad"
            case .held: "warn"
            default: ""
            }
        why = parcel.reason.map { word("why_\($0.rawValue)") }
        error = parcel.error
        url = parcel.sent?.url
        due = Moment(parcel.dueAt, context.figures)
        settled = parcel.settledAt.map { Moment($0, context.figures) }
        looked = parcel.lookedAt.map { Moment($0, context.figures) }
        isUnknown = parcel.state == .unknown
        isHeld = parcel.state == .held
        isRefused = parcel.state == .refused
        self.care = parcel.state == .sent ? AftercareLine(care, context) : nil
        let known = parcel.figures
        figures = [
            ("views", known?.views), ("likes", known?.likes), ("comments", known?.comments),
            ("shares", known?.shares),
        ].compactMap { name, count in count.map { context.count("publishing.figure_\(name)", $0) } }
    }
}
