import Kernel

extension Press {
    func draw(_ table: Table) throws {
        begin("Table")
        try header(table, tagged: true)
        for (index, row) in table.rows.enumerated() { try draw(row, of: table, striped: index % 2 == 1) }
        end("Table")
        y += gap * 1.5
    }

    /// The header is drawn again at the top of each page; there it is not told twice to those who listen.
    private func header(_ table: Table, tagged isTagged: Bool) throws {
        // It stands on each page: what is longer than a title would leave no room for the rows.
        let titles = table.header.map { PlainText.shortened($0, to: Self.longestTitle) }
        let cells = try set(titles, table, bold: true)
        let height = (cells.map(\.height).max() ?? 0) + 2 * pad
        if isTagged { try room(height + 3 * table.size) }
        fill(left, y, inner, height, .pale)
        if isTagged { begin("TR") }
        for (index, cell) in cells.enumerated() {
            if isTagged { begin("TH") }
            for line in cell.lines {
                show(line, x: edge(index, table) + pad, y: y + pad + line.top, cell.ink)
            }
            if isTagged { end("TH") }
        }
        if isTagged { end("TR") }
        y += height
    }

    /// As many lines of each cell as the page holds, then the rest on the next.
    private func draw(_ row: [String], of table: Table, striped: Bool) throws {
        let cells = try set(row, table, bold: false)
        let whole = (cells.map(\.height).max() ?? 0) + 2 * pad
        if y + whole > bottom, y > margin + 0.5 {
            try newPage()
            try header(table, tagged: false)
        }
        var next = [Int](repeating: 0, count: cells.count)
        begin("TR")
        while true {
            let top = y
            var used = 0.0
            for (index, cell) in cells.enumerated() {
                begin("TD")
                var height = 0.0
                while next[index] < cell.lines.count {
                    let line = cell.lines[next[index]]
                    if top + pad + height + line.height > bottom - pad, height > 0 || top > margin + 120 { break }
                    show(line, x: edge(index, table) + pad, y: top + pad + height, cell.ink)
                    height += line.height
                    next[index] += 1
                }
                used = max(used, height)
                end("TD")
            }
            y = top + used + 2 * pad
            fill(left, y, inner, 0.3, .pale)
            if zip(next, cells).allSatisfy({ $0 >= $1.lines.count }) { break }
            try newPage()
            try header(table, tagged: false)
        }
        end("TR")
    }

    private var pad: Double { 3.2 }
    private static let longestTitle = 120

    private func set(_ texts: [String], _ table: Table, bold: Bool) throws -> [TextLayout] {
        try table.columns.enumerated().map { index, column in
            let text = index < texts.count ? texts[index] : ""
            let style = TextStyle(table.size, bold: bold, side: column.side).scaled(scale)
            // Long cells are cut into lines of their own, as long paragraphs are.
            return try type.set(
                PlainText.pieces(PlainText.shortened(text, to: PlainText.piece)).joined(separator: "\n"), style,
                width: share(index, table) - 2 * pad)
        }
    }

    private func share(_ index: Int, _ table: Table) -> Double {
        inner * table.columns[index].share / table.columns.reduce(0) { $0 + $1.share }
    }

    private func edge(_ index: Int, _ table: Table) -> Double {
        (0..<index).reduce(left) { $0 + share($1, table) }
    }
}
