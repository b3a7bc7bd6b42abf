import Hummingbird
import HTTPTypes
import Kernel
public import Web

/// The pages of sources: `/sources`.
public struct OriginRoutes: Sendable {
    let actions: OriginActions

    public init(_ actions: OriginActions) { self.actions = actions }

    public func add(to pages: Pages) {
        pages.get("sources", right: .gather) { _, context in try await list(context) }
        pages.get("sources/new", right: .gather) { _, context in try await look(context) }
        pages.post("sources", right: .gather) { form, context in try await add(form, context) }
        pages.get("sources/opml", right: .gather) { _, _ in try await export() }
        pages.upload("sources/opml", right: .gather, limit: 8 << 20) { upload, context in
            try await preview(upload, context)
        }
        pages.post("sources/list", right: .gather) { form, context in try await addList(form, context) }
        pages.get("sources/:id", right: .gather) { _, context in try await show(context) }
        pages.post("sources/:id", right: .gather) { form, context in try await edit(form, context) }
        pages.post("sources/:id/pause", right: .gather) { _, context in
            try await actions.pause(try Self.id(context), by: context.person)
            return Page.redirect("/sources/\(try Self.id(context))", saying: "listening.said_origin_paused")
        }
        pages.post("sources/:id/resume", right: .gather) { _, context in
            try await actions.resume(try Self.id(context), by: context.person)
            return Page.redirect("/sources/\(try Self.id(context))", saying: "listening.said_origin_resumed")
        }
        pages.post("sources/:id/visit", right: .gather) { _, context in
            try await actions.visitNow(try Self.id(context), by: context.person)
            return Page.redirect("/sources/\(try Self.id(context))", saying: "listening.said_origin_hastened")
        }
        pages.post("sources/:id/remove", right: .gather) { form, context in
            let fate = form["mentions"].flatMap(OriginActions.Fate.init) ?? .keep
            try await actions.remove(try Self.id(context), mentions: fate, by: context.person)
            return Page.redirect("/sources", saying: "listening.said_origin_removed")
        }
    }

    static func id(_ context: SignedInContext) throws -> Int64 { try context.identifier(of: Origin.self).value }

    // MARK: The list

    private struct List: Encodable, Sendable {
        let origins: [OriginView]
        /// Sources that nobody asks any more: said on top, for nobody looks at the end of a list.
        let dead: [OriginView]
        let files: [OriginView]
        let count: String
        let hasFeeds: Bool
        let empty: EmptyState?
        let address: String
    }

    private func list(_ context: SignedInContext) async throws -> Response {
        let all = try await actions.list()
        let views = all.filter(\.kind.isFetched).map { OriginView($0, context) }
        let empty = EmptyState(
            icon: "source", title: context.word("listening.origins_empty_title"),
            text: context.word("listening.origins_empty"))
        let value = List(
            origins: views, dead: views.filter(\.isDead),
            files: all.filter { !$0.kind.isFetched }.map { OriginView($0, context) },
            count: context.count("listening.origins_count", views.count), hasFeeds: all.contains { $0.kind == .feed },
            empty: views.isEmpty ? empty : nil, address: "")
        return try Page.render("listening/sources", value, context)
    }

    // MARK: One source

    private struct One: Encodable, Sendable {
        let origin: OriginView
        let crumbs: [Crumb]
        let fields: [FormField]
        let errors: [FormError]
        let kept: String
        let erased: String?
        let hasMentions: Bool
        let stream: String
    }

    private func show(
        _ context: SignedInContext, form: OriginForm? = nil, failure: Failure? = nil
    ) async throws -> Response {
        let id = try Self.id(context)
        let origin = try await actions.find(id)
        let count = try await actions.mentions(of: id)
        let fields = (form ?? OriginForm(origin)).fields(context, failure: failure)
        let value = One(
            origin: OriginView(origin, context), crumbs: [Crumb("/sources", context.word("listening.sources"))],
            fields: fields, errors: FormField.errors(fields),
            kept: context.count("listening.mentions_count", count.kept),
            erased: count.erased > 0 ? context.count("listening.origin_erased", count.erased) : nil,
            hasMentions: count.kept > 0, stream: "/stream?source=\(id)")
        return try Page.render("listening/source", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private func edit(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let id = try Self.id(context)
        var sent = OriginForm(form)
        do {
            try await actions.edit(
                id, label: sent.label, purpose: sent.purpose, retentionDays: Int(sent.retention) ?? 0,
                selector: sent.selector.nonEmpty, by: context.person)
            try await keepToken(sent, of: id, context)
        } catch let failure as Failure where failure.kind == .unusable {
            let origin = try await actions.find(id)
            sent.kind = origin.kind.rawValue
            sent.hasToken = origin.sealedToken != nil
            return try await show(context, form: sent, failure: failure)
        }
        return Page.redirect("/sources/\(id)", saying: "listening.said_origin_saved")
    }

    /// An empty field leaves the token that is kept.
    func keepToken(_ form: OriginForm, of id: Int64, _ context: SignedInContext) async throws {
        if form.forgetsToken { return try await actions.setToken(nil, of: id, by: context.person) }
        if let token = form.token.trimmed.nonEmpty {
            try await actions.setToken(token, of: id, by: context.person)
        }
    }
}
