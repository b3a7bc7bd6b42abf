import Hummingbird
import HTTPTypes
import Kernel
import NIOCore
import Web

/// Adding sources: look first, then choose, say why and for how long; or a whole list at once.
extension OriginRoutes {
    struct Found: Encodable, Sendable {
        let title: String
        let items: [Item]
        let choices: [Choice]
        let kindWord: String
        let kindValue: String
        let isPage: Bool

        struct Item: Encodable, Sendable {
            let title: String
            let at: Moment?
        }

        /// One thing that may become the source: a feed of the page, or the page itself.
        struct Choice: Encodable, Sendable {
            let value: String
            let id: String
            let label: String
            let address: String
            let checked: Bool
        }
    }

    struct New: Encodable, Sendable {
        let crumbs: [Crumb]
        let address: String
        let kinds: FormField
        let reproach: String?
        let found: Found?
        let fields: [FormField]
        let errors: [FormError]
        let selector: String
    }

    /// `/sources/new?address=…`: looks at the address once, and shows what it would bring.
    func look(_ context: SignedInContext) async throws -> Response {
        let form = OriginForm(context.query)
        guard !form.address.isEmpty else { return try draw(form, nil, nil, context) }
        return try await look(form, nil, context)
    }

    private func look(_ form: OriginForm, _ failure: Failure?, _ context: SignedInContext) async throws -> Response {
        var form = form
        do {
            let probe = try await actions.probe(
                form.address, kind: Origin.Kind(rawValue: form.kind), selector: form.selector, by: context.person)
            form.kind = probe.kind.rawValue
            form.address = probe.address
            if form.label.isEmpty { form.label = probe.title ?? "" }
            let missing = Failure(.forbidden, "a token is needed", words: "listening.origin_needs_token")
            return try draw(form, probe, failure ?? (probe.needsToken ? missing : nil), context)
        } catch let error as Failure where ![.signedOut, .broken].contains(error.kind) {
            return try draw(form, nil, failure ?? error, context)
        }
    }

    private func draw(_ form: OriginForm, _ probe: OriginProbe?, _ failure: Failure?, _ context: SignedInContext) throws
        -> Response
    {
        let found = probe.map { Self.found($0, context) }
        let fields = probe == nil ? [] : form.fields(context, failure: failure)
        let errors = FormField.errors(fields)
        let value = New(
            crumbs: [Crumb("/sources", context.word("listening.sources"))], address: form.address,
            kinds: OriginForm.kinds(probe == nil ? form.kind : "", context),
            reproach: errors.isEmpty ? failure.map { Reproach.line($0, context) } : nil, found: found, fields: fields,
            errors: errors, selector: form.selector)
        return try Page.render(
            "listening/source-new", value, context,
            status: failure == nil || probe?.needsToken == true ? .ok : .badRequest)
    }

    private static func found(_ probe: OriginProbe, _ context: SignedInContext) -> Found {
        let isPage = probe.kind == .page
        var choices = probe.feeds.enumerated().map { index, feed in
            Found.Choice(
                value: "feed \(feed.address)", id: "choice-\(index)", label: feed.title ?? feed.address,
                address: feed.address, checked: index == 0)
        }
        if isPage {
            choices.append(
                Found.Choice(
                    value: "page \(probe.address)", id: "choice-page",
                    label: context.word("listening.origin_watch_page"),
                    address: probe.address, checked: choices.isEmpty))
        }
        return Found(
            title: probe.title ?? probe.address,
            items: probe.items.map {
                Found.Item(title: $0.title, at: isPage ? nil : Moment($0.publishedAt, context.figures))
            },
            choices: choices, kindWord: context.word("listening.origin_kind_\(probe.kind.rawValue)"),
            kindValue: probe.kind.rawValue, isPage: isPage)
    }

    func add(_ form: Query, _ context: SignedInContext) async throws -> Response {
        var sent = OriginForm(form)
        if let choice = form["choice"], let space = choice.firstIndex(of: " ") {
            sent.kind = String(choice[..<space])
            sent.address = String(choice[choice.index(after: space)...])
        }
        do {
            let origin = try await actions.add(sent.draft(owner: context.person.id), by: context.person)
            try await keepToken(sent, of: origin.id, context)
            return Page.redirect("/sources/\(origin.id)", saying: "listening.said_origin_added")
        } catch let failure as Failure where failure.kind == .unusable || failure.kind == .conflict {
            return try await look(sent, failure, context)
        }
    }

    // MARK: Lists

    struct ListPage: Encodable, Sendable {
        struct Line: Encodable, Sendable {
            let number: String
            let title: String
            let address: String
            let refusal: String?
        }
        let crumbs: [Crumb]
        let accepted: String
        let refused: String?
        let lines: [Line]
        /// Address and title a line, a tab between: what the next form sends back, and what is checked again then.
        let feeds: String
        let any: Bool
        let fields: [FormField]
        let errors: [FormError]
    }

    func export() async throws -> Response {
        let text = try await actions.exportOPML()
        return Response(
            status: .ok,
            headers: [
                .contentType: "text/x-opml; charset=utf-8",
                .contentDisposition: "attachment; filename=\"resonance-sources.opml\"",
            ], body: .init(byteBuffer: ByteBuffer(string: text)))
    }

    func preview(_ upload: Upload, _ context: SignedInContext) async throws -> Response {
        guard let file = upload.file("opml") else {
            throw Failure(.unusable, "no file was chosen", words: "listening.opml_no_file")
        }
        let bytes = try await UploadedFile.bytes(file.path, limit: 8 << 20)
        let preview = try await actions.preview(opml: bytes, by: context.person)
        let lines = preview.lines.prefix(500).map { line in
            ListPage.Line(
                number: context.figures.integer(line.number), title: line.title, address: line.address,
                refusal: line.refusal.map { context.word("listening.opml_\($0.rawValue)") })
        }
        let feeds = preview.accepted.map { "\($0.address)\t\($0.title.replacing("\t", with: " "))" }.joined(
            separator: "\n")
        let refused = preview.refused.count
        return try drawList(
            feeds, accepted: preview.accepted.count, refused: refused, lines: lines, OriginForm(), nil, context)
    }

    func addList(_ form: Query, _ context: SignedInContext) async throws -> Response {
        let sent = OriginForm(form)
        let feeds = (form["feeds"] ?? "").split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", maxSplits: 1)
            return (address: String(parts.first ?? ""), title: parts.count > 1 ? String(parts[1]) : "")
        }
        do {
            try await actions.add(
                feeds, purpose: sent.purpose, retentionDays: Int(sent.retention) ?? 0, by: context.person)
        } catch let failure as Failure where failure.kind == .unusable {
            return try drawList(
                form["feeds"] ?? "", accepted: feeds.count, refused: 0, lines: [], sent, failure, context)
        }
        return Page.redirect("/sources", saying: "listening.said_origins_added")
    }

    private func drawList(
        _ feeds: String, accepted: Int, refused: Int, lines: [ListPage.Line], _ form: OriginForm, _ failure: Failure?,
        _ context: SignedInContext
    ) throws -> Response {
        let fields = form.fields(context, failure: failure).filter { $0.name != "label" }
        let value = ListPage(
            crumbs: [Crumb("/sources", context.word("listening.sources"))],
            accepted: context.count("listening.opml_accepted", accepted),
            refused: refused > 0 ? context.count("listening.opml_refused", refused) : nil, lines: lines, feeds: feeds,
            any: accepted > 0, fields: fields, errors: FormField.errors(fields))
        return try Page.render("listening/source-list", value, context, status: failure == nil ? .ok : .badRequest)
    }
}
