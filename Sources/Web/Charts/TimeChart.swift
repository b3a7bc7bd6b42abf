/// Values over time, evenly spaced: a line with its band of uncertainty, or columns. The plot stretches to its box and
/// its labels are text of the page, so that they stay legible on a telephone.
public struct TimeChart: Sendable {
    public enum Style: Sendable { case line, columns }

    public struct Point: Sendable {
        /// What the axis and the table call it: a date.
        public let label: String
        /// Nil where there is not enough to say: the line is broken there.
        public let value: Double?
        public let low: Double?
        public let high: Double?
        /// Columns only: the part of `value` in the colour of bad news.
        public let part: Double?
        /// An alarm stands at this point.
        public let alarm: Bool

        public init(
            _ label: String, _ value: Double?, low: Double? = nil, high: Double? = nil, part: Double? = nil,
            alarm: Bool = false
        ) {
            self.label = label
            self.value = value
            self.low = low
            self.high = high
            self.part = part
            self.alarm = alarm
        }
    }

    /// Unique on the page; letters, digits and dashes.
    public let id: String
    /// What it shows, above it.
    public let caption: String
    /// What it says, in one sentence, for a screen reader: the trend, the last value, the alarms.
    public let description: String
    public let style: Style
    public let points: [Point]
    /// A value to compare with (37 °C), drawn across.
    public let reference: Double?
    /// The first point after something happened: an upright line stands before it.
    public let moment: Int?
    public let table: ChartTable

    public init(
        id: String, caption: String, description: String, style: Style = .line, points: [Point],
        reference: Double? = nil, moment: Int? = nil, table: ChartTable
    ) {
        self.id = id
        self.caption = caption
        self.description = description
        self.style = style
        self.points = points
        self.reference = reference
        self.moment = moment
        self.table = table
    }

    /// The figure. `format` writes the ticks of the vertical axis; `foldWord` opens the table.
    public func html(_ figures: Figures, foldWord: String, format: (Double, Int) -> String) -> SafeHTML {
        let scale = scale()
        var markup = Markup()
        markup.open("figure", ["class": "chart", "id": id])
        markup.element("figcaption", ["id": "\(id)-caption"], text: caption)
        markup.open("div", ["class": "plot", "role": "img", "aria-label": "\(caption). \(description)"])
        markup.open("span", ["class": "plot-y", "aria-hidden": "true"])
        for tick in scale.ticks.reversed() { markup.element("span", text: format(tick, scale.digits)) }
        markup.close("span")
        draw(scale, into: &markup)
        markup.open("span", ["class": "plot-x", "aria-hidden": "true"])
        for label in labels() { markup.element("span", text: label) }
        markup.close("span")
        markup.close("div")
        markup.add(table.folded(foldWord, caption: caption))
        markup.close("figure")
        return markup.html
    }

    /// The same for plain numbers.
    public func html(_ figures: Figures, foldWord: String) -> SafeHTML {
        html(figures, foldWord: foldWord) { figures.decimal($0, digits: $1) }
    }

    func scale() -> ChartScale {
        let values = points.flatMap { [$0.value, $0.low, $0.high].compactMap { $0 } } + [reference].compactMap { $0 }
        let low = style == .columns ? 0 : values.min() ?? 0
        return ChartScale(low, values.max() ?? 1, wholes: style == .columns)
    }

    /// First, last, and up to three between, evenly apart.
    func labels() -> [String] {
        guard points.count > 1 else { return points.map(\.label) }
        let steps = min(4, points.count - 1)
        return (0...steps).map { points[(points.count - 1) * $0 / steps].label }
    }

    private func draw(_ scale: ChartScale, into markup: inout Markup) {
        markup.open(
            "svg",
            ["viewBox": "0 0 100 100", "preserveAspectRatio": "none", "aria-hidden": "true", "focusable": "false"])
        for tick in scale.ticks { Self.rule(scale.position(tick), "chart-axis", &markup) }
        if let reference { Self.rule(scale.position(reference), "chart-mark", &markup) }
        switch style {
        case .line: drawLine(scale, into: &markup)
        case .columns: drawColumns(scale, into: &markup)
        }
        drawMoment(into: &markup)
        markup.close("svg")
    }

    private static func rule(_ position: Double, _ name: String, _ markup: inout Markup) {
        let y = Markup.number(100 - position * 100)
        markup.empty("line", ["class": name, "x1": "0", "x2": "100", "y1": y, "y2": y])
    }
}
