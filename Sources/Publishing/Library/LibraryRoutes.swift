import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Media
import Storage
import Web

/// `/library`: what the hospital shows, brought once, cleaned, described, and used everywhere.
struct LibraryRoutes: Sendable {
    /// Bytes of one upload: a video of four gigabytes, and what stands around it.
    static let uploadLimit: Int64 = 4_100_000_000
    static let mostFiles = 50
    static let page = 48

    let desk: PublishingDesk
    private var actions: LibraryActions { LibraryActions(desk: desk) }

    func add(to pages: Pages) {
        pages.get("library", right: .compose) { _, context in try await list(context) }
        pages.upload("library", right: .compose, limit: Self.uploadLimit) { try await bring($0, $1) }
        pages.get("library/:id", right: .compose) { _, context in try await show(context) }
        pages.post("library/:id", right: .compose) { form, context in try await describe(form, context) }
        pages.post("library/:id/retire", right: .compose) { _, context in
            try await actions.retire(try Self.id(context), by: context.person)
            return Page.redirect("/library", saying: "library.said_retired")
        }
        pages.get("library/:id/thumbnail", right: .compose) { try await picture("thumbnail", $0, $1) }
        pages.get("library/:id/view", right: .compose) { try await picture("view", $0, $1) }
        pages.get("library/:id/still/:moment", right: .compose) { request, context in
            guard let tenths = Int(try context.parameter("moment")) else { throw Failure(.notFound, "no such moment") }
            return try await picture("still-\(tenths)", request, context)
        }
        pages.get("library/:id/rendition/:network", right: .compose) { request, context in
            guard let network = Network(rawValue: try context.parameter("network")) else {
                throw Failure(.notFound, "no such network")
            }
            return try await picture(network.rawValue, request, context)
        }
        pages.get("library/:id/file", right: .compose) { try await file($0, $1) }
        FaceRoutes(desk: desk).add(to: pages)
    }

    static func id(_ context: SignedInContext) throws -> Int64 {
        try context.identifier(of: LibraryItem.self).value
    }

    // MARK: The list

    private struct List: Encodable, Sendable {
        let items: [LibraryCard]
        let empty: EmptyState?
        let filters: [FormField]
        let pagination: Pagination
        let reproach: String?
        let isWorking: Bool
        let mayRelease: Bool
    }

    private func list(_ context: SignedInContext, reproach: String? = nil) async throws -> Response {
        let wanted = LibraryStore.Wanted(
            words: String((context.query["q"] ?? "").prefix(200)), kind: context.query["kind"] ?? "",
            series: context.query["series"] ?? "", before: context.query["before"].flatMap { Int64($0) })
        let (found, series) = try await desk.database.read { connection in
            (
                try LibraryStore.search(wanted, limit: Self.page + 1, in: connection),
                try LibraryStore.series(in: connection)
            )
        }
        let cards = found.prefix(Self.page).map { LibraryCard($0, context) }
        let older =
            found.count > Self.page
            ? "/library?" + context.query.replacing(["before": cards.last?.id, "said": nil]) : nil
        let isAll = wanted.words.isEmpty && wanted.kind.isEmpty && wanted.series.isEmpty && wanted.before == nil
        let empty = EmptyState(
            icon: "star", title: context.word(isAll ? "library.empty_title" : "library.none_title"),
            text: context.word(isAll ? "library.empty" : "library.none"))
        let value = List(
            items: cards, empty: cards.isEmpty ? empty : nil, filters: Self.filters(wanted, series, context),
            pagination: Pagination(newer: wanted.before == nil ? nil : "/library", older: older), reproach: reproach,
            isWorking: cards.contains { $0.isWorking }, mayRelease: FaceActions.mayRelease(context.person))
        return try Page.render("library/list", value, context, status: reproach == nil ? .ok : .badRequest)
    }

    private static func filters(
        _ wanted: LibraryStore.Wanted, _ series: [String], _ context: SignedInContext
    ) -> [FormField] {
        func word(_ key: String) -> String { context.word("library.\(key)") }
        let kinds = ["image", "animation", "video"].map {
            FormField.Choice($0, word("kind_\($0)"), selected: $0 == wanted.kind)
        }
        var fields = [
            FormField("q", .search, label: word("search"), value: wanted.words, filter: true),
            FormField("kind", .choice, label: word("kind"), choices: [.init("", word("any"))] + kinds, filter: true),
        ]
        if !series.isEmpty {
            let all = series.map { FormField.Choice($0, $0, selected: $0 == wanted.series) }
            fields.append(
                FormField(
                    "series", .choice, label: word("series"), choices: [.init("", word("any"))] + all, filter: true))
        }
        return fields
    }

    private func bring(_ upload: Upload, _ context: SignedInContext) async throws -> Response {
        let files = upload.files.filter { $0.field == "file" && $0.size > 0 }
        guard !files.isEmpty else { return try await list(context, reproach: context.word("library.no_file")) }
        guard files.count <= Self.mostFiles else {
            return try await list(context, reproach: context.word("library.too_many"))
        }
        var items: [LibraryItem] = []
        for file in files {
            items.append(try await actions.bring(file.path, name: file.name, by: context.person))
        }
        guard items.count == 1, let item = items.first else {
            return Page.redirect("/library", saying: "library.said_brought")
        }
        let isKnown = item.state == .ready
        return Page.redirect(
            "/library/\(item.id)", saying: isKnown ? "library.said_known" : "library.said_brought")
    }

    // MARK: One item

    private func show(_ context: SignedInContext) async throws -> Response {
        try await LibraryPages(desk: desk).show(try Self.id(context), context)
    }

    private func describe(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let id = try Self.id(context)
        let sent = LibraryForm(form)
        do {
            try await actions.describe(
                id, try sent.description(context.figures), seen: sent.seen, by: context.person)
            return Page.redirect("/library/\(id)", saying: "library.said_kept")
        } catch let failure as Failure where [.unusable, .tooLarge, .conflict].contains(failure.kind) {
            return try await LibraryPages(desk: desk).show(id, context, form: sent, failure: failure)
        }
    }

    // MARK: Files

    private func picture(
        _ purpose: String, _ request: Request, _ context: SignedInContext
    ) async throws -> Response {
        let id = try Self.id(context)
        let found = try await desk.database.read { try LibraryStore.rendition(id, purpose, in: $0) }
        guard let found else { throw Failure(.notFound, "no picture of this file") }
        return try await FileAnswer(name: .kept(found.digest), place: desk.files, mime: found.mime, age: 0)
            .response(to: request)
    }

    private func file(_ request: Request, _ context: SignedInContext) async throws -> Response {
        let item = try await actions.find(try Self.id(context), for: context.person)
        guard item.state == .ready else { throw Failure(.notFound, "the file is not ready") }
        let ending = item.mime.split(separator: "/").last.map(String.init) ?? "bin"
        return try await FileAnswer(
            name: .kept(item.digest), place: desk.files, mime: item.mime,
            download: "resonance-\(item.id).\(ending == "jpeg" ? "jpg" : ending)", age: 0
        ).response(to: request)
    }
}
