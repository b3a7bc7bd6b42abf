/// The temperature with its interval, drawn as what every carer reads without thinking.
public struct Thermometer: Sendable {
    /// °C; nil when there is not enough to say.
    public let temperature: Double?
    public let low: Double?
    public let high: Double?
    /// For a screen reader: "37,8 °C, entre 37,4 et 38,2".
    public let description: String

    /// The scale's ends (DESIGN section 3).
    static let range = 35.0...42.0
    private static let top = 16.0
    private static let bottom = 216.0

    public init(temperature: Double?, low: Double?, high: Double?, description: String) {
        self.temperature = temperature
        self.low = low
        self.high = high
        self.description = description
    }

    /// The colour's name: calm under 36.5, normal to 37.5, warm to 38.5, hot above.
    public static func heat(_ temperature: Double) -> String {
        switch temperature {
        case ..<36.5: "calm"
        case ..<37.5: "normal"
        case ..<38.5: "warm"
        default: "hot"
        }
    }

    private static func y(_ temperature: Double) -> Double {
        let bounded = max(range.lowerBound, min(range.upperBound, temperature))
        return bottom - (bounded - range.lowerBound) / (range.upperBound - range.lowerBound) * (bottom - top)
    }

    public var html: SafeHTML {
        var markup = Markup()
        markup.open("div", ["class": "chart thermometer"])
        markup.open("svg", ["viewBox": "0 0 120 264", "role": "img", "aria-label": description])
        drawScale(into: &markup)
        drawGlass(into: &markup)
        drawInterval(into: &markup)
        markup.close("svg")
        markup.close("div")
        return markup.html
    }

    private func drawScale(into markup: inout Markup) {
        for degree in Int(Self.range.lowerBound)...Int(Self.range.upperBound) {
            let y = Markup.number(Self.y(Double(degree)))
            let normal = degree == 37
            markup.empty("line", ["class": "chart-axis", "x1": "66", "x2": normal ? "84" : "76", "y1": y, "y2": y])
            markup.element(
                "text",
                [
                    "class": normal ? "chart-strong" : "", "x": "90", "y": y, "dy": "4", "aria-hidden": "true",
                ], text: "\(degree)°")
        }
    }

    private func drawGlass(into markup: inout Markup) {
        let heat = temperature.map { "heat-\(Self.heat($0))" } ?? "tone-quiet"
        let level = Self.y(temperature ?? Self.range.lowerBound)
        markup.empty("path", ["class": "glass", "d": "M36 218V18a12 12 0 0 1 24 0V218a22 22 0 1 1-24 0Z"])
        markup.empty("circle", ["class": heat, "cx": "48", "cy": "237", "r": "16"])
        markup.empty(
            "rect",
            [
                "class": heat, "x": "42", "width": "12", "rx": "6", "y": Markup.number(level),
                "height": Markup.number(236 - level),
            ])
    }

    private func drawInterval(into markup: inout Markup) {
        guard let low, let high, temperature != nil else { return }
        let (lower, upper) = (Markup.number(Self.y(low)), Markup.number(Self.y(high)))
        markup.empty("path", ["class": "interval", "d": "M30 \(upper)h-8V\(lower)h8"])
    }
}
