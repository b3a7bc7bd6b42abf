import Hummingbird
import Kernel
import Web

/// The register of what people ask: `/protection/requests`.
struct RequestRoutes: Sendable {
    let desk: DialogueDesk

    private var actions: RequestActions { RequestActions(desk: desk) }
    private var today: Int { Deadline.day(of: desk.clock.now(), desk.zone) }

    func add(to pages: Pages) {
        pages.get("protection/requests", right: .protect) { _, context in try await list(context) }
        pages.get("protection/requests/new", right: .protect) { _, context in try fresh(Query(""), context, nil) }
        pages.get("protection/requests/register.csv", right: .protect) { _, context in
            let csv = RequestExport.csv(try await actions.exported(by: context.person))
            return Download.response(
                Array(csv.utf8), type: Download.csv, name: "resonance-requests-\(Deadline.text(today)).csv")
        }
        pages.post("protection/requests", right: .protect) { form, context in try await enter(form, context) }
        pages.get("protection/requests/:id", right: .protect) { _, context in try await show(context, nil) }
        for (step, work) in steps {
            pages.post("protection/requests/:id/\(step)", right: .protect) { form, context in
                try await change(form, context, work)
            }
        }
    }

    private typealias Step = @Sendable (Int64, Int64, Query, Person) async throws -> Void

    private var steps: [(String, Step)] {
        let actions = actions
        return [
            ("identity", { try await actions.identify($0, version: $1, how: $2["how"], by: $3) }),
            ("extend", { try await actions.extend($0, version: $1, reason: $2["extension"], by: $3) }),
            (
                "answer",
                { id, version, form, person in
                    try await actions.answer(
                        id, version: version, state: form["outcome"] == "refused" ? .refused : .granted,
                        answer: form["answer"], evidence: form["evidence"], by: person)
                }
            ),
            (
                "erase",
                { id, _, form, person in
                    let chosen = form.all("mention").compactMap { Int64($0) }
                    guard !chosen.isEmpty else {
                        throw Failure(.unusable, "nothing is chosen", words: "protection.erase_nothing")
                    }
                    _ = try await actions.erase(chosen, for: id, by: person)
                }
            ),
        ]
    }

    private func list(_ context: SignedInContext) async throws -> Response {
        let requests = try await actions.list(for: context.person)
        let value = RequestListPage(
            requests: requests.map { RequestLine($0, today: today, context) },
            crumbs: [Crumb("/protection", context.word("protection.nav"))],
            empty: requests.isEmpty
                ? EmptyState(
                    icon: "mail", title: context.word("protection.requests_empty_title"),
                    text: context.word("protection.requests_empty"),
                    action: ("/protection/requests/new", context.word("protection.request_new"))) : nil)
        return try Page.render("protection/requests", value, context)
    }

    private func fresh(_ form: Query, _ context: SignedInContext, _ failure: Failure?) throws -> Response {
        func choices(_ name: String, _ values: [String]) -> [FormField.Choice] {
            [.init("", "–")]
                + values.map {
                    .init($0, context.word("protection.\(name)_\($0)"), selected: form[name] == $0)
                }
        }
        func word(_ key: String) -> String { context.word("protection.\(key)") }
        let fields = [
            FormField(
                "kind", .choice, label: word("kind"), required: true,
                choices: choices("kind", PersonRequest.Kind.allCases.map(\.rawValue))),
            FormField(
                "road", .choice, label: word("road"), required: true,
                choices: choices("road", PersonRequest.Road.allCases.map(\.rawValue))),
            FormField(
                "received", .date, label: word("received_on"), value: form["received"] ?? Deadline.text(today),
                hint: word("received_hint"), required: true),
            FormField("name", label: word("name"), value: form["name"] ?? "", hint: word("name_hint"), required: true),
            FormField("contact", label: word("contact"), value: form["contact"] ?? "", required: true),
            FormField(
                "asked", .area, label: word("asked"), value: form["asked"] ?? "", hint: word("asked_hint"),
                required: true),
        ]
        let value = RequestFormPage(
            fields: fields, crumbs: [Crumb("/protection/requests", word("requests"))],
            reproach: failure?.words.map { context.word($0) })
        return try Page.render("protection/request-form", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private func enter(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let draft = RequestActions.Draft(
            kind: form["kind"].flatMap { PersonRequest.Kind(rawValue: $0) },
            road: form["road"].flatMap { PersonRequest.Road(rawValue: $0) }, receivedOn: form["received"],
            name: form["name"], contact: form["contact"], asked: form["asked"])
        do {
            let id = try await actions.enter(draft, by: context.person)
            return Page.redirect("/protection/requests/\(id)", saying: "protection.said_entered")
        } catch let failure as Failure where failure.kind == .unusable {
            return try fresh(form, context, failure)
        }
    }

    private func show(_ context: SignedInContext, _ failure: Failure?) async throws -> Response {
        let id = try context.identifier(of: PersonRequest.self).value
        let (request, erased) = try await actions.find(id, for: context.person)
        var found: [Heard]?
        var failure = failure
        if let words = context.query["q"], request.state == .open {
            do { found = try await actions.search(words, for: context.person) } catch let wrong as Failure
                where wrong.kind == .unusable
            { failure = failure ?? wrong }
        }
        let value = RequestPage(request, erased: erased.count, found: found, failure, today: today, context)
        return try Page.render("protection/request", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private func change(_ form: Query, _ context: SignedInContext, _ work: Step) async throws -> Response {
        let id = try context.identifier(of: PersonRequest.self).value
        do {
            try await work(id, form["version"].flatMap { Int64($0) } ?? 0, form, context.person)
            return Page.redirect("/protection/requests/\(id)", saying: "protection.said_saved")
        } catch let failure as Failure where [.unusable, .conflict].contains(failure.kind) {
            return try await show(context, failure)
        }
    }
}
