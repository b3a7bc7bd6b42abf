import Foundation
import Hummingbird
import HTTPTypes
import Kernel
import Storage
import Web

/// The month's sheet for the users' committee: `/improvements/committee`, and its PDF.
struct CommitteeRoutes: Sendable {
    let desk: DialogueDesk

    func add(to pages: Pages) {
        pages.get("improvements/committee", right: .improve) { _, context in try await show(context) }
        pages.get("improvements/committee.pdf", right: .improve) { _, context in try await paper(context) }
        pages.post("improvements/committee/verbatims", right: .improve) { form, context in
            try await choose(form, context)
        }
    }

    private struct Choice: Encodable, Sendable {
        let id: String
        let value: String
        let text: String
        let checked: Bool
    }

    private struct Value: Encodable, Sendable {
        let crumbs: [Crumb]
        let report: CommitteeReport
        let drawing: SafeHTML?
        let month: String
        let older: String
        let newer: String?
        let olderLabel: String
        let newerLabel: String
        let paper: String
        let choices: [Choice]
    }

    /// The sheet speaks of the whole house: it is for those who see all of it.
    private static func allow(_ context: SignedInContext) throws {
        guard context.scope == .everything else {
            throw Failure(.forbidden, "the sheet of the whole house is asked for by a head of service")
        }
    }

    /// The month of the address; else the last one that is over.
    private func month(_ text: String?) -> Month {
        text.flatMap { Month($0) } ?? Month(desk.clock.now(), desk.zone).adding(-1)
    }

    private func show(_ context: SignedInContext) async throws -> Response {
        try Self.allow(context)
        let month = month(context.query["month"])
        let (report, possible, shown) = try await report(month, context)
        let next = month.adding(1)
        let isOver = next.firstDay <= context.figures.local(desk.clock.now()).dayNumber
        let newer = isOver ? next : nil
        let drawing = report.degrees.map {
            Thermometer(
                temperature: $0, low: report.low, high: report.high,
                description: "\(report.temperature ?? ""), \(report.interval ?? "")"
            ).html
        }
        let value = Value(
            crumbs: [Crumb("/improvements", context.word("improvement.improvements"))], report: report,
            drawing: drawing, month: month.text, older: "/improvements/committee?month=\(month.adding(-1).text)",
            newer: newer.map { "/improvements/committee?month=\($0.text)" },
            olderLabel: CommitteeWriter.period(month.adding(-1), context),
            newerLabel: CommitteeWriter.period(month.adding(1), context),
            paper: "/improvements/committee.pdf?month=\(month.text)",
            choices: possible.prefix(12).map { verbatim in
                Choice(
                    id: "verbatim-\(verbatim.conversation)", value: String(verbatim.conversation), text: verbatim.text,
                    checked: shown.contains { $0.conversation == verbatim.conversation })
            })
        return try Page.render("improvement/committee", value, context)
    }

    private func paper(_ context: SignedInContext) async throws -> Response {
        try Self.allow(context)
        let month = month(context.query["month"])
        let report = try await report(month, context).report
        let bytes = try CommitteePaper(
            report: report, tongue: context.tongue, date: desk.clock.now(),
            house: context.word("improvement.committee_house")
        ).pdf()
        var headers: HTTPFields = [.contentType: "application/pdf", .cacheControl: "no-store"]
        headers[.contentDisposition] = "attachment; filename=\"commission-des-usagers-\(month.text).pdf\""
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: .init(bytes: bytes)))
    }

    private func choose(_ form: Query, _ context: SignedInContext) async throws -> Response {
        try Self.allow(context)
        let month = month(form["month"])
        let chosen = Array(Set(form.all("verbatim").compactMap { Int64($0) }))
        guard chosen.count <= CommitteeVerbatims.count else {
            throw Failure(.unusable, "more than three verbatims", words: "improvement.committee_three")
        }
        let (now, person) = (desk.clock.now(), context.person)
        let (start, end) = try Self.bounds(month, context.figures)
        let mask = CommitteeMask(desk.privacy)
        try await desk.database.write { connection in
            let possible = try CommitteeVerbatims.possible(
                from: start, until: end, mask: mask, voices: desk.voices, in: connection
            ).map(\.conversation)
            guard Set(chosen).isSubset(of: possible) else {
                throw Failure(.unusable, "a verbatim that cannot be shown", words: "improvement.committee_cannot")
            }
            try CommitteeVerbatims.keep(chosen.sorted(), for: month, by: person.id, at: now, in: connection)
            try Audit.record(
                who: person.id, action: "committee.chosen", subject: "committee", id: month.number,
                after: ImprovementTrail.json(["conversations": chosen.sorted().map(String.init).joined(separator: " ")]
                ),
                at: now, in: connection)
        }
        return Page.redirect("/improvements/committee?month=\(month.text)", saying: "improvement.said_chosen")
    }

    // MARK: The report

    private func report(
        _ month: Month, _ context: SignedInContext
    ) async throws -> (report: CommitteeReport, possible: [Verbatim], shown: [Verbatim]) {
        let (start, end) = try Self.bounds(month, context.figures)
        let today = context.figures.local(desk.clock.now()).dayNumber
        let mask = CommitteeMask(desk.privacy)
        let (figures, possible, chosen) = try await desk.database.read { connection in
            (
                try CommitteeStore.figures(month, from: start, until: end, today: today, in: connection),
                try CommitteeVerbatims.possible(
                    from: start, until: end, mask: mask, voices: desk.voices, in: connection),
                try CommitteeVerbatims.chosen(month, in: connection)
            )
        }
        let shown = CommitteeVerbatims.shown(possible, chosen: chosen)
        let wards = try await desk.staff.wards()
        let items = figures.made + figures.overdue
        let titles = Dictionary(
            items.compactMap { item in mask.clean(item.draft.title).map { (item.id, $0) } },
            uniquingKeysWith: { first, _ in first })
        let (house, services) = try await warmth(month, wards: wards, until: end)
        let report = CommitteeWriter(
            figures: figures, house: house, services: services, verbatims: shown, month: month,
            organisation: try await desk.staff.organisation(), titles: titles,
            names: Dictionary(wards.map { ($0.id, $0.name) }) { first, _ in first }, context: context
        ).report()
        return (report, possible, shown)
    }

    /// Temperatures of the days of the month that have passed.
    private func warmth(
        _ month: Month, wards: [Ward], until end: Instant
    ) async throws -> (house: Warmth, services: [(name: String, warmth: Warmth)]) {
        let now = desk.clock.now()
        let last = now < end ? now : end.adding(seconds: -1)
        let days = max(1, LocalTime(last, desk.zone).dayNumber - month.firstDay + 1)
        let house = try await desk.voices.warmth(nil, nil, days, last)
        var services: [(name: String, warmth: Warmth)] = []
        for ward in wards {
            let warmth = try await desk.voices.warmth(ward.id, nil, days, last)
            if warmth.degrees != nil, warmth.opinions > 0 { services.append((ward.name, warmth)) }
        }
        return (house, services.sorted { ($0.warmth.degrees?.value ?? 0) > ($1.warmth.degrees?.value ?? 0) })
    }

    private static func bounds(_ month: Month, _ figures: Figures) throws -> (Instant, Instant) {
        guard let start = figures.start(ofDay: month.text + "-01"),
            let end = figures.start(ofDay: month.adding(1).text + "-01")
        else { throw Failure(.unusable, "no such month") }
        return (start, end)
    }
}
