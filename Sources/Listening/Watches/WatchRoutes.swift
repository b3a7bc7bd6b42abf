import Hummingbird
import HTTPTypes
import Kernel
public import Web

/// The pages of watches: `/watches`.
public struct WatchRoutes: Sendable {
    let actions: WatchActions
    let origins: OriginActions

    public init(_ actions: WatchActions, origins: OriginActions) {
        self.actions = actions
        self.origins = origins
    }

    public func add(to pages: Pages) {
        pages.get("watches", right: .listen) { _, context in try await list(context) }
        pages.get("watches/new", right: .gather) { _, context in try await fresh(context) }
        pages.post("watches", right: .gather) { form, context in try await create(form, context) }
        pages.get("watches/:id", right: .listen) { _, context in try await show(context) }
        pages.get("watches/:id/edit", right: .gather) { _, context in try await change(context) }
        pages.post("watches/:id", right: .gather) { form, context in try await edit(form, context) }
        pages.post("watches/:id/delete", right: .gather) { _, context in
            try await actions.delete(try Self.id(context), by: context.person)
            return Page.redirect("/watches", saying: "listening.said_watch_deleted")
        }
    }

    private static func id(_ context: SignedInContext) throws -> Int64 { try context.identifier(of: Watch.self).value }

    private func list(_ context: SignedInContext) async throws -> Response {
        let counts = try await actions.counts()
        let watches = try await actions.list().map { WatchView($0, count: counts[$0.id] ?? 0, sources: [:], context) }
        let mayGather = context.person.scope(of: .gather) == .everything
        let value = WatchList(
            watches: watches, mayGather: mayGather,
            empty: watches.isEmpty
                ? EmptyState(
                    icon: "watch", title: context.word("listening.watches_empty_title"),
                    text: context.word("listening.watches_empty"),
                    action: mayGather ? ("/watches/new", context.word("listening.watch_new")) : nil) : nil)
        return try Page.render("listening/watches", value, context)
    }

    private func show(_ context: SignedInContext) async throws -> Response {
        let watch = try await actions.find(try Self.id(context))
        let labels = Dictionary(uniqueKeysWithValues: try await origins.list().map { ($0.id, $0.label) })
        let value = WatchPage(
            watch: WatchView(watch, count: try await actions.counts()[watch.id] ?? 0, sources: labels, context),
            crumbs: [Crumb("/watches", context.word("listening.watches"))],
            mayGather: context.person.scope(of: .gather) == .everything)
        return try Page.render("listening/watch", value, context)
    }

    // MARK: Making and changing

    private func fresh(_ context: SignedInContext) async throws -> Response {
        let form = WatchForm(context.query)
        return try await draw(form, nil, nil, context)
    }

    private func change(_ context: SignedInContext) async throws -> Response {
        let watch = try await actions.find(try Self.id(context))
        return try await draw(WatchForm(watch), watch, nil, context)
    }

    private func create(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let sent = WatchForm(form)
        if form.ticked("try") { return try await draw(sent, nil, Self.nothing(to: sent), context) }
        do {
            let watch = try await actions.create(sent.draft(owner: context.person.id), by: context.person)
            return Page.redirect("/watches/\(watch.id)", saying: "listening.said_watch_created")
        } catch let failure as Failure where [.unusable, .conflict].contains(failure.kind) {
            return try await draw(sent, nil, failure, context)
        }
    }

    private func edit(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let watch = try await actions.find(try Self.id(context))
        let sent = WatchForm(form)
        if form.ticked("try") { return try await draw(sent, watch, Self.nothing(to: sent), context) }
        do {
            try await actions.edit(watch.id, sent.draft(owner: watch.owner), by: context.person)
            return Page.redirect("/watches/\(watch.id)", saying: "listening.said_watch_saved")
        } catch let failure as Failure where [.unusable, .conflict].contains(failure.kind) {
            return try await draw(sent, watch, failure, context)
        }
    }

    /// What is wrong with trying a question that was not written.
    private static func nothing(to form: WatchForm) -> Failure? {
        form.query.allSatisfy(\.isWhitespace)
            ? Failure(.unusable, "an empty question is tried", words: "listening.query_nothing") : nil
    }

    /// The form, with what the question finds in the last weeks once it can be read.
    private func draw(_ form: WatchForm, _ watch: Watch?, _ failure: Failure?, _ context: SignedInContext) async throws
        -> Response
    {
        var failure = failure
        var trial: WatchTrial?
        if !form.query.isEmpty {
            do {
                trial = try await actions.attempt(form.draft(owner: nil), by: context.person)
            } catch let wrong as Failure where wrong.kind == .unusable {
                failure = failure ?? wrong
            }
        }
        let origins = try await origins.list()
        let value = WatchFormPage(form, watch, trial, failure, origins, context)
        return try Page.render("listening/watch-form", value, context, status: failure == nil ? .ok : .badRequest)
    }
}
