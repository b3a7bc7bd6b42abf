import Channels
import Foundation
import Hummingbird
import Kernel
import Networks
import Storage
import Web

/// `/posts/figures`: what people did with our posts, by kind, network, series and period; and at which hours they did it.
struct FiguresRoutes: Sendable {
    let desk: PublishingDesk

    func add(to pages: Pages) {
        pages.get("posts/figures", right: .compose) { _, context in try await show(context) }
        pages.get("posts/figures.csv", right: .compose) { _, context in
            let table = try await read(Self.filter(context.query), context)
            return KeptFile.response(
                Array("\u{FEFF}\(table.csv)".utf8), type: "text/csv; charset=utf-8", name: "resonance-publications.csv")
        }
    }

    static func filter(_ query: Query) -> FiguresTable.Filter {
        var filter = FiguresTable.Filter()
        filter.days =
            query["days"].flatMap { Int($0) }.flatMap { FiguresTable.Filter.periods.contains($0) ? $0 : nil }
            ?? filter.days
        filter.kind = query["kind"].flatMap(Post.Kind.init)
        filter.network = query["network"].flatMap(Network.init)
        filter.series = query["series"].map { String($0.prefix(300)) }
        filter.order = query["order"].flatMap(FiguresTable.Order.init) ?? .views
        return filter
    }

    private func read(_ filter: FiguresTable.Filter, _ context: SignedInContext) async throws -> FiguresTable {
        let (scope, now) = (try PostActions.reading(context.person), desk.clock.now())
        return try await desk.database.read { try FiguresTable.read(filter, for: scope, at: now, in: $0) }
    }

    // MARK: Drawing

    struct Shown: Encodable, Sendable {
        let crumbs: [Crumb]
        let fields: [FormField]
        let rows: [Row]
        let empty: EmptyState?
        let isCut: Bool
        let csv: String
        let hours: [String]
        let summary: [String]
    }

    struct Row: Encodable, Sendable {
        let path: String
        let title: String
        let kind: String
        let networks: String
        let at: Moment
        let views: String
        let interactions: String
        let rate: String
        let detail: String
    }

    private func show(_ context: SignedInContext) async throws -> Response {
        let filter = Self.filter(context.query)
        let table = try await read(filter, context)
        let (channels, series) = try await desk.database.read { connection in
            (try ChannelStore.all(in: connection), try SeriesStore.names(in: connection))
        }
        let accounts = channels.filter { $0.kind == .account && $0.state != .removed }
        var sum = PostTotals()
        for row in table.rows {
            sum.add(
                PostFigures(
                    views: row.totals.views, likes: row.totals.likes, comments: row.totals.comments,
                    shares: row.totals.shares), isFirst: true)
        }
        let page = Shown(
            crumbs: [Crumb("/posts", context.word("publishing.posts"))],
            fields: Self.fields(filter, accounts, series, context), rows: table.rows.map { Self.row($0, context) },
            empty: table.rows.isEmpty
                ? EmptyState(
                    icon: "export", title: context.word("after.figures_empty_title"),
                    text: context.word("after.figures_empty")) : nil, isCut: table.isCut,
            csv: "/posts/figures.csv?" + context.query.replacing(["lang": nil, "theme": nil]),
            hours: try await OwnHours(desk: desk).lines(for: nil, accounts, context),
            summary: FiguresPart.words(sum, context))
        return try Page.render("after/figures", page, context)
    }

    private static func row(_ row: FiguresTable.Row, _ context: some Viewing) -> Row {
        let figures = context.figures
        return Row(
            path: "/posts/\(row.post.id)",
            title: row.post.content.title.isEmpty ? context.word("publishing.untitled") : row.post.content.title,
            kind: context.word("publishing.kind_\(row.post.content.kind.rawValue)"),
            networks: row.networks.map { context.word("listening.network_\($0.rawValue)") }.joined(separator: ", "),
            at: Moment(row.at, figures), views: row.totals.views.map { figures.integer($0) } ?? "–",
            interactions: figures.integer(row.totals.interactions),
            rate: row.rate.map { figures.percent($0, digits: 1) } ?? "–",
            detail: FiguresPart.words(row.totals, context).dropFirst(row.totals.views == nil ? 0 : 1)
                .joined(separator: " · "))
    }

    private static func fields(
        _ filter: FiguresTable.Filter, _ accounts: [Channel], _ series: [String], _ context: some Viewing
    ) -> [FormField] {
        func word(_ key: String) -> String { context.word("after.\(key)") }
        func field(_ name: String, _ choices: [FormField.Choice]) -> FormField {
            FormField(name, .choice, label: word("filter_\(name)"), choices: choices, filter: true)
        }
        func all(_ isChosen: Bool) -> FormField.Choice { .init("", word("filter_all"), selected: isChosen) }
        let networks = Set(accounts.map(\.network)).sorted { $0.rawValue < $1.rawValue }
        var out = [
            field(
                "days",
                FiguresTable.Filter.periods.map {
                    .init(String($0), context.count("after.days", $0), selected: $0 == filter.days)
                }),
            field(
                "kind",
                [all(filter.kind == nil)]
                    + Post.Kind.allCases.map {
                        .init($0.rawValue, context.word("publishing.kind_\($0.rawValue)"), selected: $0 == filter.kind)
                    }),
            field(
                "network",
                [all(filter.network == nil)]
                    + networks.map {
                        .init(
                            $0.rawValue, context.word("listening.network_\($0.rawValue)"),
                            selected: $0 == filter.network)
                    }),
            field(
                "order",
                FiguresTable.Order.allCases.map {
                    .init($0.rawValue, word("order_\($0.rawValue)"), selected: $0 == filter.order)
                }),
        ]
        if !series.isEmpty {
            let choices = series.map { FormField.Choice($0, $0, selected: $0 == filter.series) }
            out.insert(field("series", [all(filter.series == nil)] + choices), at: 3)
        }
        return out
    }
}
