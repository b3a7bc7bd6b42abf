import Hummingbird
import Kernel
import Web

/// Reports to networks: `/protection/reports`.
struct ReportRoutes: Sendable {
    let desk: DialogueDesk

    private var actions: ReportActions { ReportActions(desk: desk) }
    private var today: Int { Deadline.day(of: desk.clock.now(), desk.zone) }

    func add(to pages: Pages) {
        pages.get("protection/reports/new", right: .protect) { _, context in
            try await fresh(context.query, context, reproach: nil)
        }
        pages.post("protection/reports", right: .protect) { form, context in try await prepare(form, context) }
        pages.get("protection/reports/:id", right: .protect) { _, context in try await show(context, nil) }
        pages.post("protection/reports/:id", right: .protect) { form, context in try await move(form, context) }
    }

    private func conversation(_ form: Query) throws -> Int64 {
        guard let id = form["conversation"].flatMap({ Identifier<Conversation>(text: $0) }) else {
            throw Failure(.notFound, "no conversation is named")
        }
        return id.value
    }

    private func fresh(
        _ form: Query, _ context: SignedInContext, reproach: String?, faults: [String] = []
    ) async throws -> Response {
        let id = try conversation(form)
        let messages = try await actions.messages(of: id, for: context.person)
        guard let first = messages.first else { throw Failure(.notFound, "nothing there to report") }
        let road = ReportRoad.of(first.network)
        let value = ReportFormPage(
            conversation: String(id), crumbs: [Crumb("/inbox/\(id)", context.word("protection.conversation"))],
            network: context.word("listening.network_\(first.network.rawValue)"),
            road: RoadView(road, nil, context), fields: fields(form, messages, road, context), reproach: reproach,
            faults: faults)
        return try Page.render("protection/report-form", value, context, status: reproach == nil ? .ok : .badRequest)
    }

    private func fields(
        _ form: Query, _ messages: [Heard], _ road: ReportRoad, _ context: SignedInContext
    ) -> [FormField] {
        let choices = messages.prefix(50).map { heard in
            let start = heard.text.prefix(70).replacing("\n", with: " ")
            let said = start.count < heard.text.count ? start + "…" : start
            return FormField.Choice(
                String(heard.id), "\(context.figures.when(heard.publishedAt)) · \(said)",
                selected: form["mention"] == String(heard.id))
        }
        let grounds = NetworkReport.Ground.allCases.map { ground in
            let name = context.word("protection.ground_\(ground.rawValue)")
            return FormField.Choice(
                ground.rawValue, road.names[ground].map { "\(name) → \($0)" } ?? name,
                selected: form["ground"] == ground.rawValue)
        }
        return [
            FormField("mention", .choice, label: context.word("protection.message"), required: true, choices: choices),
            FormField(
                "ground", .choice, label: context.word("protection.ground"),
                hint: context.word("protection.ground_hint"),
                required: true, choices: [.init("", "–")] + grounds),
            FormField(
                "facts", .area, label: context.word("protection.facts"), value: form["facts"] ?? "",
                hint: context.word("protection.facts_hint"), required: true),
        ]
    }

    private func prepare(_ form: Query, _ context: SignedInContext) async throws -> Response {
        guard let mention = form["mention"].flatMap({ Int64($0) }),
            let ground = form["ground"].flatMap({ NetworkReport.Ground(rawValue: $0) }),
            let facts = form["facts"], facts.count >= 10
        else { return try await fresh(form, context, reproach: context.word("protection.report_incomplete")) }
        let sent = ReportActions.Sent(
            mention: mention, ground: ground, facts: String(facts.unicodeScalars.prefix(4_000)))
        let (id, faults) = try await actions.prepare(sent, of: try conversation(form), by: context.person)
        guard let id else {
            return try await fresh(form, context, reproach: context.word("protection.report_tells"), faults: faults)
        }
        return Page.redirect("/protection/reports/\(id)", saying: "protection.said_prepared")
    }

    private func show(_ context: SignedInContext, _ failure: Failure?) async throws -> Response {
        let (report, steps) = try await actions.find(
            try context.identifier(of: NetworkReport.self).value, for: context.person)
        let names = try await desk.staff.names()
        let value = ReportPage(
            report: ReportLine(report, today: today, context), version: String(report.version), text: report.text,
            road: RoadView(ReportRoad.of(report.network), report.ground, context),
            crumbs: [Crumb("/protection", context.word("protection.nav"))],
            steps: steps.map { step in
                StepView(
                    state: context.word("protection.state_\(step.state.rawValue)"),
                    day: context.figures.date(day: step.day), note: step.note.isEmpty ? nil : step.note,
                    who: names[step.who] ?? "–")
            }, fields: report.state.next.isEmpty ? [] : moves(report, context),
            reproach: failure.map { context.word($0.words ?? "protection.changed_meanwhile") })
        return try Page.render("protection/report", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private func moves(_ report: NetworkReport, _ context: SignedInContext) -> [FormField] {
        [
            FormField(
                "state", .choice, label: context.word("protection.state"), required: true,
                choices: report.state.next.map {
                    .init($0.rawValue, context.word("protection.state_\($0.rawValue)"))
                }),
            FormField(
                "on", .date, label: context.word("protection.on_day"), value: Deadline.text(today), required: true),
            FormField("reference", label: context.word("protection.reference"), value: report.reference ?? ""),
            FormField(
                "note", .area, label: context.word("protection.note"), hint: context.word("protection.note_hint")),
        ]
    }

    private func move(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let id = try context.identifier(of: NetworkReport.self).value
        do {
            guard let state = form["state"].flatMap({ NetworkReport.State(rawValue: $0) }),
                let version = form["version"].flatMap({ Int64($0) })
            else { throw Failure(.unusable, "no state", words: "protection.changed_meanwhile") }
            try await actions.move(
                id, version: version, to: state, on: form["on"], reference: form["reference"], note: form["note"],
                by: context.person)
            return Page.redirect("/protection/reports/\(id)", saying: "protection.said_saved")
        } catch let failure as Failure where [.unusable, .conflict].contains(failure.kind) {
            return try await show(context, failure)
        }
    }
}
