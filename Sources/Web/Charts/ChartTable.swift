/// The figures of a chart, for whoever cannot see it or wants to check it: folded under every chart.
public struct ChartTable: Sendable {
    public struct Row: Sendable {
        public let cells: [String]
        /// Where the row's first cell leads: the mentions that it is made of.
        public let link: String?

        public init(_ cells: [String], link: String? = nil) {
            self.cells = cells
            self.link = link
        }
    }

    /// Words above the columns, the first for what the rows are.
    public let heads: [String]
    public let rows: [Row]

    public init(heads: [String], rows: [Row]) {
        self.heads = heads
        self.rows = rows
    }

    /// `summary` is the word that opens it.
    func folded(_ summary: String, caption: String) -> SafeHTML {
        var markup = Markup()
        markup.open("details")
        markup.element("summary", text: summary)
        markup.open("div", ["class": "table", "tabindex": "0", "role": "region", "aria-label": caption])
        write(into: &markup, caption: caption)
        markup.close("div")
        markup.close("details")
        return markup.html
    }

    private func write(into markup: inout Markup, caption: String) {
        markup.open("table")
        markup.element("caption", ["class": "hidden-visually"], text: caption)
        markup.open("thead")
        markup.open("tr")
        for (index, head) in heads.enumerated() {
            markup.element("th", ["scope": "col", "class": index == 0 ? "" : "number"], text: head)
        }
        markup.close("tr")
        markup.close("thead")
        markup.open("tbody")
        for row in rows { Self.write(row, into: &markup) }
        markup.close("tbody")
        markup.close("table")
    }

    private static func write(_ row: Row, into markup: inout Markup) {
        markup.open("tr")
        for (index, cell) in row.cells.enumerated() {
            if index > 0 {
                markup.element("td", ["class": "number"], text: cell)
            } else if let link = row.link {
                markup.open("th", ["scope": "row"])
                markup.element("a", ["href": link], text: cell)
                markup.close("th")
            } else {
                markup.element("th", ["scope": "row"], text: cell)
            }
        }
        markup.close("tr")
    }
}
