import CPango

extension Press {
    func draw(_ bars: [Bar], _ label: String) throws {
        let bars = bars.prefix(60)
        let height = 15 * scale
        let (labels, texts) = (inner * 0.34, inner * 0.2)
        let room = inner - labels - texts
        let largest = bars.map(\.value).filter(\.isFinite).max() ?? 0
        for bar in bars {
            try self.room(height)
            let style = TextStyle(9 * scale)
            let name = try type.set(bar.label, style, width: labels - 6)
            let told = try type.set(bar.text, style, width: texts)
            tagged("P") {
                if let line = name.lines.first { show(line, x: left, y: y, style.ink) }
                let share = bar.value.isFinite && largest > 0 ? max(0, bar.value) / largest : 0
                fill(left + labels, y + 1, max(room * share, 0.6), height - 5, .accent)
                if let line = told.lines.first { show(line, x: left + labels + room * share + 6, y: y, style.ink) }
            }
            y += height
        }
        try paragraph(label, .small.scaled(scale), tag: "Caption")
        y += gap
    }

    func draw(_ gauge: Gauge) throws {
        try room(52 * scale)
        let scaleWidth = inner * 0.8
        let start = left + inner * 0.1
        func at(_ degrees: Double) -> Double {
            start + scaleWidth * (min(max(degrees.isFinite ? degrees : 37, 35), 42) - 35) / 7
        }
        let line = y + 10 * scale
        try figure(gauge.text) {
            fill(start, line, scaleWidth, 5 * scale, .pale)
            fill(at(gauge.low), line, max(at(gauge.high) - at(gauge.low), 1), 5 * scale, Ink(0.6, 0.76, 0.79))
            fill(at(gauge.degrees) - 1.2, line - 5 * scale, 2.4, 15 * scale, gauge.degrees >= 38.5 ? .red : .accent)
            for degree in 35...42 {
                let mark = try type.set("\(degree)", TextStyle(7 * scale, side: .middle, ink: .grey), width: 30)
                if let text = mark.lines.first { show(text, x: at(Double(degree)) - 15, y: line + 12 * scale, .grey) }
            }
        }
        y = line + 24 * scale
        try paragraph(gauge.text, .small.scaled(scale).middle, tag: "P")
        y += gap
    }

    func draw(_ sheet: Cards) throws {
        let (cardWidth, cardHeight) = (sheet.width * Self.point, sheet.height * Self.point)
        let columns = max(1, Int((width - 20) / cardWidth))
        let rows = max(1, Int((height - 20) / cardHeight))
        let x = (width - Double(columns) * cardWidth) / 2
        let top = (height - Double(rows) * cardHeight) / 2
        for (index, card) in sheet.cards.enumerated() {
            let place = index % (columns * rows)
            if place == 0 {
                if index > 0 || y > margin { try newPage() }
                cutMarks(x, top, columns, rows, cardWidth, cardHeight)
            }
            try draw(
                card, x: x + Double(place % columns) * cardWidth, y: top + Double(place / columns) * cardHeight,
                cardWidth, cardHeight)
        }
        y = bottom
    }

    private func cutMarks(_ x: Double, _ y: Double, _ columns: Int, _ rows: Int, _ width: Double, _ height: Double) {
        let (right, below) = (x + Double(columns) * width, y + Double(rows) * height)
        let length = 9.0
        for column in 0...columns {
            let at = x + Double(column) * width - 0.15
            fill(at, y - length - 2, 0.3, length, .black)
            fill(at, below + 2, 0.3, length, .black)
        }
        for row in 0...rows {
            let at = y + Double(row) * height - 0.15
            fill(x - length - 2, at, length, 0.3, .black)
            fill(right + 2, at, length, 0.3, .black)
        }
    }

    /// Text at the left, the code at the right; the type shrinks until it holds.
    private func draw(_ card: Cards.Card, x: Double, y: Double, _ width: Double, _ height: Double) throws {
        let pad = 10.0
        let side = card.code == nil ? 0 : min(height - 2 * pad, width * 0.42)
        let textWidth = width - 2 * pad - side - (side > 0 ? 4 : 0)
        var texts: [TextLayout] = []
        for step in 0..<12 {
            let factor = 1 - Double(step) * 0.06
            texts = try [
                type.set(card.title, TextStyle(12 * factor, bold: true, ink: .accent), width: textWidth),
                type.set(card.text, TextStyle(9 * factor), width: textWidth),
                type.set(card.note, TextStyle(7 * factor, ink: .grey), width: textWidth),
            ]
            if texts.reduce(0, { $0 + $1.height }) + 10 <= height - 2 * pad { break }
        }
        var at = y + pad
        begin("Sect")
        for (text, tag) in zip(texts, ["H2", "P", "P"]) {
            tagged(tag) {
                for line in text.lines where at + line.top + line.height <= y + height - pad / 2 {
                    show(line, x: x + pad, y: at + line.top, text.ink)
                }
            }
            at += text.height + 4
        }
        if let code = card.code {
            figure(card.codeLabel) { draw(code, x: x + width - pad - side, y: y + (height - side) / 2, side: side) }
        }
        end("Sect")
    }
}
