import Hummingbird
import Kernel
import Storage
import Web

/// The room's front page and the snapshots: `/protection`.
struct ProtectionRoutes: Sendable {
    let desk: DialogueDesk

    private var snapshots: SnapshotActions { SnapshotActions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("protection", right: .protect) { _, context in try await front(context) }
        pages.post("protection/snapshots", right: .protect) { form, context in try await take(form, context) }
        pages.get("protection/snapshots/:id", right: .protect) { _, context in try await show(context, nil) }
        pages.get("protection/snapshots/:id/file.json", right: .protect) { _, context in
            let (snapshot, file) = try await snapshots.file(try Self.id(context), by: context.person)
            return Download.response(file, type: Download.json, name: "resonance-\(snapshot.id).json")
        }
        pages.get("protection/snapshots/:id/sheet.pdf", right: .protect) { _, context in
            let (snapshot, file) = try await snapshots.file(try Self.id(context), by: context.person)
            let sheet = try SnapshotSheet(snapshot: snapshot, file: file, context: context).pdf()
            return Download.response(sheet, type: Download.pdf, name: "resonance-\(snapshot.id).pdf")
        }
        pages.post("protection/snapshots/:id/end", right: .protect) { form, context in try await end(form, context) }
        ReportRoutes(desk: desk).add(to: pages)
        RequestRoutes(desk: desk).add(to: pages)
    }

    static func id(_ context: SignedInContext) throws -> Int64 { try context.identifier(of: Snapshot.self).value }

    private func front(_ context: SignedInContext) async throws -> Response {
        let today = Deadline.day(of: desk.clock.now(), desk.zone)
        let names = try await desk.staff.names()
        let (taken, reports) = try await desk.database.read {
            (try SnapshotStore.list(in: $0), try ReportStore.list(in: $0))
        }
        let requests = try await RequestActions(desk: desk).list(for: context.person).filter { $0.state == .open }
        let value = ProtectionPage(
            reports: reports.map { ReportLine($0, today: today, context) },
            snapshots: taken.map { SnapshotLine($0, names: names, context) },
            requests: context.count("protection.requests_open", requests.count),
            overdue: requests.contains { $0.dueOn < today }, publicKey: try desk.seal.publicKey(),
            mailless: !desk.letters.leave,
            noReports: reports.isEmpty
                ? EmptyState(
                    icon: "check", title: context.word("protection.reports_empty_title"),
                    text: context.word("protection.reports_empty"),
                    action: ("/inbox", context.word("protection.to_inbox"))) : nil)
        return try Page.render("protection/front", value, context)
    }

    private func take(_ form: Query, _ context: SignedInContext) async throws -> Response {
        guard let conversation = form["conversation"].flatMap({ Identifier<Conversation>(text: $0) }) else {
            throw Failure(.notFound, "no conversation is named")
        }
        let mention = form["mention"].flatMap { Int64($0) }
        let id = try await snapshots.take(
            conversation.value, mention: mention, reason: form["reason"], by: context.person)
        return Page.redirect("/protection/snapshots/\(id)", saying: "protection.said_taken")
    }

    private func show(_ context: SignedInContext, _ failure: Failure?) async throws -> Response {
        let id = try Self.id(context)
        let snapshot = try await desk.database.read { try SnapshotStore.find(id, in: $0) }
        let names = try await desk.staff.names()
        let value = SnapshotPage(
            snapshot: SnapshotLine(snapshot, names: names, context), publicKey: try desk.seal.publicKey(),
            crumbs: [Crumb("/protection", context.word("protection.nav"))],
            fields: [
                FormField(
                    "end", .date, label: context.word("protection.ends_on"), value: Deadline.text(snapshot.endsOn),
                    hint: context.word("protection.ends_hint"), required: true),
                FormField("why", label: context.word("protection.reason"), required: true),
            ], reproach: failure.map { context.word($0.words ?? "protection.changed_meanwhile") })
        return try Page.render("protection/snapshot", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private func end(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let id = try Self.id(context)
        do {
            try await snapshots.end(id, on: form["end"], reason: form["why"], by: context.person)
            return Page.redirect("/protection/snapshots/\(id)", saying: "protection.said_saved")
        } catch let failure as Failure where [.unusable, .conflict].contains(failure.kind) {
            return try await show(context, failure)
        }
    }
}

/// A snapshot in a list, and on its own page.
struct SnapshotLine: Encodable, Sendable {
    let path: String
    let taken: Moment
    let by: String
    let reason: String
    let sha256: String
    let messages: String
    let ends: String
    let conversation: String
    let isKept: Bool

    init(_ snapshot: Snapshot, names: [Int64: String], _ context: SignedInContext) {
        path = "/protection/snapshots/\(snapshot.id)"
        taken = Moment(snapshot.takenAt, context.figures)
        by = names[snapshot.takenBy] ?? "–"
        reason = snapshot.reason
        sha256 = snapshot.sha256
        messages = context.count("protection.n_messages", snapshot.messages)
        ends = context.figures.date(day: snapshot.endsOn)
        conversation = "/inbox/\(snapshot.conversation)"
        isKept = snapshot.endedAt == nil
    }
}

private struct SnapshotPage: Encodable {
    let snapshot: SnapshotLine
    let publicKey: String
    let crumbs: [Crumb]
    let fields: [FormField]
    let reproach: String?
}

private struct ProtectionPage: Encodable {
    let reports: [ReportLine]
    let snapshots: [SnapshotLine]
    let requests: String
    let overdue: Bool
    let publicKey: String
    let mailless: Bool
    let noReports: EmptyState?
}
