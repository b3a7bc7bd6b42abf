extension TimeChart {
    private func x(_ index: Int) -> Double {
        points.count < 2 ? 50 : Double(index) * 100 / Double(points.count - 1)
    }

    private func y(_ value: Double, _ scale: ChartScale) -> Double { 100 - scale.position(value) * 100 }

    func drawLine(_ scale: ChartScale, into markup: inout Markup) {
        for run in runs({ $0.low != nil && $0.high != nil }) {
            let upper = run.map { point(x($0), y(points[$0].high ?? 0, scale)) }
            let lower = run.reversed().map { point(x($0), y(points[$0].low ?? 0, scale)) }
            markup.empty("polygon", ["class": "chart-band", "points": (upper + lower).joined(separator: " ")])
        }
        for run in runs({ $0.value != nil }) {
            let path = run.map { point(x($0), y(points[$0].value ?? 0, scale)) }.joined(separator: " ")
            if run.count > 1 { markup.empty("polyline", ["class": "chart-line", "points": path]) }
        }
        if let last = points.indices.last(where: { points[$0].value != nil }) { dot(last, "chart-dot", scale, &markup) }
        for index in points.indices where points[index].alarm { dot(index, "chart-alarm", scale, &markup) }
    }

    /// Between two columns, or half-way between two points of a line.
    func drawMoment(into markup: inout Markup) {
        guard let moment, points.indices.contains(moment) else { return }
        let place =
            style == .columns
            ? Double(moment) * 100 / Double(max(1, points.count)) : (x(max(0, moment - 1)) + x(moment)) / 2
        let x = Markup.number(place)
        markup.empty("line", ["class": "chart-moment", "x1": x, "x2": x, "y1": "0", "y2": "100"])
    }

    func drawColumns(_ scale: ChartScale, into markup: inout Markup) {
        let width = 100 / Double(max(1, points.count))
        for (index, item) in points.enumerated() {
            guard let value = item.value, value > 0 else { continue }
            let left = Double(index) * width + width * 0.1
            column(left, width * 0.8, value, "chart-bar", scale, &markup)
            if let part = item.part, part > 0 { column(left, width * 0.8, part, "tone-bad", scale, &markup) }
        }
    }

    private func column(
        _ left: Double, _ width: Double, _ value: Double, _ name: String, _ scale: ChartScale, _ markup: inout Markup
    ) {
        let top = y(value, scale)
        markup.empty(
            "rect",
            [
                "class": name, "x": Markup.number(left), "width": Markup.number(width), "y": Markup.number(top),
                "height": Markup.number(100 - top),
            ])
    }

    /// A round dot in a plot that stretches: a line of no length with a round end, whose width does not scale.
    private func dot(_ index: Int, _ name: String, _ scale: ChartScale, _ markup: inout Markup) {
        guard let value = points[index].value else { return }
        let place = point(x(index), y(value, scale)).replacing(",", with: " ")
        markup.empty("path", ["class": "chart-point \(name)-halo", "d": "M\(place)h0"])
        markup.empty("path", ["class": "chart-point \(name)", "d": "M\(place)h0"])
    }

    private func point(_ x: Double, _ y: Double) -> String { "\(Markup.number(x)),\(Markup.number(y))" }

    /// Stretches of neighbours that all hold something.
    private func runs(_ holds: (Point) -> Bool) -> [[Int]] {
        var runs: [[Int]] = []
        var last = -2
        for index in points.indices where holds(points[index]) {
            if index == last + 1, !runs.isEmpty { runs[runs.count - 1].append(index) } else { runs.append([index]) }
            last = index
        }
        return runs
    }
}
