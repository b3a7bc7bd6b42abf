import HTTPTypes
import Hummingbird
import Kernel
import Storage
import Web

/// What every public page of the press shows around itself.
struct PressFrame: Encodable, Sendable {
    let hospital: String
    /// Keeps the language that a visitor chose, on the links of the page.
    let suffix: String

    init(_ hospital: String, _ context: some Viewing) {
        self.hospital = hospital
        suffix = context.query["lang"] == nil ? "" : "?lang=\(context.tongue.rawValue)"
    }
}

/// The public pages of the press list: ask, confirm, leave. No account, no cookie.
struct SubscribeRoutes: Sendable {
    let desk: PublishingDesk
    let door: PressDoor
    private var actions: SubscriberActions { SubscriberActions(desk: desk) }

    init(desk: PublishingDesk) {
        self.desk = desk
        door = PressDoor(clock: desk.clock)
    }

    func add(to pages: Pages) {
        pages.openGet("press/subscribe") { _, context in try await form(SubscriberDraft(context), nil, context) }
        pages.openPost("press/subscribe", limit: 32_768) { query, context in try await ask(query, context) }
        pages.openGet("press/confirm/:token") { _, context in try await question(.confirm, context) }
        // A reader of mails that follows links presses no button: the second yes is a person's.
        pages.openPost("press/confirm/:token", limit: 32_768) { _, context in
            try await answer(.confirm, try await actions.confirm(Self.token(context)), context)
        }
        pages.openGet("press/leave/:token") { _, context in try await question(.leave, context) }
        // Mail programs post by themselves, without having seen a page of ours (RFC 8058, section 3.2).
        pages.machine(.post, "press/leave/:token") { _, context in
            try await answer(.leave, try await actions.leave(Self.token(context)), context)
        }
    }

    private static func token(_ context: PageContext) -> String { context.parameters.get("token") ?? "" }

    // MARK: Asking

    private struct Form: Encodable, Sendable {
        let frame: PressFrame
        let fields: [FormField]
        let topics: [Topic]
        let ticket: String
        let wording: String
        let lang: String
        let reproach: String?
        let isClosed: Bool
    }

    struct Topic: Encodable, Sendable {
        let value: String
        let label: String
        let isChosen: Bool

        static func all(_ chosen: Set<PressTopic>, _ context: some Viewing) -> [Topic] {
            PressTopic.allCases.map {
                Topic(
                    value: $0.rawValue, label: context.word("press.topic_\($0.rawValue)"),
                    isChosen: chosen.contains($0))
            }
        }
    }

    private func form(
        _ draft: SubscriberDraft, _ wrong: String?, _ context: PageContext, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let value = Form(
            frame: try await frame(context), fields: Self.fields(draft, context),
            topics: Topic.all(draft.topics, context), ticket: PressLink(desk: desk).ticket(),
            wording: try await wording(context), lang: context.tongue.rawValue,
            reproach: wrong.map { context.word($0) }, isClosed: !desk.letters.leave || desk.site == nil)
        return try Page.render("press/subscribe", value, context, status: status)
    }

    static func fields(_ draft: SubscriberDraft, _ context: some Viewing) -> [FormField] {
        [
            FormField(
                "email", .email, label: context.word("press.email"), value: draft.email, required: true,
                autocomplete: "email"),
            FormField("name", label: context.word("press.name"), value: draft.name, autocomplete: "name"),
            FormField(
                "outlet", label: context.word("press.outlet"), value: draft.outlet, autocomplete: "organization"),
        ]
    }

    private func ask(_ query: Query, _ context: PageContext) async throws -> Response {
        let draft = SubscriberDraft(query, tongue: context.tongue)
        let age = PressLink(desk: desk).age(query["ticket"] ?? "")
        do {
            guard query.ticked("agree") else {
                throw Failure(.unusable, "nothing was agreed to", words: "press.agree_first")
            }
            _ = try draft.checked()
            if let wrong = door.refuses(age: age, trap: query["website"], from: context.address) {
                return try await form(
                    draft, wrong, context, status: wrong == "press.gate_many" ? .tooManyRequests : .badRequest)
            }
            try await actions.ask(draft, wording: try await wording(context))
        } catch let failure as Failure where failure.kind == .unusable {
            return try await form(draft, failure.words ?? "web.failure_unusable", context, status: .badRequest)
        }
        return try await said("asked", context)
    }

    /// The sentence that is agreed to, kept with each yes.
    private func wording(_ context: some Viewing) async throws -> String {
        context.word("press.wording", ["house": try await desk.staff.organisation()])
    }

    // MARK: Links of the mails

    private struct Question: Encodable, Sendable {
        let frame: PressFrame
        let title: String
        let text: String
        let button: String
        let path: String
    }

    private func question(_ purpose: PressLink.Purpose, _ context: PageContext) async throws -> Response {
        let token = Self.token(context)
        guard let found = try await actions.named(token, purpose) else { return try await gone(purpose, context) }
        if purpose == .confirm, found.state == .confirmed { return try await said("confirm", context) }
        if purpose == .leave, found.state == .left { return try await said("leave", context) }
        let word = purpose.rawValue
        let value = Question(
            frame: try await frame(context), title: context.word("press.\(word)_title"),
            text: context.word("press.\(word)_text", ["house": try await desk.staff.organisation()]),
            button: context.word("press.\(word)_button"), path: "/press/\(word)/\(token)")
        return try Page.render("press/question", value, context)
    }

    private func answer(_ purpose: PressLink.Purpose, _ done: Bool, _ context: PageContext) async throws -> Response {
        done ? try await said(purpose.rawValue, context) : try await gone(purpose, context)
    }

    private struct Said: Encodable, Sendable {
        let frame: PressFrame
        let title: String
        let text: String
    }

    private func said(
        _ what: String, _ context: PageContext, status: HTTPResponse.Status = .ok
    ) async throws -> Response {
        let value = Said(
            frame: try await frame(context), title: context.word("press.done_\(what)_title"),
            text: context.word("press.done_\(what)"))
        return try Page.render("press/said", value, context, status: status)
    }

    private func gone(_ purpose: PressLink.Purpose, _ context: PageContext) async throws -> Response {
        try await said(purpose == .confirm ? "late" : "unknown", context, status: .gone)
    }

    private func frame(_ context: PageContext) async throws -> PressFrame {
        PressFrame(try await desk.staff.organisation(), context)
    }
}

extension SubscriberDraft {
    /// An empty form, in the page's language.
    init(_ context: some Viewing) { tongue = context.tongue }

    init(_ query: Query, tongue: Tongue) {
        email = query["email"] ?? ""
        name = query["name"] ?? ""
        outlet = query["outlet"] ?? ""
        topics = Set(query.all("topic").compactMap(PressTopic.init))
        self.tongue = query["tongue"].flatMap(Tongue.init) ?? tongue
    }
}
