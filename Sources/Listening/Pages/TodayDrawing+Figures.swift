import Kernel
import Web

/// The numbers of Today, each beside what it was and open onto what it is made of.
extension TodayDrawing {
    func heat(_ temperature: Temperature) -> TodayPage.Heat {
        let figure = figures.degrees(temperature.degrees)
        let (low, high) = (figures.degrees(temperature.low), figures.degrees(temperature.high))
        let reading = word("reading_\(temperature.reading.rawValue)")
        let opinions = context.count("listening.opinions", now.window.opinions)
        let interval = word("interval", ["low": low, "high": high])
        let drawing = Web.Thermometer(
            temperature: temperature.degrees, low: temperature.low, high: temperature.high,
            description: "\(figure), \(reading). \(interval)")
        return TodayPage.Heat(
            drawing: drawing.html, figure: figure, heat: Web.Thermometer.heat(temperature.degrees), reading: reading,
            interval: interval,
            made: word("made_of", ["opinions": opinions, "usual": figures.percent(now.baseline.share ?? 0)]),
            path: Self.opinions(now).address,
            comparisons: comparisons { span in
                span.reading.temperature.map { then in
                    (
                        figures.degrees(then.degrees), temperature.degrees - then.degrees,
                        figures.change(temperature.degrees - then.degrees, digits: 1) + "°", Self.opinions(span.reading)
                    )
                }
            })
    }

    var notEnough: TodayPage.NotEnough {
        let text = word(
            "not_enough",
            ["have": figures.integer(now.baseline.opinions), "need": figures.integer(Temperature.enough)])
        let drawing = Web.Thermometer(temperature: nil, low: nil, high: nil, description: text)
        return TodayPage.NotEnough(drawing: drawing.html, text: text, path: Self.opinions(now).address)
    }

    var measures: [TodayPage.Measure] {
        let everything = StreamFilter(now.place, from: now.firstDay, through: now.lastDay)
        let volume = TodayPage.Measure(
            name: word("measure_volume"), figure: figures.integer(reading.now.mentions), path: everything.address,
            action: word("measure_volume_open"),
            comparisons: comparisons { span in
                let filter = StreamFilter(
                    span.reading.place, from: span.reading.firstDay, through: span.reading.lastDay)
                let change = reading.now.mentions - span.mentions
                // More said is neither good nor bad.
                return (figures.integer(span.mentions), 0, figures.change(Double(change)), filter)
            })
        let share = now.window.share
        let negative = TodayPage.Measure(
            name: word("measure_negative"), figure: share.map { figures.percent($0) } ?? "–",
            path: Self.complaints(now).address,
            action: word("measure_negative_open"),
            comparisons: comparisons { span in
                guard let share, let then = span.reading.window.share else { return nil }
                let points = (share - then) * 100
                return (
                    figures.percent(then), points,
                    word("points", ["n": figures.change(points.rounded())]), Self.complaints(span.reading)
                )
            })
        return [volume, negative]
    }

    /// `compare` gives what the number was, how much worse it is now, the change in words, and what it was made of.
    private func comparisons(
        _ compare: (TodayReading.Span) -> (was: String, worse: Double, change: String, filter: StreamFilter)?
    ) -> [TodayPage.Comparison] {
        reading.earlier.compactMap { days, span in
            guard let (was, worse, change, filter) = compare(span) else { return nil }
            return TodayPage.Comparison(
                label: context.count("listening.days_earlier", days), was: was, change: change,
                tone: abs(worse) < 0.05 ? "quiet" : worse > 0 ? "bad" : "good",
                icon: change.hasPrefix("+") ? "rise" : change.hasPrefix("\u{2212}") ? "fall" : "steady",
                path: filter.address)
        }
    }
}

/// The charts of Today, each with its table.
struct TodayCharts {
    let context: SignedInContext
    let reading: TodayReading

    private var figures: Figures { context.figures }
    private func word(_ key: String, _ values: [String: String] = [:]) -> String {
        context.word("listening.\(key)", values)
    }

    /// Nil while no day of it has a temperature.
    var curve: SafeHTML? {
        guard let last = reading.curve.last(where: { $0.temperature != nil }), let now = last.temperature,
            let hottest = reading.curve.max(by: { ($0.temperature?.degrees ?? 0) < ($1.temperature?.degrees ?? 0) }),
            let high = hottest.temperature
        else { return nil }
        let points = reading.curve.map { day in
            TimeChart.Point(
                figures.shortDate(day: day.lastDay), day.temperature?.degrees, low: day.temperature?.low,
                high: day.temperature?.high)
        }
        let description = word(
            "curve_says",
            [
                "now": figures.degrees(now.degrees), "high": figures.degrees(high.degrees),
                "date": figures.date(day: hottest.lastDay),
            ])
        return TimeChart(
            id: "curve", caption: word("curve_caption", ["n": figures.integer(TodayReading.curveDays)]),
            description: description, points: points, reference: 37, table: table
        ).html(figures, foldWord: context.word("web.table_of_chart")) { value, digits in
            figures.decimal(value, digits: digits) + "°"
        }
    }

    private var table: ChartTable {
        let rows = reading.curve.reversed().map { day in
            let temperature = day.temperature
            return ChartTable.Row(
                [
                    figures.date(day: day.lastDay), temperature.map { figures.degrees($0.degrees) } ?? "–",
                    temperature.map { "\(figures.degrees($0.low)) – \(figures.degrees($0.high))" } ?? "–",
                    figures.integer(day.window.opinions), day.window.share.map { figures.percent($0) } ?? "–",
                ], link: TodayDrawing.opinions(day).address)
        }
        return ChartTable(
            heads: [
                word("column_day"), word("column_temperature"), word("column_interval"), word("column_opinions"),
                word("column_negative"),
            ], rows: Array(rows))
    }

    var columns: SafeHTML {
        let days = reading.columns
        let points = days.map { day in
            TimeChart.Point(
                figures.shortDate(day: day.day), Double(day.opinions),
                part: Double(day.negative) + Double(day.mixed) / 2)
        }
        let place = reading.now.reading.place
        let rows = days.reversed().map { day in
            ChartTable.Row(
                [
                    figures.date(day: day.day), figures.integer(day.opinions), figures.integer(day.positive),
                    figures.integer(day.negative), figures.integer(day.mixed),
                ], link: StreamFilter(place, from: day.day, through: day.day, opinionsOnly: true).address)
        }
        let total = days.reduce(0) { $0 + $1.opinions }
        return TimeChart(
            id: "columns", caption: word("columns_caption", ["n": figures.integer(days.count)]),
            description: context.count("listening.opinions", total), style: .columns, points: points,
            table: ChartTable(
                heads: [
                    word("column_day"), word("column_opinions"), word("polarity_positive"), word("polarity_negative"),
                    word("polarity_mixed"),
                ], rows: Array(rows))
        ).html(figures, foldWord: context.word("web.table_of_chart"))
    }
}
