import Archives
import Hummingbird
import HTTPTypes
import Kernel
public import Web

/// The pages of imports: `/imports`.
public struct ImportRoutes: Sendable {
    /// A browser uploads no more than this; larger archives come by the command line.
    static let uploadLimit: Int64 = 8 << 30

    private let actions: ImportActions

    public init(_ actions: ImportActions) { self.actions = actions }

    public func add(to pages: Pages) {
        pages.get("imports", right: .gather) { _, context in try await list(context) }
        pages.upload("imports", right: .gather, limit: Self.uploadLimit) { upload, context in
            try await receive(upload, context)
        }
        pages.get("imports/:id", right: .gather) { _, context in try await show(context) }
        pages.post("imports/:id/try", right: .gather) { form, context in try await show(context, form: form) }
        pages.post("imports/:id/start", right: .gather) { form, context in try await start(form, context) }
        pages.post("imports/:id/stop", right: .gather) { _, context in
            try await actions.stop(try Self.id(context), by: context.person)
            return Page.redirect("/imports/\(try Self.id(context))", saying: "listening.said_import_stopped")
        }
        pages.post("imports/:id/remove", right: .gather) { _, context in
            try await actions.remove(try Self.id(context), by: context.person)
            return Page.redirect("/imports", saying: "listening.said_import_removed")
        }
    }

    private static func id(_ context: SignedInContext) throws -> Int64 {
        try context.identifier(of: ImportRun.self).value
    }

    private struct List: Encodable, Sendable {
        let runs: [ImportView]
        let empty: EmptyState?
        let reproach: String?
    }

    private func list(_ context: SignedInContext, reproach: String? = nil) async throws -> Response {
        let runs = try await actions.recent().map { ImportView($0, context) }
        let empty = EmptyState(
            icon: "import", title: context.word("listening.imports_empty_title"),
            text: context.word("listening.imports_empty"))
        return try Page.render(
            "listening/imports", List(runs: runs, empty: runs.isEmpty ? empty : nil, reproach: reproach), context,
            status: reproach == nil ? .ok : .badRequest)
    }

    private func receive(_ upload: Upload, _ context: SignedInContext) async throws -> Response {
        guard let file = upload.file("file"), file.size > 0 else {
            return try await list(context, reproach: context.word("listening.import_no_file"))
        }
        do {
            let run = try await actions.receive(file.path, name: file.name, by: context.person)
            return Page.redirect("/imports/\(run.id)")
        } catch let failure as Failure where failure.kind == .unusable || failure.kind == .tooLarge {
            return try await list(
                context, reproach: context.word("listening.import_unreadable", ["cause": failure.cause]))
        }
    }

    private struct One: Encodable, Sendable {
        let run: ImportView
        let crumbs: [Crumb]
        let rehearsal: RehearsalView?
        let mapping: MappingView?
        let fields: [FormField]
        let errors: [FormError]
        let reproach: String?
        let refusals: [RehearsalView.Line]
    }

    private func show(
        _ context: SignedInContext, form: Query? = nil, failure: Failure? = nil
    ) async throws -> Response {
        let run = try await actions.find(try Self.id(context))
        let preview = run.state == .waiting ? try actions.preview(run) : nil
        let mapping = preview.map { preview in
            form.map { MappingView.mapping($0, preview, preview.mapping) } ?? run.mapping ?? preview.mapping
        }
        var reproach = failure?.words.map { context.word($0) }
        var rehearsal: RehearsalView?
        if run.state == .waiting {
            do {
                rehearsal = try actions.rehearse(run, mapping: mapping).map { RehearsalView($0, context) }
            } catch let failure as Failure {
                reproach = context.word("listening.import_unreadable", ["cause": failure.cause])
            }
        }
        let value = One(
            run: ImportView(run, context), crumbs: [Crumb("/imports", context.word("listening.nav_imports"))],
            rehearsal: rehearsal,
            mapping: preview.flatMap { preview in mapping.map { MappingView(preview, mapping: $0, context) } },
            fields: fields(form, context), errors: [], reproach: reproach,
            refusals: run.count.refused > 0
                ? try await actions.importer.refusals(run.id, limit: 200).map {
                    RehearsalView.Line(line: String($0.line), reason: $0.reason)
                } : [])
        return try Page.render("listening/import", value, context, status: failure == nil ? .ok : .badRequest)
    }

    private func fields(_ form: Query?, _ context: SignedInContext) -> [FormField] {
        [
            FormField(
                "purpose", .area, label: context.word("listening.origin_purpose"),
                value: form?["purpose"] ?? context.word("listening.import_purpose"),
                hint: context.word("listening.origin_purpose_hint"), required: true),
            FormField(
                "retention", .number, label: context.word("listening.origin_retention"),
                value: form?["retention"] ?? "365", hint: context.word("listening.origin_retention_hint"),
                required: true),
        ]
    }

    private func start(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let id = try Self.id(context)
        let run = try await actions.find(id)
        let preview = try actions.preview(run)
        do {
            try await actions.start(
                id, mapping: preview.map { MappingView.mapping(form, $0, $0.mapping) }, purpose: form["purpose"] ?? "",
                retentionDays: Int(form["retention"] ?? "") ?? 0, by: context.person)
        } catch let failure as Failure where failure.kind == .unusable {
            return try await show(context, form: form, failure: failure)
        }
        return Page.redirect("/imports/\(id)")
    }
}
