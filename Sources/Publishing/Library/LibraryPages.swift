import Channels
import Hummingbird
import Kernel
import Media
import Networks
import Privacy
import Storage
import Web

/// The page of one item: what it is, who is shown, where it is used.
struct LibraryPages: Sendable {
    let desk: PublishingDesk

    struct One: Encodable, Sendable {
        let crumbs: [Crumb]
        let card: LibraryCard
        let picture: String?
        let width: Int
        let height: Int
        let alt: String
        let fields: [FormField]
        let seen: String
        let faces: [FaceLine]
        let people: [PersonLine]
        let releases: [FormField.Choice]
        let mayRelease: Bool
        let mayChange: Bool
        let mayFace: Bool
        let readText: String?
        let identifiers: [String]
        let removed: [String]
        let uses: [Use]
        let renditions: [RenditionLine]
        let failed: String?
        let sameAs: String?
        let reproach: String?
        let wantsAlt: Bool
        let isVideo: Bool
        let hasCaptions: Bool
        /// A new post that shows it; nil while nobody can use it.
        let writePath: String?
        let open: String?
        let by: String
    }

    struct Use: Encodable, Sendable {
        let path: String
        let title: String
        let state: String
    }

    struct PersonLine: Encodable, Sendable {
        let id: String
        let name: String
        let tone: String
        let state: String
    }

    private struct Found: Sendable {
        let item: LibraryItem
        let posts: [Post]
        let linked: [ImageRelease]
        let good: [ImageRelease]
        let renditions: [Rendition]
        let refusals: [String: String]
        let names: [Int64: String]
    }

    func show(
        _ id: Int64, _ context: SignedInContext, form: LibraryForm? = nil, failure: Failure? = nil
    ) async throws -> Response {
        try LibraryActions.reading(context.person)
        let (now, names) = (desk.clock.now(), try await desk.staff.names())
        let found = try await desk.database.read { connection in
            let item = try LibraryStore.find(id, in: connection)
            return Found(
                item: item, posts: try LibraryStore.posts(showing: id, in: connection),
                linked: try LibraryStore.releases(of: item, in: connection),
                good: try ImageReleaseStore.good(at: now, in: connection),
                renditions: try LibraryStore.renditions(of: id, in: connection),
                refusals: try LibraryStore.refusals(of: id, in: connection), names: names)
        }
        let value = page(found, form ?? LibraryForm(found.item, context.figures), failure, context)
        return try Page.render("library/item", value, context, status: failure.status)
    }

    private func page(
        _ found: Found, _ form: LibraryForm, _ failure: Failure?, _ context: SignedInContext
    ) -> One {
        let item = found.item
        func word(_ key: String) -> String { context.word("library.\(key)") }
        let scope = context.person.scope(of: .compose)
        let isReady = item.state == .ready
        let mayRelease = FaceActions.mayRelease(context.person)
        let left = item.faces.count(where: \.isOpen)
        return One(
            crumbs: [Crumb("/library", word("library"))], card: LibraryCard(item, context),
            picture: isReady ? "/library/\(item.id)/view?v=\(item.digest.prefix(8))" : nil, width: item.width,
            height: item.height, alt: item.alt.isEmpty ? word("undescribed") : item.alt,
            fields: Self.fields(form, failure, context), seen: String(item.seen),
            faces: item.faces.enumerated().map {
                FaceLine($0.element, $0.offset, found.linked, found.names, item, context)
            },
            people: found.linked.map { person($0, mayRelease, context) },
            releases: mayRelease
                ? found.good.map { FormField.Choice(String($0.id), $0.person) } : [],
            mayRelease: mayRelease, mayChange: isReady && LibraryActions.mayChange(item, context.person),
            mayFace: isReady && item.kind != "video" && LibraryActions.mayChange(item, context.person),
            readText: item.readText.isEmpty ? nil : item.readText, identifiers: identifiers(item, context),
            removed: item.removed.map { word("trace_\($0)") },
            uses: found.posts.filter { scope.reaches($0) }.map { Self.use($0, context) },
            renditions: found.renditions.compactMap { RenditionLine($0, item, context) }
                + found.refusals.sorted { $0.key < $1.key }.map { RenditionLine(refused: $0.key, $0.value, context) },
            failed: item.error.map { Self.failed($0, context) }, sameAs: item.sameAs.map { "/library/\($0)" },
            reproach: failure.map { context.reproach($0) }, wantsAlt: isReady && item.alt.isEmpty,
            isVideo: item.kind == "video", hasCaptions: item.captions != nil, writePath: Self.writePath(item, context),
            open: left > 0 ? context.count("library.faces_open", left) : nil,
            by: found.names[item.createdBy] ?? context.word("publishing.somebody"))
    }

    private static func writePath(_ item: LibraryItem, _ context: SignedInContext) -> String? {
        guard item.state == .ready, !item.alt.isEmpty, context.person.scope(of: .compose) != .nothing else {
            return nil
        }
        return "/posts/new?media=\(item.id)&alt_\(item.id)=\(Query.encode(item.alt))"
    }

    static func use(_ post: Post, _ context: some Viewing) -> Use {
        Use(
            path: "/posts/\(post.id)",
            title: post.content.title.isEmpty ? context.word("publishing.untitled") : post.content.title,
            state: context.word("publishing.state_\(post.state.rawValue)"))
    }

    private static func failed(_ error: String, _ context: SignedInContext) -> String {
        if error.hasPrefix("same:") { return context.word("library.same") }
        return context.site.words.has(error) ? context.word(error) : context.word("library.failed")
    }

    /// Names are for those who keep the register; the others see whether all is well.
    private func person(_ release: ImageRelease, _ mayRelease: Bool, _ context: SignedInContext) -> PersonLine {
        let now = desk.clock.now()
        let key =
            release.withdrawnAt != nil
            ? "release_withdrawn" : release.isGood(at: now) ? "release_good" : "release_ended"
        return PersonLine(
            id: String(release.id), name: mayRelease ? release.person : context.word("library.somebody_shown"),
            tone: key == "release_good" ? "good" : "bad", state: context.word("library.\(key)"))
    }

    /// What is written in the picture and tells who somebody is.
    private func identifiers(_ item: LibraryItem, _ context: SignedInContext) -> [String] {
        guard !item.readText.isEmpty else { return [] }
        return desk.privacy.read(item.readText).clues.filter { $0.kind != .date && $0.confidence >= 0.5 }.map {
            "\(context.word("library.clue_\($0.kind.rawValue)")) : \($0.text)"
        }
    }

    private static func fields(
        _ form: LibraryForm, _ failure: Failure?, _ context: SignedInContext
    ) -> [FormField] {
        func word(_ key: String) -> String { context.word("library.\(key)") }
        func wrong(_ key: String) -> String? { failure?.words == "library.\(key)" ? word(key) : nil }
        return [
            FormField("title", label: word("title"), value: form.title, error: wrong("title_wrong"), required: true),
            FormField(
                "alt", .area, label: word("alt"), value: form.alt, hint: word("alt_hint"), error: wrong("alt_wrong"),
                required: true),
            FormField("credit", label: word("credit"), value: form.credit, hint: word("credit_hint")),
            FormField("licence", label: word("licence"), value: form.licence, hint: word("licence_hint")),
            FormField("until", .date, label: word("until"), value: form.until, error: wrong("day_wrong")),
            FormField("series", label: word("series"), value: form.series, hint: word("series_hint")),
            FormField(
                "machine", .box, label: word("machine"), hint: word("machine_hint"), checked: form.isMadeByMachine),
        ]
    }
}
