import CPango
import Kernel

/// Draws one sheet, page after page. Without a number of pages it draws nothing and counts them.
final class Press {
    static let point = 72 / 25.4

    let sheet: Sheet
    let scale: Double
    let type: TypeCase
    let width, height, margin: Double
    /// Where the next thing begins.
    var y: Double
    private(set) var pages = 1
    /// Labels of the figures, in the order in which they are tagged.
    private(set) var figures: [String] = []
    private let total: Int?
    private let sink = Sink()
    private var surface: OpaquePointer?
    private(set) var cairo: OpaquePointer?

    init(_ sheet: Sheet, scale: Double, of total: Int?) throws {
        self.sheet = sheet
        self.scale = scale
        self.total = total
        type = try TypeCase(language: sheet.tongue.rawValue)
        let size = sheet.format.millimetres
        width = size.width * Self.point
        height = size.height * Self.point
        margin = min(max(sheet.margin, 5), min(size.width, size.height) / 3) * Self.point
        y = margin
        if total != nil { open() }
    }

    deinit {
        if let cairo { cairo_destroy(cairo) }
        if let surface { cairo_surface_destroy(surface) }
    }

    var left: Double { margin }
    var inner: Double { width - 2 * margin }
    var bottom: Double { height - margin - (hasFoot ? 6 : 0) }
    /// Space between blocks.
    var gap: Double { 6 * scale }
    private var hasFoot: Bool { sheet.numbered || sheet.footer != nil }

    /// What came out: the file, or the number of pages alone.
    struct Print {
        let bytes: [UInt8]
        let pages: Int
        let figures: [String]
    }

    func run() throws -> Print {
        begin("Document")
        for (index, block) in sheet.blocks.enumerated() {
            try draw(block, next: index + 1 < sheet.blocks.count ? sheet.blocks[index + 1] : nil)
        }
        end("Document")
        try foot()
        guard let surface, let cairo else { return Print(bytes: [], pages: pages, figures: figures) }
        let drawn = cairo_status(cairo)
        cairo_surface_finish(surface)
        guard drawn == CAIRO_STATUS_SUCCESS, cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS else {
            throw Failure(.broken, "Cairo: \(String(cString: cairo_status_to_string(drawn)))")
        }
        return Print(bytes: sink.bytes, pages: pages, figures: figures)
    }

    func newPage() throws {
        try foot()
        pages += 1
        guard pages <= Paper.mostPages else {
            throw Failure(.tooLarge, "a sheet of more than \(Paper.mostPages) pages")
        }
        if let cairo { cairo_show_page(cairo) }
        y = margin
    }

    /// Begins another page unless this much room is left, or nothing stands on this one.
    func room(_ needed: Double) throws {
        if y + needed > bottom, y > margin + 0.5 { try newPage() }
    }

    // MARK: Ink

    func show(_ line: TextLayout.Line, x: Double, y: Double, _ ink: Ink) {
        guard let cairo else { return }
        cairo_set_source_rgb(cairo, ink.red, ink.green, ink.blue)
        cairo_move_to(cairo, x + line.x, y + line.baseline)
        pango_cairo_show_layout_line(cairo, line.line)
    }

    func fill(_ x: Double, _ y: Double, _ width: Double, _ height: Double, _ ink: Ink) {
        guard let cairo else { return }
        cairo_set_source_rgb(cairo, ink.red, ink.green, ink.blue)
        cairo_rectangle(cairo, x, y, width, height)
        cairo_fill(cairo)
    }

    // MARK: Structure

    func begin(_ tag: String) { if let cairo { cairo_tag_begin(cairo, tag, nil) } }
    func end(_ tag: String) { if let cairo { cairo_tag_end(cairo, tag) } }

    func tagged(_ tag: String, _ body: () throws -> Void) rethrows {
        begin(tag)
        try body()
        end(tag)
    }

    /// A drawing, with what is read aloud in its place.
    func figure(_ label: String, _ body: () throws -> Void) rethrows {
        figures.append(label)
        try tagged("Figure", body)
    }

    // MARK: The file

    private func open() {
        let pointer = Unmanaged.passUnretained(sink).toOpaque()
        let surface = cairo_pdf_surface_create_for_stream(
            { closure, data, count in
                guard let closure, let data else { return CAIRO_STATUS_WRITE_ERROR }
                Unmanaged<Sink>.fromOpaque(closure).takeUnretainedValue().bytes.append(
                    contentsOf: UnsafeBufferPointer(start: data, count: Int(count)))
                return CAIRO_STATUS_SUCCESS
            }, pointer, width, height)
        let told: [(cairo_pdf_metadata_t, String)] = [
            (CAIRO_PDF_METADATA_TITLE, sheet.title), (CAIRO_PDF_METADATA_AUTHOR, sheet.author),
            (CAIRO_PDF_METADATA_SUBJECT, sheet.subject), (CAIRO_PDF_METADATA_CREATOR, "Résonance"),
            (CAIRO_PDF_METADATA_CREATE_DATE, sheet.date.iso8601), (CAIRO_PDF_METADATA_MOD_DATE, sheet.date.iso8601),
        ]
        for (field, text) in told {
            let plain = PlainText.printable(String(text.unicodeScalars.prefix(500))) { _ in true }
            if !plain.isEmpty { cairo_pdf_surface_set_metadata(surface, field, plain) }
        }
        self.surface = surface
        cairo = cairo_create(surface)
    }

    /// The foot of the page that ends.
    private func foot() throws {
        guard hasFoot else { return }
        let base = height - margin + 4
        if let footer = sheet.footer {
            let text = try type.set(String(footer.prefix(400)), .small, width: inner - 60)
            if let line = text.lines.first { show(line, x: left, y: base, text.ink) }
        }
        if sheet.numbered {
            var style = TextStyle.small
            style.side = .end
            let text = try type.set("\(pages) / \(total ?? pages)", style, width: 60)
            if let line = text.lines.first { show(line, x: left + inner - 60, y: base, text.ink) }
        }
    }
}

private final class Sink {
    var bytes: [UInt8] = []
}
