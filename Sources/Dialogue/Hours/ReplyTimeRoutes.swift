import Foundation
import Hummingbird
import HTTPTypes
import Kernel
import NIOCore
import Storage
import Web

/// `/hours/replies`: how long first answers took, by month, channel and service; the same as CSV.
struct ReplyTimeRoutes: Sendable {
    private static let months = 12

    let desk: DialogueDesk

    func add(to pages: Pages) {
        pages.get("hours/replies", right: .listen) { _, context in try await show(context) }
        pages.get("hours/replies.csv", right: .listen) { _, context in try await csv(context) }
    }

    private struct Line: Encodable, Sendable {
        let name: String
        let answered: String
        let median: String
        let ninetieth: String
        let share: String
        let waiting: String
        let late: String?
        let closed: String
    }

    private struct RepliesPage: Encodable, Sendable {
        let month: FormField
        let csv: String
        let all: Line
        let answeredAny: Bool
        let networks: [Line]
        let services: [Line]
        let chart: SafeHTML?
        let empty: EmptyState?
        let maySet: Bool
    }

    private func month(_ context: SignedInContext) -> Month {
        context.query["month"].flatMap { Month($0) } ?? Month(desk.clock.now(), desk.zone)
    }

    private func figures(
        _ context: SignedInContext
    ) async throws -> (ReplyMonth, [(month: Month, answered: Int, median: Double?, range: ClosedRange<Double>?)]) {
        let (month, scope, now) = (month(context), context.scope, desk.clock.now())
        return try await desk.database.read { connection in
            (
                try ReplyTimes.month(month, scope: scope, at: now, in: connection),
                try ReplyTimes.medians(Self.months, endingWith: month, scope: scope, in: connection)
            )
        }
    }

