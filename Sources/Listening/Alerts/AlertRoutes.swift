import Hummingbird
import HTTPTypes
import Kernel
public import Web

/// The pages of alerts: `/alerts`, and the ladder `/alerts/ladder`.
public struct AlertRoutes: Sendable {
    private let actions: AlertActions
    private let watches: WatchActions
    private let digests: Digests
    private let desk: Desk
    private let calls: String?

    /// `calls` is the path below which those on duty look after a person in danger, by mention; nil when alerts of that
    /// kind are taken and closed here.
    public init(
        _ actions: AlertActions, watches: WatchActions, digests: Digests, desk: Desk, calls: String? = nil
    ) {
        self.calls = calls
        self.actions = actions
        self.watches = watches
        self.digests = digests
        self.desk = desk
    }

    public func add(to pages: Pages) {
        pages.get("alerts", right: .listen) { _, context in try await list(context) }
        pages.get("alerts/ladder", right: .listen) { _, context in try await ladder(context) }
        pages.post("alerts/ladder", right: .gather) { form, context in try await keepRung(form, context) }
        pages.post("alerts/digests", right: .listen) { form, context in try await subscribe(form, context) }
        pages.post("alerts/:id/take", right: .judge) { _, context in
            try await actions.take(try Self.id(context), by: context.person)
            return Page.redirect("/alerts", saying: "listening.said_alert_taken")
        }
        pages.post("alerts/:id/close", right: .judge) { form, context in
            do {
                try await actions.close(try Self.id(context), note: form["note"] ?? "", by: context.person)
            } catch let failure as Failure where failure.kind == .unusable {
                return try await list(context, reproach: failure.words.map { context.word($0) })
            }
            return Page.redirect("/alerts", saying: "listening.said_alert_closed")
        }
    }

    private static func id(_ context: SignedInContext) throws -> Int64 { try context.identifier(of: Alert.self).value }

    private struct List: Encodable, Sendable {
        let open: [AlertView]
        let closed: [AlertView]
        let empty: EmptyState?
        /// Somebody may be in danger: the numbers to call stand above everything.
        let distress: Bool
        let reproach: String?
        let mayJudge: Bool
        let digests: [FormField]
        let mailless: Bool
    }

    private func list(_ context: SignedInContext, reproach: String? = nil) async throws -> Response {
        let rungs = try await actions.rungs()
        let names = try await desk.people()
        let watchNames = Dictionary(uniqueKeysWithValues: try await watches.list().map { ($0.id, $0.name) })
        let services = Dictionary(uniqueKeysWithValues: try await desk.services().map { ($0.id, $0.name) })
        let raised = try await actions.open(for: context.person)
        let quotes = try await actions.quotes(of: raised, for: context.person)
        func view(_ alert: Alert) -> AlertView {
            AlertView(
                alert, rung: rungs.first { $0.level == alert.level }, names: names, watches: watchNames,
                services: services, quote: alert.why.first.flatMap { quotes[$0] }, calls: calls, context)
        }
        let open = raised.map(view)
        let wanted = try await digests.subscriptions(of: context.person)
        let value = List(
            open: open, closed: try await actions.closed(for: context.person).prefix(20).map(view),
            empty: open.isEmpty
                ? EmptyState(
                    icon: "check", title: context.word("listening.alerts_empty_title"),
                    text: context.word("listening.alerts_empty")) : nil,
            distress: open.contains(where: \.isDistress),
            reproach: reproach, mayJudge: context.person.scope(of: .judge) != .nothing,
            digests: Digest.Kind.allCases.map { kind in
                FormField(
                    kind.rawValue, .box, label: context.word("listening.digest_\(kind.rawValue)"),
                    checked: wanted.contains(kind))
            },
            mailless: !digests.canSend)
        return try Page.render("listening/alerts", value, context, status: reproach == nil ? .ok : .badRequest)
    }

