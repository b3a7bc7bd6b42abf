import Hummingbird
import Kernel
import Storage
import Web

/// `/press`: releases, from the first word to the press room.
struct ReleaseRoutes: Sendable {
    let desk: PublishingDesk
    private var actions: ReleaseActions { ReleaseActions(desk: desk) }
    private var approval: ReleaseApproval { ReleaseApproval(desk: desk) }

    func add(to pages: Pages) {
        pages.get("press", right: .compose) { _, context in try await list(context) }
        pages.get("press/new", right: .compose) { _, context in
            try await draw(ReleaseForm(context.query, in: desk.zone), nil, nil, context)
        }
        pages.post("press", right: .compose) { form, context in try await create(form, context) }
        pages.get("press/:id", right: .compose) { _, context in
            try await ReleasePages(desk: desk).show(try Self.id(context), nil, context)
        }
        pages.get("press/:id/edit", right: .compose) { _, context in
            let release = try await actions.find(try Self.id(context), for: context.person)
            guard release.isOpen else { throw ReleaseActions.overtaken }
            return try await draw(ReleaseForm(release), release, nil, context)
        }
        pages.post("press/:id", right: .compose) { form, context in try await save(form, context) }
        addDecisions(to: pages)
    }

    private func addDecisions(to pages: Pages) {
        act(pages, "submit", "said_submitted") { form, id, context in
            try await approval.submit(id, seen: Self.seen(form), by: context.person)
        }
        act(pages, "approve", "said_approved") { form, id, context in
            try await approval.approve(id, seen: Self.seen(form), by: context.person)
        }
        act(pages, "changes", "said_returned") { form, id, context in
            try await approval.askChanges(id, seen: Self.seen(form), note: form["note"] ?? "", by: context.person)
        }
        act(pages, "lift", "said_lifted") { form, id, context in
            try await approval.lift(
                rule: form["rule"] ?? "", excerpt: form.raw("excerpt") ?? "", reason: form["reason"] ?? "", of: id,
                by: context.person)
        }
        act(pages, "publish", "said_published") { form, id, context in
            try await actions.publish(id, seen: Self.seen(form), by: context.person)
        }
        act(pages, "withdraw", "said_withdrawn") { _, id, context in
            try await actions.withdraw(id, by: context.person)
        }
        act(pages, "cancel", "said_cancelled") { _, id, context in try await actions.cancel(id, by: context.person) }
        act(pages, "mail", "said_mailing") { form, id, context in
            try await MailingActions(desk: desk).send(id, seen: Self.seen(form), by: context.person)
        }
        act(pages, "mail/resume", "said_resumed") { _, id, context in
            try await MailingActions(desk: desk).resume(release: id, by: context.person)
        }
        pages.post("press/:id/posts", right: .compose) { _, context in
            let release = try await actions.find(try Self.id(context), for: context.person)
            do { return Page.redirect(try await ReleasePosts(desk: desk).composer(release)) } catch let failure
                as Failure where failure.kind == .conflict
            { return try await ReleasePages(desk: desk).show(release.id, failure, context) }
        }
    }

    static func id(_ context: SignedInContext) throws -> Int64 { try context.identifier(of: Release.self).value }
    static func seen(_ form: Query) -> Int { form["seen"].flatMap { Int($0) } ?? 0 }

    /// What does not work is said on the release's own page.
    private func act(
        _ pages: Pages, _ verb: String, _ saying: String,
        _ body: @escaping @Sendable (Query, Int64, SignedInContext) async throws -> Void
    ) {
        pages.post("press/:id/\(verb)", right: .compose) { form, context in
            let id = try Self.id(context)
            do { try await body(form, id, context) } catch let failure as Failure
                where [.unusable, .conflict, .forbidden].contains(failure.kind) && failure.words != nil
            {
                return try await ReleasePages(desk: desk).show(id, failure, context)
            }
            return Page.redirect("/press/\(id)", saying: "press.\(saying)")
        }
    }

    // MARK: The list

    private struct List: Encodable, Sendable {
        let releases: [ReleaseLine]
        let empty: EmptyState?
        let mayAnswer: Bool
    }

    private func list(_ context: SignedInContext) async throws -> Response {
        let scope = try PostActions.reading(context.person)
        let releases = try await desk.database.read { connection in
            try ReleaseStore.latest(200, in: connection).filter { scope.reaches($0) }
        }
        let names = try await desk.staff.names()
        let value = List(
            releases: releases.map { ReleaseLine($0, names: names, context) },
            empty: releases.isEmpty
                ? EmptyState(
                    icon: "mail", title: context.word("press.empty_title"), text: context.word("press.empty")) : nil,
            mayAnswer: context.person.scope(of: .approve) == .everything)
        return try Page.render("press/releases", value, context)
    }

    // MARK: Writing

    private func create(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let sent = ReleaseForm(form, in: desk.zone)
        if form["do"] == "check" { return try await draw(sent, nil, nil, context) }
        do {
            let id = try await actions.create(try sent.usable(), id: sent.release, by: context.person)
            return Page.redirect("/press/\(id)", saying: "press.said_kept")
        } catch let failure as Failure where [.unusable, .tooLarge].contains(failure.kind) {
            return try await draw(sent, nil, failure, context)
        }
    }

    private func save(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let (id, sent) = (try Self.id(context), ReleaseForm(form, in: desk.zone))
        let release = try await actions.find(id, for: context.person)
        if form["do"] == "check" { return try await draw(sent, release, nil, context) }
        do {
            try await actions.save(id, try sent.usable(), seen: sent.seen, by: context.person)
            return Page.redirect("/press/\(id)", saying: "press.said_kept")
        } catch let failure as Failure where [.unusable, .tooLarge, .conflict].contains(failure.kind) {
            return try await draw(sent, release, failure, context)
        }
    }

    private func draw(
        _ form: ReleaseForm, _ release: Release?, _ failure: Failure?, _ context: SignedInContext
    ) async throws -> Response {
        let lifts = try await desk.database.read { connection in
            try release.map { try ReleaseCheck.lifts($0.id, in: connection) } ?? []
        }
        let checked = ReleaseCheck(desk: desk).read(form.content, lifts: lifts)
        let page = ReleaseEditor(
            form, release, checked: checked, failure: failure,
            number: release?.id ?? form.release ?? desk.newID(), context)
        return try Page.render("press/editor", page, context, status: failure == nil ? .ok : .badRequest)
    }
}
