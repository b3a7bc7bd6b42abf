import CPango
import Kernel

extension Press {
    func draw(_ block: Block, next: Block?) throws {
        switch block {
        case .heading(let text, let level, let style): try heading(text, level, style, next: next)
        case .paragraph(let text, let style):
            try paragraph(text, style.scaled(scale), tag: "P")
            y += gap
        case .list(let items, let numbered): try list(items, numbered: numbered)
        case .table(let table): try draw(table)
        case .rule:
            try room(8)
            fill(left, y + 3, inner, 0.6, .accent)
            y += 8
        case .spacer(let millimetres):
            if y > margin { y = min(y + max(0, millimetres) * Self.point * scale, bottom) }
        case .code(let matrix, let width, let label): try code(matrix, width, label)
        case .bars(let bars, let label): try draw(bars, label)
        case .thermometer(let gauge): try draw(gauge)
        case .banner(let text, let above): try banner(text, above: above)
        case .cards(let cards): try draw(cards)
        case .newPage: if y > margin { try newPage() }
        }
    }

    /// A text over as many pages as it needs; each piece on a page is an element of its own.
    func paragraph(_ text: String, _ style: TextStyle, tag: String, x: Double? = nil, width: Double? = nil) throws {
        for piece in PlainText.pieces(text) {
            let set = try type.set(piece, style, width: width ?? inner)
            begin(tag)
            for line in set.lines {
                if y + line.height > bottom, y > margin + 0.5 {
                    end(tag)
                    try newPage()
                    begin(tag)
                }
                show(line, x: x ?? left, y: y, style.ink)
                y += line.height
            }
            end(tag)
        }
    }

    /// A heading stays with the first lines of what it is the heading of.
    private func heading(_ text: String, _ level: Int, _ style: TextStyle?, next: Block?) throws {
        let style = (style ?? .heading(level)).scaled(scale)
        let lines = try type.set(String(text.unicodeScalars.prefix(PlainText.piece)), style, width: inner)
        if y > margin { y += gap }
        try room(lines.height + (next == nil ? 0 : 44 * scale))
        try paragraph(String(text.unicodeScalars.prefix(PlainText.piece)), style, tag: "H\(min(max(level, 1), 6))")
        y += gap / 2
    }

    private func list(_ items: [String], numbered: Bool) throws {
        let style = TextStyle.body.scaled(scale)
        let indent = (numbered ? 22 : 13) * scale
        begin("L")
        for (index, item) in items.enumerated() {
            let mark = try type.set(numbered ? "\(index + 1)." : "•", style, width: indent)
            try room(style.size * 1.5)
            begin("LI")
            if let line = mark.lines.first { tagged("Lbl") { show(line, x: left, y: y, style.ink) } }
            try paragraph(item, style, tag: "LBody", x: left + indent, width: inner - indent)
            end("LI")
            y += gap / 3
        }
        end("L")
        y += gap
    }

    private func banner(_ text: String, above: String?) throws {
        if y > margin { try room(60) } else { y = 0 }
        let title = try type.set(text, TextStyle(30 * scale, bold: true, side: .middle, ink: .white), width: inner)
        let kicker = try above.map {
            try type.set($0, TextStyle(13 * scale, side: .middle, ink: .white), width: inner)
        }
        let pad = 26 * scale
        let height = title.height + (kicker.map { $0.height + 6 * scale } ?? 0) + 2 * pad
        fill(0, y, width, height, .accent)
        var at = y + pad
        if let kicker {
            tagged("P") { for line in kicker.lines { show(line, x: left, y: at + line.top, kicker.ink) } }
            at += kicker.height + 6 * scale
        }
        tagged("H1") { for line in title.lines { show(line, x: left, y: at + line.top, title.ink) } }
        y += height + 2 * gap
    }

    private func code(_ matrix: QRMatrix, _ millimetres: Double, _ label: String) throws {
        let side = min(max(millimetres, 10) * Self.point * scale, inner, bottom - margin)
        try room(side)
        figure(label) { draw(matrix, x: left + (inner - side) / 2, y: y, side: side) }
        y += side + gap
    }

    /// With its four squares of white around it, inside `side`.
    func draw(_ matrix: QRMatrix, x: Double, y: Double, side: Double) {
        guard let cairo else { return }
        let square = side / Double(matrix.width + 8)
        fill(x, y, side, side, .white)
        cairo_set_source_rgb(cairo, 0, 0, 0)
        for row in 0..<matrix.width {
            // Runs of dark squares are one rectangle: no hair of white between neighbours.
            var start: Int?
            for column in 0...matrix.width {
                let dark = column < matrix.width && matrix.isDark(column, row)
                if dark, start == nil { start = column }
                if !dark, let from = start {
                    cairo_rectangle(
                        cairo, x + Double(from + 4) * square, y + Double(row + 4) * square,
                        Double(column - from) * square, square * 1.01)
                    start = nil
                }
            }
        }
        cairo_fill(cairo)
    }
}