    private func show(_ context: SignedInContext) async throws -> Response {
        let (month, medians) = try await figures(context)
        let wards = Dictionary(
            try await desk.staff.wards().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        let current = Month(desk.clock.now(), desk.zone)
        let any = month.all.answered + month.all.waiting + month.all.closed > 0
        let value = RepliesPage(
            month: FormField(
                "month", .choice, label: context.word("hours.month"),
                choices: (0..<24).map { current.adding(-$0) }.map { each in
                    FormField.Choice(each.text, Self.name(each, context), selected: each == month.month)
                }, filter: true),
            csv: "/hours/replies.csv?month=\(month.month.text)",
            all: Self.line(context.word("hours.replies_all"), month.all, context), answeredAny: month.all.answered > 0,
            networks: month.networks.sorted {
                ($1.value.answered, $0.key.rawValue) < ($0.value.answered, $1.key.rawValue)
            }
            .map { Self.line(context.word("listening.network_\($0.key.rawValue)"), $0.value, context) },
            services: month.services.compactMap { id, figures in wards[id].map { ($0, figures) } }
                .sorted { $0.0 < $1.0 }.map { Self.line($0.0, $0.1, context) },
            chart: medians.contains { $0.median != nil } ? Self.chart(medians, context) : nil,
            empty: any
                ? nil
                : EmptyState(
                    icon: "clock", title: context.word("hours.replies_empty_title"),
                    text: context.word("hours.replies_empty")),
            maySet: context.person.scope(of: .gather) == .everything)
        return try Page.render("hours/replies", value, context)
    }

    static func name(_ month: Month, _ context: some Viewing) -> String {
        let words = context.figures.date(day: LocalTime.dayNumber(month.year, month.month, 2))
        return String(words.drop { $0 != " " }.dropFirst())
    }

    private static func line(_ name: String, _ figures: ReplyFigures, _ context: some Viewing) -> Line {
        let numbers = context.figures
        func hours(_ seconds: Double?) -> String {
            seconds.map { numbers.duration($0) } ?? context.word("hours.too_few")
        }
        let range = figures.medianRange.map {
            context.word(
                "hours.range", ["low": numbers.duration($0.lowerBound), "high": numbers.duration($0.upperBound)])
        }
        var share = context.word("hours.none")
        if let value = figures.share, let ends = figures.shareRange {
            share = context.word(
                "hours.share",
                [
                    "share": numbers.percent(value), "low": numbers.percent(ends.lowerBound),
                    "high": numbers.percent(ends.upperBound),
                ])
        }
        return Line(
            name: name, answered: numbers.integer(figures.answered),
            median: [hours(figures.median), range].compactMap { $0 }.joined(separator: " "),
            ninetieth: hours(figures.ninetieth), share: share, waiting: numbers.integer(figures.waiting),
            late: figures.late > 0 ? context.count("hours.late", figures.late) : nil,
            closed: numbers.integer(figures.closed))
    }

    private static func chart(
        _ medians: [(month: Month, answered: Int, median: Double?, range: ClosedRange<Double>?)],
        _ context: some Viewing
    ) -> SafeHTML {
        let numbers = context.figures
        let points = medians.map { each in
            TimeChart.Point(
                name(each.month, context), each.median.map { $0 / 3_600 },
                low: each.range.map { $0.lowerBound / 3_600 },
                high: each.range.map { $0.upperBound / 3_600 })
        }
        let last = medians.last { $0.median != nil }
        let table = ChartTable(
            heads: ["month", "replies_answered", "replies_median", "replies_range"].map { context.word("hours.\($0)") },
            rows: medians.map { each in
                ChartTable.Row([
                    name(each.month, context), numbers.integer(each.answered),
                    each.median.map { numbers.duration($0) } ?? context.word("hours.too_few"),
                    each.range.map { "\(numbers.duration($0.lowerBound)) – \(numbers.duration($0.upperBound))" } ?? "–",
                ])
            })
        let chart = TimeChart(
            id: "reply-times", caption: context.word("hours.chart_caption"),
            description: context.word(
                "hours.chart_says",
                [
                    "month": last.map { name($0.month, context) } ?? "–",
                    "median": last?.median.map { numbers.duration($0) } ?? "–",
                ]), points: points, table: table)
        return chart.html(numbers, foldWord: context.word("hours.chart_table")) { value, digits in
            numbers.decimal(value, digits: digits) + "\u{202F}h"
        }
    }

    // MARK: CSV

    private func csv(_ context: SignedInContext) async throws -> Response {
        let (month, _) = try await figures(context)
        let wards = Dictionary(
            try await desk.staff.wards().map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
        var lines = [
            "month,kind,name,answered,within,median_hours,median_low,median_high,p90_hours,share,share_low,share_high,"
                + "waiting,late,closed_without_answer"
        ]
        let text = month.month.text
        lines.append(Self.csv(text, "all", "", month.all))
        lines += month.networks.sorted { $0.key.rawValue < $1.key.rawValue }.map {
            Self.csv(text, "network", $0.key.rawValue, $0.value)
        }
        lines += month.services.sorted { $0.key < $1.key }.compactMap { id, figures in
            wards[id].map { Self.csv(text, "service", $0, figures) }
        }
        let headers: HTTPFields = [
            .contentType: "text/csv; charset=utf-8",
            .contentDisposition: "attachment; filename=\"resonance-reponses-\(text).csv\"",
        ]
        let body = ByteBuffer(string: lines.joined(separator: "\r\n") + "\r\n")
        return Response(status: .ok, headers: headers, body: .init(byteBuffer: body))
    }

    private static func csv(_ month: String, _ kind: String, _ name: String, _ figures: ReplyFigures) -> String {
        func hours(_ seconds: Double?) -> String { seconds.map { decimal($0 / 3_600) } ?? "" }
        let fields = [
            month, kind, quoted(name), String(figures.answered), String(figures.within), hours(figures.median),
            hours(figures.medianRange?.lowerBound), hours(figures.medianRange?.upperBound), hours(figures.ninetieth),
            figures.share.map(decimal) ?? "", figures.shareRange.map { decimal($0.lowerBound) } ?? "",
            figures.shareRange.map { decimal($0.upperBound) } ?? "", String(figures.waiting), String(figures.late),
            String(figures.closed),
        ]
        return fields.joined(separator: ",")
    }

    private static func decimal(_ value: Double) -> String { String((value * 10_000).rounded() / 10_000) }

    /// A name that a spreadsheet would take for a formula begins with an apostrophe.
    private static func quoted(_ name: String) -> String {
        let safe = name.first.map { "=+-@\t\r".contains($0) } == true ? "'" + name : name
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
