import Calendars
import Channels
import Kernel
import Networks
import Storage
import Web

/// What people did with a post: network by network with the age of each figure, together, and over its series.
struct FiguresPart: Encodable, Sendable {
    let lines: [Line]
    let total: [String]
    let series: String?
    let chart: SafeHTML?

    struct Line: Encodable, Sendable {
        let account: String
        let figures: [String]
        let of: String
    }
}

extension FiguresPart {
    static func of(
        _ post: Post, _ parcels: [Parcel], _ channels: [Channel], _ desk: PublishingDesk, _ context: SignedInContext
    ) async throws -> FiguresPart {
        let (said, relatives, others, history) = try await desk.database.read { connection in
            let relatives = try SeriesStore.relatives(of: post, in: connection)
            return (
                try FiguresStore.said(post.id, in: connection), relatives,
                try relatives.flatMap { try ParcelStore.of($0, in: connection) },
                try FiguresStore.history(of: [post.id], in: connection)
            )
        }
        let out = parcels.filter { $0.state == .sent || $0.state == .withdrawn }
        let groups = Dictionary(grouping: out, by: \.channel).sorted { $0.key < $1.key }
        let total = PostTotals(out)
        let joined = PostTotals(out + others)
        return FiguresPart(
            lines: groups.map { line($0.key, $0.value, said, channels, context) },
            total: groups.count > 1 ? words(total, context) : [],
            series: relatives.isEmpty
                ? nil
                : joined.views.map {
                    context.word(
                        "after.series_views",
                        [
                            "views": context.count("publishing.figure_views", $0),
                            "posts": context.count("after.posts", relatives.count + 1),
                        ])
                },
            chart: FiguresChart(heads: Set(out.filter { $0.ordinal == 0 }.map(\.id)), history: history).html(context))
    }

    static func words(_ totals: PostTotals, _ context: some Viewing) -> [String] {
        [
            ("views", totals.views), ("likes", totals.likes), ("comments", totals.comments), ("shares", totals.shares),
        ].compactMap { name, count in count.map { context.count("publishing.figure_\(name)", $0) } }
    }

    private static func line(
        _ channel: Int64, _ parcels: [Parcel], _ said: [Int64: (said: FiguresStore.Said, at: Instant?)],
        _ channels: [Channel], _ context: some Viewing
    ) -> Line {
        let latest = parcels.compactMap(\.figuresAt).max()
        let answers = parcels.compactMap { said[$0.id]?.said }
        var of = latest.map { context.word("after.figures_of", ["when": context.figures.dateTime($0)]) }
        if of == nil {
            of = context.word(answers.contains(.none) ? "after.no_figures" : "after.figures_soon")
        }
        // The last answer, where it was not figures, is said beside their age.
        let trouble = [FiguresStore.Said.failed, .budget, .missing].first { answers.contains($0) }
        let more = trouble.map { " " + context.word("after.figures_\($0.rawValue)") } ?? ""
        return Line(
            account: AfterPart.label(channel, channels, context), figures: words(PostTotals(parcels), context),
            of: (of ?? "") + more)
    }
}

/// Views together, day after day.
struct FiguresChart {
    /// The first messages of the faces.
    let heads: Set<Int64>
    let history: [(sending: Int64, day: Int, figures: PostFigures)]

    /// Days that are drawn.
    static let most = 366

    /// Each day the last that is known of each message. A day on which nobody asked says what the day before said.
    var points: [(day: Int, views: Int)] {
        let known = history.filter { heads.contains($0.sending) && $0.figures.views != nil }
        guard let first = known.first?.day, let last = known.last?.day, last > first else { return [] }
        let byDay = Dictionary(grouping: known, by: \.day)
        var now: [Int64: Int] = [:]
        return (first...last).suffix(Self.most).map { day in
            for row in byDay[day] ?? [] { now[row.sending] = row.figures.views }
            return (day, now.values.reduce(0) { $0.addingReportingOverflow($1).partialValue })
        }
    }

    func html(_ context: some Viewing) -> SafeHTML? {
        let (points, figures) = (points, context.figures)
        guard let last = points.last else { return nil }
        let chart = TimeChart(
            id: "views", caption: context.word("after.views_caption"),
            description: context.word(
                "after.views_says", ["n": figures.integer(last.views), "date": figures.date(day: last.day)]),
            points: points.map { TimeChart.Point(figures.shortDate(day: $0.day), Double($0.views)) },
            table: ChartTable(
                heads: [context.word("after.day"), context.word("after.views")],
                rows: points.reversed().map { ChartTable.Row([figures.date(day: $0.day), figures.integer($0.views)]) }))
        return chart.html(figures, foldWord: context.word("web.table_of_chart")) { value, _ in
            figures.decimal(value, digits: 0)
        }
    }
}
