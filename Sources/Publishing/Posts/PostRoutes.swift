import Calendars
import Channels
import Hummingbird
import Kernel
import Storage
import Web

/// `/posts`: what is written, what waits for somebody, what is planned and what has left.
struct PostRoutes: Sendable {
    let desk: PublishingDesk
    private var actions: PostActions { PostActions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("posts", right: .compose) { _, context in try await list(context) }
        pages.get("posts/new", right: .compose) { _, context in try await new(context) }
        pages.post("posts", right: .compose) { form, context in try await create(form, context) }
        pages.post("posts/check", right: .compose) { form, context in try await check(form, context) }
        pages.get("posts/:id", right: .compose) { _, context in try await show(context) }
        pages.get("posts/:id/edit", right: .compose) { _, context in try await edit(context) }
        pages.post("posts/:id", right: .compose) { form, context in try await save(form, context) }
        pages.post("posts/:id/copy", right: .compose) { _, context in
            let post = try await actions.find(try Self.id(context), for: context.person)
            let id = try await actions.create(post.content, service: post.service, by: context.person)
            return Page.redirect("/posts/\(id)/edit", saying: "publishing.said_copied")
        }
        pages.post("posts/:id/cancel", right: .compose) { _, context in
            try await actions.cancel(try Self.id(context), by: context.person)
            return try Self.back(context, "publishing.said_cancelled")
        }
        pages.post("posts/:id/park", right: .compose) { form, context in
            try await actions.park(try Self.id(context), reason: form["reason"] ?? "", by: context.person)
            return try Self.back(context, "publishing.said_parked")
        }
        pages.post("posts/:id/unpark", right: .compose) { _, context in
            try await actions.unpark(try Self.id(context), by: context.person)
            return try Self.back(context, "publishing.said_unparked")
        }
    }

    static func id(_ context: SignedInContext) throws -> Int64 { try context.identifier(of: Post.self).value }

    static func back(_ context: SignedInContext, _ word: String) throws -> Response {
        Page.redirect("/posts/\(try id(context))", saying: word)
    }

    // MARK: The list

    private struct List: Encodable, Sendable {
        let groups: [Group]
        let empty: EmptyState?
        let mayDecide: Bool
        let waiting: Int
        let hasWaiting: Bool

        struct Group: Encodable, Sendable {
            let title: String
            let posts: [PostLine]
        }
    }

    private static let groups: [(String, [Post.State])] = [
        ("group_review", [.review]), ("group_drafts", [.draft, .changes]), ("group_planned", [.approved, .scheduled]),
        ("group_leaving", [.sending]), ("group_gone", [.published, .partial, .failed, .withdrawn]),
    ]

    private func list(_ context: SignedInContext) async throws -> Response {
        let scope = try PostActions.reading(context.person)
        let rows = try await desk.database.read { connection in
            try Self.groups.map { name, states in
                (name, try PostStore.latest(states, limit: 100, in: connection).filter { scope.reaches($0) })
            }
        }
        let names = try await desk.staff.names()
        let channels = try await channels()
        let groups = rows.filter { !$0.1.isEmpty }.map { name, posts in
            List.Group(
                title: context.word("publishing.\(name)"),
                posts: posts.map { PostLine($0, channels: channels, names: names, context) })
        }
        let mayDecide = context.person.scope(of: .approve) == .everything
        let waiting = mayDecide ? try await PublishingServices.held(in: desk.database) : 0
        let value = List(
            groups: groups,
            empty: groups.isEmpty
                ? EmptyState(
                    icon: "mail", title: context.word("publishing.empty_title"),
                    text: context.word("publishing.empty")) : nil,
            mayDecide: mayDecide, waiting: waiting, hasWaiting: waiting > 0)
        return try Page.render("publishing/posts", value, context)
    }

    private func channels() async throws -> [Channel] {
        try await desk.database.read { try ChannelStore.all(in: $0).filter { $0.kind == .account } }
    }

    // MARK: Writing

    private func new(_ context: SignedInContext) async throws -> Response {
        // A day of the calendar, or a template, begins the post.
        if let template = desk.templates.first(where: { $0.id == context.query["template"] }) {
            return try await draw(PostForm(template), nil, nil, context)
        }
        var fields = context.query.fields
        fields.append(("face", ""))
        return try await draw(PostForm(Query(fields: fields)), nil, nil, context)
    }

    private func edit(_ context: SignedInContext) async throws -> Response {
        let post = try await actions.find(try Self.id(context), for: context.person)
        guard post.isOpen else { throw Failure(.conflict, "it has left already", words: "publishing.has_left") }
        return try await draw(PostForm(post), post, nil, context)
    }

    private func create(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let sent = PostForm(form)
        if form["do"] == "check" { return try await draw(sent, nil, nil, context) }
        do {
            let id = try await actions.create(sent.content, service: sent.service, id: sent.post, by: context.person)
            return Page.redirect("/posts/\(id)", saying: "publishing.said_kept")
        } catch let failure as Failure where [.unusable, .tooLarge].contains(failure.kind) {
            return try await draw(sent, nil, failure, context)
        }
    }

    private func save(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let (id, sent) = (try Self.id(context), PostForm(form))
        let post = try await actions.find(id, for: context.person)
        if form["do"] == "check" { return try await draw(sent, post, nil, context) }
        do {
            try await actions.save(id, sent.content, seen: sent.seen, by: context.person)
            return try Self.back(context, "publishing.said_kept")
        } catch let failure as Failure where [.unusable, .tooLarge, .conflict].contains(failure.kind) {
            return try await draw(sent, post, failure, context)
        }
    }

    private func draw(
        _ form: PostForm, _ post: Post?, _ failure: Failure?, _ context: SignedInContext
    ) async throws -> Response {
        let channels = try await channels()
        let (lifts, items, released) = try await desk.database.read { connection in
            (
                try post.map { try KeptPostLift.all($0.id, in: connection) } ?? [],
                try LibraryStore.offered(to: form.content, in: connection),
                try ReleasePosts.findings(form.content, in: connection)
            )
        }
        let checked = PostCheck(desk: desk).read(
            form.content, lifts: lifts, channels: channels, items: items, released: released)
        let scope = context.scope
        let wards = try await desk.staff.wards().filter {
            if case .services(let mine) = scope { mine.contains($0.id) } else { true }
        }
        let page = ComposerPage(
            form, post: post, channels: channels, wards: wards, items: items, checked: checked,
            previews: PostPreview.all(form.content, channels, items, context), failure: failure,
            number: post?.id ?? form.post ?? desk.newID(), context)
        return try Page.render("publishing/composer", page, context, status: failure == nil ? .ok : .badRequest)
    }

    /// What the checks say of words that may never be kept.
    private func check(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let sent = PostForm(form)
        try PostActions.bounded(sent.content)
        let (channels, lifts, items, released) = try await desk.database.read { connection in
            (
                try ChannelStore.all(in: connection),
                try sent.post.map { try KeptPostLift.all($0, in: connection) } ?? [],
                try LibraryStore.used(by: sent.content, in: connection),
                try ReleasePosts.findings(sent.content, in: connection)
            )
        }
        let checked = PostCheck(desk: desk).read(
            sent.content, lifts: lifts, channels: channels, items: items, released: released)
        let previews = PostPreview.all(sent.content, channels, items, context)
        return try Page.render(
            "publishing/checked", CheckedView(checked, sent.content, previews: previews, context), context)
    }

    // MARK: One post

    private func show(_ context: SignedInContext) async throws -> Response {
        try await PostPages(desk: desk).show(try Self.id(context), nil, context)
    }
}
