import Kernel
import Web

/// Before and after, as an improvement's page draws them.
struct ProofView: Encodable, Sendable {
    struct Side: Encodable, Sendable {
        let label: String
        let drawing: SafeHTML
        let figure: String
        let interval: String?
        let opinions: String
    }

    struct Row: Encodable, Sendable {
        let label: String
        let cells: [String]
    }

    struct Window: Encodable, Sendable {
        let id: String
        let title: String
        let sentence: String
        let tone: String
        /// Empty while neither side has a temperature: two empty thermometers say nothing.
        let sides: [Side]
        let heads: [String]
        let rows: [Row]
    }

    let place: String
    let made: String
    let windows: [Window]
    let weeks: SafeHTML?

    init(_ proofs: [Proof], weeks: [ProofWeek], madeDay: Int, place: String, _ context: some Viewing) {
        self.place = place
        made = context.figures.date(day: madeDay)
        windows = proofs.map { Self.window($0, context) }
        self.weeks = weeks.contains { $0.opinions > 0 } ? Self.chart(weeks, madeDay: madeDay, context) : nil
    }

    private static func window(_ proof: Proof, _ context: some Viewing) -> Window {
        let title =
            proof.isComplete
            ? context.word("improvement.proof_window", ["days": String(proof.days)])
            : context.word(
                "improvement.proof_partly", ["days": String(proof.days), "passed": String(proof.passed)])
        let known = [proof.before, proof.after].contains { $0.degrees != nil && $0.opinions >= Proof.enough }
        let sides =
            known ? [("before", proof.before), ("after", proof.after)].map { side($0.0, $0.1, context) } : []
        let heads = ["proof_when", "proof_opinions", "proof_negative", "proof_degrees", "proof_interval"].map {
            context.word("improvement.\($0)")
        }
        return Window(
            id: "proof-\(proof.days)", title: title, sentence: sentence(proof, context),
            tone: proof.verdict == .cooler ? "good" : proof.verdict == .warmer ? "bad" : "", sides: sides,
            heads: heads,
            rows: [
                row(context.word("improvement.before"), proof.before, context),
                row(context.word("improvement.after"), proof.after, context),
            ])
    }

    /// What the figures say, and no more.
    private static func sentence(_ proof: Proof, _ context: some Viewing) -> String {
        let numbers = context.word(
            "improvement.proof_numbers",
            [
                "before": context.figures.integer(proof.before.opinions),
                "after": context.figures.integer(proof.after.opinions),
            ])
        return context.word("improvement.proof_\(proof.verdict.rawValue)", ["least": String(Proof.enough)]) + " "
            + numbers
    }

    private static func side(_ key: String, _ warmth: Warmth, _ context: some Viewing) -> Side {
        let figures = context.figures
        let label = context.word("improvement.\(key)")
        let opinions = context.count("improvement.opinions", warmth.opinions)
        guard let degrees = warmth.degrees, warmth.opinions >= Proof.enough else {
            let words = context.word("improvement.proof_none")
            return Side(
                label: label,
                drawing: Thermometer(temperature: nil, low: nil, high: nil, description: "\(label) : \(words)").html,
                figure: "–", interval: words, opinions: opinions)
        }
        let interval = context.word(
            "improvement.proof_between",
            ["low": figures.decimal(degrees.low), "high": figures.degrees(degrees.high)])
        return Side(
            label: label,
            drawing: Thermometer(
                temperature: degrees.value, low: degrees.low, high: degrees.high,
                description: "\(label) : \(figures.degrees(degrees.value)), \(interval)"
            ).html, figure: figures.degrees(degrees.value), interval: interval, opinions: opinions)
    }

    private static func row(_ label: String, _ warmth: Warmth, _ context: some Viewing) -> Row {
        let figures = context.figures
        let degrees = warmth.opinions >= Proof.enough ? warmth.degrees : nil
        return Row(
            label: label,
            cells: [
                figures.integer(warmth.opinions), figures.decimal(warmth.negative, digits: 1),
                degrees.map { figures.degrees($0.value) } ?? "–",
                degrees.map { "\(figures.decimal($0.low)) – \(figures.degrees($0.high))" } ?? "–",
            ])
    }

    private static func chart(_ weeks: [ProofWeek], madeDay: Int, _ context: some Viewing) -> SafeHTML {
        let figures = context.figures
        let rows = weeks.map {
            ChartTable.Row([
                figures.date(day: $0.firstDay), figures.integer($0.opinions), figures.decimal($0.negative, digits: 1),
            ])
        }
        let chart = TimeChart(
            id: "proof-weeks", caption: context.word("improvement.weeks_caption"),
            description: context.word("improvement.weeks_says", ["date": figures.date(day: madeDay)]),
            style: .columns,
            points: weeks.map {
                TimeChart.Point(figures.shortDate(day: $0.firstDay), Double($0.opinions), part: $0.negative)
            }, moment: weeks.firstIndex(where: \.isAfter),
            table: ChartTable(
                heads: ["week", "proof_opinions", "proof_negative"].map { context.word("improvement.\($0)") },
                rows: rows))
        return chart.html(figures, foldWord: context.word("improvement.weeks_table"))
    }
}