    private func subscribe(_ form: Query, _ context: SignedInContext) async throws -> Response {
        try await digests.subscribe(
            Set(Digest.Kind.allCases.filter { form.ticked($0.rawValue) }), person: context.person)
        return Page.redirect("/alerts", saying: "listening.said_digests_kept")
    }

    // MARK: The ladder

    private struct Rung: Encodable, Sendable {
        let level: String
        let key: String
        /// For those who may change it.
        let fields: [FormField]
        /// For the others: who it is, by name, how long they have, what they do.
        let who: String
        let delay: String
        let duty: String
    }

    private struct Ladder: Encodable, Sendable {
        let rungs: [Rung]
        let crumbs: [Crumb]
        let mayGather: Bool
        let reproach: String?
    }

    private func ladder(_ context: SignedInContext, reproach: String? = nil) async throws -> Response {
        let people = try await desk.people()
        let rungs = try await actions.rungs().map { rung in
            Rung(
                level: context.word("listening.level_\(rung.level.rawValue)"), key: rung.level.rawValue,
                fields: Self.fields(rung, people, context), who: Self.who(rung, people, context),
                delay: context.figures.duration(Double(rung.delayMinutes) * 60),
                duty: rung.duty { context.word("listening.\($0)") })
        }
        let value = Ladder(
            rungs: rungs, crumbs: [Crumb("/alerts", context.word("listening.nav_alerts"))],
            mayGather: context.person.scope(of: .gather) == .everything, reproach: reproach)
        return try Page.render("listening/ladder", value, context, status: reproach == nil ? .ok : .badRequest)
    }

    /// Never an address: that of a colleague at home is nobody else's business.
    private static func who(_ rung: AlertRung, _ people: [Int64: String], _ context: SignedInContext) -> String {
        if rung.email != nil { return context.word("listening.rung_mailbox") }
        return rung.person.map { people[$0] ?? context.word("listening.somebody") }
            ?? context.word("listening.rung_team")
    }

    /// Names end with the rung: four forms stand on one page.
    private static func fields(_ rung: AlertRung, _ people: [Int64: String], _ context: SignedInContext) -> [FormField]
    {
        let key = rung.level.rawValue
        let choices =
            [FormField.Choice("", context.word("listening.rung_team"), selected: rung.person == nil)]
            + people.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
                FormField.Choice(String($0.key), $0.value, selected: $0.key == rung.person)
            }
        let address = FormField(
            "email_\(key)", .email, label: context.word("listening.rung_email"), value: rung.email ?? "",
            hint: context.word("listening.rung_email_hint"))
        return [
            FormField(
                "person_\(key)", .choice, label: context.word("listening.rung_person"), choices: choices,
                filter: true)
        ] + (AlertActions.readsAddresses(context.person) ? [address] : []) + [
            FormField(
                "delay_\(key)", .number, label: context.word("listening.rung_delay"), value: String(rung.delayMinutes),
                required: true),
            FormField(
                "template_\(key)", .area, label: context.word("listening.rung_template"), value: rung.template,
                required: true),
        ]
    }

    private func keepRung(_ form: Query, _ context: SignedInContext) async throws -> Response {
        guard let level = form["level"].flatMap(Alert.Level.init) else {
            throw Failure(.unusable, "no such rung", words: "listening.rung_wrong")
        }
        let key = level.rawValue
        let rung = AlertRung(
            level: level, person: form["person_\(key)"].flatMap { Int64($0) }, email: form["email_\(key)"],
            delayMinutes: Int(form["delay_\(key)"] ?? "") ?? 0, template: form["template_\(key)"] ?? "")
        do {
            try await actions.keep(rung, by: context.person)
        } catch let failure as Failure where failure.kind == .unusable {
            return try await ladder(context, reproach: failure.words.map { context.word($0) })
        }
        return Page.redirect("/alerts/ladder", saying: "listening.said_rung_kept")
    }
}
