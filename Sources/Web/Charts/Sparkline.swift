/// A line as small as a word. Its `label` says in words what it shows.
public struct Sparkline: Sendable {
    public let values: [Double?]
    public let label: String

    public init(_ values: [Double?], label: String) {
        self.values = values
        self.label = label
    }

    public var html: SafeHTML {
        var markup = Markup()
        markup.open("span", ["class": "chart"])
        markup.open(
            "svg",
            [
                "class": "spark", "viewBox": "0 0 100 28", "preserveAspectRatio": "none", "role": "img",
                "aria-label": label,
            ])
        let known = values.compactMap { $0 }.filter(\.isFinite)
        if let low = known.min(), let high = known.max() {
            let spread = high > low ? high - low : 1
            let step = values.count > 1 ? 96 / Double(values.count - 1) : 0
            let points = values.enumerated().compactMap { index, value -> String? in
                guard let value, value.isFinite else { return nil }
                let y = high > low ? 25 - (value - low) / spread * 22 : 14
                return "\(Markup.number(2 + Double(index) * step)),\(Markup.number(y))"
            }
            markup.empty("polyline", ["class": "chart-line", "points": points.joined(separator: " ")])
        }
        markup.close("svg")
        markup.close("span")
        return markup.html
    }
}

/// The same small chart for several things side by side, each with its name and its last figure.
public struct SmallMultiples: Sendable {
    public struct Item: Sendable {
        public let label: String
        public let figure: String
        public let line: Sparkline
        public let link: String?

        public init(_ label: String, figure: String, line: Sparkline, link: String? = nil) {
            self.label = label
            self.figure = figure
            self.line = line
            self.link = link
        }
    }

    public let items: [Item]

    public init(_ items: [Item]) { self.items = items }

    public var html: SafeHTML {
        var markup = Markup()
        markup.open("ul", ["class": "multiples"])
        for item in items {
            markup.open("li")
            if let link = item.link {
                markup.element("a", ["href": link], text: item.label)
            } else {
                markup.element("span", text: item.label)
            }
            markup.element("strong", text: item.figure)
            markup.add(item.line.html)
            markup.close("li")
        }
        markup.close("ul")
        return markup.html
    }
}
