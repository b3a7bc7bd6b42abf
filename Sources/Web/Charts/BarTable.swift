/// Bars, one a row, which is also their table: name, number, bar. Nothing more is needed for a screen reader.
public struct BarTable: Sendable {
    public enum Tone: String, Sendable {
        case plain = "chart-bar", good = "tone-good", bad = "tone-bad", warn = "tone-warn", quiet = "tone-quiet"
    }

    public struct Bar: Sendable {
        public let label: String
        /// The number, written.
        public let figure: String
        public let value: Double
        /// The part of `value` in the colour of bad news; nil for none.
        public let part: Double?
        public let tone: Tone
        public let link: String?

        public init(
            _ label: String, figure: String, value: Double, part: Double? = nil, tone: Tone = .plain,
            link: String? = nil
        ) {
            self.label = label
            self.figure = figure
            self.value = value
            self.part = part
            self.tone = tone
            self.link = link
        }
    }

    public let caption: String
    /// Words above the first two columns.
    public let heads: (label: String, figure: String)
    public let bars: [Bar]

    public init(caption: String, heads: (label: String, figure: String), bars: [Bar]) {
        self.caption = caption
        self.heads = heads
        self.bars = bars
    }

    public var html: SafeHTML {
        var markup = Markup()
        markup.open("div", ["class": "chart bars"])
        markup.open("table")
        markup.element("caption", text: caption)
        markup.open("thead")
        markup.open("tr", ["class": "hidden-visually"])
        markup.element("th", ["scope": "col"], text: heads.label)
        markup.element("th", ["scope": "col"], text: heads.figure)
        markup.empty("td", [:])
        markup.close("tr")
        markup.close("thead")
        markup.open("tbody")
        let most = bars.map(\.value).max() ?? 0
        for bar in bars { Self.row(bar, most: most, into: &markup) }
        markup.close("tbody")
        markup.close("table")
        markup.close("div")
        return markup.html
    }

    private static func row(_ bar: Bar, most: Double, into markup: inout Markup) {
        markup.open("tr")
        markup.open("th", ["scope": "row"])
        if let link = bar.link {
            markup.element("a", ["href": link], text: bar.label)
        } else {
            markup.element("span", text: bar.label)
        }
        markup.close("th")
        markup.element("td", ["class": "number"], text: bar.figure)
        markup.open("td", ["class": "bar"])
        markup.open("svg", ["viewBox": "0 0 100 10", "preserveAspectRatio": "none", "aria-hidden": "true"])
        markup.empty("rect", ["class": "chart-track", "width": "100", "height": "10", "rx": "1"])
        shape(bar.value, most, bar.tone.rawValue, &markup)
        if let part = bar.part { shape(part, most, Tone.bad.rawValue, &markup) }
        markup.close("svg")
        markup.close("td")
        markup.close("tr")
    }

    private static func shape(_ value: Double, _ most: Double, _ name: String, _ markup: inout Markup) {
        guard most > 0, value > 0 else { return }
        markup.empty("rect", ["class": name, "width": Markup.number(value / most * 100), "height": "10", "rx": "1"])
    }
}
