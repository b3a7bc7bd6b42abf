import Foundation
import HTTPTypes
import Hummingbird
import Kernel
import Media
import NIOCore
import Web

/// `/library/:id/captions` and `/library/:id/transcript`.
struct CaptionRoutes: Sendable {
    let desk: PublishingDesk

    func add(to pages: Pages) {
        pages.get("library/:id/captions", right: .compose) { _, context in try await draw(nil, nil, context) }
        pages.upload("library/:id/captions", right: .compose, limit: Int64(CaptionActions.longest)) {
            try await take($0, $1)
        }
        pages.get("library/:id/captions.vtt", right: .compose) { _, context in
            let item = try await item(context)
            guard let captions = item.captions else { throw Failure(.notFound, "the video has no captions") }
            var response = Response(status: .ok, body: .init(byteBuffer: .init(string: captions)))
            response.headers[.contentType] = "text/vtt; charset=utf-8"
            response.headers[.contentDisposition] = "attachment; filename=\"resonance-\(item.id).vtt\""
            return response
        }
        pages.get("library/:id/transcript", right: .compose) { _, context in try await transcript(context) }
    }

    private func item(_ context: SignedInContext) async throws -> LibraryItem {
        let item = try await LibraryActions(desk: desk).find(try LibraryRoutes.id(context), for: context.person)
        guard item.kind == "video" else { throw Failure(.notFound, "captions are for videos") }
        return item
    }

    // MARK: Writing

    /// One form: the text, a file in its place, a shift; and what is to be done with them.
    private func take(_ upload: Upload, _ context: SignedInContext) async throws -> Response {
        let item = try await item(context)
        let form = upload.fields
        var text = form.raw("captions") ?? ""
        do {
            if form["do"] == "import" {
                guard let file = upload.files.first(where: { $0.field == "file" && $0.size > 0 }) else {
                    throw Failure(.unusable, "no file of captions", words: "library.no_file")
                }
                text = try CaptionActions.read([UInt8](try Data(contentsOf: URL(filePath: file.path)))).written
                return try await draw(text, nil, context)
            }
            let captions = try CaptionActions.read(Array(text.utf8))
            switch form["do"] {
            case "shift":
                let asked = (form["seconds"] ?? "").replacing(",", with: ".")
                guard let seconds = Double(asked), abs(seconds) <= CaptionActions.farthest else {
                    throw Failure(.unusable, "seconds that are none", words: "library.seconds_wrong")
                }
                return try await draw(
                    captions.shifted(milliseconds: Int((seconds * 1_000).rounded())).written, nil, context)
            case "check": return try await draw(text, nil, context)
            default:
                try await CaptionActions(desk: desk).keep(
                    captions, of: item.id, seen: form["seen"].flatMap { Int64($0) } ?? 0, by: context.person)
                return Page.redirect("/library/\(item.id)/captions", saying: "library.said_kept")
            }
        } catch let failure as Failure where [.unusable, .tooLarge, .conflict].contains(failure.kind) {
            return try await draw(text, failure, context)
        }
    }

    private struct Sheet: Encodable, Sendable {
        let crumbs: [Crumb]
        let path: String
        let pageTitle: String
        let text: String
        let seen: String
        let remarks: [Remark]
        let isKept: Bool
        let mayChange: Bool
        let reproach: String?
        let example: String
    }

    struct Remark: Encodable, Sendable {
        let tone: String
        let text: String
    }

    private func draw(_ text: String?, _ failure: Failure?, _ context: SignedInContext) async throws -> Response {
        let item = try await item(context)
        let shown = text ?? item.captions ?? ""
        let remarks = shown.isEmpty ? [] : (try? CaptionActions.read(Array(shown.utf8)))?.remarks ?? []
        let value = Sheet(
            crumbs: Self.crumbs(item, context), path: "/library/\(item.id)",
            pageTitle: context.word("library.captions_of", ["title": item.title]), text: shown, seen: String(item.seen),
            remarks: remarks.prefix(200).map { Self.remark($0, context) }, isKept: item.captions != nil,
            mayChange: LibraryActions.mayChange(item, context.person), reproach: failure.map { context.reproach($0) },
            example: "WEBVTT\n\n00:00.000 --> 00:02.500\n" + context.word("library.captions_example"))
        return try Page.render("library/captions", value, context, status: failure.status)
    }

    private static func remark(_ remark: SubtitleRemark, _ context: some Viewing) -> Remark {
        let text = context.word(
            remark.kind.words, ["measure": context.figures.integer(Int(remark.measure.rounded()))])
        return Remark(
            tone: remark.kind.isFault ? "bad" : "warn",
            text: context.word("library.caption_number", ["n": context.figures.integer(remark.cue + 1)]) + " " + text)
    }

    private static func crumbs(_ item: LibraryItem, _ context: some Viewing) -> [Crumb] {
        [Crumb("/library", context.word("library.library")), Crumb("/library/\(item.id)", item.title)]
    }

    // MARK: Reading

    private struct Words: Encodable, Sendable {
        let crumbs: [Crumb]
        let pageTitle: String
        let paragraphs: [String]
        let path: String
    }

    private func transcript(_ context: SignedInContext) async throws -> Response {
        let item = try await item(context)
        let value = Words(
            crumbs: Self.crumbs(item, context),
            pageTitle: context.word("library.transcript_of", ["title": item.title]),
            paragraphs: (item.transcript ?? "").components(separatedBy: "\n\n").filter { !$0.isEmpty },
            path: "/library/\(item.id)")
        return try Page.render("library/transcript", value, context)
    }
}
